/** Darkroom's own trash: real files, and a history beside them. */
import assert from 'node:assert/strict';
import { v7 as newId } from 'uuid';
import { chmodSync, chownSync, existsSync, linkSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { noteGone, noteMedia } from '../../../src/extension/assets/index.ts';
import { findResults } from '../../../src/extension/assets/results.ts';
import { sidecarPath } from '../../../src/extension/assets/sidecar.ts';
import { type Trash, empty, emptyStrays, heal, moveToTrash, restore } from '../../../src/extension/assets/trash.ts';
import { assetById, assetByPath, outputAssets, resultFolders } from '../../../src/extension/store/assets.ts';
import { cards } from '../../../src/extension/store/cards.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { generationById, tally } from '../../../src/extension/store/generations.ts';
import { latestMove, trashWeight, trashedAt, trashedById, trashedPage } from '../../../src/extension/store/trash.ts';
import { addRequest, completeWith } from '../store/history.ts';
import { tempFolder } from '../temp.ts';

const day = 24 * 3_600_000;
/** Who may do nothing: the usual number of "nobody". */
const somebody = 65534;

describe('the trash', () => {
  let root: string;
  let generated: string;
  let own: string;
  let db: Database;
  let trash: Trash;
  let now: number;
  beforeEach(() => {
    root = tempFolder();
    generated = join(root, 'art', 'generated');
    own = join(root, '.darkroom-trash');
    mkdirSync(generated, { recursive: true });
    now = Date.now();
    db = new Database(join(tempFolder(), 'history.db'));
    trash = { db, roots: () => [root], clock: () => now, newId };
  });
  afterEach(() => db.close());

  const sidecar = JSON.stringify({ darkroom: 1, prompt: 'door', file: { name: 'door.png', sha256: 'f'.repeat(64), size: 4 } });
  /** A result with what belongs to it. */
  const made = async (name = 'door.png', folder = generated): Promise<{ file: string; generation: string; id: string }> => {
    const file = join(folder, name);
    writeFileSync(file, 'door');
    writeFileSync(sidecarPath(file), sidecar);
    const generation = await addRequest(db, 1000);
    await completeWith(db, generation, file, Math.floor(statSync(file).mtimeMs));
    await db.write(tx => { tx.run('UPDATE asset SET size = 4 WHERE path = ?', file); });
    return { file, generation, id: outputAssets(db, generation)[0]!.id };
  };
  const put = async (id: string, at = now): Promise<string> => {
    await moveToTrash(trash, assetById(db, id)!, at);
    return trashedById(db, id)!.path;
  };
  const shown = (): (string | null)[] => cards(db, 'all', 0, 100).map(({ assetId }) => assetId);
  const text = (path: string): string => readFileSync(path, 'utf8');
  const names = (folder: string): string[] => readdirSync(folder).toSorted();
  const both = ['door.png', 'door.png.darkroom.json'];

  it('takes a file with its sidecar, its row, its links and its verdict, and gives all of it back', async () => {
    const { file, generation, id } = await made();
    await db.write(tx => { tx.run("UPDATE asset SET verdict = 'favourite', verdict_at = 7 WHERE id = ?", id); });
    const { mtimeMs, ino } = statSync(file);
    const { rev } = generationById(db, generation)!.generation;
    const path = await put(id);
    assert.deepEqual([dirname(dirname(path)), names(generated), names(dirname(path)), statSync(path).ino], [own, [], both, ino]);
    assert.deepEqual([text(join(own, '.gitignore')), text(sidecarPath(path))], ['*\n', sidecar]);
    assert.deepEqual([outputAssets(db, generation).map(asset => [asset.id, asset.path, asset.verdict]), shown(), tally(db).asset], [[[id, path, 'favourite']], [], 0]);
    assert.ok(generationById(db, generation)!.generation.rev > rev, 'surfaces hear of it');
    // A watcher tells that it went.
    await noteGone(db, [file]);
    assert.deepEqual({ ...trashedById(db, id) }, { id, path, from: file, at: now, size: 4, modifiedAt: Math.floor(mtimeMs) });

    assert.equal(await restore(trash, id), file);
    assert.deepEqual([names(generated), names(own), statSync(file).mtimeMs, text(sidecarPath(file))], [both, ['.gitignore'], mtimeMs, sidecar]);
    assert.deepEqual([outputAssets(db, generation).map(asset => [asset.id, asset.path, asset.verdict]), shown(), trashedById(db, id)], [[[id, file, 'favourite']], [id], undefined]);
  });

  it('replaces nothing on the way back, and makes a folder again that is gone', async () => {
    const first = await made();
    await put(first.id);
    const second = await made();
    await put(second.id, now + 1);
    rmSync(join(root, 'art'), { recursive: true });
    assert.equal(await restore(trash, second.id), second.file);
    assert.equal(await restore(trash, first.id), join(generated, 'door 2.png'));
    writeFileSync(first.file, 'mine');
    const third = await made('wall.png');
    await put(third.id);
    writeFileSync(third.file, 'mine');
    assert.equal(await restore(trash, third.id), join(generated, 'wall 2.png'));
    assert.deepEqual([text(first.file), text(third.file)], ['mine', 'mine']);
    assert.equal((JSON.parse(text(sidecarPath(join(generated, 'wall 2.png')))) as { file: { name: string } }).file.name, 'wall 2.png');
  });

  it('knows what was moved together, and the latest move', async () => {
    const [a, b, c] = [await made('a.png'), await made('b.png'), await made('c.png')];
    await put(a.id, now);
    await put(b.id, now);
    await put(c.id, now + 1);
    assert.equal(latestMove(db), now + 1);
    await restore(trash, c.id);
    assert.deepEqual([latestMove(db), trashedAt(db, now).map(({ id }) => id).toSorted()], [now, [a.id, b.id].toSorted()]);
    assert.deepEqual({ ...trashWeight(db) }, { count: 2, bytes: 8 });
    const [first] = trashedPage(db, 1);
    assert.deepEqual(trashedPage(db, 5, first).length, 1);
  });

  it('lets one of two who restore at once have it, and loses nothing', async () => {
    const { id } = await made();
    await put(id);
    const ends = await Promise.allSettled([restore(trash, id), restore(trash, id)]);
    const there = names(generated).filter(name => name.endsWith('.png'));
    assert.ok(ends.some(({ status }) => status === 'fulfilled'));
    assert.deepEqual([there.length, assetById(db, id)!.path, trashedById(db, id)], [1, join(generated, there[0]!), undefined]);
  });

  /** The trash of somebody to whom something happens after a write. */
  const interrupted = (happens: () => unknown): Trash => {
    const write: Database['write'] = async make => {
      const result = await db.write(make);
      await happens();
      return result;
    };
    const seen = { write, get: db.get.bind(db), all: db.all.bind(db) };
    return { ...trash, db: seen as unknown as Database };
  };

  describe('after a crash', () => {
    const dying = (): Trash => interrupted(() => { throw new Error('killed'); });
    const whole = async (id: string, file: string): Promise<void> => {
      assert.deepEqual([names(generated), trashedById(db, id), assetById(db, id)!.path, shown()], [both, undefined, file, [id]]);
      await noteMedia(db, [{ path: file, size: 4, modifiedAt: Math.floor(statSync(file).mtimeMs) }], newId);
      assert.deepEqual(shown(), [id]);
    };

    it('before the file was moved it is where it was, also when somebody noted it as a new one', async () => {
      const { file, id } = await made();
      await assert.rejects(moveToTrash(dying(), assetById(db, id)!, now), /killed/u);
      assert.deepEqual([names(generated), shown()], [both, []]);
      await noteMedia(db, [{ path: file, size: 4, modifiedAt: Math.floor(statSync(file).mtimeMs) }], newId);
      assert.notEqual(assetByPath(db, file)!.id, id);
      await heal(trash, false);
      await whole(id, file);
    });

    it('before its sidecar went along it is in the trash with it, whether or not another file took its place', async () => {
      for (const other of [false, true]) {
        const { file, id } = await made();
        const path = await put(id);
        renameSync(sidecarPath(path), sidecarPath(file));
        if (other) writeFileSync(file, 'another');
        await heal(trash, false);
        assert.deepEqual(names(dirname(path)), other ? ['door.png'] : both);
        assert.deepEqual(names(generated), other ? both : []);
        assert.equal(trashedById(db, id)!.path, path);
      }
    });

    it('on its way back it is there once, with its sidecar', async () => {
      const steps: ((path: string, file: string) => void)[] = [
        // Both names.
        (path, file) => { writeFileSync(sidecarPath(file), sidecar); linkSync(path, file); },
        // The new one, and the row not yet.
        (path, file) => { writeFileSync(sidecarPath(file), sidecar); renameSync(path, file); },
        (path, file) => { renameSync(sidecarPath(path), sidecarPath(file)); renameSync(path, file); },
      ];
      for (const step of steps) {
        const { file, id } = await made();
        const path = await put(id);
        step(path, file);
        await heal(trash, false);
        await whole(id, file);
        assert.deepEqual(names(dirname(path)), []);
        await put(id);
        await empty(db, now);
      }
    });

    it('before it was brought back it is still in the trash, and leaves no sidecar outside', async () => {
      const { file, id } = await made();
      const path = await put(id);
      await assert.rejects(restore(dying(), id), /killed/u);
      writeFileSync(sidecarPath(file), sidecar);
      await heal(trash, false);
      assert.deepEqual([names(generated), names(dirname(path)), trashedById(db, id)!.path], [[], both, path]);
      assert.equal(await restore(trash, id), file);
      await whole(id, file);
    });

    it('healing while somebody moves loses neither the file nor its row', async () => {
      const { file, id } = await made();
      // Another window opens the history just now.
      await moveToTrash(interrupted(() => heal({ db }, false)), assetById(db, id)!, now);
      assert.deepEqual([existsSync(file), existsSync(trashedById(db, id)!.path)], [false, true]);
      assert.equal(await restore(trash, id), file);
    });

    it('what somebody took out of the trash by hand is no longer listed, and what a drive that is away holds is', async () => {
      const { id } = await made();
      const path = await put(id);
      renameSync(root, `${root}-away`);
      await heal(trash, true);
      assert.ok(trashedById(db, id));
      renameSync(`${root}-away`, root);
      rmSync(dirname(path), { recursive: true });
      await heal(trash, true);
      assert.deepEqual([trashedById(db, id), assetById(db, id)!.id, shown()], [undefined, id, []]);
    });
  });

  it('is emptied of what lay in it long enough, and of nothing else', async () => {
    const [old, young] = [await made('old.png'), await made('young.png')];
    const plain = join(root, 'plain.png');
    writeFileSync(plain, 'p');
    await noteMedia(db, [{ path: plain, size: 1, modifiedAt: 1 }], newId);
    const plainId = assetByPath(db, plain)!.id;
    const [oldPath, plainPath] = [await put(old.id, now - 31 * day), await put(plainId, now - 30 * day)];
    const youngPath = await put(young.id, now - 29 * day);
    assert.equal(await empty(db, now - 30 * day), 2);
    assert.deepEqual([oldPath, plainPath, youngPath].map(path => existsSync(dirname(path))), [false, false, true]);
    assert.deepEqual([assetById(db, old.id)?.id, assetById(db, plainId), trashedPage(db, 9).map(({ id }) => id)], [old.id, undefined, [young.id]], 'what was generated stays known');
    assert.equal(await empty(db, now, () => true), 0, 'the rest is left for another time');
  });

  it('is not emptied of what is on its way back', async () => {
    const { id, file } = await made();
    const path = await put(id, now - 31 * day);
    let emptied: number | undefined;
    const restoring = interrupted(async () => { emptied ??= await empty(db, now - 30 * day); });
    assert.equal(await restore(restoring, id), file);
    assert.deepEqual([emptied, existsSync(path), text(file)], [0, false, 'door']);
  });

  it('follows no link out of the project, into it or when it is emptied', async () => {
    const outside = tempFolder();
    writeFileSync(join(outside, 'precious.png'), 'precious');
    symlinkSync(outside, own);
    const { id, file } = await made();
    await assert.rejects(put(id), /is no folder\. Darkroom keeps its trash there/u);
    assert.deepEqual([names(generated), shown()], [both, [id]]);
    rmSync(own);
    const path = await put(id);
    // Somebody puts a link where its folder was.
    rmSync(dirname(path), { recursive: true });
    symlinkSync(outside, dirname(path));
    writeFileSync(join(outside, 'door.png'), 'mine');
    await empty(db, now);
    const stray = join(own, newId());
    symlinkSync(outside, stray);
    mkdirSync(join(own, 'kept by somebody'));
    writeFileSync(join(own, 'kept by somebody', 'x.png'), 'x');
    assert.equal(await emptyStrays(trash, now + day), 0);
    assert.deepEqual([names(outside), text(join(own, 'kept by somebody', 'x.png'))], [['door.png', 'precious.png'], 'x']);
    symlinkSync(join(outside, 'precious.png'), file.replace('door', 'link'));
    await noteMedia(db, [{ path: file.replace('door', 'link'), size: 8, modifiedAt: 1 }], newId);
    await assert.rejects(put(assetByPath(db, file.replace('door', 'link'))!.id), /is a link/u);
  });

  it('makes no folder outside the project for what comes back', async () => {
    const outside = tempFolder();
    const { id } = await made();
    await put(id);
    rmSync(join(root, 'art'), { recursive: true });
    symlinkSync(outside, join(root, 'art'));
    await assert.rejects(restore(trash, id), /no longer part of the project/u);
    assert.deepEqual([names(outside), existsSync(trashedById(db, id)!.path)], [[], true]);
  });

  it('loses what no row knows after as long a time, and keeps what a row knows', async () => {
    const [{ id }, lost] = [await made(), await made('lost.png')];
    const [path, lostPath] = [await put(id), await put(lost.id)];
    await db.write(tx => { tx.run('DELETE FROM trash WHERE id = ?', lost.id); });
    for (const each of [path, lostPath]) utimesSync(dirname(each), 1000, 1000);
    assert.equal(await emptyStrays(trash, 999_000), 0, 'not old enough');
    assert.equal(await emptyStrays(trash, now - 30 * day), 2);
    assert.deepEqual([existsSync(path), existsSync(dirname(lostPath))], [true, false]);
  });

  it('gives nothing to a history that is made whole from its results', async () => {
    const { id } = await made();
    const path = await put(id);
    const found = [];
    for (const folder of await resultFolders(db)) for await (const result of findResults(folder)) found.push(result);
    assert.deepEqual([found, (await resultFolders(db)).includes(dirname(path))], [[], false]);
  });

  it('leaves a file where it is that can\'t be taken away, and its row too', async function () {
    if (process.seteuid === undefined) return this.skip();
    const { file, id } = await made();
    mkdirSync(own);
    const isRoot = process.getuid?.() === 0;
    for (const path of isRoot ? [root, own, generated, file] : []) chownSync(path, somebody, somebody);
    const refused = async (): Promise<void> => {
      if (isRoot) process.seteuid!(somebody);
      try {
        await assert.rejects(put(id), /EACCES/u);
      } finally {
        if (isRoot) process.seteuid!(0);
      }
    };
    chmodSync(generated, 0o500);
    await refused();
    chmodSync(generated, 0o700);
    chmodSync(own, 0o500);
    await refused();
    assert.deepEqual([names(generated), assetById(db, id)!.path, shown(), trashedById(db, id)], [both, file, [id], undefined]);
  });

  it('lies beside the file where another drive is mounted inside the project', async function () {
    if (!existsSync('/dev/shm') || statSync('/dev/shm').dev === statSync(root).dev) return this.skip();
    const drive = tempFolder('/dev/shm');
    const mounted = join(root, 'mounted');
    symlinkSync(drive, mounted);
    trash = { ...trash, roots: () => [root, drive] };
    const { file, id } = await made('door.png', mounted);
    const path = await put(id);
    assert.deepEqual([dirname(dirname(path)), names(join(drive, '.darkroom-trash')).length, names(own)], [join(mounted, '.darkroom-trash'), 2, ['.gitignore']]);
    assert.equal(await restore(trash, id), file);
  });
});
