/** Files that are copied and moved: real ones, in folders of their own. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noteGone, noteMedia } from '../../../src/extension/assets/index.ts';
import { type Destination, copyTo, moveTo } from '../../../src/extension/assets/relocate.ts';
import { findResults } from '../../../src/extension/assets/results.ts';
import { sidecarPath } from '../../../src/extension/assets/sidecar.ts';
import { assetById, assetByPath, followFile, isLinkedPath, outputAssets } from '../../../src/extension/store/assets.ts';
import { attemptById } from '../../../src/extension/store/attempts.ts';
import { cards } from '../../../src/extension/store/cards.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { generationById } from '../../../src/extension/store/generations.ts';
import { addRequest, change, completeWith } from '../store/history.ts';
import { tempFolder } from '../temp.ts';

/** Who may do nothing: the usual number of "nobody". */
const somebody = 65534;

describe('a file that goes to another folder', () => {
  let root: string;
  let generated: string;
  let art: string;
  let to: Destination;
  beforeEach(() => {
    root = tempFolder();
    [generated, art] = [join(root, 'generated'), join(root, 'art')];
    for (const folder of [generated, art]) mkdirSync(folder);
    to = { folder: art, within: [root], sources: [root], isTaken: () => false, newId: randomUUID };
  });

  const sidecarOf = (name: string): string => JSON.stringify({ darkroom: 1, generation: 'g', prompt: 'door', file: { name, sha256: 'f'.repeat(64), size: 4 }, later: true });
  const write = (name: string, text = 'door'): string => {
    const path = join(generated, name);
    writeFileSync(path, text);
    writeFileSync(sidecarPath(path), sidecarOf(name));
    return path;
  };
  const text = (path: string): string => readFileSync(path, 'utf8');
  const nothing = async (): Promise<void> => undefined;

  it('is copied with its sidecar, and stays', async () => {
    const file = write('door.png');
    assert.equal(await copyTo(file, to), join(art, 'door.png'));
    assert.deepEqual(readdirSync(art).toSorted(), ['door.png', 'door.png.darkroom.json']);
    assert.deepEqual(readdirSync(generated).toSorted(), ['door.png', 'door.png.darkroom.json']);
    assert.equal(text(join(art, 'door.png.darkroom.json')), sidecarOf('door.png'));
  });

  it('is moved with its sidecar, and leaves nothing behind', async () => {
    const file = write('door.png');
    const { mtimeMs } = statSync(file);
    assert.equal(await moveTo(file, to, nothing), join(art, 'door.png'));
    assert.deepEqual(readdirSync(art).toSorted(), ['door.png', 'door.png.darkroom.json']);
    assert.deepEqual(readdirSync(generated), []);
    assert.equal(statSync(join(art, 'door.png')).mtimeMs, mtimeMs);
  });

  it('never replaces what lies there: it gets the next free name, and its sidecar says so', async () => {
    for (const [name, content] of [['door.png', 'mine'], ['door 2.png', 'mine too']] as const) writeFileSync(join(art, name), content);
    // One that lost its file would speak of ours.
    writeFileSync(join(art, 'door 3.png.darkroom.json'), 'orphan');
    assert.equal(await copyTo(write('door.png', 'ours'), to), join(art, 'door 4.png'));
    assert.equal(await moveTo(write('door.png', 'ours'), to, nothing), join(art, 'door 5.png'));
    assert.deepEqual(['door.png', 'door 2.png', 'door 3.png.darkroom.json', 'door 4.png', 'door 5.png'].map(name => text(join(art, name))), ['mine', 'mine too', 'orphan', 'ours', 'ours']);
    assert.deepEqual(JSON.parse(text(join(art, 'door 5.png.darkroom.json'))), { ...JSON.parse(sidecarOf('door.png')) as object, file: { name: 'door 5.png', sha256: 'f'.repeat(64), size: 4 } });
  });

  for (const withSidecar of [true, false]) {
    it(`never replaces what comes there at the same moment, ${withSidecar ? 'with' : 'without'} sidecars`, async () => {
      const files = Array.from({ length: 8 }, (_, n) => {
        mkdirSync(join(generated, String(n)));
        const file = write(`${n}/door.png`, String(n));
        if (!withSidecar) rmSync(sidecarPath(file));
        return file;
      });
      const placed = await Promise.all(files.map((file, n) => n % 2 === 0 ? copyTo(file, to) : moveTo(file, to, nothing)));
      assert.equal(new Set(placed).size, 8);
      assert.deepEqual(placed.map(text), files.map((_, n) => String(n)));
      assert.deepEqual(readdirSync(art).filter(name => name.endsWith('.part')), []);
    });
  }

  it('of one moved twice at once arrives once', async () => {
    const file = write('door.png');
    const other = join(root, 'other');
    mkdirSync(other);
    const ends = await Promise.allSettled([moveTo(file, to, nothing), moveTo(file, { ...to, folder: other }, nothing)]);
    assert.ok(ends.some(({ status }) => status === 'fulfilled'));
    assert.equal([art, other].flatMap(folder => readdirSync(folder)).filter(name => name === 'door.png').length, 1);
  });

  it('takes no name that the history knows from another file', async () => {
    assert.equal(await moveTo(write('door.png'), { ...to, isTaken: path => path === join(art, 'door.png') }, nothing), join(art, 'door 2.png'));
  });

  it('without a sidecar gets none, and one of somebody else goes along as it is', async () => {
    const plain = join(generated, 'plain.png');
    writeFileSync(plain, 'plain');
    // One that lost its file would speak of ours.
    writeFileSync(join(art, 'plain.png.darkroom.json'), 'orphan');
    await moveTo(plain, to, nothing);
    assert.deepEqual(readdirSync(art).toSorted(), ['plain 2.png', 'plain.png.darkroom.json']);
    writeFileSync(join(art, 'odd.png'), 'mine');
    const odd = write('odd.png');
    writeFileSync(sidecarPath(odd), '{ not ours');
    await moveTo(odd, to, nothing);
    assert.equal(text(join(art, 'odd 2.png.darkroom.json')), '{ not ours');
  });

  it('stays in the project, whatever links lead out of it', async () => {
    const outside = tempFolder();
    symlinkSync(outside, join(root, 'way-out'));
    const file = write('door.png');
    for (const folder of [outside, join(root, 'way-out'), join(root, '..')]) {
      await assert.rejects(copyTo(file, { ...to, folder }), /outside the project\. Choose one inside/u);
      await assert.rejects(moveTo(file, { ...to, folder }, nothing), /outside the project\. Choose one inside/u);
    }
    const secret = join(outside, 'secret.png');
    writeFileSync(secret, 'secret');
    await assert.rejects(copyTo(secret, to), /“secret\.png” lies outside the project/u);
    await assert.rejects(copyTo(join(root, 'way-out', 'secret.png'), to), /lies outside the project/u);
    symlinkSync(secret, join(generated, 'link.png'));
    await assert.rejects(copyTo(join(generated, 'link.png'), to), /is a link/u);
    await assert.rejects(moveTo(join(generated, 'link.png'), to, nothing), /is a link/u);
    assert.deepEqual([readdirSync(art), readdirSync(outside), text(file)], [[], ['secret.png'], 'door']);
  });

  it('says so where it is gone or lies there already', async () => {
    await assert.rejects(moveTo(join(generated, 'gone.png'), to, nothing), /“gone\.png” is no longer there/u);
    await assert.rejects(moveTo(write('door.png'), { ...to, folder: generated }, nothing), /lies in this folder already/u);
    assert.equal(await copyTo(join(generated, 'door.png'), { ...to, folder: generated }), join(generated, 'door 2.png'));
  });

  it('goes back where its new place could not be noted', async () => {
    const file = write('door.png');
    await assert.rejects(moveTo(file, to, async () => { throw new Error('read-only'); }), /read-only/u);
    assert.deepEqual([readdirSync(art), readdirSync(generated).toSorted()], [[], ['door.png', 'door.png.darkroom.json']]);
  });

  it('stays whole where it can\'t be written there or taken away', async function () {
    if (process.seteuid === undefined) return this.skip();
    const file = write('door.png');
    const isRoot = process.getuid?.() === 0;
    // For root nothing is forbidden: it is somebody else meanwhile.
    for (const path of isRoot ? [root, generated, art, file, sidecarPath(file)] : []) chownSync(path, somebody, somebody);
    if (isRoot) process.seteuid(somebody);
    try {
      chmodSync(art, 0o500);
      await assert.rejects(copyTo(file, to), /EACCES/u);
      await assert.rejects(moveTo(file, to, nothing), /EACCES/u);
      chmodSync(art, 0o700);
      chmodSync(generated, 0o500);
      await assert.rejects(moveTo(file, to, nothing), /EACCES/u);
      chmodSync(generated, 0o700);
    } finally {
      if (isRoot) process.seteuid(0);
    }
    assert.deepEqual([readdirSync(art), readdirSync(generated).toSorted()], [[], ['door.png', 'door.png.darkroom.json']]);
  });

  it('goes to another drive whole, with its time', async function () {
    if (!existsSync('/dev/shm') || statSync('/dev/shm').dev === statSync(root).dev) return this.skip();
    const elsewhere = tempFolder('/dev/shm');
    const there = { ...to, folder: elsewhere, within: [elsewhere] };
    writeFileSync(join(elsewhere, 'door.png'), 'mine');
    const file = write('door.png');
    utimesSync(file, 1000, 1000);
    chmodSync(file, 0o444);
    await assert.rejects(moveTo(file, there, async () => { throw new Error('read-only'); }), /read-only/u);
    assert.deepEqual([readdirSync(elsewhere), readdirSync(generated).toSorted()], [['door.png'], ['door.png', 'door.png.darkroom.json']]);
    assert.equal(await moveTo(file, there, nothing), join(elsewhere, 'door 2.png'));
    assert.deepEqual([readdirSync(elsewhere).toSorted(), readdirSync(generated)], [['door 2.png', 'door 2.png.darkroom.json', 'door.png'], []]);
    assert.deepEqual([text(join(elsewhere, 'door.png')), text(join(elsewhere, 'door 2.png')), statSync(join(elsewhere, 'door 2.png')).mtimeMs], ['mine', 'door', 1_000_000]);
  });

  describe('and was generated', () => {
    let db: Database;
    beforeEach(() => { db = new Database(join(root, 'history.db')); });
    afterEach(() => db.close());

    const made = async (file: string): Promise<{ id: string; asset: string }> => {
      const id = await addRequest(db, 1000);
      await completeWith(db, id, file, Math.floor(statSync(file).mtimeMs));
      return { id, asset: outputAssets(db, id)[0]!.id };
    };
    const follow = (asset: string) => (path: string, modifiedAt: number): Promise<void> => db.write(tx => followFile(tx, asset, path, modifiedAt));

    it('keeps its row, its card and its links, also where somebody noted it as a new one', async () => {
      const file = write('door.png');
      const { id, asset } = await made(file);
      const card = cards(db, 'all', 0, 10);
      const taken = generationById(db, id)!.attempt;
      await change(db, id, facts => ({ ...facts, outputs: [{ file: { path: file, hash: 'h', size: 4, modifiedAt: 1, kind: 'image', width: 1, height: 1 } }] }));
      const target = await moveTo(file, { ...to, isTaken: path => isLinkedPath(db, path) }, async (path, modifiedAt) => {
        // A watcher was faster.
        await noteMedia(db, [{ path, size: 4, modifiedAt }], randomUUID);
        await noteGone(db, [file]);
        const { rev } = generationById(db, id)!.generation;
        await follow(asset)(path, modifiedAt);
        assert.ok(generationById(db, id)!.generation.rev > rev, 'surfaces hear of it');
      });
      assert.deepEqual(outputAssets(db, id).map(each => [each.id, each.path]), [[asset, join(art, 'door.png')]]);
      assert.deepEqual(cards(db, 'all', 0, 10), card);
      assert.equal(attemptById(db, taken.id)!.outputs![0]!.file!.path, target);
      await noteMedia(db, [{ path: target, size: assetById(db, asset)!.size, modifiedAt: Math.floor(statSync(target).mtimeMs) }], randomUUID);
      await noteGone(db, [file]);
      assert.deepEqual([assetByPath(db, file), assetById(db, asset)!.hash], [undefined, 'h'], 'what was known of its bytes still holds');
    });

    it('moves back to where it was, and not to a place that another generation\'s file had', async () => {
      const file = write('door.png');
      const { asset } = await made(file);
      const other = join(art, 'door.png');
      writeFileSync(other, 'old');
      await made(other);
      await noteGone(db, [other]);
      rmSync(other);
      const known = { ...to, isTaken: (path: string) => isLinkedPath(db, path) };
      const target = await moveTo(file, known, follow(asset));
      assert.equal(target, join(art, 'door 2.png'));
      assert.equal(await moveTo(target, { ...known, folder: generated }, follow(asset)), join(generated, 'door 2.png'));
      assert.ok(!existsSync(target));
    });

    it('is found by its sidecar at the new place', async () => {
      writeFileSync(join(art, 'door.png'), 'mine');
      const file = write('door.png');
      writeFileSync(sidecarPath(file), JSON.stringify({
        ...JSON.parse(sidecarOf('door.png')) as object, attempt: 'a', provider: 'fal', model: 'm', operation: 'text-to-image', parameters: {}, output: { position: 0, count: 1 }, createdAt: new Date(0).toISOString(),
      }));
      const target = await moveTo(file, to, nothing);
      const found = [];
      for await (const result of findResults(art)) found.push(result.file.path);
      assert.deepEqual(found, [target]);
    });
  });
});
