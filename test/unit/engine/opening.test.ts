/** What a window says and does when its history can't be opened, was damaged, or lies elsewhere. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Engine } from '../../../src/extension/engine/loop.ts';
import { type Notice, Session, type SessionOptions } from '../../../src/extension/engine/session.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { generationById } from '../../../src/extension/store/generations.ts';
import { migrations } from '../../../src/extension/store/schema.ts';
import { addRequest, change } from '../store/history.ts';
import { tempFolder } from '../temp.ts';
import { until } from '../until.ts';
import { quiet } from './quiet.ts';

interface Seen { readonly session: Session; readonly told: Notice[]; readonly logged: string[]; readonly engines: Database[]; readonly houses: Database[]; changed: number; looks: number }

describe('a session whose history', () => {
  const sessions: Session[] = [];
  afterEach(async () => { for (const session of sessions.splice(0)) await session.dispose(); });

  function sessionOf(path: string, more: Partial<SessionOptions> = {}): Seen {
    const logged: string[] = [];
    const say = (message: string): void => { logged.push(message); };
    const told: Notice[] = [];
    const engines: Database[] = [];
    const houses: Database[] = [];
    const options: SessionOptions = {
      ...quiet, path, mayWork: () => true, log: { info: say, warn: say, error: say }, tell: notice => told.push(notice), times: { openWithin: 10, retryEvery: 10 },
      makeEngine: db => { engines.push(db); return { start: () => Promise.resolve(), stop: () => Promise.resolve(), wake: () => undefined, isLeader: true } as unknown as Engine; },
      makeHouse: db => { houses.push(db); return { begin: () => undefined, stop: () => Promise.resolve() }; },
      ...more,
    };
    // Each try to open it asks where it is.
    Object.defineProperty(options, 'path', { get: () => { seen.looks++; return path; } });
    const session = new Session(options);
    sessions.push(session);
    const seen: Seen = { session, told, logged, engines, houses, changed: 0, looks: 0 };
    session.onChanged(() => { seen.changed++; });
    return seen;
  }

  async function historyIn(folder: string): Promise<{ path: string; id: string }> {
    const path = join(folder, 'storage', 'history.db');
    const db = new Database(path);
    const id = await addRequest(db, 1000);
    db.close();
    return { path, id };
  }

  it('is damaged tells it at the start, and goes on with what could be carried over', async () => {
    const { path, id } = await historyIn(tempFolder());
    const bytes = readFileSync(path);
    bytes.fill(0, 0, 50);
    writeFileSync(path, bytes);
    const { session, told, logged, houses } = sessionOf(path);
    session.resume();
    assert.equal(told.length, 1);
    assert.match(told[0]!.sentence, /was damaged.*carried over: 1\./u);
    assert.ok(existsSync(told[0]!.path!));
    assert.ok(logged.some(line => line.includes('the damaged file is kept as')));
    await until('the house was begun', () => houses.length === 1);
    assert.equal(generationById(session.db, id)!.generation.id, id);
  });

  it('is locked says so once to whoever asks, and opens as soon as it can', async () => {
    const { path, id } = await historyIn(tempFolder());
    const other = new DatabaseSync(path);
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE state SET rev = rev; COMMIT');
    const seen = sessionOf(path);
    seen.session.resume();
    for (let n = 0; n < 3; n++) assert.throws(() => seen.session.db, /locked by another window or program/u);
    const looks = seen.looks;
    await until('it was tried again, twice', () => seen.looks > looks + 1);
    assert.deepEqual(seen.told.map(notice => notice.severity), ['error']);
    assert.deepEqual([seen.session.isOpen, seen.engines.length], [false, 0]);
    other.close();
    await until('it is open', () => seen.session.isOpen);
    await until('the views are told', () => seen.changed > 0);
    assert.equal(generationById(seen.session.db, id)!.generation.id, id);
    assert.equal(seen.engines.length, 1);
  });

  it('is of a newer version is shown, and nothing works at it', async () => {
    const { path, id } = await historyIn(tempFolder());
    const raw = new DatabaseSync(path);
    raw.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    raw.close();
    writeFileSync(`${path}.seal`, '{}');
    const { session, told, engines, houses } = sessionOf(path);
    session.resume();
    assert.equal(generationById(session.db, id)!.generation.id, id);
    await until('it is told', () => told.length === 1);
    assert.match(told[0]!.sentence, /newer version of Darkroom/u);
    assert.deepEqual([engines, houses], [[], []]);
  });

  it('is gone is put together from what is left', async () => {
    const { path, id } = await historyIn(tempFolder());
    const db = new Database(path);
    await change(db, id, facts => ({ ...facts, sentAt: 5, remoteId: 'r' }));
    db.all('PRAGMA wal_checkpoint(TRUNCATE)');
    const killed = join(tempFolder(), 'storage', 'history.db');
    mkdirSync(dirname(killed), { recursive: true });
    writeFileSync(`${killed}.v1.bak`, readFileSync(path));
    writeFileSync(`${killed}.seal`, JSON.stringify({ size: 1, modifiedAt: 1, rev: 9, version: migrations.length }));
    db.close();
    const { session, told } = sessionOf(killed);
    session.resume();
    assert.equal(told.length, 1);
    assert.equal(generationById(session.db, id)!.attempt.remoteId, 'r');
  });

  it('was never there is looked for where the project was, and nothing is made for that', async () => {
    const path = join(tempFolder(), 'storage', 'history.db');
    const none = sessionOf(path);
    none.session.resume();
    await new Promise(resolve => setImmediate(resolve));
    assert.deepEqual([none.session.isOpen, existsSync(dirname(path))], [false, false]);
    const some = sessionOf(path, { hasEarlier: () => Promise.resolve(true) });
    some.session.resume();
    await until('it is open', () => some.session.isOpen && some.houses.length === 1);
  });

  it('can\'t be made says so, and the window lives on', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'storage'), 'a file where a folder should be');
    const { session, told } = sessionOf(join(folder, 'storage', 'history.db'));
    assert.throws(() => session.db, /can’t be kept: the folder .* can’t be made/u);
    assert.equal(told.length, 1);
    session.work();
    chmodSync(folder, 0o755);
  });

  it('fills the disk tells it once', async () => {
    const path = join(tempFolder(), 'storage', 'history.db');
    const { session, told } = sessionOf(path);
    const { db } = session;
    db.get(`PRAGMA max_page_count = ${db.get<{ page_count: number }>('PRAGMA page_count')!.page_count}`);
    for (let n = 0; n < 3; n++) await assert.rejects(addRequest(db, n, 'moss '.repeat(5000)), /The disk is full/u);
    assert.deepEqual(told.map(notice => notice.sentence).filter(sentence => /^The disk is full/u.test(sentence)).length, 1);
  });
});
