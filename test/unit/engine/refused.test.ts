/** What was surely not started has cost nothing: it stands in no way of the day's limit, its own least of all. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { wishGeneration } from '../../../src/extension/engine/wishes.ts';
import { type Provider, ProviderError } from '../../../src/extension/providers/contract.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import { type FakeProvider, startFakeProvider } from '../../fakes/provider-server.ts';
import { until } from '../until.ts';
import { rigOf } from './rig.ts';

/** So long that no window takes over in between and puts the ledger right. */
const times = { leaseLasts: 60_000 };

describe('a request that was refused', () => {
  let fake: FakeProvider;
  beforeEach(async () => { fake = await startFakeProvider({ mode: 'none', auto: 1, price: 0.04 }); });
  afterEach(() => fake.close());

  it('and waits again is not counted as spent, in whatever workspace, and is not held by its own estimate', async () => {
    fake.next('submit', { kind: 'status', status: 401 });
    const rig = await rigOf(customConfigFor(fake, 'none'), { dailyLimit: () => 0.05, times });
    const other = await rigOf({ ...customConfigFor(fake, 'none'), id: 'another' }, { dailyLimit: () => 0.05, times, ledger: join(rig.folder, 'ledger.db') });
    const id = await rig.place();
    await rig.when(id, 'held', ({ attempt }) => attempt.heldBecause === 'key');
    await until('nothing is counted', () => rig.ledger.spentOn(Date.now()).spent === 0);
    assert.equal((await other.ended(await other.place())).attempt.end, 'completed');
    assert.equal(fake.charges.total, 1);
  });

  it('is counted where the provider says that the refusal itself was charged', async () => {
    const refusing: Provider = {
      spec: { id: 'refusing', label: 'R', models: [{ id: 'm', label: 'M', operation: 'text-to-image', parameters: [], price: 0.04 }] },
      capabilities: { recovery: 'none', canCancel: false, concurrency: 1, pollEvery: 50, needsKey: false },
      submit: () => Promise.reject(new ProviderError({ class: 'moderation', sentence: 'no', charged: true }, 'refused')),
      poll: () => Promise.reject(new Error('never accepted')),
      open: () => Promise.reject(new Error('never accepted')),
    };
    const rig = await rigOf(customConfigFor(fake, 'none'), { more: [refusing], times });
    const id = await wishGeneration(rig.wisher, { provider: 'refusing', model: 'm', operation: 'text-to-image', prompt: 'x', parameters: {} }, 'none', 0.04);
    assert.equal((await rig.ended(id)).attempt.end, 'failed');
    await until('it is settled', () => rig.ledger.open(rig.folder).length === 0);
    assert.deepEqual(rig.ledger.spentOn(Date.now()), { spent: 0.04, estimated: true });
  });

  it('and waits again is sent when the refusal is over', async () => {
    fake.next('submit', { kind: 'status', status: 401 });
    const rig = await rigOf(customConfigFor(fake, 'none'), { dailyLimit: () => 0.05, times });
    const id = await rig.place();
    await rig.when(id, 'held', ({ attempt }) => attempt.heldBecause === 'key');
    await rig.ledger.letGo('fake');
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
  });
});
