/** However a history is found: it opens as it can, or says in a sentence why not. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Database, StoreError } from '../../../src/extension/store/database.ts';
import { loadDraft, saveDraft } from '../../../src/extension/store/drafts.ts';
import { currentRev, generationById, recentGenerations } from '../../../src/extension/store/generations.ts';
import { type HistoryOptions, openHistory } from '../../../src/extension/store/history.ts';
import type { Recovery } from '../../../src/extension/store/recover.ts';
import { migrations } from '../../../src/extension/store/schema.ts';
import { tempFolder } from '../temp.ts';
import { until } from '../until.ts';
import { addRequest, change } from './history.ts';
import { intended } from '../../../src/extension/engine/transitions.ts';
import { care } from './care.ts';

const open: Database[] = [];

function history(path: string, more: Partial<HistoryOptions> = {}): { db: Database; recoveries: Recovery[] } {
  const recoveries: Recovery[] = [];
  const db = openHistory(path, { clock: Date.now, care, onRecovered: recovery => recoveries.push(recovery), openWithin: 50, ...more });
  open.push(db);
  return { db, recoveries };
}

const inFolder = (): string => join(tempFolder(), 'storage', 'history.db');

/** Opens it as somebody who is not allowed everything, as root would be: in a process of its own. */
function openAsOrdinary(path: string): { sentence: string | null; readOnly: boolean; generations: number } {
  const script = `
    import { openHistory } from ${JSON.stringify(new URL('../../../src/extension/store/history.ts', import.meta.url).href)};
    const answer = { sentence: null, readOnly: false, generations: 0 };
    try {
      const db = openHistory(process.argv[1], { clock: Date.now, care: new URL(${JSON.stringify(care.href)}), onRecovered: () => { answer.sentence = 'recovered'; } });
      answer.readOnly = db.readOnly;
      answer.generations = db.get('SELECT count(*) AS n FROM generation').n;
      await db.write(tx => void tx.rev);
      db.close();
    } catch (error) {
      answer.sentence = error.name + ': ' + error.message;
    }
    process.stdout.write(JSON.stringify(answer));`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script, path], { encoding: 'utf8', ...process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {} });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout) as ReturnType<typeof openAsOrdinary>;
}

/** A history with one generation, closed, in a folder that everybody may enter. */
async function oneOf(prompt = 'a lonely keep'): Promise<{ path: string; id: string }> {
  const path = inFolder();
  const { db } = history(path);
  const id = await addRequest(db, Date.now(), prompt);
  db.close();
  chmodSync(join(path, '../..'), 0o777);
  return { path, id };
}

describe('opening a history', () => {
  afterEach(() => open.splice(0).forEach(db => db.close()));

  it('makes one where nothing is, and no word about it', () => {
    const path = inFolder();
    const { recoveries } = history(path);
    assert.deepEqual(recoveries, []);
    assert.equal(existsSync(path), true);
  });

  it('opens one that was closed well without a look at all of it, and leaves nothing beside', async () => {
    const { path, id } = await oneOf();
    // Where nothing has to be checked not even harm is found: this is how the test sees it.
    const { db, recoveries } = history(path);
    assert.deepEqual([generationById(db, id)!.generation.id, recoveries], [id, []]);
    db.close();
    assert.deepEqual(readdirSync(join(path, '..')).sort(), ['history.db', 'history.db.open', 'history.db.seal']);
    assert.deepEqual(readdirSync(`${path}.open`), []);
  });

  it('checks one that was not closed well, and finds commits that are missing', async () => {
    const path = inFolder();
    const { db } = history(path);
    const [waits, sent] = [await addRequest(db, 1000), await addRequest(db, 1001)];
    db.all('PRAGMA wal_checkpoint(TRUNCATE)');
    await change(db, sent, facts => intended(facts, 2000, 'client-id', 'h'));
    // As after a kill: the file, its mark, and no log.
    const killed = inFolder();
    mkdirSync(join(killed, '..'), { recursive: true });
    for (const side of ['', '.open']) spawnSync('cp', ['-r', path + side, killed + side]);
    const { db: after, recoveries } = history(killed);
    assert.equal(recoveries.length, 1);
    assert.match(recoveries[0]!.details.join(), /was at/u);
    for (const id of [waits, sent]) assert.notEqual(generationById(after, id)!.attempt.unconfirmedAt, null, 'either may have been sent since');
  });

  it('says that another program has it locked, and opens it when that is over', async () => {
    const { path } = await oneOf();
    const other = new DatabaseSync(path);
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE state SET rev = rev; COMMIT');
    assert.throws(() => history(path), (error: unknown) => error instanceof StoreError && /locked by another window or program/u.test(error.message));
    other.close();
    assert.equal(recentGenerations(history(path).db, 10).length, 1);
  });

  it('shows one that a newer version made, and writes nothing', async () => {
    const { path, id } = await oneOf();
    const raw = new DatabaseSync(path);
    raw.exec(`ALTER TABLE generation ADD COLUMN mood TEXT; PRAGMA user_version = ${migrations.length + 1}`);
    raw.close();
    rmSync(`${path}.seal`);
    const { db, recoveries } = history(path);
    assert.deepEqual([db.readOnly, recoveries, generationById(db, id)?.generation.id], [true, [], id]);
    await assert.rejects(db.write(tx => void tx.rev), /newer version of Darkroom.*update Darkroom/u);
  });

  it('takes a version that the file never had for damage', async () => {
    const { path, id } = await oneOf();
    const bytes = readFileSync(path);
    bytes.writeUInt32BE(migrations.length + 64, 60);
    writeFileSync(path, bytes);
    const { db, recoveries } = history(path);
    assert.deepEqual([db.readOnly, recoveries.length, generationById(db, id)?.generation.id], [false, 1, id]);
  });

  it('puts a folder aside that stands in its place, with what is in it', () => {
    const path = inFolder();
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'mine.txt'), 'x');
    const { recoveries } = history(path);
    assert.equal(readFileSync(join(recoveries[0]!.kept!, 'mine.txt'), 'utf8'), 'x');
  });

  it('shows one that can\'t be written, and says so', async () => {
    const { path } = await oneOf();
    const folder = join(path, '..');
    chmodSync(path, 0o444);
    chmodSync(folder, 0o555);
    const before = readdirSync(folder);
    const seen = openAsOrdinary(path);
    assert.deepEqual([seen.readOnly, seen.generations], [true, 1]);
    assert.match(seen.sentence!, /StoreError: .*can’t be written: .*only shown, and nothing is sent/u);
    assert.deepEqual(readdirSync(folder), before);
    chmodSync(folder, 0o755);
  });

  it('says so where it may not be read, and where it can\'t be made', async () => {
    const { path } = await oneOf();
    chmodSync(path, 0o000);
    assert.match(openAsOrdinary(path).sentence!, /can’t be read: the file .*history\.db/u);
    const folder = tempFolder();
    chmodSync(folder, 0o555);
    assert.match(openAsOrdinary(join(folder, 'history.db')).sentence!, /can’t be kept: the folder .* can’t be written/u);
    assert.match(openAsOrdinary(join(folder, 'storage', 'history.db')).sentence!, /can’t be kept: the folder .* can’t be made/u);
  });

  it('says which editor it needs where there is no node:sqlite', () => {
    const original = Object.getOwnPropertyDescriptor(process, 'getBuiltinModule')!;
    for (const value of [undefined, () => undefined]) {
      Object.defineProperty(process, 'getBuiltinModule', { ...original, value });
      try {
        assert.throws(() => history(inFolder()), (error: unknown) => error instanceof StoreError && /no node:sqlite.*VS Code 1\.125/u.test(error.message));
      } finally {
        Object.defineProperty(process, 'getBuiltinModule', original);
      }
    }
  });

  it('keeps every commit when the disk is full, tells it once, and goes on when there is space', async () => {
    const path = inFolder();
    const troubles: (string | null)[] = [];
    const { db } = history(path, { onTrouble: trouble => troubles.push(trouble?.message ?? null) });
    const kept = await addRequest(db, 1000);
    const { page_count: pages } = db.get<{ page_count: number }>('PRAGMA page_count')!;
    db.get(`PRAGMA max_page_count = ${pages}`);
    const long = (n: number): Promise<string> => addRequest(db, n, 'moss '.repeat(4000));
    for (let n = 0; n < 2; n++) await assert.rejects(long(n), (error: unknown) => error instanceof StoreError && /^The disk is full/u.test(error.message));
    assert.deepEqual(recentGenerations(db, 10).map(row => row.generation.id), [kept]);
    db.get('PRAGMA max_page_count = 4294967294');
    const after = await long(3);
    assert.deepEqual(recentGenerations(db, 10).map(row => row.generation.id).sort(), [kept, after].sort());
    assert.equal(troubles.length, 2);
    assert.match(troubles[0]!, /^The disk is full/u);
    assert.equal(troubles[1], null);
    assert.deepEqual(db.get<{ integrity_check: string }>('PRAGMA integrity_check')!.integrity_check, 'ok');
  });
});

/**
 * A process on a disk of 3 MB, or, where nobody may mount one, with files of 1.5 MB at most: it writes until that is
 * full, makes room where it can, and goes on.
 */
function onFullDisk(folder: string): { sentence: string; kept: boolean; wentOn: boolean | null; integrity: string } {
  const script = `
    import { rmSync, writeFileSync } from 'node:fs';
    import { openHistory } from ${JSON.stringify(new URL('../../../src/extension/store/history.ts', import.meta.url).href)};
    import { addRequest } from ${JSON.stringify(new URL('history.ts', import.meta.url).href)};
    const [folder, canMakeRoom] = [process.argv[1], process.argv[2] === 'disk'];
    if (canMakeRoom) writeFileSync(folder + '/filler', Buffer.alloc(1024 * 1024));
    const db = openHistory(folder + '/history.db', { clock: Date.now, care: new URL(${JSON.stringify(care.href)}), onRecovered: () => { throw new Error('nothing is damaged'); } });
    const count = () => db.get('SELECT count(*) AS n FROM generation').n;
    const answer = { sentence: '', kept: false, wentOn: null, integrity: '' };
    let committed = 0;
    try {
      for (;;) { await addRequest(db, committed, 'moss '.repeat(2000)); committed++; }
    } catch (error) {
      answer.sentence = error.name + ': ' + error.message;
    }
    answer.kept = committed > 10 && count() === committed;
    if (canMakeRoom) {
      rmSync(folder + '/filler');
      await addRequest(db, 1, 'more');
      answer.wentOn = count() === committed + 1;
    }
    answer.integrity = db.get('PRAGMA integrity_check').integrity_check;
    process.stdout.write(JSON.stringify(answer));`;
  const start = (way: string): ReturnType<typeof spawnSync> => spawnSync(...(way === 'disk'
    ? ['unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs -o size=3m none "$1" || exit 97; exec "$2" --input-type=module -e "$3" "$1" disk', 'sh', folder, process.execPath, script]]
    : ['sh', ['-c', 'trap "" XFSZ; ulimit -f 3000; exec "$2" --input-type=module -e "$3" "$1" limit', 'sh', folder, process.execPath, script]]) as [string, string[]], { encoding: 'utf8' });
  const disk = start('disk');
  const run = disk.error !== undefined || disk.status === 97 || disk.status === 1 ? start('limit') : disk;
  assert.equal(run.status, 0, String(run.stderr));
  return JSON.parse(String(run.stdout)) as ReturnType<typeof onFullDisk>;
}

describe('a full disk', () => {
  it('loses nothing that was committed, says so, and is written again when there is room', () => {
    const { sentence, kept, wentOn, integrity } = onFullDisk(tempFolder());
    assert.match(sentence, /^StoreError: .*(disk is full|can’t be written)/u);
    assert.deepEqual([kept, integrity], [true, 'ok']);
    assert.notEqual(wentOn, false);
  });
});

describe('a history in use', () => {
  afterEach(() => open.splice(0).forEach(db => db.close()));

  it('is put right when a page turns out to be broken, for whoever reads and whoever writes', async () => {
    for (const use of ['read', 'write'] as const) {
      const path = inFolder();
      const { db, recoveries } = history(path);
      const ids: string[] = [];
      for (let n = 0; n < 60; n++) ids.push(await addRequest(db, 1000 + n, 'moss '.repeat(60)));
      db.all('PRAGMA wal_checkpoint(TRUNCATE)');
      db.all('PRAGMA shrink_memory');
      const bytes = readFileSync(path);
      bytes.fill(0x55, 20 * 4096);
      writeFileSync(path, bytes);
      let changed = 0;
      db.onChanged(() => changed++);
      if (use === 'read') for (const id of ids) void generationById(db, id);
      else for (const id of ids) await db.write(tx => { if (generationById(tx, id) !== undefined) tx.run('UPDATE generation SET prompt = prompt, rev = ? WHERE id = ?', tx.rev, id); });
      assert.equal(recoveries.length, 1, use);
      assert.equal(db.get<{ integrity_check: string }>('PRAGMA integrity_check')!.integrity_check, 'ok');
      await until('the views are told', () => changed > 0);
      await db.write(tx => saveDraft(tx, { use }));
      assert.deepEqual(loadDraft(db), { use });
      db.close();
    }
  });

  it('that can\'t be put right says so once, and is read again when that has changed', async () => {
    const path = inFolder();
    const good = history(path).db;
    for (let n = 0; n < 60; n++) await addRequest(good, 1000 + n, 'moss '.repeat(60));
    good.close();
    const bytes = readFileSync(path);
    const troubles: (string | null)[] = [];
    const refuse = (): never => { throw new StoreError('Close the other windows.'); };
    const db = new Database(path, {
      watchEvery: 5, openEvery: 1, onTrouble: trouble => troubles.push(trouble?.message ?? null), care: { check: () => [], repair: refuse, upgrade: () => undefined },
    });
    open.push(db);
    let changed = 0;
    db.onChanged(() => changed++);
    writeFileSync(path, Buffer.concat([bytes.subarray(0, 4096 * 20), Buffer.alloc(bytes.length - 4096 * 20, 0x55)]));
    assert.throws(() => { for (const { generation } of recentGenerations(db, 200)) void generationById(db, generation.id); }, /Close the other windows/u);
    await assert.rejects(addRequest(db, 5000), StoreError);
    assert.equal(db.readOnly, true);
    assert.deepEqual(troubles, ['Close the other windows.']);
    writeFileSync(path, bytes);
    await until('it can be read again', () => troubles.length === 2);
    assert.deepEqual([troubles[1], db.readOnly, recentGenerations(db, 200).length], [null, false, 60]);
    await until('the views are told', () => changed > 0);
  });

  it('goes over to the file that another window put in its place, before anything is written to the old one', async () => {
    const path = inFolder();
    const { db } = history(path, { watchEvery: 100_000 });
    await addRequest(db, 1000);
    const other = inFolder();
    const { db: next } = history(other);
    const there = await addRequest(next, 2000);
    next.close();
    renameSync(path, `${path}.broken-by-hand`);
    renameSync(`${path}-wal`, `${path}.broken-by-hand-wal`);
    renameSync(other, path);
    const mine = await addRequest(db, 3000);
    assert.deepEqual(recentGenerations(db, 10).map(row => row.generation.id), [mine, there]);
    db.close();
    assert.equal(recentGenerations(history(path).db, 10).length, 2);
  });

  it('is written again where somebody took its file away', async () => {
    const path = inFolder();
    const { db } = history(path, { watchEvery: 5 });
    const id = await addRequest(db, 1000);
    for (const side of ['', '-wal', '-shm']) rmSync(path + side, { force: true });
    await until('it is there again', () => existsSync(path));
    const later = await addRequest(db, 2000);
    assert.deepEqual(recentGenerations(db, 10).map(row => row.generation.id), [later, id]);
    assert.equal(currentRev(db), 2);
    assert.ok(statSync(path).size > 0);
  });
});
