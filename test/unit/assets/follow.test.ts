/** Files that somebody else renamed or moved: real files, and a history beside them. */
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findMoved, followRename } from '../../../src/extension/assets/follow.ts';
import { dropMissing, noteGone, noteMedia } from '../../../src/extension/assets/index.ts';
import { sidecarPath } from '../../../src/extension/assets/sidecar.ts';
import { moveToTrash } from '../../../src/extension/assets/trash.ts';
import { addOutputs, assetById, assetByPath, outputAssets } from '../../../src/extension/store/assets.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { lostFiles } from '../../../src/extension/store/lost.ts';
import { addRequest } from '../store/history.ts';
import { tempFolder } from '../temp.ts';

describe('a file that somebody else moved', () => {
  let root: string;
  let db: Database;
  beforeEach(() => {
    root = tempFolder();
    for (const folder of ['generated', 'art']) mkdirSync(join(root, folder));
    db = new Database(join(tempFolder(), 'history.db'));
  });
  afterEach(() => db.close());

  const found = (path: string): { path: string; size: number; modifiedAt: number } => ({ path, size: statSync(path).size, modifiedAt: Math.floor(statSync(path).mtimeMs) });
  /** A result, with the hash of its bytes. */
  const made = async (name: string, text: string): Promise<{ file: string; id: string; generation: string }> => {
    const file = join(root, 'generated', name);
    writeFileSync(file, text);
    const generation = await addRequest(db, 1000);
    const hash = createHash('sha256').update(text).digest('hex');
    await db.write(tx => addOutputs(tx, generation, 1000, [{ ...found(file), hash, kind: 'image', width: 1, height: 1 }], randomUUID));
    return { file, generation, id: outputAssets(db, generation)[0]!.id };
  };
  const elsewhere = (file: string, name: string): string => {
    const to = join(root, 'art', name);
    renameSync(file, to);
    return to;
  };

  it('keeps its links by its content, whichever was noticed first', async () => {
    const [one, other] = [await made('one.png', 'one'), await made('other.png', 'two')];
    const [oneTo, otherTo] = [elsewhere(one.file, 'hero.png'), elsewhere(other.file, 'villain.png')];
    await noteMedia(db, [oneTo, otherTo].map(found), randomUUID);
    assert.equal(await findMoved(db), 0, 'nothing is missed yet');
    await noteGone(db, [one.file, other.file]);
    assert.equal(await findMoved(db), 2);
    assert.deepEqual([one, other].map(({ generation }) => outputAssets(db, generation).map(({ id, path }) => [id, path])), [[[one.id, oneTo]], [[other.id, otherTo]]]);
    assert.equal(db.get<{ n: number }>('SELECT count(*) AS n FROM asset')!.n, 2);
    const back = join(root, 'generated', 'back.png');
    renameSync(oneTo, back);
    await noteGone(db, [oneTo]);
    await noteMedia(db, [found(back)], randomUUID);
    assert.equal(await findMoved(db), 1);
    assert.equal(assetById(db, one.id)!.path, back);
  });

  it('is told from another of the same size, and what was read once is not read again', async () => {
    const { file, id } = await made('one.png', 'one');
    rmSync(file);
    const other = join(root, 'art', 'other.png');
    writeFileSync(other, 'two');
    await noteMedia(db, [found(other)], randomUUID);
    await noteGone(db, [file]);
    assert.equal(await findMoved(db), 0);
    assert.equal(assetByPath(db, other)!.hash, createHash('sha256').update('two').digest('hex'));
    // What it says now would be the one that is missed; its row says otherwise until it is noted as changed.
    writeFileSync(other, 'one');
    assert.equal(await findMoved(db), 0);
    await dropMissing(db, new Set([other]));
    await noteMedia(db, [{ ...found(other), modifiedAt: 7 }], randomUUID);
    assert.equal(await findMoved(db), 1);
    assert.equal(assetById(db, id)!.path, other);
  });

  it('takes no file that belongs to somebody, and misses nothing that is in the trash', async () => {
    const [one, same, trashed] = [await made('one.png', 'one'), await made('same.png', 'one'), await made('trashed.png', 'gone')];
    rmSync(one.file);
    await noteGone(db, [one.file]);
    await moveToTrash({ db, roots: () => [root], clock: Date.now, newId: randomUUID }, assetById(db, trashed.id)!, 1);
    const copy = join(root, 'art', 'copy.png');
    writeFileSync(copy, 'gone');
    await noteMedia(db, [found(copy)], randomUUID);
    assert.deepEqual((await lostFiles(db)).map(({ id }) => id), [one.id]);
    assert.equal(await findMoved(db), 0);
    assert.deepEqual([assetById(db, same.id)!.path, assetById(db, trashed.id)!.path.includes('.darkroom-trash')], [same.file, true]);
  });

  it('is looked for in many files in parts, and no more is read than the limits let', async () => {
    const lost = await Promise.all(Array.from({ length: 5 }, (_, n) => made(`${n}.png`, `pic ${n}`)));
    const moved = lost.map(({ file }, n) => elsewhere(file, `new ${n}.png`));
    await noteMedia(db, moved.map(found), randomUUID);
    await noteMedia(db, Array.from({ length: 2500 }, (_, n) => ({ path: join(root, `many ${n}.png`), size: 99, modifiedAt: 1 })), randomUUID);
    await noteGone(db, lost.map(({ file }) => file));
    assert.equal(await findMoved(db, undefined, { files: 2, bytes: 1e9 }), 2);
    assert.equal(await findMoved(db, () => true), 0);
    assert.equal(await findMoved(db, undefined, { files: 9, bytes: 5 }), 1);
    assert.equal(await findMoved(db), 2);
  });

  it('keeps its links by what the editor says, alone or with its folder, and its sidecar goes after it', async () => {
    const [one, other] = [await made('one.png', 'one'), await made('two.png', 'two')];
    writeFileSync(sidecarPath(one.file), JSON.stringify({ darkroom: 1, file: { name: 'one.png' } }));
    const hero = elsewhere(one.file, 'hero.png');
    await followRename(db, one.file, hero, true);
    assert.deepEqual([assetById(db, one.id)!.path, (JSON.parse(readFileSync(sidecarPath(hero), 'utf8')) as { file: { name: string } }).file.name], [hero, 'hero.png']);
    assert.deepEqual(readdirSync(dirname(one.file)), ['two.png']);
    // A watcher was faster.
    renameSync(join(root, 'generated'), join(root, 'made'));
    const to = join(root, 'made', 'two.png');
    await noteGone(db, [other.file]);
    await noteMedia(db, [found(to)], randomUUID);
    await followRename(db, join(root, 'generated'), join(root, 'made'), true);
    assert.deepEqual([assetById(db, other.id)!.path, assetByPath(db, to)!.id], [to, other.id]);
    // One that begins alike is another folder.
    await followRename(db, join(root, 'mad'), join(root, 'x'), true);
    assert.equal(assetById(db, other.id)!.path, to);
  });

  it('has no sidecar moved that another file\'s would be, or in a workspace that is not trusted', async () => {
    const { file } = await made('one.png', 'one');
    writeFileSync(sidecarPath(file), '{}');
    const hero = elsewhere(file, 'hero.png');
    await followRename(db, file, hero, false);
    writeFileSync(sidecarPath(hero), 'mine');
    await followRename(db, file, hero, true);
    assert.deepEqual([readFileSync(sidecarPath(file), 'utf8'), readFileSync(sidecarPath(hero), 'utf8')], ['{}', 'mine']);
  });
});
