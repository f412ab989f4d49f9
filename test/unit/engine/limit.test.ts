/** What the day's limit holds stands in nobody's way who still fits, however many are held. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Gates } from '../../../src/extension/engine/gates.ts';
import type { StepContext } from '../../../src/extension/engine/step.ts';
import { wishGeneration, wishOverLimit } from '../../../src/extension/engine/wishes.ts';
import { Ledger } from '../../../src/extension/store/ledger.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import { type FakeProvider, startFakeProvider } from '../../fakes/provider-server.ts';
import { tempFolder } from '../temp.ts';
import { until } from '../until.ts';
import { type Rig, rigOf } from './rig.ts';

describe('what another window set aside', () => {
  it('and never sent is looked after when it lapses, though nobody tells of that', async () => {
    const ledger = new Ledger(join(tempFolder(), 'ledger.db'));
    try {
      const now = Date.now();
      await ledger.reserve({ attempt: 'a', workspace: 'w', provider: 'p', estimate: 1, limit: null }, now);
      const gates = new Gates({ ledger, dailyLimit: () => 1 } as unknown as StepContext, new Set(), now);
      assert.ok(gates.changesAt <= now + 60_000);
      assert.equal(ledger.spentOn(gates.changesAt).spent, 0);
    } finally {
      ledger.close();
    }
  });
});

describe('behind many that the day\'s limit holds', () => {
  let fake: FakeProvider;
  beforeEach(async () => { fake = await startFakeProvider({ mode: 'client-id', auto: 1, price: 0.01 }); });
  afterEach(() => fake.close());

  const placed = (rig: Rig, price: number): Promise<string> =>
    wishGeneration(rig.wisher, { provider: 'fake', model: 'picture-1', operation: 'text-to-image', prompt: 'x', parameters: {} }, 'client-id', price);

  it('one that fits is sent', async () => {
    const rig = await rigOf(customConfigFor(fake, 'client-id'), { dailyLimit: () => 0.5 });
    for (let n = 0; n < 60; n++) await placed(rig, 1);
    const [cheap, free] = [await placed(rig, 0.02), await placed(rig, 0)];
    assert.equal((await rig.ended(cheap)).attempt.end, 'completed');
    assert.equal((await rig.ended(free)).attempt.end, 'completed');
    assert.equal(fake.charges.total, 2);
  });

  it('one that the person lets pass is sent, and the others when there is room for them', async () => {
    let limit = 0.5;
    const rig = await rigOf(customConfigFor(fake, 'client-id', { concurrency: 8 }), { dailyLimit: () => limit });
    const ids: string[] = [];
    for (let n = 0; n < 60; n++) ids.push(await placed(rig, 1));
    await until('all are held', () => ids.every(id => rig.row(id).attempt.heldBecause === 'day-limit'));
    await wishOverLimit(rig.wisher, ids[58]!);
    assert.equal((await rig.ended(ids[58]!)).attempt.end, 'completed');
    assert.equal(fake.charges.total, 1);
    limit = 1000;
    rig.engine.wake();
    for (const id of ids) assert.equal((await rig.ended(id)).attempt.end, 'completed');
  });
});
