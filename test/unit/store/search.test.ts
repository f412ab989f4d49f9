import assert from 'node:assert/strict';
import { join } from 'node:path';
import { saveAttempt } from '../../../src/extension/store/attempts.ts';
import { Database, type Reader } from '../../../src/extension/store/database.ts';
import { generationById } from '../../../src/extension/store/generations.ts';
import { allEnded, counted, listed, providersIn } from '../../../src/extension/store/lists.ts';
import { findByPrompt, wordsOf } from '../../../src/extension/store/search.ts';
import { completed, failed } from '../../../src/extension/engine/transitions.ts';
import { writePast } from '../tree/past.ts';
import { tempFolder } from '../temp.ts';
import { addRequest, change } from './history.ts';

describe('the search by prompt', () => {
  let db: Database;
  beforeEach(() => { db = new Database(join(tempFolder(), 'history.db')); });
  afterEach(() => db.close());

  const prompts = (text: string, bounds?: Parameters<typeof findByPrompt>[2]): string[] =>
    findByPrompt(db, wordsOf(text), bounds).entries.map(({ id }) => generationById(db, id)!.generation.prompt);

  it('finds prompts that have each word, in any order and case, the newest first', async () => {
    for (const [n, prompt] of ['a castle at dusk', 'dusk over the old CASTLE', 'a keep at dusk', 'castle'].entries()) await addRequest(db, 1000 + n, prompt);
    assert.deepEqual(prompts('castle'), ['castle', 'dusk over the old CASTLE', 'a castle at dusk']);
    assert.deepEqual(prompts('DUSK castle'), ['dusk over the old CASTLE', 'a castle at dusk']);
    assert.deepEqual(prompts('castle at'), ['a castle at dusk']);
    assert.deepEqual(prompts('at'), ['a keep at dusk', 'a castle at dusk']);
    assert.deepEqual(prompts('nowhere'), []);
  });

  it('takes every sign as it stands: nothing in a search is an operator', async () => {
    const odd = ['100% wool', 'x_y', 'say "hello" twice', 'NEAR(castle)', 'a AND b', 'back\\slash', 'col:umn', 'star*', '城堡 at dawn', '-minus'];
    for (const [n, prompt] of odd.entries()) await addRequest(db, 1000 + n, prompt);
    for (const prompt of odd) for (const word of wordsOf(prompt)) assert.ok(prompts(word).includes(prompt), `${word} finds ${prompt}`);
    assert.deepEqual(prompts('%'), ['100% wool']);
    assert.deepEqual(prompts('_'), ['x_y']);
    assert.deepEqual(prompts('城堡'), ['城堡 at dawn']);
    assert.deepEqual(prompts('"hello'), ['say "hello" twice']);
  });

  it('follows the history: what is removed is not found, and a retry changes nothing', async () => {
    const [id] = await writePast(db, [{ state: 'failed', prompt: 'castle', retried: true }]);
    assert.deepEqual(findByPrompt(db, ['castle']).entries.map(entry => [entry.id, entry.end]), [[id, 'failed']]);
    await db.write(tx => { void tx.rev; tx.run('DELETE FROM generation WHERE id = ?', id!); });
    assert.deepEqual(prompts('castle'), []);
  });

  it('looks at the newest only where there is too much, and says so', async () => {
    for (let n = 0; n < 12; n++) await addRequest(db, 1000 + n, n % 2 === 0 ? `castle ${n}` : `keep ${n}`);
    const bounds = { matches: 3, scanned: 5 };
    assert.deepEqual(prompts('castle', bounds), ['castle 10', 'castle 8', 'castle 6']);
    assert.deepEqual(findByPrompt(db, ['castle'], bounds).within, { newest: 3, of: 'matches' });
    assert.equal(findByPrompt(db, ['castle'], { matches: 6, scanned: 5 }).within, null);
    assert.deepEqual(prompts('ca', bounds), ['castle 10', 'castle 8']);
    assert.deepEqual(findByPrompt(db, ['ca'], bounds).within, { newest: 5, of: 'generations' });
    assert.deepEqual(findByPrompt(db, ['e'], bounds).within, { newest: 3, of: 'matches' });
    assert.equal(findByPrompt(db, ['ca'], { matches: 6, scanned: 12 }).within, null);
  });

  it('never reads through the whole history: each of the lists has its index', async () => {
    const asked: { sql: string; values: unknown[] }[] = [];
    const spy: Reader = {
      get: (sql, ...values) => { asked.push({ sql, values }); return db.get(sql, ...values); },
      all: (sql, ...values) => { asked.push({ sql, values }); return db.all(sql, ...values); },
    };
    for (const providers of [[], ['fal', 'pixverse']]) {
      for (const kind of ['unsent', 'uploading', 'failed', 'completed', 'cancelled', 'unconfirmed'] as const) { listed(spy, kind, providers); counted(spy, kind, providers); }
    }
    findByPrompt(spy, ['castle', 'at']);
    findByPrompt(spy, ['at']);
    providersIn(spy);
    await allEnded(spy, 'failed', []);
    const plans = asked.flatMap(({ sql, values }) => db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values as string[]).map(({ detail }) => ({ sql, detail })));
    assert.ok(plans.length > 20);
    // Few are unconfirmed or uploading, so a list of them all is as good as one by provider. The others are lists in order, up to a limit.
    const fine = /^SCAN (?:attempt USING (?:COVERING )?INDEX attempt_(?:unconfirmed|unsent|uploading)|generation USING COVERING INDEX generation_recent|tally|hit|wanted|newest|prompt_index|CONSTANT ROW)\b/u;
    assert.deepEqual(plans.filter(({ detail }) => /\bSCAN\b|TEMP B-TREE/u.test(detail) && !fine.test(detail)), []);
  });
});

describe('all of a group', () => {
  let db: Database;
  beforeEach(() => { db = new Database(join(tempFolder(), 'history.db')); });
  afterEach(() => db.close());

  it('is found page by page, also where many ended in the same moment, and without what ends meanwhile', async () => {
    const ids = await writePast(db, Array.from({ length: 9 }, (_, n) => ({ state: 'waiting' as const, provider: n % 3 === 0 ? 'fal' : 'pixverse' })));
    for (const [n, id] of ids.entries()) if (n > 0) await change(db, id, f => failed(f, n < 6 ? 5000 : 5000 + n, { class: n % 2 === 0 ? 'rate' : 'moderation', sentence: 's' }));
    const reading = allEnded(db, 'failed', [], 2);
    await db.write(tx => saveAttempt(tx, failed(generationById(tx, ids[0]!)!.attempt, 9000, { class: 'rate', sentence: 's' })));
    const found = await reading;
    assert.deepEqual(found.map(entry => entry.id).sort(), ids.slice(1).sort());
    assert.equal(found.filter(entry => entry.class === 'moderation').length, 4);
    assert.equal((await allEnded(db, 'failed', ['fal'], 2)).length, 3);
    await change(db, (await writePast(db, [{ state: 'waiting' }]))[0]!, f => completed(f, 10));
    assert.deepEqual((await allEnded(db, 'completed', [])).map(entry => entry.class), [null]);
  });

  it('names the providers of the history with their counts', async () => {
    assert.deepEqual(providersIn(db), []);
    await writePast(db, [{ state: 'failed', provider: 'pixverse' }, { state: 'waiting', provider: 'fal' }, { state: 'completed', provider: 'pixverse' }]);
    assert.deepEqual(providersIn(db), [{ provider: 'fal', n: 1 }, { provider: 'pixverse', n: 2 }]);
  });
});
