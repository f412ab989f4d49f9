/** What is spent is known, and the day's limit holds, over windows and workspaces. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { settleAll } from '../../../src/extension/engine/spending.ts';
import { wishOverLimit, wishRetry } from '../../../src/extension/engine/wishes.ts';
import { Ledger } from '../../../src/extension/store/ledger.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import { type FakeOptions, type FakeProvider, startFakeProvider } from '../../fakes/provider-server.ts';
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

function today(rig: Rig): { spent: number; estimated: boolean } {
  const { spent, estimated } = rig.ledger.spentOn(Date.now());
  return { spent: Math.round(spent * 1000) / 1000, estimated };
}

describe('what is spent', () => {
  it('is the estimate while it runs and the charge once it is known', async () => {
    const fake = await fakeProvider({ mode: 'client-id', price: 0.05 });
    const rig = await rigOf(customConfigFor(fake, 'client-id'));
    const id = await rig.place();
    await rig.when(id, 'accepted', ({ attempt }) => attempt.remoteId !== null);
    assert.deepEqual(today(rig), { spent: 0.04, estimated: true });
    fake.job().finish();
    await rig.ended(id);
    await until('it is settled', () => !today(rig).estimated);
    assert.deepEqual(today(rig), { spent: 0.05, estimated: false });
    assert.deepEqual(rig.ledger.open(rig.folder), []);
  });

  it('is nothing for what was refused', async () => {
    const fake = await fakeProvider({ mode: 'none' });
    fake.next('submit', { kind: 'status', status: 400 });
    const rig = await rigOf(customConfigFor(fake, 'none'));
    await rig.ended(await rig.place());
    await until('it is settled', () => rig.ledger.open(rig.folder).length === 0);
    assert.deepEqual(today(rig), { spent: 0, estimated: false });
  });

  it('stays counted for an unconfirmed one: it may have been charged', async () => {
    const fake = await fakeProvider({ mode: 'none', auto: 1 });
    fake.next('submit', { kind: 'truncated' });
    const rig = await rigOf(customConfigFor(fake, 'none'));
    await rig.when(await rig.place(), 'unconfirmed', ({ attempt }) => attempt.unconfirmedAt !== null);
    assert.deepEqual(today(rig), { spent: 0.04, estimated: true });
  });

  it('counts again what a crash left open, by the rows and not by guess', async () => {
    const fake = await fakeProvider({ mode: 'client-id', auto: 1 });
    const rig = await rigOf(customConfigFor(fake, 'client-id'));
    const id = await rig.place();
    const { attempt } = await rig.ended(id);
    await until('it is settled', () => rig.ledger.open(rig.folder).length === 0);
    await rig.engine.stop();
    const line = { workspace: rig.folder, provider: 'fake', estimate: 0.04, limit: null };
    await rig.ledger.reserve({ ...line, attempt: 'never-there' }, Date.now());
    await rig.ledger.reserve({ ...line, attempt: attempt.id }, Date.now());
    const second = await rigOf(customConfigFor(fake, 'client-id'), { folder: rig.folder });
    await until('nothing is open', () => second.ledger.open(rig.folder).length === 0);
  });
});

describe('what a crash left open in the ledger', () => {
  it('is brought up to date with other work in between, and not under the hands of a step that is sending', async () => {
    const fake = await fakeProvider({ mode: 'client-id', auto: 1 });
    const rig = await rigOf(customConfigFor(fake, 'client-id'));
    await rig.engine.stop();
    const line = { workspace: 'w', provider: 'fake', estimate: 0.01, limit: null };
    for (let n = 0; n < 40; n++) await rig.ledger.reserve({ ...line, attempt: `never-there-${n}` }, Date.now());
    await rig.ledger.reserve({ ...line, attempt: 'sending' }, Date.now());
    let turns = 0;
    let done = false;
    const turn = (): void => { turns++; if (!done) setImmediate(turn); };
    turn();
    await settleAll({ db: rig.db, ledger: rig.ledger, workspace: 'w', log: { info: () => undefined, warn: () => undefined, error: () => undefined } }, id => id === 'sending');
    done = true;
    assert.ok(turns >= 40, String(turns));
    assert.deepEqual(rig.ledger.open('w'), ['sending']);
  });
});

describe('the limit of a day', () => {
  it('holds what would pass it, lets the rest go on, and is the person\'s to lift', async () => {
    const fake = await fakeProvider({ mode: 'none', auto: 1 });
    const rig = await rigOf({ ...customConfigFor(fake, 'none'), concurrency: 1 }, { dailyLimit: () => 0.1 });
    const ids = [await rig.place(), await rig.place(), await rig.place()];
    for (const id of ids.slice(0, 2)) assert.equal((await rig.ended(id)).attempt.end, 'completed');
    await rig.when(ids[2]!, 'held', ({ attempt }) => attempt.heldBecause === 'day-limit');
    assert.equal(fake.charges.total, 2);
    await wishOverLimit(rig.wisher, ids[2]!);
    assert.equal((await rig.ended(ids[2]!)).attempt.end, 'completed');
    assert.equal(fake.charges.total, 3);
  });

  it('is never passed by many at once', async () => {
    const fake = await fakeProvider({ mode: 'none', auto: 1 });
    const rig = await rigOf({ ...customConfigFor(fake, 'none'), concurrency: 20 }, { dailyLimit: () => 0.12 });
    const ids = await Promise.all(Array.from({ length: 12 }, () => rig.place()));
    await until('all are decided', () => ids.every(id => rig.row(id).attempt.end === 'completed' || rig.row(id).attempt.heldBecause === 'day-limit'));
    assert.equal(fake.charges.total, 3);
  });

  it('is shared by two workspaces', async () => {
    const fake = await fakeProvider({ mode: 'none', auto: 1 });
    const one = await rigOf(customConfigFor(fake, 'none'), { dailyLimit: () => 0.05 });
    const other = await rigOf(customConfigFor(fake, 'none'), { dailyLimit: () => 0.05, ledger: join(one.folder, 'ledger.db') });
    assert.equal((await one.ended(await one.place())).attempt.end, 'completed');
    await other.when(await other.place(), 'held', ({ attempt }) => attempt.heldBecause === 'day-limit');
    assert.equal(fake.charges.total, 1);
  });

  it('lets go on by itself when it is raised or the day is over', async () => {
    const fake = await fakeProvider({ mode: 'none', auto: 1 });
    let limit = 0.01;
    const rig = await rigOf(customConfigFor(fake, 'none'), { dailyLimit: () => limit });
    const id = await rig.place();
    await rig.when(id, 'held', ({ attempt }) => attempt.heldBecause === 'day-limit');
    limit = 1;
    rig.engine.wake();
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
  });

  it('asks nothing of what is free', async () => {
    const fake = await fakeProvider({ mode: 'none', auto: 1 });
    const config = customConfigFor(fake, 'none');
    const rig = await rigOf({ ...config, models: config.models.map(model => ({ ...model, price: 0 })) }, { dailyLimit: () => 0 });
    assert.equal((await rig.ended(await rig.place())).attempt.end, 'completed');
  });

  it('does not take a retry after a free fetch for free', async () => {
    const fake = await fakeProvider({ mode: 'none' });
    const rig = await rigOf(customConfigFor(fake, 'none'));
    const id = await rig.place();
    await rig.when(id, 'accepted', ({ attempt }) => attempt.remoteId !== null);
    fake.job().fail('no');
    await rig.ended(id);
    await wishRetry(rig.wisher, id, '', { estimate: 0.04 });
    assert.equal(rig.row(id).attempt.estimate, 0.04);
  });
});

describe('the ledger', () => {
  it('reserves once for the same attempt, and what never was sent lapses', async () => {
    const rig = await rigOf(customConfigFor(await fakeProvider(), 'none'));
    const { ledger } = rig;
    // Noon: a minute later is the same day.
    const now = new Date(2026, 10, 21, 12).getTime();
    const line = { attempt: 'a', workspace: 'w', provider: 'p', estimate: 2, limit: 5 };
    for (let n = 0; n < 3; n++) assert.equal(await ledger.reserve(line, now), true);
    assert.equal(ledger.spentOn(now).spent, 2);
    assert.equal(await ledger.reserve({ ...line, attempt: 'b', estimate: 4 }, now), false);
    assert.equal(await ledger.reserve({ ...line, attempt: 'b', estimate: 4 }, now + 61_000), true, 'the first lapsed');
    await ledger.sent('b');
    assert.equal(ledger.spentOn(now + 200_000).spent, 4);
    await ledger.settle('b', 3.5);
    const later = now + 200_000;
    assert.deepEqual([ledger.spentOn(later).spent, ledger.spentInMonthOf(later).estimated], [3.5, false]);
    await ledger.release('b');
    assert.equal(ledger.spentOn(later).spent, 3.5, 'what is settled stays');
  });

  it('adds up days and months as the person\'s calendar has them', async () => {
    const ledger = new Ledger(join((await rigOf(customConfigFor(await fakeProvider(), 'none'))).folder, 'other.db'));
    const at = (day: number, month = 10): number => new Date(2026, month, day, 23, 59).getTime();
    for (const [id, when] of [['a', at(30)], ['b', at(29)], ['c', at(1, 11)]] as const) {
      await ledger.reserve({ attempt: id, workspace: 'w', provider: 'p', estimate: 1, limit: null }, when);
      await ledger.sent(id);
    }
    assert.deepEqual([ledger.spentOn(at(30)).spent, ledger.spentInMonthOf(at(30)).spent, ledger.spentInMonthOf(at(1, 11)).spent], [1, 2, 1]);
    ledger.close();
  });
});
