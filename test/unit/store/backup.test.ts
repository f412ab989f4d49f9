/** A copy a day, never of what is damaged. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { backUp, backupsOf, isDue } from '../../../src/extension/store/backup.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { generationById } from '../../../src/extension/store/generations.ts';
import { openHistory } from '../../../src/extension/store/history.ts';
import type { Recovery } from '../../../src/extension/store/recover.ts';
import { tempFolder } from '../temp.ts';
import { addRequest, completeWith } from './history.ts';
import { care } from './care.ts';

const day = 24 * 3_600_000;

describe('backups', () => {
  it('are made while the history is in use, hold what was committed, and only the latest two stay', async () => {
    const path = join(tempFolder(), 'history.db');
    const db = new Database(path);
    const now = Date.now();
    assert.equal(isDue(path, now, day), true);
    const made: string[] = [];
    for (let n = 0; n < 3; n++) {
      await addRequest(db, 1000 + n);
      const copy = (await backUp(path, now + n * day, care))!;
      utimesSync(copy, (now + n * day) / 1000, (now + n * day) / 1000);
      made.push(copy);
    }
    assert.deepEqual(backupsOf(path).map(backup => backup.path), [made[2], made[1]]);
    assert.deepEqual([isDue(path, now + 2 * day + day / 2, day), isDue(path, now + 3 * day, day)], [false, true]);
    const copy = new DatabaseSync(made[2]!, { readOnly: true });
    assert.equal(copy.prepare('SELECT count(*) AS n FROM generation').get()!.n, 3);
    copy.close();
    db.close();
    assert.deepEqual(readdirSync(join(path, '..')).filter(name => name.includes('part')), []);
  });

  it('are not made of a damaged history: the good ones stay', async () => {
    const path = join(tempFolder(), 'history.db');
    const db = new Database(path);
    for (let n = 0; n < 50; n++) await addRequest(db, 1000 + n, 'moss '.repeat(50));
    db.close();
    const good = await backUp(path, Date.now(), care);
    const bytes = readFileSync(path);
    bytes.fill(0x55, 20 * 4096, 24 * 4096);
    writeFileSync(path, bytes);
    assert.equal(await backUp(path, Date.now() + 2 * day, care), null);
    assert.deepEqual(backupsOf(path).map(backup => backup.path), [good]);
  });

  it('fill what the damaged file lost; what may have been sent since is unconfirmed, what has an id goes on', async () => {
    const folder = tempFolder();
    const path = join(folder, 'history.db');
    let db = new Database(path);
    const done = await addRequest(db, 1000);
    await completeWith(db, done, '/made/one.png', 2000);
    const waits = await addRequest(db, 1001);
    const runs = await addRequest(db, 1002);
    await db.write(tx => tx.run("UPDATE attempt SET sent_at = 5, remote_id = 'r' WHERE generation_id = ?", runs));
    const copy = (await backUp(path, Date.now(), care))!;
    db.close();
    const broken = join(tempFolder(), 'history.db');
    mkdirSync(join(broken, '..'), { recursive: true });
    cpSync(copy, copy.replace(path, broken));
    cpSync(`${path}.seal`, `${broken}.seal`);
    writeFileSync(broken, 'nothing of it is left');
    const recoveries: Recovery[] = [];
    db = openHistory(broken, { clock: Date.now, care, onRecovered: recovery => recoveries.push(recovery) });
    assert.deepEqual([recoveries[0]!.generations, recoveries[0]!.unconfirmed, recoveries[0]!.notSent], [3, 1, 0]);
    assert.equal(generationById(db, done)!.attempt.end, 'completed');
    assert.notEqual(generationById(db, waits)!.attempt.unconfirmedAt, null);
    assert.deepEqual([generationById(db, runs)!.attempt.end, generationById(db, runs)!.attempt.unconfirmedAt], [null, null]);
    db.close();
  });
});

