import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { wishLookedAt, wishRetry } from '../../../src/extension/engine/wishes.ts';
import { assetByPath, noteFile, noteMissing } from '../../../src/extension/store/assets.ts';
import { Database, type Reader } from '../../../src/extension/store/database.ts';
import { associate } from '../../../src/extension/store/links.ts';
import { favouritePaths, markedFiles } from '../../../src/extension/store/marks.ts';
import { removeEnded } from '../../../src/extension/store/removal.ts';
import { type Marks, changedMarks, markOfFolder, marksOfFiles } from '../../../src/extension/ui/fileMarks.ts';
import { nothing } from '../../../src/shared/attention.ts';
import { judge } from '../../../src/extension/store/verdicts.ts';
import { tempFolder } from '../temp.ts';
import { type State, everyState, now, timing, writePast } from '../tree/past.ts';

describe('marks of files', () => {
  let db: Database;
  beforeEach(() => { db = new Database(join(tempFolder(), 'history.db')); });
  afterEach(() => db.close());

  const marks = (): Marks => marksOfFiles(db, { now, timingOf: () => timing, labelOf: id => id.toUpperCase() });
  const kinds = (): Record<string, string> => Object.fromEntries([...marks()].map(([path, { kind }]) => [path, kind]));

  /** A generation in this state that took, or made, the file of this path. */
  async function linked(path: string, state: State, role: 'input' | 'output' = 'input', prompt?: string): Promise<string> {
    const [id] = await writePast(db, [{ state, ...prompt === undefined ? {} : { prompt } }]);
    await db.write(tx => {
      noteFile(tx, { path, kind: 'image', size: 1, modifiedAt: 1 }, randomUUID);
      assert.equal(associate(tx, assetByPath(tx, path)!.id, id!, role, randomUUID()), 'done');
    });
    return id!;
  }

  it('say what becomes of the jobs that a file belongs to, in every state', async () => {
    for (const state of everyState) for (const role of ['input', 'output'] as const) await linked(`/p/${state} ${role}.png`, state, role);
    const wanted: Partial<Record<State, string | null>> = { unconfirmed: 'unconfirmed', stalled: 'stalled', failed: 'failed', refused: 'failed', completed: null, cancelled: null };
    for (const state of everyState) {
      const kind = wanted[state] === undefined ? 'generating' : wanted[state];
      for (const role of ['input', 'output']) assert.equal(kinds()[`/p/${state} ${role}.png`] ?? null, kind, `${state} ${role}`);
    }
  });

  it('tell the most urgent where several have something to say', async () => {
    const path = '/p/hero.png';
    const wanted: [State, string][] = [['completed', ''], ['running', 'generating'], ['failed', 'failed'], ['stalled', 'stalled'], ['unconfirmed', 'unconfirmed'], ['running', 'unconfirmed']];
    for (const [state, kind] of wanted) {
      await linked(path, state, 'input', `a ${state} castle`);
      assert.equal(kinds()[path] ?? '', kind);
    }
    assert.equal(marks().get(path)!.tooltip, 'Unconfirmed at FAL: “a unconfirmed castle”, and 4 more');
  });

  it('say why, where the state does not say it all', async () => {
    const ids: Partial<Record<State, string>> = {};
    for (const state of ['running', 'stalled', 'unconfirmed', 'refused'] as const) ids[state] = await linked(`/p/${state}.png`, state);
    const reasons = Object.fromEntries([...marks()].map(([path, { reason, generation }]) => [path, [reason, generation]]));
    assert.deepEqual(reasons, {
      '/p/running.png': ['', ids.running], '/p/stalled.png': ['FAL still says “generating”', ids.stalled],
      '/p/unconfirmed.png': ['The answer was lost. It may be charged.', ids.unconfirmed], '/p/refused.png': ['Refused by moderation.', ids.refused],
    });
  });

  it('are gone once a failure was looked at, retried or removed, and where the file is gone', async () => {
    const [seen, again, removed] = [await linked('/p/seen.png', 'failed'), await linked('/p/again.png', 'failed'), await linked('/p/removed.png', 'failed')];
    await linked('/p/gone.png', 'running');
    await wishLookedAt({ db, clock: () => now, newId: randomUUID }, [seen]);
    await wishRetry({ db, clock: () => now, newId: randomUUID }, again, 'lost', { estimate: 0 });
    await db.write(tx => { removeEnded(tx, [removed]); noteMissing(tx, '/p/gone.png'); });
    assert.deepEqual(kinds(), { '/p/again.png': 'generating' });
  });

  it('are told only where something else stands there than before', async () => {
    await linked('/p/one.png', 'running');
    const before = marks();
    await linked('/p/two.png', 'running');
    assert.deepEqual(changedMarks(before, marks()), ['/p/two.png']);
    const between = marks();
    await linked('/p/one.png', 'unconfirmed');
    assert.deepEqual(changedMarks(between, marks()), ['/p/one.png']);
    assert.deepEqual(changedMarks(marks(), marks()), []);
    assert.deepEqual(changedMarks(marks(), new Map()).sort(), ['/p/one.png', '/p/two.png']);
  });

  it('say nothing that passes with time', async () => {
    await linked('/p/one.png', 'running');
    await linked('/p/two.png', 'retry');
    const later = marksOfFiles(db, { now: now + 5000, timingOf: () => timing, labelOf: id => id.toUpperCase() });
    assert.deepEqual(changedMarks(marks(), later), []);
  });

  it('are found by indexes from what is unfinished, never from the files, and there is a limit', async () => {
    for (let n = 0; n < 12; n++) await linked(`/p/${n}.png`, n % 2 === 0 ? 'waiting' : 'failed');
    const asked: { sql: string; values: unknown[] }[] = [];
    const spy: Reader = { get: (sql, ...values) => db.get(sql, ...values), all: (sql, ...values) => { asked.push({ sql, values }); return db.all(sql, ...values); } };
    assert.equal(markedFiles(spy, { generations: 4, files: 3 }).length, 6);
    const plans = asked.flatMap(({ sql, values }) => db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values as number[]).map(({ detail }) => detail));
    assert.ok(plans.length >= 9);
    const fine = /^SCAN (?:attempt USING (?:COVERING )?INDEX attempt_(?:sent|unsent|not_looked_at)|wanted)\b/u;
    assert.deepEqual(plans.filter(detail => /\bSCAN\b|TEMP B-TREE/u.test(detail) && !fine.test(detail)), []);
  });

  it('tell of a favorite where nothing is more urgent, the latest first, found by their index', async () => {
    await linked('/p/job.png', 'running');
    for (const name of ['one', 'two', 'job', 'gone', 'bad']) {
      await db.write(tx => {
        noteFile(tx, { path: `/p/${name}.png`, kind: 'image', size: 1, modifiedAt: 1 }, randomUUID);
        judge(tx, [assetByPath(tx, `/p/${name}.png`)!.id], name === 'bad' ? 'discarded' : 'favourite', name === 'two' ? 5 : 1);
        if (name === 'gone') noteMissing(tx, '/p/gone.png');
      });
    }
    assert.deepEqual(kinds(), { '/p/two.png': 'favourite', '/p/one.png': 'favourite', '/p/job.png': 'generating' });
    assert.deepEqual(favouritePaths(db, 1), ['/p/two.png']);
  });

  it('at the folder of results tell of all jobs', () => {
    assert.equal(markOfFolder(nothing), null);
    assert.deepEqual(markOfFolder({ ...nothing, running: 2 }), { kind: 'generating', reason: '', generation: null, tooltip: 'Darkroom: 2 running' });
    assert.equal(markOfFolder({ ...nothing, waiting: 1 })!.kind, 'generating');
    assert.deepEqual(markOfFolder({ ...nothing, running: 2, failed: 1 }), { kind: 'failed', reason: '', generation: null, tooltip: 'Darkroom: 1 failed; 2 running' });
    assert.equal(markOfFolder({ ...nothing, stalled: 1, failed: 1 })!.kind, 'stalled');
    assert.equal(markOfFolder({ ...nothing, stalled: 1, unconfirmed: 1 })!.kind, 'unconfirmed');
  });
});
