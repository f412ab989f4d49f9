import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Call, PollReply, Provider } from '../../../src/extension/providers/contract.ts';
import { draw } from '../../../src/extension/providers/embedded/draw.ts';
import { Drawings } from '../../../src/extension/providers/embedded/drawings.ts';
import { createEmbeddedProvider } from '../../../src/extension/providers/embedded/index.ts';
import { describeConformance } from '../providers/conformance.ts';
import { bytesOf, caught } from '../providers/support.ts';
import { until } from '../until.ts';
import { callFor, large, long, sound, sprite, texture, worker } from './requests.ts';

const small = texture('stone bricks');

/** Threads of this process, at work or not. */
function threads(): number {
  return (process.report.getReport() as { readonly workers: readonly unknown[] }).workers.length;
}

describe('the built-in provider', function () {
  this.timeout(60_000);
  const opened: { dispose?(): void }[] = [];
  afterEach(() => opened.splice(0).forEach(each => each.dispose?.()));

  function open(concurrency?: number): Provider {
    const provider = createEmbeddedProvider({ worker, ...(concurrency === undefined ? {} : { concurrency }) });
    opened.push(provider);
    return provider;
  }

  const ended = (provider: Provider, call: Call): Promise<PollReply> => until('an end', async () => {
    const reply = await provider.poll(call, call.reference);
    return reply.kind !== 'running' && reply;
  }, 50_000);

  async function bytes(provider: Provider, call: Call): Promise<Buffer> {
    const { bytes, length } = await provider.open(call, {}, call.reference);
    const body = await bytesOf(bytes);
    assert.equal(body.length, length);
    return body;
  }

  it('is free, needs no key and may be asked twice', () => {
    const { spec, capabilities } = open();
    assert.deepEqual(capabilities, { recovery: 'key-replay', canCancel: true, concurrency: 2, pollEvery: 250, needsKey: false });
    assert.deepEqual(spec.models.map(({ id, price, promptLimit }) => [id, price, promptLimit]), [['texture', 0, 2000], ['sprite', 0, 2000], ['sound', 0, 2000]]);
    const seed = spec.models[0]?.parameters.find(({ type }) => type === 'seed');
    assert.ok(seed && seed.default === undefined && seed.minimum === 0 && seed.maximum === 4294967295);
  });

  it('has a few parameters at hand, and the rest of each model in one group', () => {
    const groups = open().spec.models.map(({ id, parameters }) => [id, new Set(parameters.map(({ group }) => group ?? '')), parameters.filter(({ group }) => group !== undefined).length]);
    assert.deepEqual(groups, [['texture', new Set(['', 'Surface']), 3], ['sprite', new Set(['', 'Look']), 3], ['sound', new Set(['', 'Format']), 3]]);
  });

  it('accepts at once and gives what the drawing gives', async () => {
    const provider = open();
    const call = callFor(small);
    assert.deepEqual(await provider.submit(call), { kind: 'accepted', remoteId: call.reference, word: 'waiting' });
    assert.deepEqual(await ended(provider, call), { kind: 'finished', word: 'made', outputs: [{}] });
    assert.deepEqual(await bytes(provider, call), Buffer.from(draw(small)));
  });

  it('makes in its thread the sound that the function makes', async () => {
    const provider = open();
    const request = sound('small bright coin');
    assert.deepEqual(await bytes(provider, callFor(request)), Buffer.from(draw(request)));
  });

  it('names the parameter that can’t be drawn, and draws nothing', async () => {
    const provider = open();
    const call = callFor(texture('', { width: 4000 }));
    assert.deepEqual(provider.validate?.(call.request), [{ field: 'width', message: 'Width can’t be “4000”.' }]);
    const error = await caught(provider.submit(call));
    assert.deepEqual([error.failure.class, error.certainty], ['invalid', 'refused']);
  });

  for (const [what, request] of [['picture', large], ['sound', long]] as const) {
    it(`tells progress that only rises while it makes a ${what}`, async () => {
      const provider = open();
      const call = callFor(request);
      await provider.submit(call);
      const heard: number[] = [];
      await until('some progress', async () => {
        const reply = await provider.poll(call, call.reference);
        assert.ok(reply.kind === 'running', JSON.stringify(reply));
        if (reply.progress !== undefined) heard.push(reply.progress);
        return new Set(heard).size >= 4;
      }, 50_000);
      heard.forEach((progress, i) => assert.ok(progress >= (heard[i - 1] ?? 0) && progress < 1));
    });

    it(`stops a ${what} when cancelled, and says so from the next poll on`, async () => {
      const provider = open();
      const call = callFor(request);
      await provider.submit(call);
      await until('progress', async () => {
        const reply = await provider.poll(call, call.reference);
        return reply.kind === 'running' && (reply.progress ?? 0) > 0;
      });
      await provider.cancel?.(call, call.reference);
      assert.equal(threads(), 0, 'nothing works on');
      assert.deepEqual(await provider.poll(call, call.reference), { kind: 'cancelled', word: 'cancelled' });
      await provider.submit(call);
      assert.equal((await provider.poll(call, call.reference)).kind, 'cancelled', 'a replay does not wake it');
      assert.equal((await caught(provider.open(call, {}, call.reference))).failure.class, 'lost');
    });
  }

  it('can be cancelled before it was ever polled, as after a crash', async () => {
    const provider = open();
    const call = callFor(small);
    await provider.cancel?.(call, call.reference);
    assert.equal((await provider.poll(call, call.reference)).kind, 'cancelled');
  });

  it('goes on after a crash: another instance finishes what it is asked about', async () => {
    const call = callFor(small);
    const before = open();
    await before.submit(call);
    before.dispose?.();
    const after = open();
    assert.equal((await ended(after, call)).kind, 'finished');
    assert.deepEqual(await bytes(after, call), Buffer.from(draw(small)));
  });

  it('draws again when a result is opened that nobody remembers', async () => {
    assert.deepEqual(await bytes(open(), callFor(small)), Buffer.from(draw(small)));
  });

  it('does not know an id it never gave', async () => {
    assert.deepEqual(await open().poll(callFor(small), 'another'), { kind: 'gone' });
  });

  it('draws two at once and lets the third wait', async () => {
    const provider = open();
    const calls = [callFor(large), callFor(large), callFor(small)];
    for (const call of calls) await provider.submit(call);
    const words = async (): Promise<(string | undefined)[]> => Promise.all(calls.map(async call => {
      const reply = await provider.poll(call, call.reference);
      return reply.kind === 'gone' ? undefined : reply.word;
    }));
    assert.deepEqual(await words(), ['making', 'making', 'waiting']);
    const [first] = calls;
    assert.ok(first);
    await provider.cancel?.(first, first.reference);
    assert.deepEqual(await words(), ['cancelled', 'making', 'making']);
  });

  it('tells two jobs apart', async () => {
    const provider = open();
    const [one, other] = [callFor(sprite('key')), callFor(sprite('gem'))];
    await Promise.all([provider.submit(one), provider.submit(other)]);
    assert.deepEqual(await bytes(provider, one), Buffer.from(draw(sprite('key'))));
    assert.deepEqual(await bytes(provider, other), Buffer.from(draw(sprite('gem'))));
  });

  it('answers nothing any more once it is disposed', async () => {
    const provider = open();
    const call = callFor(large);
    await provider.submit(call);
    const opening = caught(provider.open(call, {}, call.reference));
    provider.dispose?.();
    assert.ok(await opening);
    assert.equal((await caught(provider.poll(call, call.reference))).failure.class, 'local');
    assert.equal((await caught(provider.submit(call))).certainty, 'not-sent');
  });

  it('stops waiting for a result when the signal says so', async () => {
    const provider = open();
    const stop = new AbortController();
    const opening = provider.open(callFor(large, undefined, stop.signal), {}, null);
    stop.abort();
    assert.equal((await caught(opening)).failure.class, 'timeout');
  });

  it('says that a drawing broke, with the reason, and takes it for a local failure', async () => {
    const provider = createEmbeddedProvider({ worker: new URL('no-such-worker.ts', import.meta.url) });
    opened.push(provider);
    const call = callFor(small);
    await provider.submit(call);
    const reply = await ended(provider, call);
    assert.ok(reply.kind === 'failed' && reply.failure.class === 'local');
    assert.match(reply.failure.raw ?? '', /no-such-worker/);
    assert.equal((await caught(provider.open(call, {}, call.reference))).failure.class, 'local');
  });

  it('ends each thread with its picture, and all when disposed', async () => {
    const provider = open();
    const done = callFor(small);
    await bytes(provider, done);
    await until('no thread when idle', () => threads() === 0);
    await Promise.all([callFor(large), callFor(large)].map(call => provider.submit(call)));
    await until('two threads at work', () => threads() === 2);
    provider.dispose?.();
    await until('no thread when disposed', () => threads() === 0);
  });

  it('keeps no process alive with a picture at work', async () => {
    // When nothing else is left to do, the picture must still be at work; were it waited for, it would be drawn.
    const script = `
      import { createEmbeddedProvider } from ${JSON.stringify(new URL('../../../src/extension/providers/embedded/index.ts', import.meta.url).href)};
      const provider = createEmbeddedProvider({ worker: new URL(${JSON.stringify(worker.href)}) });
      const call = { ...${JSON.stringify(callFor(large))}, signal: new AbortController().signal };
      await provider.submit(call);
      process.once('beforeExit', async () => process.stdout.write((await provider.poll(call, call.reference)).word));`;
    const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval'];
    const child = spawn(process.execPath, [...flags, script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const said = child.stdout.toArray() as Promise<Buffer[]>;
    const [code] = await once(child, 'exit') as [number];
    assert.deepEqual([code, Buffer.concat(await said).toString()], [0, 'making']);
  });

  it('forgets the oldest pictures first when they need too much room, and never the last', async () => {
    const drawings = new Drawings({ worker, concurrency: 1, memory: 1 });
    opened.push(drawings);
    const signal = new AbortController().signal;
    const [one, other] = [sprite('key'), sprite('gem')];
    const first = await drawings.finished('one', one, signal);
    assert.equal(first.kind, 'drawn');
    assert.equal((await drawings.finished('other', other, signal)).kind, 'drawn');
    assert.equal(drawings.ensure('other', other).kind, 'drawn');
    assert.equal(drawings.ensure('one', one).kind, 'drawing', 'drawn again');
    assert.deepEqual(await drawings.finished('one', one, signal), first);
  });
});

describeConformance('built in', async () => {
  const provider = createEmbeddedProvider({ worker });
  return {
    provider,
    request: callFor(small).request,
    long: callFor(texture('cracked ice', { width: 256, height: 256 })).request,
    dispose: async () => provider.dispose?.(),
  };
});

describeConformance('built in, sound', async () => {
  const provider = createEmbeddedProvider({ worker });
  return { provider, request: callFor(sound('coin')).request, long: callFor(long).request, dispose: async () => provider.dispose?.() };
});
