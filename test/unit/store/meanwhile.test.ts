/** What one window commits while another one puts the damaged history right is not lost. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { accepted, intended } from '../../../src/extension/engine/transitions.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { generationById } from '../../../src/extension/store/generations.ts';
import { openHistory } from '../../../src/extension/store/history.ts';
import { recover, unrebuilt } from '../../../src/extension/store/recover.ts';
import { migrations } from '../../../src/extension/store/schema.ts';
import { DamageError } from '../../../src/extension/store/trouble.ts';
import { fileAt } from '../../../src/extension/store/witness.ts';
import { tempFolder } from '../temp.ts';
import { care } from './care.ts';
import { addRequest, change } from './history.ts';

const sentences = { lost: 'lost', notSent: 'not sent', nameless: 'nameless' };

/** Lets a call fail as if the window ended there. @returns what puts it back */
function breaking(name: 'renameSync' | 'writeFileSync', when: (path: string) => boolean): () => void {
  const fs = createRequire(import.meta.url)('node:fs') as Record<typeof name, (...args: unknown[]) => void>;
  const real = fs[name];
  const put = (it: typeof real): void => { fs[name] = it; syncBuiltinESMExports(); };
  put((...args) => {
    if (when(String(args[0]))) throw new Error('the window is gone');
    real(...args);
  });
  return () => put(real);
}

describe('a history that is put right', () => {
  const open: Database[] = [];
  afterEach(() => open.splice(0).forEach(db => db.close()));

  function opened(path: string): Database {
    const db = new Database(path);
    open.push(db);
    return db;
  }

  it('holds what was committed while its rows were carried over', async () => {
    const path = join(tempFolder(), 'history.db');
    const id = await addRequest(opened(path), 1000);
    const other = opened(path);
    const written: Promise<void>[] = [];
    // Asked for when all rows were read.
    const told = { ...sentences, get nameless() {
      if (written.length === 0) written.push(change(other, id, f => accepted(intended(f, 2000, 'none', 'hash'), 2001, { kind: 'accepted', remoteId: 'paid for' })));
      return '';
    } };
    recover(path, new DamageError(['a page']), fileAt(path), { steps: migrations, now: 3000, newId: randomUUID, sentences: told, patience: 1000 });
    assert.equal(written.length, 1);
    await written[0];
    assert.equal(generationById(opened(path), id)!.attempt.remoteId, 'paid for');
  });

  it('knows what this window had committed: what may have been sent is not said to be unsent', async () => {
    const path = join(tempFolder(), 'history.db');
    const db = openHistory(path, { clock: Date.now, care, onRecovered: () => undefined });
    open.push(db);
    const id = await addRequest(db, 1000);
    db.all('PRAGMA wal_checkpoint(TRUNCATE)');
    const before = readFileSync(path);
    await change(db, id, f => intended(f, 2000, 'none', 'hash'));
    db.all('PRAGMA wal_checkpoint(TRUNCATE)');
    // The disk lost what was written last, and gives no more than a broken page.
    writeFileSync(path, before);
    let tries = 0;
    await db.write(() => { if (tries++ === 0) throw Object.assign(new Error('malformed'), { errcode: 11 }); });
    const { attempt } = generationById(db, id)!;
    assert.equal(attempt.end, null);
    assert.notEqual(attempt.unconfirmedAt, null);
  });

  it('comes back after a crash between its two names, though this window had it open alone', async () => {
    const path = join(tempFolder(), 'history.db');
    const db = openHistory(path, { clock: Date.now, care, onRecovered: () => undefined });
    const id = await addRequest(db, 1000);
    const restore = breaking('renameSync', from => from.endsWith('.recovered'));
    try {
      await assert.rejects(db.write(() => { throw Object.assign(new Error('malformed'), { errcode: 11 }); }));
    } finally {
      restore();
      db.close();
    }
    assert.deepEqual([existsSync(path), existsSync(`${path}.recovered`)], [false, true]);
    const next = openHistory(path, { clock: Date.now, care, onRecovered: () => undefined });
    open.push(next);
    assert.equal(generationById(next, id)?.generation.id, id);
  });

  it('is not in place before it is noted that the results on disk have to be asked', async () => {
    const path = join(tempFolder(), 'history.db');
    await addRequest(opened(path), 1000);
    open.splice(0).forEach(db => db.close());
    const before = fileAt(path);
    const restore = breaking('writeFileSync', at => at.endsWith('.rebuild'));
    try {
      assert.throws(() => recover(path, new DamageError(['a page']), before, { steps: migrations, now: 3000, newId: randomUUID, sentences, patience: 1000 }), /gone/u);
    } finally {
      restore();
    }
    assert.ok(fileAt(path) === before || existsSync(unrebuilt(path)));
  });
});
