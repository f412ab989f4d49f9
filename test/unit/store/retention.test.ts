/** A history keeps within its limits, and never at the cost of what may still cost. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as become from '../../../src/extension/engine/transitions.ts';
import { type StoredAttempt, addAttempt } from '../../../src/extension/store/attempts.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { changesSince, currentRev, generationById, tally } from '../../../src/extension/store/generations.ts';
import { keepWithin } from '../../../src/extension/store/retention.ts';
import { tempFolder } from '../temp.ts';
import { addRequest, change, completeWith } from './history.ts';

const roomy = { maxGenerations: 1_000_000, maxBytes: 1e12 };

describe('the limits of a history', () => {
  let db: Database;
  beforeEach(() => { db = new Database(join(tempFolder(), 'history.db')); });
  afterEach(() => db.close());

  async function completed(at: number, prompt?: string): Promise<string> {
    const id = await addRequest(db, at, prompt);
    await completeWith(db, id, `/made/${id}.png`, at + 1);
    return id;
  }

  it('remove the oldest that have ended; their files stay, and every surface is told', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 30; n++) ids.push(await completed(1000 + n));
    const rev = currentRev(db);
    assert.equal(await keepWithin(db, { ...roomy, maxGenerations: 12 }), 18);
    assert.deepEqual(ids.filter(id => generationById(db, id) !== undefined), ids.slice(18));
    assert.deepEqual([...changesSince(db, rev).removed].sort(), ids.slice(0, 18).sort());
    assert.equal(tally(db).asset, 30);
    assert.equal(await keepWithin(db, { ...roomy, maxGenerations: 12 }), 0);
  });

  it('never touch what is unfinished, or what may still be charged', async () => {
    const reason = { class: 'lost' as const, sentence: 's' };
    const sent = (f: StoredAttempt): StoredAttempt => become.intended(f, 2000, 'none', 'h');
    const accepted = (f: StoredAttempt): StoredAttempt => become.accepted(sent(f), 2001, { kind: 'accepted', remoteId: `r${f.id}` });
    const kept: Readonly<Record<string, (f: StoredAttempt) => StoredAttempt>> = {
      waiting: f => f,
      held: f => become.held(f, 'credit'),
      paused: f => ({ ...f, paused: true }),
      sent,
      running: accepted,
      unconfirmed: f => become.unconfirmed(sent(f), 2500),
      'finished there and not fetched': f => become.failed({ ...accepted(f), finishedAt: 2500, outputs: [{ url: 'https://x/y' }] }, 3000, { class: 'provider', sentence: 's' }),
      dismissed: f => become.failed(become.unconfirmed(sent(f), 2500), 3000, reason),
    };
    const ids = new Map<string, string>();
    for (const [name, state] of Object.entries(kept)) {
      const id = await addRequest(db, 1000 + ids.size);
      await change(db, id, state);
      ids.set(name, id);
    }
    // Retried though unconfirmed: the last attempt has ended, the one before may still be charged.
    const retried = await addRequest(db, 1100);
    await change(db, retried, f => become.failed(become.unconfirmed(sent(f), 2500), 3000, reason));
    await db.write(tx => addAttempt(tx, become.retried(generationById(tx, retried)!.attempt, 3100, randomUUID(), null)));
    await change(db, retried, f => become.completed({ ...accepted(f), finishedAt: 4000, outputs: [] }, 4000));
    ids.set('retried though unconfirmed', retried);
    const refused = await addRequest(db, 1200);
    await change(db, refused, f => become.failed(sent(f), 3000, { class: 'moderation', sentence: 's' }));
    const done = await completed(1300);
    // Fetched again in the end: nothing is left to bring.
    const fetched = await addRequest(db, 1400);
    await change(db, fetched, kept['finished there and not fetched']!);
    await db.write(tx => addAttempt(tx, become.fetchedAgain(generationById(tx, fetched)!.attempt, 3100, randomUUID())));
    await change(db, fetched, f => become.completed({ ...f, finishedAt: 4000, outputs: [] }, 4000));

    assert.equal(await keepWithin(db, { ...roomy, maxGenerations: 0 }), 3);
    for (const [name, id] of ids) assert.notEqual(generationById(db, id), undefined, name);
    assert.deepEqual([refused, done, fetched].map(id => generationById(db, id)), [undefined, undefined, undefined]);
    // The limit can't be kept, and asking again does not go round for ever.
    assert.equal(await keepWithin(db, { ...roomy, maxGenerations: 0 }), 0);
  });

  it('by bytes give the space back to the disk', async () => {
    for (let n = 0; n < 200; n++) await completed(1000 + n, 'moss '.repeat(1500));
    const pages = (): number => db.get<{ page_count: number }>('PRAGMA page_count')!.page_count;
    const before = pages();
    const maxBytes = before * 4096 / 4;
    const removed = await keepWithin(db, { ...roomy, maxBytes });
    assert.ok(removed > 100 && removed < 200, String(removed));
    assert.ok(pages() * 4096 < before * 4096 / 2, `${pages()} of ${before} pages`);
    assert.equal(db.get<{ integrity_check: string }>('PRAGMA integrity_check')!.integrity_check, 'ok');
  });

  it('let go at once when the window closes', async () => {
    for (let n = 0; n < 30; n++) await completed(1000 + n);
    assert.equal(await keepWithin(db, { ...roomy, maxGenerations: 0 }, () => true), 0);
  });
});
