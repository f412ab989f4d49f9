import assert from 'node:assert/strict';
import { join } from 'node:path';
import { outputAssets } from '../../../src/extension/store/assets.ts';
import { attemptsOf } from '../../../src/extension/store/attempts.ts';
import { cards } from '../../../src/extension/store/cards.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { addEvent, eventsOf } from '../../../src/extension/store/events.ts';
import { changesSince, currentRev, generationById, tally } from '../../../src/extension/store/generations.ts';
import { removeAllEnded, removeEnded } from '../../../src/extension/store/removal.ts';
import { findByPrompt } from '../../../src/extension/store/search.ts';
import { everyState, writePast } from '../tree/past.ts';
import { tempFolder } from '../temp.ts';
import { addRequest, completeWith } from './history.ts';

describe('removing from the history', () => {
  let db: Database;
  beforeEach(() => { db = new Database(join(tempFolder(), 'history.db')); });
  afterEach(() => db.close());

  it('takes all that is known of an ended one, leaves its file, and tells every surface', async () => {
    const id = await addRequest(db, 1000, 'a castle at dusk');
    await completeWith(db, id, '/made.png', 3000);
    await db.write(tx => addEvent(tx, id, { attemptId: 'a', at: 1, kind: 'completed', text: '' }));
    const before = currentRev(db);
    assert.deepEqual(await db.write(tx => removeEnded(tx, [id])), [id]);
    assert.equal(generationById(db, id), undefined);
    assert.deepEqual([attemptsOf(db, id), eventsOf(db, id), outputAssets(db, id), findByPrompt(db, ['castle']).entries], [[], [], [], []]);
    assert.deepEqual(cards(db, 'completed', 0, 10).map(card => [card.assetId !== null, card.generationId]), [[true, null]]);
    assert.deepEqual(changesSince(db, before).removed, [id]);
    assert.deepEqual({ ...tally(db) }, { unsent: 0, sent: 0, completed: 0, failed: 0, cancelled: 0, asset: 1 });
  });

  it('never takes one that has not ended, whatever it waits for', async () => {
    const ids = await writePast(db, everyState.map(state => ({ state, retried: true })));
    const ended = ids.filter((_, n) => ['failed', 'refused', 'completed', 'cancelled'].includes(everyState[n]!));
    const rev = currentRev(db);
    assert.deepEqual((await db.write(tx => removeEnded(tx, ids))).sort(), [...ended].sort());
    assert.deepEqual(ids.filter(id => generationById(db, id) !== undefined), ids.filter(id => !ended.includes(id)));
    assert.deepEqual(changesSince(db, rev).removed.toSorted(), [...ended].sort());
    const { unsent, sent, completed, failed, cancelled } = tally(db);
    assert.deepEqual([unsent + sent, completed, failed, cancelled], [ids.length - ended.length, 0, 0, 0]);
  });

  it('changes nothing where there is nothing to remove', async () => {
    const [id] = await writePast(db, [{ state: 'running' }]);
    const rev = currentRev(db);
    assert.equal(await removeAllEnded(db, [id!, 'nobody']), 0);
    assert.equal(currentRev(db), rev);
  });

  it('takes thousands in small transactions, with other work between them', async () => {
    const ids = await writePast(db, Array.from({ length: 1000 }, (_, n) => ({ state: n % 4 === 0 ? 'failed' as const : 'completed' as const })));
    const [waits] = await writePast(db, [{ state: 'waiting' }]);
    let between = 0;
    let going = true;
    const other = (): void => { between++; if (going) setImmediate(other); };
    setImmediate(other);
    const rev = currentRev(db);
    assert.equal(await removeAllEnded(db, [...ids, waits!]), 1000);
    going = false;
    assert.ok(between >= 50, `other work came ${between} times`);
    assert.ok(currentRev(db) >= rev + 50);
    assert.equal(db.get<{ n: number }>('SELECT count(*) AS n FROM generation')!.n, 1);
    assert.equal(changesSince(db, rev).changed, null, 'too many to name: every surface reads anew');
  });
});
