/** What takes long with a large history is done in a thread of its own: the editor does not stand still, and everybody waits for the same. */
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Database } from '../../../src/extension/store/database.ts';
import { generationById, recentGenerations } from '../../../src/extension/store/generations.ts';
import { openHistory } from '../../../src/extension/store/history.ts';
import type { Recovery } from '../../../src/extension/store/recover.ts';
import { migrations } from '../../../src/extension/store/schema.ts';
import { tempFolder } from '../temp.ts';
import { until } from '../until.ts';
import { addRequest, change } from './history.ts';
import { care } from './care.ts';


describe('a large history', () => {
  const open: Database[] = [];
  afterEach(() => open.splice(0).forEach(db => db.close()));

  function large(path: string): { db: Database; recoveries: Recovery[]; errors: unknown[] } {
    const recoveries: Recovery[] = [];
    const errors: unknown[] = [];
    const db = openHistory(path, { clock: Date.now, care, small: 0, onRecovered: recovery => recoveries.push(recovery), onListenerError: error => errors.push(error) });
    open.push(db);
    return { db, recoveries, errors };
  }

  it('that is damaged says that it is being put right; a write waits for it, and the views are told', async () => {
    const path = join(tempFolder(), 'history.db');
    const { db: before } = large(path);
    for (let n = 0; n < 60; n++) await addRequest(before, 1000 + n, 'moss '.repeat(60));
    before.close();
    const bytes = readFileSync(path);
    bytes.fill(0, 4096 * 12, 4096 * 14);
    bytes.write('no database', 0);
    writeFileSync(path, bytes);

    const { db, recoveries, errors } = large(path);
    let changed = 0;
    db.onChanged(() => changed++);
    assert.equal(db.isSettled, false);
    assert.throws(() => recentGenerations(db, 10), /damaged and is being put right/u);
    assert.match(db.readOnlyBecause!, /being put right/u);
    const added = await addRequest(db, 5000);
    assert.deepEqual([db.isSettled, db.readOnly, recoveries.length, errors], [true, false, 1, []]);
    assert.equal(generationById(db, added)!.generation.id, added);
    assert.ok(recentGenerations(db, 200).length > 40);
    await until('the views are told', () => changed > 0);
  });

  it('that was not closed well can be read while it is checked, and is put right when that finds something', async () => {
    const path = join(tempFolder(), 'history.db');
    const { db: before } = large(path);
    const ids: string[] = [];
    for (let n = 0; n < 60; n++) ids.push(await addRequest(before, 1000 + n, 'moss '.repeat(60)));
    before.all('PRAGMA wal_checkpoint(TRUNCATE)');
    const killed = join(tempFolder(), 'history.db');
    copyFileSync(path, killed);
    const { db: whole, recoveries: none } = large(killed);
    assert.equal(whole.isSettled, false);
    assert.equal(recentGenerations(whole, 1).length, 1);
    await whole.settled();
    assert.deepEqual([whole.isSettled, none], [true, []]);
    whole.close();
    assert.ok(existsSync(`${killed}.seal`), 'it is known to be sound');

    const harmed = join(tempFolder(), 'history.db');
    copyFileSync(path, harmed);
    const raw = new DatabaseSync(harmed);
    // A word that no code knows, in the place of another: the file is whole, and what it says makes no sense.
    raw.prepare("UPDATE generation SET operation = 'text-to-imagf' WHERE id = ?").run(ids[7]!);
    raw.close();
    const { db, recoveries } = large(harmed);
    assert.equal(db.isSettled, false);
    await db.settled();
    assert.equal(recoveries.length, 1);
    assert.deepEqual(recentGenerations(db, 200).map(row => row.generation.operation), ids.map(() => 'text-to-image'));
  });

  it('that is closed before it was checked is checked the next time', async () => {
    const path = join(tempFolder(), 'history.db');
    const { db: before } = large(path);
    await change(before, await addRequest(before, 1000), facts => facts);
    before.all('PRAGMA wal_checkpoint(TRUNCATE)');
    const killed = join(tempFolder(), 'history.db');
    copyFileSync(path, killed);
    large(killed).db.close();
    assert.equal(existsSync(`${killed}.seal`), false);
    assert.equal(large(killed).db.isSettled, false);
  });

  it('of an older version is upgraded there, with a backup', async () => {
    const path = join(tempFolder(), 'history.db');
    copyFileSync(join(import.meta.dirname, '../../fixtures/schema/v1.db'), path);
    const { db, errors } = large(path);
    assert.throws(() => recentGenerations(db, 10), /being upgraded/u);
    await db.settled();
    assert.equal(db.get<{ user_version: number }>('PRAGMA user_version')!.user_version, migrations.length);
    assert.ok(existsSync(`${path}.v1.bak`));
    assert.ok(recentGenerations(db, 200).length > 50);
    await db.settled();
    assert.deepEqual(errors, []);
  });
});
