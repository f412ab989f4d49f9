/** The ledger says what may be sent. What was sent comes home without it. */
import assert from 'node:assert/strict';
import { customConfigFor } from '../../fakes/custom-config.ts';
import { type FakeProvider, startFakeProvider } from '../../fakes/provider-server.ts';
import { until } from '../until.ts';
import { rigOf } from './rig.ts';

describe('a ledger that can\'t be read any more', () => {
  let fake: FakeProvider;
  beforeEach(async () => { fake = await startFakeProvider({ mode: 'client-id' }); });
  afterEach(() => fake.close());

  it('keeps new requests from being sent, says so once, and no result from being fetched', async () => {
    const rig = await rigOf(customConfigFor(fake, 'client-id', { concurrency: 5 }));
    const id = await rig.place();
    await rig.when(id, 'accepted', ({ attempt }) => attempt.remoteId !== null);
    await until('the ledger was written', () => rig.ledger.spentOn(Date.now()).spent > 0);
    rig.ledger.close();
    const waits = await rig.place();
    fake.job().finish();
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
    assert.equal(rig.row(waits).attempt.sentAt, null);
    assert.equal(fake.charges.total, 1);
    assert.equal(rig.said.filter(line => line.includes('nothing is sent')).length, 1);
  });
});
