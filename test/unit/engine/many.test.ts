/** Thousands at work or waiting: each is served in its turn, the limits of the providers hold, and a cancel reaches all. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { accepted, firstAttempt, intended } from '../../../src/extension/engine/transitions.ts';
import { wishCancelAll } from '../../../src/extension/engine/wishes.ts';
import { type Provider, ProviderError } from '../../../src/extension/providers/contract.ts';
import type { StoredAttempt } from '../../../src/extension/store/attempts.ts';
import { addGeneration, tally } from '../../../src/extension/store/generations.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import { type FakeProvider, startFakeProvider } from '../../fakes/provider-server.ts';
import { until } from '../until.ts';
import { type Rig, rigOf } from './rig.ts';

/** Adds generations as they stand, in their order, the first one the oldest. @returns their ids */
async function addMany(rig: Rig, count: number, provider: string, become: (facts: StoredAttempt) => StoredAttempt = facts => facts, since = 1000): Promise<string[]> {
  const ids: string[] = [];
  for (let from = 0; from < count; from += 100) {
    await rig.db.write(tx => {
      for (let n = from; n < Math.min(from + 100, count); n++) {
        const id = ids[n] ??= randomUUID();
        addGeneration(tx, id, { provider, model: 'picture-1', operation: 'text-to-image', prompt: String(n), parameters: {} }, become(firstAttempt(randomUUID(), id, since + n, 'none', 0)));
      }
    });
  }
  return ids;
}

const running = (f: StoredAttempt): StoredAttempt => accepted(intended(f, 2000, 'none', 'h'), 2000, { kind: 'accepted', remoteId: `remote ${f.id}` });

/** Counts what it is asked, and lets the test decide how it answers. */
function providerOf(answers: Partial<Provider>, concurrency: number): Provider {
  return {
    spec: { id: 'here', label: 'Here', models: [{ id: 'picture-1', label: 'P', operation: 'text-to-image', parameters: [], price: 0 }] },
    capabilities: { recovery: 'none', canCancel: false, concurrency, pollEvery: 50, needsKey: false },
    submit: () => Promise.reject(new Error('not asked for here')),
    poll: () => Promise.resolve({ kind: 'running', word: 'busy' }),
    open: () => Promise.reject(new Error('not asked for here')),
    ...answers,
  };
}

describe('among thousands', () => {
  let fake: FakeProvider;
  beforeEach(async () => { fake = await startFakeProvider({ mode: 'client-id' }); });
  afterEach(() => fake.close());

  it('at work, those that came last are asked about too', async () => {
    const rig = await rigOf(customConfigFor(fake, 'client-id'), { more: [providerOf({
      poll: ({ request }) => Promise.resolve(Number(request.prompt) >= 1500 ? { kind: 'cancelled', word: 'off' } : { kind: 'running', word: 'busy' }),
    }, 10)] });
    await addMany(rig, 1550, 'here', running);
    await until(() => `the last ones ended; ${JSON.stringify(tally(rig.db))}`, () => tally(rig.db).cancelled === 50);
  });

  it('whose provider is no longer set up, others are served as ever', async () => {
    const rig = await rigOf(customConfigFor(fake, 'client-id'));
    await addMany(rig, 1100, 'no longer set up', running);
    const id = await rig.place();
    await rig.when(id, 'accepted', ({ attempt }) => attempt.remoteId !== null);
    fake.job().finish();
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
  });

  it('whose results can\'t be fetched now, no more are sent than the provider takes at once', async () => {
    const rig = await rigOf(customConfigFor(fake, 'client-id', { concurrency: 2 }));
    await addMany(rig, 1100, 'fake', f => ({ ...running(f), finishedAt: 2001, outputs: [{ url: `${fake.origin}/nowhere` }], dueAt: Date.now() + 1e7 }));
    const ids = await addMany(rig, 6, 'fake', undefined, 5000);
    await rig.when(ids[1]!, 'the second was taken', ({ attempt }) => attempt.remoteId !== null);
    fake.job().finish();
    await rig.when(ids[2]!, 'its turn came', ({ attempt }) => attempt.remoteId !== null);
    assert.equal(fake.charges.total, 3);
  });

  it('that wait, each is sent in its order, and Cancel All reaches all of them', async function () {
    this.timeout(60_000);
    const order: number[] = [];
    const rig = await rigOf(customConfigFor(fake, 'client-id'), { more: [providerOf({
      submit: ({ request, signal }) => {
        order.push(Number(request.prompt));
        // So that the slots are given on without a file.
        return order.length > 300 ? once(signal, 'abort').then(() => { throw new Error('stopped'); }) : Promise.reject(new ProviderError({ class: 'invalid', sentence: 'no', charged: false }, 'refused'));
      },
    }, 4)] });
    await addMany(rig, 5000, 'here');
    await until('some hundred were sent', () => order.length === 304);
    assert.deepEqual(order, order.map((_, n) => n));
    assert.equal(await wishCancelAll(rig.wisher), 4700);
    assert.deepEqual({ ...tally(rig.db) }, { unsent: 0, sent: 4, completed: 0, failed: 300, cancelled: 4696, asset: 0 });
    assert.equal(order.length, 304);
  });
});
