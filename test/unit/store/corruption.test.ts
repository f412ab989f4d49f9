/** Whatever befalls the file: it opens, says so, keeps what can be kept, and sends nothing again by itself. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findResults } from '../../../src/extension/assets/results.ts';
import { type Limits, decide } from '../../../src/extension/engine/decide.ts';
import { rebuild } from '../../../src/extension/engine/rebuild.ts';
import { outputAssets } from '../../../src/extension/store/assets.ts';
import { backUp } from '../../../src/extension/store/backup.ts';
import type { Database } from '../../../src/extension/store/database.ts';
import { atWork, cardCounts, endedGenerations, generationById, recentGenerations, tally, unsentGenerations } from '../../../src/extension/store/generations.ts';
import { openHistory } from '../../../src/extension/store/history.ts';
import type { Recovery } from '../../../src/extension/store/recover.ts';
import { quickFolder } from '../../soak/folder.ts';
import { type Truth, addHistory } from './realistic.ts';
import { care } from './care.ts';

const pageSize = 4096;

/** The same numbers from the same seed (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor(((t ^ (t >>> 14)) >>> 0) / 4294967296 * below);
  };
}

type Harm = (path: string, below: (limit: number) => number) => void;

function edit(path: string, change: (bytes: Buffer) => void): void {
  if (!existsSync(path)) return;
  const bytes = readFileSync(path);
  if (bytes.length === 0) return;
  change(bytes);
  writeFileSync(path, bytes);
}

function flip(bytes: Buffer, at: number, below: (limit: number) => number): void {
  bytes[at] = bytes[at]! ^ 1 << below(8);
}

const harms: Readonly<Record<string, Harm>> = {
  'flipped bits': (path, below) => edit(path, bytes => { for (let n = below(60) + 1; n > 0; n--) flip(bytes, below(bytes.length), below); }),
  'flipped bits in the head': (path, below) => edit(path, bytes => { for (let n = below(4) + 1; n > 0; n--) flip(bytes, below(100), below); }),
  'flipped bits in the schema': (path, below) => edit(path, bytes => { for (let n = below(4) + 1; n > 0; n--) flip(bytes, 100 + below(pageSize - 100), below); }),
  'flipped bits in the log': (path, below) => edit(`${path}-wal`, bytes => { for (let n = below(8) + 1; n > 0; n--) flip(bytes, below(bytes.length), below); }),
  'zeroed pages': (path, below) => edit(path, bytes => { for (let n = below(6) + 1; n > 0; n--) { const at = below(bytes.length / pageSize) * pageSize; bytes.fill(0, at, at + pageSize); } }),
  'a cut file': (path, below) => truncateSync(path, below(readFileSync(path).length)),
  'a cut log': (path, below) => { if (existsSync(`${path}-wal`)) truncateSync(`${path}-wal`, below(readFileSync(`${path}-wal`).length)); },
  'no log': path => rmSync(`${path}-wal`, { force: true }),
  'swapped pages': (path, below) => edit(path, bytes => {
    const [one, other] = [below(bytes.length / pageSize) * pageSize, below(bytes.length / pageSize) * pageSize];
    const kept = Buffer.from(bytes.subarray(one, one + pageSize));
    bytes.copy(bytes, one, other, other + pageSize);
    kept.copy(bytes, other);
  }),
  'another kind of file': path => writeFileSync(path, 'This is no database.\n'.repeat(500)),
  'an empty file': path => truncateSync(path, 0),
  'no file': path => rmSync(path),
  'no file and no log': path => { rmSync(path); rmSync(`${path}-wal`, { force: true }); },
  'a folder in its place': path => { rmSync(path); rmSync(`${path}-wal`, { force: true }); mkdirSync(path); writeFileSync(join(path, 'mine.txt'), 'x'); },
};

const limits: Limits = { slotFree: true, canCancel: false, canFind: true, canReplay: true, keyLasts: 1_000_000, hold: null, findGrace: 0, recoveryTries: 30, inputsReady: true, uploadFree: true };

describe('a damaged history', function () {
  this.timeout(60_000 * Number(process.env.DARKROOM_SOAK ?? 1));
  let template: string;
  let truth: Truth[];

  /** One that ended in the middle of work, with and without a backup, and one that was closed well. */
  before(async () => {
    template = quickFolder();
    const path = join(template, 'history.db');
    const results = join(template, 'generated');
    let db = openHistory(path, { clock: Date.now, care, onRecovered: () => assert.fail('nothing is wrong yet') });
    truth = await addHistory(db, results, 52);
    db.close();
    const backup = await backUp(path, Date.now(), care);
    db = openHistory(path, { clock: Date.now, care, onRecovered: () => assert.fail('nothing is wrong yet') });
    truth.push(...await addHistory(db, results, 39, 52));
    mkdirSync(join(template, 'killed'));
    for (const name of ['history.db', 'history.db-wal', 'history.db.open']) cpSync(join(template, name), join(template, 'killed', name), { recursive: true });
    db.close();
    mkdirSync(join(template, 'closed'));
    for (const name of ['history.db', 'history.db.seal']) cpSync(join(template, name), join(template, 'closed', name), { preserveTimestamps: true });
    mkdirSync(join(template, 'backup'));
    cpSync(backup!, join(template, 'backup', backup!.slice(template.length + 1)));
  });

  after(() => rmSync(template, { recursive: true, force: true }));

  for (const [name, harm] of Object.entries(harms)) {
    it(`opens with ${name}`, async () => {
      for (let seed = 1; seed <= roundsOf(name); seed++) await round(name, harm, seed);
    });
  }

  async function round(name: string, harm: Harm, seed: number): Promise<void> {
    const below = random(seed * 7919 + name.length);
    const folder = quickFolder();
    const path = join(folder, 'history.db');
    const closed = below(4) === 0;
    cpSync(join(template, closed ? 'closed' : 'killed'), folder, { recursive: true, preserveTimestamps: true });
    if (below(2) === 0) cpSync(join(template, 'backup'), folder, { recursive: true, preserveTimestamps: true });
    harm(path, below);
    const harmed = existsSync(path) && name !== 'a folder in its place' ? readFileSync(path) : null;
    const where = `${name}, seed ${seed}${closed ? ', closed well' : ''}`;

    const recoveries: Recovery[] = [];
    const db = openHistory(path, { clock: Date.now, care, onRecovered: recovery => recoveries.push(recovery) });
    try {
      assert.equal(db.readOnly, false, where);
      // What any window asks for.
      void [recentGenerations(db, 200), cardCounts(db), atWork(db), unsentGenerations(db), endedGenerations(db, 'completed')];
      if (existsSync(`${path}.rebuild`)) await rebuild(db, findResults(join(template, 'generated')), Date.now, randomUUID);

      assert.deepEqual(db.all('PRAGMA integrity_check'), [Object.assign(Object.create(null) as object, { integrity_check: 'ok' })], `${where}; ${JSON.stringify(recoveries)}`);
      assert.deepEqual(db.all('PRAGMA foreign_key_check'), [], where);
      if (recoveries.length === 0) assert.equal(existsSync(`${path}.rebuild`), false, where);
      for (const { kept, details } of recoveries) {
        assert.ok(details.length > 0, where);
        if (kept !== null && harmed !== null) assert.ok(readFileSync(kept).equals(harmed), `${where}: the damaged file is kept as it was`);
      }
      if (recoveries.length > 0 && harmed !== null) assert.ok(readdirSync(folder).some(each => each.startsWith('history.db.broken-')), where);
      checkAgainstTruth(db, recoveries.length > 0, `${where}; ${JSON.stringify(recoveries)}`);
      const n = tally(db);
      assert.equal(n.unsent, unsentGenerations(db).length, where);
      assert.equal(n.completed, endedGenerations(db, 'completed').length, where);
    } finally {
      db.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }

  function checkAgainstTruth(db: Database, recovered: boolean, where: string): void {
    for (const { id, state } of truth) {
      const row = generationById(db, id);
      const what = `${where}: ${state} ${id}`;
      if (row === undefined) {
        assert.ok(recovered, `${what} is gone, and nobody said so`);
        assert.notEqual(state, 'completed', `${what} is gone, with its file and sidecar there`);
        continue;
      }
      if (state === 'completed') {
        assert.equal(row.attempt.end, 'completed', `${what} ${JSON.stringify(row)}`);
        assert.equal(outputAssets(db, id).length, 1, what);
      }
      const action = decide(row.attempt, Date.now(), limits).do;
      const wasSent = !['waiting', 'held', 'retried'].includes(state);
      if (wasSent) assert.notEqual(action, 'submit', `${what} is sent again`);
      if (recovered) assert.ok(!['submit', 'replay', 'find'].includes(action), `${what}: ${action} by itself`);
    }
  }
});

/** 200 in all, most of them where chance has the most to choose from; DARKROOM_SOAK times as many where it is set. */
function roundsOf(name: string): number {
  const rounds: Readonly<Record<string, number>> = { 'flipped bits': 40, 'zeroed pages': 30, 'a cut file': 25, 'swapped pages': 20, 'flipped bits in the log': 20, 'a cut log': 15, 'flipped bits in the head': 15, 'flipped bits in the schema': 15 };
  return (rounds[name] ?? 4) * Number(process.env.DARKROOM_SOAK ?? 1);
}
