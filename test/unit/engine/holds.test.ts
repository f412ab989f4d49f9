/** A cause that would fail everything waiting holds the provider's queue instead; the attempts are not used up. */
import assert from 'node:assert/strict';
import { attemptsOf } from '../../../src/extension/store/attempts.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import { type FakeOptions, type FakeProvider, startFakeProvider } from '../../fakes/provider-server.ts';
import { type Rig, quickTimes, rigOf } from './rig.ts';

const fakes: FakeProvider[] = [];
async function fakeProvider(options?: FakeOptions): Promise<FakeProvider> {
  const fake = await startFakeProvider(options);
  fakes.push(fake);
  return fake;
}
afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});

async function rigFor(fake: FakeProvider, times = {}): Promise<Rig> {
  return rigOf({ ...customConfigFor(fake, 'none'), concurrency: 1 }, { times });
}

async function allHeld(rig: Rig, ids: readonly string[], because: string): Promise<void> {
  for (const id of ids) await rig.when(id, `held for ${because}`, ({ attempt }) => attempt.heldBecause === because);
}

async function allCompleted(rig: Rig, ids: readonly string[]): Promise<void> {
  for (const id of ids) assert.deepEqual((await rig.ended(id)).attempt.end, 'completed');
  for (const id of ids) assert.equal(attemptsOf(rig.db, id).length, 1, 'no attempt was burned');
}

describe('a queue is held instead of burned', () => {
  it('when the key is refused, until the person changes something: it is not tried again by itself', async () => {
    const fake = await fakeProvider({ mode: 'none', auto: 1 });
    fake.next('submit', { kind: 'status', status: 401 });
    const rig = await rigFor(fake);
    const ids = [await rig.place(), await rig.place(), await rig.place()];
    await allHeld(rig, ids, 'key');
    assert.equal(fake.requests.length, 1, 'one refusal is enough to know');
    assert.equal(rig.ledger.holds()[0]?.until, null);
    await rig.ledger.letGo('fake');
    await allCompleted(rig, ids);
    assert.equal(fake.charges.total, 3);
    assert.deepEqual(rig.ledger.holds(), []);
  });

  it('when there is no credit: one request finds out whether there is again, then all go on in order', async () => {
    const fake = await fakeProvider({ mode: 'none', auto: 1 });
    fake.next('submit', { kind: 'status', status: 402 }, { kind: 'status', status: 402 });
    const rig = await rigFor(fake);
    const ids = [await rig.place('first'), await rig.place('second'), await rig.place('third')];
    await rig.when(ids[0]!, 'held', ({ attempt }) => attempt.heldBecause === 'credit');
    await allCompleted(rig, ids);
    const submits = fake.requests.filter(request => request.route === 'submit');
    assert.equal(submits.length, 5, 'two refusals, three generations');
    assert.equal(fake.charges.total, 3);
  });

  it('when nobody answers: it waits longer each time, others go on, and it works again by itself', async () => {
    const down = await fakeProvider({ mode: 'none', auto: 1 });
    const address = new URL(down.origin);
    const config = { ...customConfigFor(down, 'none'), concurrency: 1 };
    await down.close();
    const rig = await rigOf(config, { times: { holdFirst: 10, holdLongest: 80 } });
    const fine = await rigFor(await fakeProvider({ mode: 'none', auto: 1 }));
    const ids = [await rig.place(), await rig.place()];
    await allHeld(rig, ids, 'provider');
    const { attempt } = await rig.when(ids[0]!, 'tried a few times', () => (rig.ledger.holds()[0]?.tries ?? 0) > 3);
    assert.ok(attempt.failure?.sentence.includes(config.origin), attempt.failure?.sentence);
    assert.equal(attempt.ordinal, 1);
    await allCompleted(fine, [await fine.place()]);
    await fakeProvider({ mode: 'none', auto: 1, port: Number(address.port) });
    await allCompleted(rig, ids);
  });

  it('and a held one can still be cancelled', async () => {
    const fake = await fakeProvider({ mode: 'none' });
    fake.always('submit', { kind: 'status', status: 401 });
    const rig = await rigFor(fake);
    const id = await rig.place();
    await allHeld(rig, [id], 'key');
    const { wishCancel } = await import('../../../src/extension/engine/wishes.ts');
    assert.equal(await wishCancel(rig.wisher, id), true);
    assert.equal(rig.row(id).attempt.end, 'cancelled');
  });

  it('over a restart too: what is held is in the ledger, not in memory', async () => {
    const fake = await fakeProvider({ mode: 'none', auto: 1 });
    fake.next('submit', { kind: 'status', status: 401 });
    const first = await rigFor(fake);
    const id = await first.place();
    await allHeld(first, [id], 'key');
    await first.engine.stop();
    const second = await rigOf({ ...customConfigFor(fake, 'none'), concurrency: 1 }, { folder: first.folder, times: quickTimes });
    await second.when(id, 'still held', ({ attempt }) => attempt.heldBecause === 'key' && second.engine.isLeader);
    const more = await second.place();
    await allHeld(second, [more], 'key');
    assert.equal(fake.requests.length, 1);
  });
});
