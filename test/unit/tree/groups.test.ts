import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import { Database } from '../../../src/extension/store/database.ts';
import { generationById, pageLimit } from '../../../src/extension/store/generations.ts';
import { type Filter, isFiltering, lets, messageOfFilter, nameOf, noFilter, readFilter } from '../../../src/extension/ui/tree/filter.ts';
import { groupOf, readGroups } from '../../../src/extension/ui/tree/rows.ts';
import { type Group, groups } from '../../../src/shared/status.ts';
import { tempFolder } from '../temp.ts';
import { everyState, now, timing, writePast } from './past.ts';

const timingOf = (): typeof timing => timing;
const read = (db: Database, filter: Filter = noFilter): ReturnType<typeof readGroups> => readGroups(db, now, timingOf, filter);

/** Ids by group, sorted, for comparing. */
function idsOf(shown: ReturnType<typeof readGroups>): Partial<Record<Group, string[]>> {
  return Object.fromEntries([...shown.groups].map(([group, { rows }]) => [group, rows.map(row => row.generation.id).sort()]));
}

/** The same by looking at every row. */
function byLooking(db: Database, filter: Filter): Partial<Record<Group, string[]>> {
  const rows = db.all<{ id: string }>('SELECT id FROM generation').map(({ id }) => generationById(db, id)!);
  const fit = rows.map(row => ({ row, group: groupOf(row, now, timingOf) })).filter(({ row, group }) => lets(filter, row.generation, group));
  return Object.fromEntries([...Map.groupBy(fit, ({ group }) => group)].map(([group, list]) => [group, list.map(({ row }) => row.generation.id).sort()]));
}

describe('the groups of the Generations view', () => {
  let db: Database;
  beforeEach(() => { db = new Database(join(tempFolder(), 'history.db')); });
  afterEach(() => db.close());

  it('hold what looking at every row would find, for any history and any filter', async () => {
    const word = fc.constantFrom('castle', 'Keep', 'dusk', 'a', 'of', 'Straße', '城', '100%', 'x_y', '"quoted"', 'AND');
    const past = fc.record({
      state: fc.constantFrom(...everyState), provider: fc.constantFrom('fal', 'pixverse', 'replicate'),
      prompt: fc.array(word, { minLength: 1, maxLength: 4 }).map(words => words.join(' ')), retried: fc.boolean(),
    });
    const filter = fc.record({
      groups: fc.subarray([...groups]), providers: fc.subarray(['fal', 'pixverse', 'nobody']),
      search: fc.array(fc.oneof(word, fc.constantFrom('cast', 'KEEP', 'as', '%', '_', '\\', 'nowhere', ' ')), { maxLength: 3 }).map(words => words.join(' ')),
    });
    await fc.assert(fc.asyncProperty(fc.array(past, { maxLength: 25 }), fc.array(filter, { minLength: 1, maxLength: 8 }), async (pasts, filters) => {
      const own = new Database(join(tempFolder(), 'history.db'));
      try {
        await writePast(own, pasts);
        for (const each of [noFilter, ...filters]) {
          const shown = read(own, each);
          assert.deepEqual(idsOf(shown), byLooking(own, each), JSON.stringify(each));
          for (const { rows, count } of shown.groups.values()) assert.equal(count, rows.length);
          assert.deepEqual([...shown.groups.keys()], groups.filter(group => shown.groups.has(group)), 'in their order');
        }
      } finally {
        own.close();
      }
    }), { numRuns: 40 });
  });

  it('count all of their rows and list the first 200, whichever group is large', async () => {
    const many = pageLimit + 30;
    for (const [state, group] of [['unconfirmed', 'unconfirmed'], ['stalled', 'stalled'], ['running', 'processing'], ['waiting', 'pending'], ['failed', 'failed']] as const) {
      const own = new Database(join(tempFolder(), 'history.db'));
      await writePast(own, [...Array.from({ length: many }, (_, n) => ({ state, provider: n % 2 === 0 ? 'fal' : 'pixverse' })), { state: 'completed' as const }]);
      for (const [filter, count] of [[noFilter, many], [{ ...noFilter, providers: ['fal', 'pixverse'] }, many], [{ ...noFilter, providers: ['fal'] }, many / 2]] as const) {
        const rows = read(own, { ...filter, providers: [...filter.providers] }).groups.get(group)!;
        assert.deepEqual([rows.count, rows.rows.length], [count, Math.min(count, pageLimit)], `${state} ${filter.providers.join()}`);
      }
      assert.equal(read(own).groups.size, 2, `${state}: nothing slips into another group`);
      own.close();
    }
  });

  it('list the latest end first, what waits with the next to be sent last, and everything else the newest first', async () => {
    const ids = await writePast(db, (['waiting', 'failed', 'waiting', 'failed', 'unconfirmed', 'unconfirmed', 'running', 'running'] as const).map(state => ({ state })));
    const order = (group: Group): number[] => read(db).groups.get(group)!.rows.map(row => ids.indexOf(row.generation.id));
    assert.deepEqual([order('pending'), order('failed'), order('unconfirmed'), order('processing')], [[2, 0], [3, 1], [5, 4], [7, 6]]);
  });

  it('are read again only as far as they changed', async () => {
    await writePast(db, [{ state: 'failed' }, { state: 'completed' }]);
    const first = read(db);
    const known = new Map([...first.groups.values()].flatMap(({ rows }) => rows).map(row => [row.generation.id, row]));
    const second = readGroups(db, now, timingOf, noFilter, known);
    for (const [group, { rows }] of second.groups) rows.forEach((row, at) => assert.equal(row, first.groups.get(group)!.rows[at]));
  });
});

describe('a filter of the Generations view', () => {
  const filter: Filter = { groups: ['failed', 'stalled'], providers: ['fal'], search: ' old  castle ' };

  it('says what it is and how much it shows of all', () => {
    const name = nameOf(filter, provider => provider.toUpperCase());
    assert.equal(name, 'Stalled, Failed · FAL · “old  castle”');
    const groupsOf = (count: number): ReadonlyMap<Group, { rows: []; count: number }> => new Map([['failed', { rows: [], count }]]);
    assert.equal(messageOfFilter('Failed', { groups: groupsOf(12), within: null }, 4310, 'en'), 'Failed — 12 of 4,310');
    assert.equal(messageOfFilter('“ca”', { groups: groupsOf(12), within: { newest: 5000, of: 'generations' } }, 100_000, 'en'), '“ca” — 12 in the newest 5,000');
    assert.equal(messageOfFilter('“castle”', { groups: groupsOf(12), within: { newest: 1000, of: 'matches' } }, 100_000, 'en'), '“castle” — 12 of the newest 1,000 with these words');
  });

  it('comes back as it was kept, and is none where something else was kept', () => {
    assert.deepEqual(readFilter(JSON.parse(JSON.stringify(filter))), filter);
    for (const kept of [undefined, null, 7, 'failed', {}, { ...filter, groups: ['gone'] }, { ...filter, search: 'x'.repeat(501) }]) assert.deepEqual(readFilter(kept), noFilter);
    assert.equal(isFiltering(noFilter), false);
    assert.equal(isFiltering({ ...noFilter, search: '  ' }), false);
    assert.equal(isFiltering(filter), true);
  });
});
