import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { wishCancel, wishCancelAll, wishGeneration, wishRetry } from '../../../src/extension/engine/wishes.ts';
import { attemptsOf } from '../../../src/extension/store/attempts.ts';
import { eventsOf } from '../../../src/extension/store/events.ts';
import { cards } from '../../../src/extension/store/cards.ts';
import { statusOf } from '../../../src/shared/status.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import type { StoredGeneration } from '../../../src/extension/store/generations.ts';
import { type FakeOptions, type FakeProvider, startFakeProvider } from '../../fakes/provider-server.ts';
import { type Provider, ProviderError } from '../../../src/extension/providers/contract.ts';
import { createCustomProvider } from '../../../src/extension/providers/custom/provider.ts';
import { createHttp } from '../../../src/extension/providers/http.ts';
import { until } from '../until.ts';
import { type Rig, rigOf } from './rig.ts';

const fakes: FakeProvider[] = [];
async function fakeProvider(options?: FakeOptions): Promise<FakeProvider> {
  const fake = await startFakeProvider(options);
  fakes.push(fake);
  return fake;
}
afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});

async function both(mode: NonNullable<FakeOptions['mode']> = 'client-id', more: FakeOptions = {}): Promise<{ fake: FakeProvider; rig: Rig }> {
  const fake = await fakeProvider({ mode, ...more });
  return { fake, rig: await rigOf(customConfigFor(fake, mode)) };
}

describe('a generation', () => {
  it('goes from wish to a verified file with what made it beside it, at one charge', async () => {
    const { fake, rig } = await both();
    const id = await rig.place('a lonely keep');
    assert.equal(cards(rig.db, 'all', 0, 10)[0]!.generationId, id, 'its card is there from the first moment');
    await rig.when(id, 'accepted', ({ attempt }) => attempt.remoteId !== null);
    fake.job().progress(0.5);
    await rig.when(id, 'running', ({ attempt }) => attempt.progress === 0.5);
    fake.job().finish(2);
    const { attempt } = await rig.ended(id);
    assert.equal(attempt.end, 'completed');
    assert.equal(rig.files(id).length, 2);
    for (const file of rig.files(id)) assert.ok(existsSync(file) && existsSync(`${file}.darkroom.json`));
    assert.equal((JSON.parse(readFileSync(`${rig.files(id)[0]}.darkroom.json`, 'utf8')) as { prompt: string }).prompt, 'a lonely keep');
    assert.deepEqual([fake.charges.total, fake.charges.twice], [1, []]);
    assert.equal(attempt.charge, 0.04);
    assert.deepEqual(eventsOf(rig.db, id).map(event => event.kind).filter(kind => kind !== 'said'), ['created', 'sent', 'accepted', 'finished', 'saved', 'saved', 'completed']);
  });

  it('takes no more slots than the provider has', async () => {
    const fake = await fakeProvider({ mode: 'client-id' });
    const rig = await rigOf({ ...customConfigFor(fake, 'client-id'), concurrency: 2 });
    const ids = await Promise.all([1, 2, 3].map(() => rig.place()));
    await fake.arrived('poll', 6);
    assert.equal(fake.jobs.length, 2);
    for (const job of [...fake.jobs]) job.finish();
    await fake.arrived('submit', 3);
    fake.job().finish();
    for (const id of ids) assert.equal((await rig.ended(id)).attempt.end, 'completed');
    assert.equal(fake.charges.total, 3);
  });

  it('asks about many jobs less often each, and about the last one as often as ever', async () => {
    const fake = await fakeProvider({ mode: 'client-id' });
    const rig = await rigOf(customConfigFor(fake, 'client-id', { concurrency: 12 }), { times: { pollApart: 50 } });
    const ids = await Promise.all(Array.from({ length: 12 }, () => rig.place()));
    const rests = ({ attempt }: StoredGeneration): number => attempt.dueAt === null || attempt.wordAt === null ? 0 : attempt.dueAt - attempt.wordAt;
    for (const id of ids) await rig.when(id, 'it rests for all twelve', row => rests(row) >= 12 * 50);
    const [last, ...others] = ids;
    for (const job of fake.jobs.filter(({ id }) => id !== rig.row(last!).attempt.remoteId)) job.finish();
    for (const id of others) await rig.ended(id);
    await rig.when(last!, 'it rests for itself only', row => rests(row) > 0 && rests(row) < 12 * 50);
  });

  it('is not failed by a status query that fails, and shows an unknown word as running', async () => {
    const { fake, rig } = await both();
    const id = await rig.place();
    await rig.when(id, 'accepted', ({ attempt }) => attempt.remoteId !== null);
    fake.next('poll', { kind: 'status', status: 500 }, { kind: 'status', status: 503 });
    await rig.when(id, 'troubled', ({ attempt }) => attempt.troubles > 0);
    fake.job().progress(0.3, 'requires_continuation');
    const { attempt } = await rig.when(id, 'the odd word', row => row.attempt.word === 'requires_continuation');
    assert.equal(statusOf(attempt, Date.now(), { stalledAfter: 1e9 }), 'running');
    fake.job().finish();
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
  });

  it('that the provider fails says so, with what it said, and a retry adds an attempt', async () => {
    const { fake, rig } = await both();
    const id = await rig.place();
    await rig.when(id, 'accepted', ({ attempt }) => attempt.remoteId !== null);
    fake.job().fail('worker exploded');
    const failed = (await rig.ended(id)).attempt;
    assert.equal(failed.failure?.class, 'provider');
    assert.match(failed.failure?.raw ?? '', /worker exploded/);
    assert.equal(await wishRetry(rig.wisher, id, '', { estimate: 0.04 }), true);
    await fake.arrived('submit', 2);
    await rig.when(id, 'accepted', ({ attempt }) => attempt.remoteId !== null);
    fake.job().finish();
    const { attempt } = await rig.ended(id);
    assert.deepEqual([attempt.end, attempt.ordinal], ['completed', 2]);
    assert.deepEqual(attemptsOf(rig.db, id).map(each => each.end), ['completed', 'failed']);
    assert.equal(cards(rig.db, 'all', 0, 10).length, 1, 'the row stays');
    assert.equal(await wishRetry(rig.wisher, id, '', { estimate: 0.04 }), false, 'a completed one is not retried');
  });

  it('that waits for a free slot is cancelled at once and never sent', async () => {
    const fake = await fakeProvider({ mode: 'client-id' });
    const rig = await rigOf({ ...customConfigFor(fake, 'client-id'), concurrency: 1 });
    const first = await rig.place();
    await rig.when(first, 'accepted', ({ attempt }) => attempt.remoteId !== null);
    const second = await rig.place();
    assert.equal(await wishCancel(rig.wisher, second), true);
    assert.equal(rig.row(second).attempt.end, 'cancelled');
    fake.job().finish();
    await rig.ended(first);
    assert.equal(fake.charges.total, 1);
  });

  it('that runs is cancelling until the provider says how it ended', async () => {
    const { fake, rig } = await both('client-id', { cancel: 'ignores' });
    const id = await rig.place();
    await rig.when(id, 'accepted', ({ attempt }) => attempt.remoteId !== null);
    await wishCancel(rig.wisher, id);
    await rig.when(id, 'the cancel was sent', ({ attempt }) => attempt.cancelSentAt !== null);
    assert.equal(statusOf(rig.row(id).attempt, Date.now(), { stalledAfter: 1e9 }), 'cancelling');
    fake.job().cancelled();
    assert.equal((await rig.ended(id)).attempt.end, 'cancelled');
  });

  it('whose result comes after the cancel is kept and says so', async () => {
    const { fake, rig } = await both('client-id', { cancel: 'ignores' });
    const id = await rig.place();
    await rig.when(id, 'accepted', ({ attempt }) => attempt.remoteId !== null);
    await wishCancel(rig.wisher, id);
    fake.job().finish();
    const { attempt } = await rig.ended(id);
    assert.equal(attempt.end, 'completed');
    assert.ok(attempt.cancelWishedAt !== null);
    assert.equal(rig.files(id).length, 1);
  });

  it('is cancelled with all others, also those beyond what lists load', async () => {
    const rig = await rigOf(customConfigFor(await fakeProvider(), 'none'), { holdOf: () => 'key' });
    for (let n = 0; n < 205; n++) await rig.place();
    assert.equal(await wishCancelAll(rig.wisher), 205);
    assert.equal(await wishCancelAll(rig.wisher), 0);
  });

  it('without a key is held, says why, and goes on when there is one', async () => {
    const fake = await fakeProvider({ mode: 'client-id', auto: 1 });
    let hold: 'key' | null = 'key';
    const rig = await rigOf(customConfigFor(fake, 'client-id'), { holdOf: () => hold });
    const id = await rig.place();
    await rig.when(id, 'held', ({ attempt }) => attempt.heldBecause === 'key');
    hold = null;
    rig.engine.wake();
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
  });
});

describe('when something goes wrong', () => {
  it('a rate limit is waited out as a new attempt', async () => {
    const { fake, rig } = await both('none', { auto: 1 });
    fake.next('submit', { kind: 'status', status: 429, headers: { 'retry-after': '0' } });
    const id = await rig.place();
    const { attempt } = await rig.when(id, 'completed', row => row.attempt.end === 'completed');
    assert.equal(attempt.ordinal, 2);
    assert.equal(fake.charges.total, 1);
  });

  it('a wrong address fails with what to check and is not tried again by itself', async () => {
    const { fake, rig } = await both('none');
    fake.next('submit', { kind: 'status', status: 404 });
    const { attempt } = await rig.ended(await rig.place());
    assert.deepEqual([attempt.end, attempt.ordinal, attempt.failure?.class], ['failed', 1, 'invalid']);
    assert.equal(fake.requests.length, 1);
  });

  it('an answer that can\'t be read is looked up and never sent again', async () => {
    const { fake, rig } = await both('client-id', { auto: 1 });
    fake.next('submit', { kind: 'truncated' });
    const id = await rig.place();
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
    assert.deepEqual([fake.charges.total, fake.charges.twice], [1, []]);
  });

  it('an answer that can\'t be read is shown as unconfirmed where the provider can\'t be asked; a late retry is the user\'s', async () => {
    const { fake, rig } = await both('none', { auto: 1 });
    fake.next('submit', { kind: 'truncated' });
    const id = await rig.place();
    const { attempt } = await rig.when(id, 'unconfirmed', row => row.attempt.unconfirmedAt !== null);
    assert.equal(statusOf(attempt, Date.now(), { stalledAfter: 1e9 }), 'unconfirmed');
    assert.equal(fake.requests.filter(request => request.route === 'submit').length, 1);
    assert.equal(await wishRetry(rig.wisher, id, 'Given up.', { estimate: 0.04 }), true);
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
    assert.deepEqual(attemptsOf(rig.db, id).map(each => [each.end, each.failure?.class]), [['completed', undefined], ['failed', 'lost']]);
  });

  it('media that is not what it says fails with what it is, and leaves no file', async () => {
    const { fake, rig } = await both('client-id', { auto: 1 });
    fake.always('file', { kind: 'html' });
    const id = await rig.place();
    const { attempt } = await rig.ended(id);
    assert.deepEqual([attempt.end, attempt.failure?.class], ['failed', 'provider']);
    assert.match(attempt.failure!.sentence, /web page/);
    assert.deepEqual(rig.files(id), []);
  });

  it('a "no" to a replay is no word on the first send: nothing is failed, nothing sent under another reference', async () => {
    const { fake, rig } = await both('key-replay', { auto: 1 });
    fake.next('submit', { kind: 'truncated' }, { kind: 'status', status: 409 }, { kind: 'status', status: 404 });
    const { attempt } = await rig.ended(await rig.place());
    assert.deepEqual([attempt.end, attempt.ordinal, fake.charges.total], ['completed', 1, 1]);
  });

  it('a reference that the provider has not known for the whole grace is sent again, however often it was asked', async () => {
    const fake = await fakeProvider({ mode: 'client-id', auto: 1 });
    const rig = await rigOf(customConfigFor(fake, 'client-id'), { times: { findGrace: 400, recoveryTries: 3 } });
    fake.next('submit', { kind: 'reset', when: 'before-work' });
    const { attempt } = await rig.ended(await rig.place());
    assert.deepEqual([attempt.end, attempt.ordinal, fake.charges.total], ['completed', 1, 1]);
    assert.ok(attempt.acceptedAt! - attempt.createdAt >= 400);
  });

  it('one that a closing window stopped before it left goes on waiting, and is sent by the next', async () => {
    const fake = await fakeProvider({ mode: 'none', auto: 1 });
    const config = customConfigFor(fake, 'none');
    let stopped: (() => void) | undefined;
    const first = createCustomProvider(config, { http: createHttp({ declaredOrigins: [config.origin] }), key: () => Promise.resolve(undefined) });
    const slow: Provider = {
      ...first, spec: first.spec, capabilities: first.capabilities,
      submit: () => new Promise((_, reject) => { stopped = () => reject(new ProviderError({ class: 'timeout', sentence: 'stopped' }, 'not-sent')); }),
    };
    const rig = await rigOf({ ...config, id: 'unused' }, { more: [slow] });
    const id = await wishGeneration(rig.wisher, { provider: config.id, model: 'picture-1', operation: 'text-to-image', prompt: 'x', parameters: {} }, 'none', 0);
    await until('the submit is under way', () => stopped);
    const stopping = rig.engine.stop();
    stopped!();
    await stopping;
    assert.deepEqual([rig.row(id).attempt.sentAt, rig.row(id).attempt.end], [null, null]);
    const next = await rigOf(config, { folder: rig.folder });
    assert.equal((await next.ended(id)).attempt.end, 'completed');
    assert.equal(fake.charges.total, 1);
    first.dispose?.();
  });

  it('being offline uses up no try: recovery goes on when the network is back', async () => {
    const { fake, rig } = await both('lookup', { auto: 1 });
    fake.next('submit', { kind: 'reset', when: 'after-work' });
    fake.always('find', { kind: 'reset', when: 'before-reading' });
    const id = await rig.place();
    await fake.arrived('find', 10);
    assert.equal(rig.row(id).attempt.unconfirmedAt, null);
    fake.always('find', null);
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
    assert.deepEqual([fake.charges.total, fake.charges.twice], [1, []]);
  });

  it('a result that could not be fetched for want of a network, and whose address then expired, is asked for again', async () => {
    const { fake, rig } = await both('client-id', { auto: 1 });
    const reset = { kind: 'reset', when: 'before-reading' } as const;
    fake.next('file', reset, reset, reset, reset, reset, { kind: 'status', status: 403 });
    assert.equal((await rig.ended(await rig.place())).attempt.end, 'completed');
    assert.equal(fake.charges.total, 1);
  });

  it('an answer that can\'t be written down at once is written down later: no remote id is lost', async () => {
    const { fake, rig } = await both('none', { auto: 1 });
    const held = fake.hold('submit');
    const id = await rig.place();
    await held.arrived;
    const other = new DatabaseSync(join(rig.folder, 'history.db'));
    other.exec('BEGIN IMMEDIATE');
    held.release();
    await until('it could not be written', () => rig.said.some(line => line.includes('not written yet')));
    other.exec('ROLLBACK');
    other.close();
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
    assert.equal(fake.charges.total, 1);
  });

  it('an expired address is asked for again', async () => {
    const { fake, rig } = await both('client-id');
    const id = await rig.place();
    await rig.when(id, 'accepted', ({ attempt }) => attempt.remoteId !== null);
    const held = fake.hold('file');
    fake.job().finish();
    await held.arrived;
    fake.job().expireUrls();
    held.release();
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
    assert.equal(fake.charges.total, 1);
  });

  it('an id that the provider no longer knows is lost after a while, not at the first answer', async () => {
    const { fake, rig } = await both('client-id');
    const id = await rig.place();
    await rig.when(id, 'accepted', ({ attempt }) => attempt.remoteId !== null);
    const { remoteId } = rig.row(id).attempt;
    fake.job().forget();
    const { attempt } = await rig.ended(id);
    assert.deepEqual([attempt.end, attempt.failure?.class, attempt.remoteId], ['failed', 'lost', remoteId]);
    assert.ok(attempt.endedAt! - attempt.goneAt! >= 30);
  });
});

describe('the queues', () => {
  it('one provider\'s backlog stands in no other\'s way', async () => {
    const [slow, quick] = [await fakeProvider({ mode: 'client-id' }), await fakeProvider({ mode: 'client-id', auto: 1 })];
    const other = createCustomProvider({ ...customConfigFor(quick, 'client-id'), id: 'quick' }, {
      http: createHttp({ declaredOrigins: [quick.origin] }), key: () => Promise.resolve(undefined),
    });
    const rig = await rigOf({ ...customConfigFor(slow, 'client-id'), concurrency: 1 }, { more: [other] });
    for (let n = 0; n < 260; n++) await rig.place();
    const id = await wishGeneration(rig.wisher, { provider: 'quick', model: 'picture-1', operation: 'text-to-image', prompt: 'x', parameters: {} }, 'client-id', 0);
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
    assert.equal(slow.charges.total, 1);
    await wishCancelAll(rig.wisher);
    other.dispose?.();
  });

  it('all that waits for a key says so, and all of it goes on', async () => {
    const fake = await fakeProvider({ mode: 'client-id', auto: 1 });
    let hold: 'key' | null = 'key';
    const rig = await rigOf({ ...customConfigFor(fake, 'client-id'), concurrency: 8 }, { holdOf: () => hold });
    const ids: string[] = [];
    for (let n = 0; n < 60; n++) ids.push(await rig.place());
    await until('each is held', () => ids.every(id => rig.row(id).attempt.heldBecause === 'key'));
    hold = null;
    rig.engine.wake();
    for (const id of ids) assert.equal((await rig.ended(id)).attempt.end, 'completed');
    assert.deepEqual([fake.charges.total, fake.charges.twice], [60, []]);
  });
});

describe('a step that breaks down', () => {
  it('rests, and neither spins nor disturbs the others', async () => {
    const fake = await fakeProvider({ mode: 'client-id', auto: 1 });
    let polls = 0;
    const broken: Provider = {
      spec: { id: 'broken', label: 'Broken', models: [{ id: 'm', label: 'M', operation: 'text-to-image', parameters: [], price: 0 }] },
      capabilities: { recovery: 'none', canCancel: false, concurrency: 1, pollEvery: 10, needsKey: false },
      submit: () => Promise.resolve({ kind: 'accepted', remoteId: 'r' }),
      // No adapter may say this, and the store takes it for what it is.
      poll: () => { polls++; return Promise.resolve({ kind: 'running', word: {} as string }); },
      open: () => Promise.reject(new Error('never')),
    };
    const rig = await rigOf(customConfigFor(fake, 'client-id'), { more: [broken], times: { stepRest: 60_000 } });
    await wishGeneration(rig.wisher, { provider: 'broken', model: 'm', operation: 'text-to-image', prompt: 'x', parameters: {} }, 'none', 0);
    await until('it broke down', () => polls > 0 && rig.said.some(line => line.startsWith('error')));
    for (let n = 0; n < 5; n++) assert.equal((await rig.ended(await rig.place())).attempt.end, 'completed');
    assert.equal(polls, 1);
  });
});

describe('two windows', () => {
  it('do the work once, and the second takes over when the first closes', async () => {
    const fake = await fakeProvider({ mode: 'client-id' });
    const config = customConfigFor(fake, 'client-id');
    const first = await rigOf(config);
    const second = await rigOf(config, { folder: first.folder });
    assert.deepEqual([first.engine.isLeader, second.engine.isLeader], [true, false]);
    const id = await second.place();
    await first.when(id, 'accepted', ({ attempt }) => attempt.remoteId !== null);
    await first.engine.stop();
    fake.job().finish();
    assert.equal((await second.ended(id)).attempt.end, 'completed');
    assert.deepEqual([fake.charges.total, fake.charges.twice], [1, []]);
  });

  it('one that lost the lease decides nothing more, and does not spin', async () => {
    const fake = await fakeProvider({ mode: 'client-id', auto: 1 });
    const rig = await rigOf(customConfigFor(fake, 'client-id'), { times: { leaseRenewed: 60_000, leaseLasts: 60_000 } });
    await rig.db.write(tx => tx.run("UPDATE leader SET holder = 'another', epoch = epoch + 1, until = ?", Date.now() + 60_000));
    let writes = 0;
    const write = rig.db.write.bind(rig.db);
    rig.db.write = fn => { writes++; return write(fn); };
    await rig.place();
    await until('it found out', () => !rig.engine.isLeader);
    const before = writes;
    await rig.place();
    await new Promise(resolve => setImmediate(resolve));
    assert.equal(fake.requests.length, 0);
    assert.equal(writes - before, 1, 'only the wish was written');
  });

  it('a cancel wished in one is done by the other', async () => {
    const fake = await fakeProvider({ mode: 'client-id' });
    const config = customConfigFor(fake, 'client-id');
    const first = await rigOf(config);
    const second = await rigOf(config, { folder: first.folder });
    const id = await first.place();
    await first.when(id, 'accepted', ({ attempt }) => attempt.remoteId !== null);
    await wishCancel(second.wisher, id);
    assert.equal((await second.ended(id)).attempt.end, 'cancelled');
  });
});
