/** A computer that was asleep: its clock jumps, its timers do not. And a clock that was wrong for a while. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type Limits, decide } from '../../../src/extension/engine/decide.ts';
import { Together } from '../../../src/extension/engine/together.ts';
import * as become from '../../../src/extension/engine/transitions.ts';
import type { Provider } from '../../../src/extension/providers/contract.ts';
import { Database } from '../../../src/extension/store/database.ts';
import type { StoredGeneration } from '../../../src/extension/store/generations.ts';
import { holdLease } from '../../../src/extension/store/leader.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import { type FakeProvider, startFakeProvider } from '../../fakes/provider-server.ts';
import { tempFolder } from '../temp.ts';
import { until } from '../until.ts';
import { fresh } from './facts.ts';
import { rigOf } from './rig.ts';

const hour = 3_600_000;

describe('after the computer was asleep', () => {
  let fake: FakeProvider;
  let slept = 0;
  beforeEach(async () => { slept = 0; fake = await startFakeProvider({ mode: 'client-id', auto: 1 }); });
  afterEach(() => fake.close());

  it('what is asked for is sent at once, though a timer from before still has hours to go', async () => {
    let limit = 0;
    let looks = 0;
    const rig = await rigOf(customConfigFor(fake, 'client-id'), {
      clock: () => Date.now() + slept, dailyLimit: () => { looks++; return limit; }, times: { leaseLasts: 1e12 },
    });
    await rig.when(await rig.place(), 'held', ({ attempt }) => attempt.heldBecause === 'day-limit');
    const before = looks;
    rig.engine.wake();
    await until('it found nothing more to do before the next day', () => looks > before);
    slept = 25 * hour;
    limit = 1;
    assert.equal((await rig.ended(await rig.place())).attempt.end, 'completed');
  });
});

describe('after a clock that went wrong was put right', () => {
  const [now, wrong] = [1e12, 1e12 + 5 * hour];
  const running = become.accepted(fresh({ sentAt: now }), now, { kind: 'accepted', remoteId: 'r' });

  it('what was to be asked later is asked now', () => {
    const limits: Limits = { slotFree: true, inputsReady: true, uploadFree: true, canCancel: true, canFind: true, canReplay: true, keyLasts: 1_000_000, hold: null, findGrace: 1000, recoveryTries: 5 };
    assert.deepEqual(decide({ ...running, dueAt: now + 15_000 }, now, limits), { do: 'wait', until: now + 15_000 });
    assert.deepEqual(decide({ ...running, dueAt: wrong }, now, limits), { do: 'poll' });
  });

  it('so are those that are asked about together', () => {
    const together = new Together();
    const provider = { spec: { id: 'p' }, capabilities: { pollEvery: 1000, pollManyMost: 10 } } as Provider;
    const row = { attempt: running } as StoredGeneration;
    together.add(provider, row, true);
    assert.equal(together.take(wrong).asks.length, 1);
    together.add(provider, row, true);
    assert.equal(together.take(wrong + 10).asks.length, 0);
    together.add(provider, row, true);
    assert.equal(together.take(now).asks.length, 1);
  });

  it('a window leads, though the lease of one that is gone would last for hours', async () => {
    const db = new Database(join(tempFolder(), 'history.db'));
    try {
      const lease = { lasts: 15_000, hasEnded: () => false };
      assert.equal(await holdLease(db, { ...lease, holder: 'one' }, wrong), 1);
      assert.equal(await holdLease(db, { ...lease, holder: 'other' }, wrong + 10), null);
      assert.equal(await holdLease(db, { ...lease, holder: 'other' }, now), 2);
    } finally {
      db.close();
    }
  });
});
