import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Database, StoreError } from '../../../src/extension/store/database.ts';
import { migrate } from '../../../src/extension/store/migrate.ts';
import { migrations } from '../../../src/extension/store/schema.ts';
import { currentRev } from '../../../src/extension/store/generations.ts';
import { saveDraft, loadDraft } from '../../../src/extension/store/drafts.ts';
import { tempFolder } from '../temp.ts';
import { until } from '../until.ts';

const open: Database[] = [];

function database(path: string, options?: ConstructorParameters<typeof Database>[1]): Database {
  const db = new Database(path, options);
  open.push(db);
  return db;
}

describe('the database', () => {
  afterEach(() => open.splice(0).forEach(db => db.close()));

  it('makes itself, durable and with a log that survives a crash', () => {
    const db = database(join(tempFolder(), 'a', 'b', 'history.db'));
    assert.equal(db.get<{ journal_mode: string }>('PRAGMA journal_mode')!.journal_mode, 'wal');
    assert.equal(db.get<{ synchronous: number }>('PRAGMA synchronous')!.synchronous, 2);
    assert.equal(db.get<{ user_version: number }>('PRAGMA user_version')!.user_version, migrations.length);
  });

  it('writes all of a transaction or nothing', async () => {
    const db = database(join(tempFolder(), 'history.db'));
    await assert.rejects(db.write(tx => { saveDraft(tx, { one: 1 }); throw new Error('no'); }), /no/);
    assert.equal(loadDraft(db), undefined);
    await db.write(tx => saveDraft(tx, { one: 1 }));
    assert.deepEqual(loadDraft(db), { one: 1 });
  });

  it('tells of a change once after the commit, and not of a write that changed nothing people see', async () => {
    const db = database(join(tempFolder(), 'history.db'));
    const seen: number[] = [];
    db.onChanged(() => seen.push(currentRev(db)));
    await db.write(tx => { void tx.rev; void tx.rev; });
    await db.write(tx => saveDraft(tx, {}));
    await until('it was told', () => seen.length > 0);
    await new Promise(resolve => setImmediate(resolve));
    assert.deepEqual(seen, [1]);
  });

  it('keeps what is committed, whatever a listener makes of it', async () => {
    const errors: unknown[] = [];
    const db = database(join(tempFolder(), 'history.db'), { onListenerError: error => errors.push(error) });
    let told = 0;
    db.onChanged(() => { throw Object.assign(new Error('busy'), { errcode: 5 }); });
    db.onChanged(() => told++);
    let ran = 0;
    assert.equal(await db.write(tx => { ran++; return tx.rev; }), 1);
    await until('the others were told', () => told === 1);
    assert.deepEqual([ran, errors.length], [1, 1]);
  });

  it('notices the commits of another window', async () => {
    const path = join(tempFolder(), 'history.db');
    const [one, two] = [database(path, { watchEvery: 5 }), database(path)];
    let noticed = 0;
    one.onChanged(() => noticed++);
    await two.write(tx => void tx.rev);
    await until('the other window was noticed', () => noticed > 0);
    assert.equal(currentRev(one), 1);
  });

  it('waits for another window\'s lock without blocking, then gives up with a sentence', async () => {
    const path = join(tempFolder(), 'history.db');
    const db = database(path, { writeWithin: 50 });
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    await assert.rejects(db.write(tx => void tx.rev), (error: unknown) => error instanceof StoreError && /locked by another window/.test(error.message));
    const patient = database(path);
    const written = patient.write(tx => tx.rev);
    other.exec('ROLLBACK');
    assert.equal(await written, 1);
    other.close();
  });

  it('opens a history of a newer version for reading only and says so', async () => {
    const path = join(tempFolder(), 'history.db');
    database(path).close();
    const raw = new DatabaseSync(path);
    raw.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    raw.close();
    const db = database(path);
    assert.equal(db.readOnly, true);
    assert.equal(currentRev(db), 0);
    await assert.rejects(db.write(tx => void tx.rev), /newer version of Darkroom/);
  });
});

describe('migration', () => {
  const connect = (path: string): DatabaseSync => new DatabaseSync(path);

  it('backs the history up before it changes it', () => {
    const path = join(tempFolder(), 'history.db');
    const first = migrate(path, connect, ['CREATE TABLE one (n) STRICT;'.replace('(n)', '(n INTEGER)')]);
    first.connection.exec('INSERT INTO one VALUES (7)');
    first.connection.close();
    const second = migrate(path, connect, ['never run again', 'ALTER TABLE one ADD COLUMN m INTEGER']);
    assert.deepEqual({ ...second.connection.prepare('SELECT * FROM one').get() }, { n: 7, m: null });
    second.connection.close();
    assert.ok(existsSync(`${path}.v1.bak`));
    const backup = new DatabaseSync(`${path}.v1.bak`);
    assert.deepEqual({ ...backup.prepare('SELECT * FROM one').get() }, { n: 7 });
    backup.close();
  });

  it('leaves the history as it was when a step fails', () => {
    const path = join(tempFolder(), 'history.db');
    migrate(path, connect, ['CREATE TABLE one (n INTEGER) STRICT;']).connection.close();
    assert.throws(() => migrate(path, connect, ['', 'ALTER TABLE one ADD COLUMN m INTEGER; SELECT * FROM nowhere;']));
    const raw = new DatabaseSync(path);
    assert.equal((raw.prepare('PRAGMA user_version').get() as { user_version: number }).user_version, 1);
    assert.throws(() => raw.prepare('SELECT m FROM one').get());
    raw.close();
  });
});
