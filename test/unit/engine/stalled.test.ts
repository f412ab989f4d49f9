/** A job that takes far longer than its model's own history says so, and is never given up while the provider answers. */
import assert from 'node:assert/strict';
import { Timings } from '../../../src/extension/store/timings.ts';
import { statusOf } from '../../../src/shared/status.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import { type FakeProvider, startFakeProvider } from '../../fakes/provider-server.ts';
import { rigOf } from './rig.ts';

describe('a stalled generation', () => {
  let fake: FakeProvider;
  afterEach(() => fake.close());

  it('is told by its model\'s own runs, and completes when the provider gets there', async () => {
    fake = await startFakeProvider({ mode: 'client-id' });
    const rig = await rigOf(customConfigFor(fake, 'client-id', { pollEvery: 0.1 }));
    const timings = new Timings(0);
    for (let n = 0; n < 8; n++) {
      const id = await rig.place();
      await rig.when(id, 'accepted', ({ attempt }) => attempt.remoteId !== null);
      fake.job().finish();
      await rig.ended(id);
    }
    const id = await rig.place();
    const phase = (): string => statusOf(rig.row(id).attempt, Date.now(), timings.of(rig.db, rig.row(id).generation));
    const { attempt } = await rig.when(id, 'stalled', () => phase() === 'stalled');
    const timing = timings.of(rig.db, rig.row(id).generation);
    assert.equal(timing.runs, 8);
    assert.ok(attempt.wordAt !== null && attempt.wordAt - attempt.acceptedAt! >= timing.stalledAfter, 'the provider was asked, and still runs it');
    assert.equal(attempt.end, null);
    await rig.when(id, 'long past it', row => row.attempt.wordAt! - row.attempt.acceptedAt! > 4 * timing.stalledAfter);
    assert.equal(rig.row(id).attempt.end, null, 'only the provider ends it');
    fake.job().finish();
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
  });
});
