import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { noteFile, noteMissing, outputAssets, sourceGeneration } from '../../../src/extension/store/assets.ts';
import { addAttempt, attemptsOf } from '../../../src/extension/store/attempts.ts';
import { cards, placeOf } from '../../../src/extension/store/cards.ts';
import { Database } from '../../../src/extension/store/database.ts';
import {
  cardCounts, changesSince, currentRev, endedGenerations, generationById, hasUnfinished, sentGenerations, tally, unsentGenerations,
} from '../../../src/extension/store/generations.ts';
import * as become from '../../../src/extension/engine/transitions.ts';
import { filters } from '../../../src/shared/model.ts';
import { tempFolder } from '../temp.ts';
import { addRequest, change, completeWith } from './history.ts';

describe('the history', () => {
  let db: Database;
  beforeEach(() => { db = new Database(join(tempFolder(), 'history.db')); });
  afterEach(() => db.close());

  it('gives back the facts it was given', async () => {
    const id = await addRequest(db, 1000);
    await change(db, id, f => ({
      ...f, sentAt: 1, remoteId: 'r', acceptedAt: 2, word: 'w', wordAt: 3, progress: 0.25, notFoundAt: 4, goneAt: 5, finishedAt: 6,
      outputs: [{ url: 'https://x', expiresAt: 9 }], cancelWishedAt: 7, cancelSentAt: 8, dueAt: 9, troubles: 3, paused: true, heldBecause: 'credit',
      failure: { class: 'rate', sentence: 's', at: 4, raw: 'raw' }, charge: 0.5, estimate: 0.4, unconfirmedAt: 11, notBefore: 12, requestHash: 'h',
    }));
    const { attempt, generation } = generationById(db, id)!;
    assert.equal(generation.prompt, 'mossy stone');
    assert.deepEqual(generation.parameters, { seed: 7 });
    assert.equal(attempt.progress, 0.25);
    assert.deepEqual(attempt.outputs, [{ url: 'https://x', expiresAt: 9 }]);
    assert.deepEqual(attempt.failure, { class: 'rate', sentence: 's', at: 4, raw: 'raw' });
    assert.equal(attempt.paused, true);
  });

  it('keeps one current attempt; a retry supersedes the one before and keeps it', async () => {
    const id = await addRequest(db, 1000);
    await change(db, id, f => become.failed(f, 1100, { class: 'provider', sentence: 's' }));
    await db.write(tx => addAttempt(tx, become.retried(generationById(tx, id)!.attempt, 1200, randomUUID(), null)));
    assert.equal(generationById(db, id)!.attempt.ordinal, 2);
    assert.deepEqual(attemptsOf(db, id).map(attempt => [attempt.ordinal, attempt.end]), [[2, null], [1, 'failed']]);
    assert.equal(tally(db).failed, 0);
    assert.equal(tally(db).unsent, 1);
  });

  it('names what changed since a revision, and says so when it is too much to name', async () => {
    const one = await addRequest(db, 1000);
    const rev = currentRev(db);
    assert.deepEqual(changesSince(db, rev), { rev, changed: [], removed: [] });
    const two = await addRequest(db, 1001);
    assert.deepEqual(changesSince(db, rev).changed, [two]);
    await change(db, one, f => ({ ...f, word: 'w' }));
    assert.deepEqual(changesSince(db, rev).changed, [two, one]);
    assert.equal(changesSince(db, rev, 1).changed, null);
  });

  it('counts what it holds, through any history', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('add' as const) }),
      fc.record({ do: fc.constantFrom('send' as const, 'fail' as const, 'cancel' as const, 'complete' as const, 'retry' as const, 'back' as const), at: fc.nat(5) }),
      fc.record({ do: fc.constantFrom('file' as const, 'gone' as const), at: fc.nat(5) }),
    );
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 25 }), async steps => {
      const own = new Database(join(tempFolder(), 'history.db'));
      const ids: string[] = [];
      let now = 1000;
      for (const each of steps) {
        now += 10;
        if (each.do === 'add') { ids.push(await addRequest(own, now)); continue; }
        if (each.do === 'file') { await own.write(tx => noteFile(tx, { path: `/${each.at}.png`, kind: 'image', size: now, modifiedAt: now }, randomUUID)); continue; }
        if (each.do === 'gone') { await own.write(tx => noteMissing(tx, `/${each.at}.png`)); continue; }
        const id = ids[each.at % Math.max(1, ids.length)];
        if (id === undefined) continue;
        const { attempt } = generationById(own, id)!;
        if (each.do === 'send') await change(own, id, f => f.end === null ? { ...f, sentAt: now } : f);
        if (each.do === 'back') await change(own, id, f => f.end === null ? { ...f, sentAt: null } : f);
        if (each.do === 'fail') await change(own, id, f => become.failed(f, now, { class: 'provider', sentence: 's' }));
        if (each.do === 'cancel') await change(own, id, f => become.cancelWished(f, now));
        if (each.do === 'complete' && attempt.end === null) await completeWith(own, id, `/made/${id}.png`, now);
        if (each.do === 'retry' && attempt.end === 'failed') await own.write(tx => addAttempt(tx, become.retried(attempt, now, randomUUID(), null)));
      }
      const n = tally(own);
      assert.equal(n.unsent, unsentGenerations(own).length);
      assert.equal(n.sent, sentGenerations(own).length);
      for (const end of ['completed', 'failed', 'cancelled'] as const) assert.equal(n[end], endedGenerations(own, end).length, end);
      const counts = cardCounts(own);
      for (const filter of filters) assert.equal(cards(own, filter, 0, 200).length, counts[filter], filter);
      assert.equal(hasUnfinished(own), n.unsent + n.sent > 0);
      own.close();
    }), { numRuns: 60 });
  });
});

describe('the gallery\'s list', () => {
  let db: Database;
  beforeEach(() => { db = new Database(join(tempFolder(), 'history.db')); });
  afterEach(() => db.close());

  it('keeps a card\'s key and place from submit to asset', async () => {
    await db.write(tx => noteFile(tx, { path: '/old.png', kind: 'image', size: 1, modifiedAt: 500 }, randomUUID));
    const id = await addRequest(db, 1000);
    await db.write(tx => noteFile(tx, { path: '/new.png', kind: 'image', size: 1, modifiedAt: 2000 }, randomUUID));
    const before = cards(db, 'all', 0, 10);
    assert.deepEqual(before.map(card => card.generationId), [null, id, null]);
    await completeWith(db, id, '/made.png', 3000);
    const after = cards(db, 'all', 0, 10);
    assert.deepEqual(after.map(card => card.key), before.map(card => card.key));
    assert.equal(after[1]!.generationId, id);
    assert.equal(after[1]!.assetId, outputAssets(db, id)[0]!.id);
    assert.equal(sourceGeneration(db, after[1]!.assetId), id);
  });

  it('finds a generation\'s place in each filter, or says that the filter hides it', async () => {
    const ids: string[] = [];
    for (let at = 0; at < 30; at++) ids.push(await addRequest(db, 1000 + at));
    await change(db, ids[3]!, f => become.failed(f, 5000, { class: 'provider', sentence: 's' }));
    assert.equal(placeOf(db, 'all', { generation: ids[3]! })!.offset, 26);
    assert.equal(placeOf(db, 'failed', { generation: ids[3]! })!.offset, 0);
    assert.equal(placeOf(db, 'active', { generation: ids[3]! }), undefined);
    assert.equal(placeOf(db, 'active', { generation: ids[2]! })!.offset, 26);
    assert.equal(cards(db, 'all', 26, 1)[0]!.generationId, ids[3]);
    assert.equal(placeOf(db, 'all', { generation: 'nobody' }), undefined);
  });

  it('takes over a file that the watcher saw before its generation was completed', async () => {
    const id = await addRequest(db, 1000);
    await db.write(tx => noteFile(tx, { path: '/made.png', kind: 'image', size: 10, modifiedAt: 2000 }, randomUUID));
    await completeWith(db, id, '/made.png', 3000);
    assert.equal(cards(db, 'all', 0, 10).length, 1);
    assert.equal(cards(db, 'completed', 0, 10)[0]!.generationId, id);
  });
});
