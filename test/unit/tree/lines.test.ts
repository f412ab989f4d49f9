import assert from 'node:assert/strict';
import { join } from 'node:path';
import { attemptsOf } from '../../../src/extension/store/attempts.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { type StoredGeneration, generationById } from '../../../src/extension/store/generations.ts';
import type { Hold } from '../../../src/extension/store/ledger.ts';
import { costOf } from '../../../src/extension/ui/cost.ts';
import { headingOf } from '../../../src/extension/ui/tree/heading.ts';
import { type Line, type RowContext, attemptLines, linesOf, stalledSpoken } from '../../../src/extension/ui/tree/lines.ts';
import { fresh } from '../engine/facts.ts';
import { tempFolder } from '../temp.ts';
import { type Past, now, states, timing, writePast } from './past.ts';

const context: RowContext = { provider: 'Pixverse', now, timing, locale: 'en-GB', hold: null, canCheck: true };
const told = (lines: readonly Line[]): string[] => lines.map(({ label, description }) => description === '' ? label : `${label} · ${description}`);

describe('what stands under a row', () => {
  let db: Database;
  beforeEach(() => { db = new Database(join(tempFolder(), 'history.db')); });
  afterEach(() => db.close());

  async function rowOf(past: Past): Promise<StoredGeneration> {
    const [id] = await writePast(db, [past]);
    return generationById(db, id!)!;
  }

  it('a stalled one tells the last word, its age, what is usual by how many runs, and when it is asked next', async () => {
    const row = await rowOf({ state: 'stalled' });
    assert.deepEqual(told(linesOf(row, context)), [
      'Pixverse: “generating” · 0 s ago', 'Running for 14 min · usually 20 s, by 23 runs', 'Asks again in 40 s',
    ]);
    assert.equal(stalledSpoken(row.attempt, context), 'stalled for 14 min, Pixverse says generating, asks again in 40 s');
    const later = { ...context, now: now + 3_600_000 };
    assert.deepEqual(told(linesOf(row, later)).slice(2), [], 'nobody asks: nothing is promised');
    const first = { ...context, timing: { ...timing, usual: null, runs: 0 } };
    assert.equal(told(linesOf(row, first))[1], 'Running for 14 min · no runs to compare with yet');
  });

  it('a held one tells what the provider said and when it is tried again', async () => {
    const row = await rowOf({ state: 'held' });
    const hold: Hold = { provider: 'pixverse', reason: 'credit', sentence: 'Your balance is 0.', since: now - 60_000, until: now + 40_000, tries: 2 };
    assert.deepEqual(told(linesOf(row, { ...context, hold })), ['No credit at Pixverse. Nothing is sent.', 'Your balance is 0. · 1 min ago', 'Tries again in 40 s']);
    assert.deepEqual(told(linesOf(row, { ...context, hold: { ...hold, until: null } })).at(-1), 'Waits for you');
    assert.deepEqual(told(linesOf(row, { ...context, hold: { ...hold, reason: 'key' } })), ['No credit at Pixverse. Nothing is sent.', 'Waits for you'], 'a hold for another reason says nothing of it');
  });

  it('what is more than a day old is told by its date', async () => {
    const later = { ...context, now: now + 50 * 3_600_000, timing: { ...timing, stalledAfter: 1e9 }, locale: 'en' };
    const row = await rowOf({ state: 'running' });
    const date = new Intl.DateTimeFormat('en', { dateStyle: 'medium' }).format(now);
    assert.deepEqual(told(linesOf(row, later)), [`Pixverse: “generating” · ${date}`]);
    const troubled = { ...row, attempt: { ...row.attempt, word: null, failure: { class: 'network' as const, sentence: 'Nothing answers.', at: now } } };
    assert.deepEqual(told(linesOf(troubled, later)), [`Nothing answers. · ${date}`]);
    const hold: Hold = { provider: 'pixverse', reason: 'credit', sentence: 'Your balance is 0.', since: now, until: null, tries: 2 };
    assert.equal(told(linesOf(await rowOf({ state: 'held' }), { ...later, hold }))[1], `Your balance is 0. · ${date}`);
  });

  it('attempts tell class, time and cost, the latest first, with the sentence in full', async () => {
    const { generation } = await rowOf({ state: 'refused', retried: true });
    const lines = attemptLines(attemptsOf(db, generation.id), context);
    const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' }).format(generation.createdAt);
    assert.deepEqual(told(lines), [`Attempt 2 · moderation · ${clock} · not charged`, `Attempt 1 · rate limited · ${clock} · not charged`]);
    assert.equal(lines[1]!.more, 'Too many requests. Not charged.');
  });

  it('a cost is said as far as it is known', () => {
    const cost = (changes: Parameters<typeof fresh>[0]): string => costOf(fresh({ estimate: 0.04, ...changes }), 'en');
    assert.equal(cost({}), 'about $0.04');
    assert.equal(cost({ estimate: null }), 'price not known');
    assert.equal(cost({ estimate: 0 }), 'free');
    assert.equal(cost({ sentAt: 1, end: 'completed', charge: 0.05 }), '$0.05');
    assert.equal(cost({ sentAt: 1, end: 'completed' }), 'about $0.04');
    assert.equal(cost({ end: 'cancelled' }), 'not charged');
    assert.equal(cost({ sentAt: 1, unconfirmedAt: 2 }), 'may be charged');
    assert.equal(cost({ sentAt: 1, unconfirmedAt: 2, end: 'failed' }), 'may be charged');
    assert.equal(cost({ sentAt: 1, remoteId: 'r', acceptedAt: 2, end: 'failed' }), 'may be charged');
    assert.equal(cost({ sentAt: 1, remoteId: 'r', acceptedAt: 2, end: 'failed', charge: 0 }), 'not charged');
    assert.equal(cost({ sentAt: 1, end: 'failed' }), 'not charged', 'refused at once');
    assert.equal(cost({ sentAt: 1, remoteId: 'r', acceptedAt: 2, end: 'cancelled' }), 'may be charged');
  });

  it('every state has lines that can be told apart', async () => {
    for (const state of Object.keys(states) as (keyof typeof states)[]) {
      const row = await rowOf({ state });
      const names = linesOf(row, context).map(line => line.name);
      assert.equal(new Set(names).size, names.length, state);
    }
  });
});

describe('what stands beside the title of the view', () => {
  const spent = (today: number, month: number, estimated = false): Parameters<typeof headingOf>[1] => ({ today: { spent: today, estimated: false }, month: { spent: month, estimated } });

  it('is what runs and what was spent, and nothing of what is nothing', () => {
    assert.equal(headingOf(3, spent(0.42, 3.1), 'en'), '3 running · $0.42 today · $3.10 this month');
    assert.equal(headingOf(0, spent(0.42, 3.1, true), 'en'), '$0.42 today · about $3.10 this month');
    assert.equal(headingOf(0, spent(0, 3.1), 'en'), '$3.10 this month');
    assert.equal(headingOf(2, spent(0, 0), 'en'), '2 running');
    assert.equal(headingOf(0, null, 'en'), '');
  });
});
