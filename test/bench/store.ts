/** The store with 100,000 generations and as many files. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { completed, firstAttempt, failed } from '../../src/extension/engine/transitions.ts';
import { noteFile } from '../../src/extension/store/assets.ts';
import { saveAttempt } from '../../src/extension/store/attempts.ts';
import { cards, placeOf } from '../../src/extension/store/cards.ts';
import { Database } from '../../src/extension/store/database.ts';
import {
  addGeneration, cardCounts, changesSince, currentRev, endedGenerations, generationById, hasUnfinished, recentGenerations, sentGenerations,
} from '../../src/extension/store/generations.ts';
import { measure, measureAsync, print } from './measure.ts';

const rows = 100_000;

export async function benchStore(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'darkroom-bench-'));
  try {
    const path = join(folder, 'history.db');
    const ids = await fill(path);
    const plain = plainTable(join(folder, 'plain.db'));
    const readBase = measure('one row by its key from a plain table of 100,000', 2000, n => plain.read(n));
    const writeBase = measure('one insert into it, committed', 300, () => plain.insert());

    const opening = measure('open, ask for unfinished work, close', 30, () => {
      const probe = new Database(path);
      hasUnfinished(probe);
      probe.close();
    });
    const db = new Database(path);
    const some = (n: number): string => ids[(n * 7919) % ids.length]!;
    const reads = [
      measure('a generation by its id', 2000, n => generationById(db, some(n))),
      measure('200 completed, the latest first', 100, () => endedGenerations(db, 'completed')),
      measure('all that is with providers', 100, () => sentGenerations(db)),
      measure('8 recent ones', 200, () => recentGenerations(db, 8)),
      measure('counts of everything', 500, () => cardCounts(db)),
      measure('nothing changed since', 2000, () => changesSince(db, currentRev(db))),
      measure('gallery: first page of 60 cards', 100, () => cards(db, 'all', 0, 60)),
      measure('gallery: 60 cards in the middle', 20, () => cards(db, 'all', rows, 60)),
      measure('gallery: the last 60 cards', 20, () => cards(db, 'all', rows * 2 - 60, 60)),
      measure('gallery: where a card stands', 20, n => placeOf(db, 'all', { generation: some(n) })),
    ];
    const writes = [
      await measureAsync('a new generation, committed', 300, () => db.write(tx => {
        const id = randomUUID();
        addGeneration(tx, id, requestOf(1), firstAttempt(randomUUID(), id, Date.now(), 'none', null));
      })),
      await measureAsync('a status change, committed', 300, n => db.write(tx => {
        const { attempt } = generationById(tx, some(n))!;
        saveAttempt(tx, { ...attempt, word: `word ${n}` });
      })),
    ];
    db.close();
    plain.close();
    console.log(`\nThe store with ${rows.toLocaleString('en')} generations and ${rows.toLocaleString('en')} files: ${Math.round(statSync(path).size / 1024 / 1024)} MB`);
    print('Opening and reading', readBase, [opening, ...reads]);
    print('Writing (durable: every commit reaches the disk)', writeBase, writes);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fill(path: string): Promise<string[]> {
  const db = new Database(path);
  const ids: string[] = [];
  const from = Date.UTC(2026, 0, 1);
  for (let at = 0; at < rows; at += 1000) {
    await db.write(tx => {
      for (let n = at; n < at + 1000; n++) {
        const id = randomUUID();
        ids.push(id);
        const attempt = firstAttempt(randomUUID(), id, from + n * 60_000, 'client-id', 0.05);
        addGeneration(tx, id, requestOf(n), attempt);
        // 40 stay with a provider, a tenth failed, the rest completed.
        if (n >= rows - 40) saveAttempt(tx, { ...attempt, sentAt: from + n * 60_000, remoteId: `remote-${n}`, acceptedAt: from + n * 60_000 });
        else saveAttempt(tx, n % 10 === 0 ? failed(attempt, from + n * 60_000 + 30_000, { class: 'provider', sentence: 'It did not work.' }) : completed(attempt, from + n * 60_000 + 30_000));
        noteFile(tx, { path: `/project/assets/${n}.png`, kind: 'image', size: 1000 + n, modifiedAt: from + n * 60_000 }, randomUUID);
      }
    });
  }
  db.close();
  return ids;
}

function requestOf(n: number): Parameters<typeof addGeneration>[2] {
  return { provider: n % 3 === 0 ? 'embedded' : 'service', model: 'model', operation: 'text-to-image', prompt: `a lonely keep on a forested ridge at dusk, number ${n}`, parameters: { width: 1024, height: 1024, seed: n } };
}

function plainTable(path: string): { read(n: number): unknown; insert(): unknown; close(): void } {
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE plain (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT; BEGIN');
  const insert = db.prepare('INSERT INTO plain (body) VALUES (?)');
  for (let n = 0; n < rows; n++) insert.run('x'.repeat(400));
  db.exec('COMMIT');
  const read = db.prepare('SELECT * FROM plain WHERE id = ?');
  return { read: n => read.get((n * 7919) % rows), insert: () => insert.run('x'.repeat(400)), close: () => db.close() };
}
