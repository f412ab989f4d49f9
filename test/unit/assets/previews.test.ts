import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { listedEndings, noteMedia } from '../../../src/extension/assets/index.ts';
import { type Previews, createPreviews } from '../../../src/extension/assets/previews.ts';
import { createThumbnails } from '../../../src/extension/assets/thumbnails.ts';
import { assetByPath } from '../../../src/extension/store/assets.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { currentRev } from '../../../src/extension/store/generations.ts';
import { pack, unpack } from '../../../src/shared/pack.ts';
import { brokenPng, claimingPng, tone, webp } from '../../fakes/media.ts';
import { stripedPng } from '../../fakes/png.ts';
import { tempFolder } from '../temp.ts';

const address = (file: string): string => `https://files/${path.basename(file)}`;

async function project(files: Record<string, Buffer | string>) {
  const folder = tempFolder();
  const db = new Database(path.join(folder, 'history.db'));
  const told: string[] = [];
  let last = 0;
  const paths = Object.entries(files).map(([name, bytes]) => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, bytes);
    return file;
  });
  const note = async (file: string): Promise<void> => {
    const { size, mtimeMs } = fs.statSync(file);
    await noteMedia(db, [{ path: file, size, modifiedAt: Math.floor(mtimeMs) }], () => `id-${++last}`);
  };
  for (const file of paths) await note(file);
  const open = (): Previews => createPreviews({
    db: () => db, warn: message => told.push(message), thumbnails: createThumbnails({ folder: path.join(folder, 'thumbnails'), byteLimit: 1e6, clock: Date.now }),
  });
  const row = (name: string) => assetByPath(db, path.join(folder, name))!;
  return { db, folder, told, open, previews: open(), row, note: (name: string) => note(path.join(folder, name)), close: () => db.close() };
}

const bring = (id: string, version: string, bytes: Buffer) => ({ made: [{ id, version, length: bytes.length }], pack: pack([new Uint8Array(bytes)]), broken: [] });

describe('previews', () => {
  it('are made by the page once, and come from the disk from then on, for any window', async () => {
    const { previews, open, row, close } = await project({ 'a.png': stripedPng(400, 300), 'b.png': stripedPng(40, 30, 2) });
    const ids = [row('a.png').id, row('b.png').id];
    const { thumbs, pack: none } = await previews.get(ids, address);
    assert.deepEqual(thumbs.map(thumb => thumb.state === 'make' && [thumb.kind, thumb.width, thumb.height, thumb.url.split('?')[0]]), [
      ['image', 400, 300, 'https://files/a.png'], ['image', 40, 30, 'https://files/b.png'],
    ]);
    assert.equal(none.byteLength, 0);
    const [first, second] = [webp(320, 240, 500), webp(40, 30, 90)];
    await previews.put(bring(ids[0]!, thumbs[0]!.version, first));
    await previews.put(bring(ids[1]!, thumbs[1]!.version, second));
    const later = await open().get([...ids, 'nobody'], address);
    assert.deepEqual(later.thumbs.map(thumb => thumb.state === 'here' && [thumb.length, thumb.pixels]), [[500, false], [90, true]]);
    assert.deepEqual(unpack(later.thumbs.filter(thumb => thumb.state === 'here'), later.pack)?.map(bytes => Buffer.from(bytes)), [first, second]);
    close();
  });

  it('teach the rows what the files are', async () => {
    const { db, previews, row, close } = await project({ 'a.png': stripedPng(400, 300), 'song.png': tone(), 'film.mp4': '' });
    assert.deepEqual([row('a.png').kind, row('song.png').kind, row('film.mp4').kind], ['image', 'image', 'video']);
    const before = currentRev(db);
    await previews.get([row('a.png').id], address);
    assert.equal(currentRev(db), before, 'nobody has to draw anew for a size');
    const { thumbs } = await previews.get([row('song.png').id], address);
    assert.equal(thumbs[0]!.kind, 'audio');
    assert.equal(row('song.png').kind, 'audio');
    assert.deepEqual([row('a.png').width, row('a.png').height], [400, 300]);
    assert.equal(currentRev(db) > before, true);
    close();
  });

  it('of a file that was replaced by another kind of file go by its name again', async () => {
    const { folder, previews, row, note, close } = await project({ 'song.png': tone() });
    await previews.get([row('song.png').id], address);
    assert.equal(row('song.png').kind, 'audio');
    fs.writeFileSync(path.join(folder, 'song.png'), stripedPng(30, 20));
    await note('song.png');
    assert.equal(row('song.png').kind, 'image');
    close();
  });

  it('say why there is none', async () => {
    const { folder, previews, row, close } = await project({ 'huge.png': claimingPng(20_000, 10_000), 'nothing.png': '', 'logo.svg': '<svg/>', 'words.png': 'words', 'gone.png': stripedPng(9, 9) });
    fs.rmSync(path.join(folder, 'gone.png'));
    const { thumbs } = await previews.get(['huge.png', 'nothing.png', 'logo.svg', 'words.png', 'gone.png'].map(name => row(name).id), address);
    assert.deepEqual(thumbs.map(thumb => thumb.state === 'none' && thumb.why), ['large', 'empty', 'drawing', 'unknown', 'missing']);
    close();
  });

  it('that can’t be decoded are not tried again until the file changes', async () => {
    const { folder, previews, row, note, close } = await project({ 'a.png': brokenPng() });
    const { id } = row('a.png');
    const { version } = (await previews.get([id], address)).thumbs[0]!;
    await previews.put({ made: [], pack: new ArrayBuffer(0), broken: [{ id, version }] });
    const again = (await previews.get([id], address)).thumbs[0]!;
    assert.equal(again.state === 'none' && again.why, 'broken');
    fs.writeFileSync(path.join(folder, 'a.png'), stripedPng(300, 300));
    await note('a.png');
    assert.equal((await previews.get([id], address)).thumbs[0]!.state, 'make');
    close();
  });

  it('that are none, of nobody, or of what the file was are not kept', async () => {
    const { folder, previews, told, row, note, close } = await project({ 'a.png': stripedPng(400, 300) });
    const { id } = row('a.png');
    const { version } = (await previews.get([id], address)).thumbs[0]!;
    await previews.put(bring(id, version, stripedPng(20, 20)));
    await previews.put({ ...bring(id, version, webp(20, 20)), made: [{ id, version, length: 7 }] });
    await previews.put(bring('../../nobody', version, webp(20, 20)));
    await previews.put(bring(id, '1-1', webp(20, 20)));
    assert.equal(fs.existsSync(path.join(folder, 'thumbnails')), false);
    assert.equal(told.length, 2);
    fs.writeFileSync(path.join(folder, 'a.png'), stripedPng(90, 90, 4));
    await note('a.png');
    await previews.put(bring(id, version, webp(20, 20)));
    assert.equal((await previews.get([id], address)).thumbs[0]!.state, 'make');
    close();
  });

  it('are told once when the disk refuses them', async () => {
    const { folder, previews, told, row, close } = await project({ 'a.png': stripedPng(400, 300) });
    fs.writeFileSync(path.join(folder, 'thumbnails'), 'in the way');
    const { id } = row('a.png');
    const { version } = (await previews.get([id], address)).thumbs[0]!;
    for (let n = 0; n < 3; n++) await previews.put(bring(id, version, webp(20, 20)));
    assert.deepEqual(told, ['thumbnails can’t be kept']);
    close();
  });
});

describe('the index', () => {
  it('lists pictures, videos, sounds and drawings, each as what its name says until it is read', async () => {
    for (const ending of ['png', 'webp', 'mp4', 'webm', 'wav', 'mp3', 'svg']) assert.ok(listedEndings.includes(ending), ending);
    const names = ['a.PNG', 'a.JPeg', 'a.MP4', 'a.webm', 'a.wav', 'a.OGG', 'a.svg'];
    const { row, close } = await project(Object.fromEntries(names.map(name => [name, 'x'])));
    assert.deepEqual(names.map(name => row(name).kind), ['image', 'image', 'video', 'video', 'audio', 'audio', 'image']);
    close();
  });
});
