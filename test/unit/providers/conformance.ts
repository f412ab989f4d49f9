/**
 * What every adapter has to keep, whatever service is behind it. A harness brings the adapter together with a
 * provider that behaves, and says what that provider can be told and asked. What an adapter does not declare
 * (cancel, find) is not asked of it.
 */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { failureClasses, operations, recoveryModes } from '../../../src/shared/model.ts';
import type { GenerationRequest, ParameterSpec, RemoteOutput } from '../../../src/shared/model.ts';
import { ProviderError } from '../../../src/extension/providers/contract.ts';
import type { Call, PollReply, Provider } from '../../../src/extension/providers/contract.ts';
import { bytesOf, everythingIn } from './support.ts';

export interface Harness {
  readonly provider: Provider;
  /** A request that succeeds. */
  readonly request: GenerationRequest;
  /** A request that takes long enough to be stopped; `request` when absent. */
  readonly long?: GenerationRequest;
  /** Lets the attempt come half way; absent where attempts go on by themselves. */
  readonly advance?: (reference: string) => void;
  /** Lets the attempt succeed; absent where attempts go on by themselves. */
  readonly finish?: (reference: string) => void;
  /** How often the provider charged for a reference; absent where nothing costs. */
  readonly charges?: (reference: string) => number;
  /** The next submit is taken, but its answer is lost. */
  readonly loseAnswer?: () => void;
  /** The next call of this kind is never answered. */
  readonly stall?: (call: 'submit' | 'poll' | 'open') => void;
  /** A key that must appear nowhere. */
  readonly secret?: string;
  readonly dispose: () => Promise<void>;
}

/** Milliseconds in which a stopped call has to have ended. */
const quickly = 1000;

export function describeConformance(name: string, create: () => Promise<Harness>): void {
  describe(`conformance: ${name}`, () => {
    let harness: Harness;
    /** Everything that came out of the adapter. */
    let told: unknown[] = [];
    let attempts = 0;
    const rejections: unknown[] = [];
    const onRejection = (reason: unknown) => void rejections.push(reason);

    before(() => void process.on('unhandledRejection', onRejection));
    after(() => void process.off('unhandledRejection', onRejection));
    beforeEach(async () => {
      harness = await create();
      told = [];
    });
    afterEach(async () => {
      await harness.dispose();
      await pause(0);
      assert.deepEqual(rejections.splice(0), [], 'unhandled rejections');
      if (harness.secret !== undefined) assert.ok(!told.map(spelled).join('\n').includes(harness.secret), 'the key came back');
    });

    const callOf = (request = harness.request, signal = new AbortController().signal): Call => (
      { reference: `00000000-0000-4000-8000-${String(++attempts).padStart(12, '0')}`, request, signal }
    );

    async function hear<T>(promise: Promise<T>): Promise<T> {
      try {
        const value = await promise;
        told.push(value);
        return value;
      } catch (error) {
        told.push(error);
        throw error;
      }
    }

    /** The error of a call, which has to be an honest one. */
    async function refusal(promise: Promise<unknown>): Promise<ProviderError> {
      const error: unknown = await hear(promise).then(value => assert.fail(`it resolved: ${JSON.stringify(value)}`), (reason: unknown) => reason);
      assert.ok(error instanceof ProviderError, `no ProviderError: ${String(error)}`);
      assert.ok(failureClasses.includes(error.failure.class));
      assert.ok(['not-sent', 'refused', 'ambiguous'].includes(error.certainty));
      assert.match(error.failure.sentence, /^.{10,}\.$/su);
      assert.ok((error.failure.raw ?? '').length <= 2000);
      return error;
    }

    /** Submits and returns what there is to poll, and the results of a provider that answers at once. */
    async function submit(call: Call): Promise<{ readonly remoteId: string; readonly outputs: readonly RemoteOutput[] | null }> {
      const reply = await hear(harness.provider.submit(call));
      if (reply.kind === 'finished') return { remoteId: reply.remoteId ?? call.reference, outputs: reply.outputs };
      assert.ok(reply.remoteId !== '');
      return { remoteId: reply.remoteId, outputs: null };
    }

    /** Polls until something else than "running" comes. */
    async function ended(call: Call, remoteId: string, seen: PollReply[] = []): Promise<PollReply> {
      for (;;) {
        const reply = await hear(harness.provider.poll(call, remoteId));
        seen.push(reply);
        if (reply.kind !== 'running') return reply;
        await pause(2);
      }
    }

    async function results(call: Call, seen: PollReply[] = []): Promise<{ readonly remoteId: string; readonly outputs: readonly RemoteOutput[] }> {
      const { remoteId, outputs } = await submit(call);
      if (outputs !== null) return { remoteId, outputs };
      if (harness.advance !== undefined) {
        seen.push(await hear(harness.provider.poll(call, remoteId)));
        harness.advance(call.reference);
        seen.push(await hear(harness.provider.poll(call, remoteId)));
      }
      harness.finish?.(call.reference);
      const end = await ended(call, remoteId, seen);
      assert.ok(end.kind === 'finished', JSON.stringify(end));
      return { remoteId, outputs: end.outputs };
    }

    it('says what it is and can, without contradiction', () => {
      const { spec, capabilities } = harness.provider;
      assert.match(spec.id, /^[\w.-]{1,60}$/u);
      assert.notEqual(spec.label.trim(), '');
      assert.ok(spec.models.length > 0);
      assert.equal(new Set(spec.models.map(model => model.id)).size, spec.models.length);
      for (const model of spec.models) {
        assert.ok(operations.includes(model.operation) && model.label !== '');
        assert.ok(model.price === null || model.price >= 0);
        assert.equal(new Set(model.parameters.map(each => each.name)).size, model.parameters.length);
        model.parameters.forEach(checkParameter);
      }
      assert.ok(recoveryModes.includes(capabilities.recovery));
      assert.ok(capabilities.pollEvery > 0 && capabilities.concurrency >= 1);
      assert.equal('cancel' in harness.provider, capabilities.canCancel);
      const looksUp = capabilities.recovery === 'client-id' || capabilities.recovery === 'lookup';
      if (looksUp) assert.ok('find' in harness.provider, `${capabilities.recovery} needs find`);
      assert.deepEqual(harness.provider.validate?.(harness.request) ?? [], []);
    });

    it('submit, status, result: the bytes are media of the length it told', async () => {
      const call = callOf();
      const { remoteId, outputs } = await results(call);
      assert.ok(outputs.length > 0);
      for (const output of outputs) {
        assert.ok(output.url === undefined || /^https?:/u.test(output.url));
        const { bytes, length } = await hear(harness.provider.open(call, output, remoteId));
        const body = await bytesOf(bytes);
        if (length !== null) assert.equal(body.length, length);
        assert.ok(isMedia(body), `no media: ${body.subarray(0, 16).toString('hex')}`);
      }
      assert.ok((harness.charges?.(call.reference) ?? 1) === 1);
    });

    it('progress stays within 0 and 1 and never goes back; every word is some text', async () => {
      const seen: PollReply[] = [];
      await results(callOf(harness.long), seen);
      const progress = seen.flatMap(reply => (reply.kind === 'running' ? reply.progress ?? [] : []));
      assert.ok(progress.every((value, index) => value >= 0 && value <= 1 && value >= (progress[index - 1] ?? 0)), progress.join());
      for (const reply of seen) if (reply.kind !== 'gone') assert.notEqual(reply.word, '');
    });

    it('a result can be opened again, and by an adapter that did not submit it', async () => {
      const call = callOf();
      const { remoteId, outputs } = await results(call);
      const first = await bytesOf((await hear(harness.provider.open(call, outputs[0]!, remoteId))).bytes);
      const again = await bytesOf((await hear(harness.provider.open({ ...call }, { ...outputs[0] }, remoteId))).bytes);
      assert.ok(first.equals(again));
    });

    it('a status query after the end says the same again', async () => {
      const call = callOf();
      const { remoteId, outputs } = await submit(call);
      if (outputs !== null) return;
      harness.finish?.(call.reference);
      const end = await ended(call, remoteId);
      assert.equal((await ended(call, remoteId)).kind, end.kind);
    });

    it('two attempts at once are told apart', async () => {
      const [one, other] = [callOf(), callOf()];
      const [first, second] = await Promise.all([results(one), results(other)]);
      assert.notEqual(first.remoteId, second.remoteId);
    });

    it('an id it never gave is unknown to it', async () => {
      const reply = await hear(harness.provider.poll(callOf(), '11111111-2222-4333-8444-555555555555'));
      assert.equal(reply.kind, 'gone');
    });

    it('cancel ends an attempt, and asking twice does no harm', async () => {
      const { provider } = harness;
      if (provider.cancel === undefined) return;
      const call = callOf(harness.long);
      const { remoteId, outputs } = await submit(call);
      if (outputs !== null) return;
      await hear(provider.cancel(call, remoteId));
      await hear(provider.cancel(call, remoteId)).catch((error: unknown) => assert.ok(error instanceof ProviderError));
      const end = await ended(call, remoteId);
      assert.ok(end.kind === 'cancelled' || end.kind === 'finished', end.kind);
    });

    it('cancel after the end takes nothing away', async () => {
      const { provider } = harness;
      if (provider.cancel === undefined) return;
      const call = callOf();
      const { remoteId, outputs } = await results(call);
      await hear(provider.cancel(call, remoteId)).catch((error: unknown) => assert.ok(error instanceof ProviderError));
      assert.ok(isMedia(await bytesOf((await hear(provider.open(call, outputs[0]!, remoteId))).bytes)));
    });

    it('find tells a reference it knows from one it does not', async () => {
      const { provider } = harness;
      if (provider.find === undefined) return;
      const call = callOf(harness.long);
      assert.equal((await hear(provider.find(call))).kind, 'not-found');
      const { remoteId } = await submit(call);
      const found = await hear(provider.find(call));
      assert.ok(found.kind === 'found' && found.remoteId === remoteId);
      assert.equal((await hear(provider.find(callOf()))).kind, 'not-found');
    });

    it('an answer that is lost is ambiguous, and what the recovery promises comes true', async () => {
      const { provider, loseAnswer, charges } = harness;
      if (loseAnswer === undefined) return;
      const call = callOf();
      loseAnswer();
      assert.equal((await refusal(provider.submit(call))).certainty, 'ambiguous');
      switch (provider.capabilities.recovery) {
        case 'client-id':
        case 'lookup': {
          const found = await hear(provider.find!(call));
          assert.ok(found.kind === 'found');
          assert.notEqual((await hear(provider.poll(call, found.remoteId))).kind, 'gone');
          break;
        }
        case 'key-replay':
        case 'key-reject': {
          const { remoteId } = await submit(call);
          const again = await submit(call);
          assert.equal(again.remoteId, remoteId);
          break;
        }
        case 'none': break;
      }
      assert.equal(charges?.(call.reference) ?? 1, 1);
    });

    it('a model it does not have is refused, and costs nothing', async () => {
      const call = callOf({ ...harness.request, model: 'no-such-model' });
      const error = await refusal(harness.provider.submit(call));
      assert.equal(error.failure.class, 'invalid');
      assert.notEqual(error.certainty, 'ambiguous');
      assert.equal(harness.charges?.(call.reference) ?? 0, 0);
    });

    it('a result that nobody can have is refused, or made anew by an adapter that makes its own', async () => {
      const opened = harness.provider.open(callOf(), {}, '11111111-2222-4333-8444-555555555555');
      if (harness.charges !== undefined) await refusal(opened);
      else assert.ok(isMedia(await bytesOf((await hear(opened)).bytes)));
    });

    it('a signal that is aborted before the call spends nothing', async () => {
      const call = callOf(harness.request, AbortSignal.abort());
      if (harness.charges === undefined) return void await hear(harness.provider.submit(call)).catch((error: unknown) => assert.ok(error instanceof ProviderError));
      assert.equal((await refusal(harness.provider.submit(call))).certainty, 'not-sent');
      assert.equal(harness.charges(call.reference), 0);
    });

    for (const kind of ['submit', 'poll', 'open'] as const) {
      it(`a signal ends ${kind} although no answer comes`, async () => {
        if (harness.stall === undefined) return;
        const { provider } = harness;
        const ready = callOf();
        const done = kind === 'open' ? await results(ready) : null;
        const id = kind === 'poll' ? (await submit(ready)).remoteId : '';
        const stop = new AbortController();
        const call = { ...callOf(), signal: stop.signal };
        harness.stall(kind);
        const ending = refusal(kind === 'submit' ? provider.submit(call) : kind === 'poll' ? provider.poll(call, id) : provider.open(call, done!.outputs[0]!, done!.remoteId));
        setTimeout(() => stop.abort(), 20);
        const began = performance.now();
        await ending;
        assert.ok(performance.now() - began < quickly);
      });
    }
  });
}

function checkParameter({ name, label, type, minimum = -Infinity, maximum = Infinity, choices, default: preset }: ParameterSpec): void {
  assert.match(name, /^[A-Za-z_]\w*$/u);
  assert.notEqual(label, '');
  assert.ok(minimum <= maximum, name);
  if (type === 'choice') assert.ok((choices?.length ?? 0) > 0, name);
  if (preset === undefined) return;
  if (type === 'choice') return assert.ok(choices?.some(choice => choice.value === preset), name);
  if (type === 'string' || type === 'boolean') return assert.equal(typeof preset, type);
  assert.ok(typeof preset === 'number' && preset >= minimum && preset <= maximum && (type === 'number' || Number.isInteger(preset)), name);
}

function isMedia(body: Buffer): boolean {
  const head = body.toString('latin1', 0, 12);
  const isPng = head.startsWith('\u0089PNG\r\n\u001a\n') && body.toString('latin1', body.length - 8, body.length - 4) === 'IEND';
  return isPng || head.startsWith('\u00ff\u00d8\u00ff') || (head.startsWith('RIFF') && /WAVE|WEBP/u.test(head)) || head.slice(4, 8) === 'ftyp';
}

function spelled(value: unknown): string {
  return value instanceof Error ? everythingIn(value) : JSON.stringify(value) ?? '';
}
