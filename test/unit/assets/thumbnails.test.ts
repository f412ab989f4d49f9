import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type Thumbnails, createThumbnails } from '../../../src/extension/assets/thumbnails.ts';
import { thumbnailSize } from '../../../src/extension/assets/webp.ts';
import { webp } from '../../fakes/media.ts';
import { stripedPng } from '../../fakes/png.ts';
import { tempFolder } from '../temp.ts';

const file = (n: number | string, size = 10, modifiedAt = 20) => ({ path: `/project/${n}.png`, size, modifiedAt });

function cacheIn(folder: string, { byteLimit = 1_000_000, now = { value: Date.now() } } = {}): Thumbnails {
  return createThumbnails({ folder, byteLimit, clock: () => now.value });
}

const kept = (folder: string): string[] => fs.globSync('*/*', { cwd: folder }).sort();

describe('thumbnails on disk', () => {
  it('come back as they were put, also in another window', async () => {
    const folder = path.join(tempFolder(), 'thumbnails');
    assert.equal(await cacheIn(folder).get(file(1)), null);
    assert.equal(await cacheIn(folder).put(file(1), webp(320, 200)), true);
    const found = await cacheIn(folder).get(file(1));
    assert.deepEqual([found?.width, found?.height], [320, 200]);
    assert.deepEqual(Buffer.from(found!.bytes), webp(320, 200));
  });

  it('are of one content: a file of another path, size or time has none', async () => {
    const cache = cacheIn(tempFolder());
    await cache.put(file(1), webp(320, 200));
    for (const other of [file(2), file(1, 11), file(1, 10, 21)]) assert.equal(await cache.get(other), null);
  });

  it('are taken only if they are small still WebP pictures, and whole', async () => {
    const folder = tempFolder();
    const cache = cacheIn(folder);
    const wrong = [
      Buffer.alloc(0), stripedPng(20, 20), webp(513, 20), webp(20, 20, 300 * 1024), webp(320, 200, 200, true),
      webp(320, 200).subarray(0, 150), Buffer.concat([webp(320, 200), Buffer.alloc(9)]), Buffer.from('<svg onload="x()">'.repeat(10)),
    ];
    for (const bytes of wrong) assert.equal(await cache.put(file(1), bytes), false);
    assert.deepEqual(kept(folder), []);
  });

  it('that were broken, cut, swapped or blown up on the disk are none', async () => {
    const folder = tempFolder();
    const cache = cacheIn(folder);
    await cache.put(file(1), webp(320, 200));
    const place = path.join(folder, kept(folder)[0]!);
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(200), webp(320, 200).subarray(0, 40), webp(4000, 4000), stripedPng(30, 30), webp(320, 200, 400 * 1024)]) {
      fs.writeFileSync(place, bytes);
      assert.equal(await cache.get(file(1)), null, `${bytes.length} bytes`);
    }
    fs.rmSync(place);
    fs.mkdirSync(place);
    assert.equal(await cache.get(file(1)), null);
    fs.rmdirSync(place);
    fs.writeFileSync(path.join(folder, 'elsewhere'), webp(320, 200));
    fs.symlinkSync(path.join(folder, 'elsewhere'), place);
    assert.equal(await cache.get(file(1)), null, 'a link is not followed');
    assert.equal(await cache.put(file(1), webp(10, 10)), true);
    assert.equal((await cache.get(file(1)))?.width, 10);
    assert.equal(thumbnailSize(fs.readFileSync(path.join(folder, 'elsewhere')))?.width, 320, 'what the link led to is left alone');
  });

  it('keep their limit: those that nobody looked at for longest go', async () => {
    const folder = tempFolder();
    const day = 24 * 60 * 60_000;
    const now = { value: Date.now() - 100 * day };
    const cache = cacheIn(folder, { byteLimit: 10_000, now });
    for (let n = 0; n < 10; n++) await cache.put(file(n), webp(100, 100, 1000));
    await cache.settled();
    for (let n = 0; n < 10; n++) {
      now.value += 2 * day;
      assert.notEqual(await cache.get(file((n + 5) % 10)), null);
    }
    await cache.put(file(10), webp(100, 100, 1000));
    await cache.settled();
    const there = await Promise.all(Array.from({ length: 11 }, async (_, n) => await cache.get(file(n)) !== null));
    // Looked at in this order: 5, 6, 7, 8, 9, 0 … 4; the last was just made.
    assert.deepEqual(there.flatMap((is, n) => is ? n : []), [0, 1, 2, 3, 4, 8, 9, 10]);
  });

  it('count what earlier windows left, and what is not theirs stays', async () => {
    const folder = tempFolder();
    const before = cacheIn(folder);
    for (let n = 0; n < 20; n++) await before.put(file(n), webp(100, 100, 1000));
    await before.settled();
    fs.writeFileSync(path.join(folder, 'notes.txt'), 'mine'.repeat(5000));
    fs.mkdirSync(path.join(folder, 'zz'));
    fs.writeFileSync(path.join(folder, 'zz', 'more.txt'), 'mine');
    const now = { value: Date.now() };
    const later = cacheIn(folder, { byteLimit: 10_000, now });
    await later.put(file(20), webp(100, 100, 1000));
    await later.settled();
    assert.equal(fs.globSync('*/*.webp', { cwd: folder }).length, 8);
    assert.equal(fs.existsSync(path.join(folder, 'notes.txt')) && fs.existsSync(path.join(folder, 'zz', 'more.txt')), true);
  });

  it('leave nothing half written: what a crash left goes after a while', async () => {
    const folder = tempFolder();
    const now = { value: Date.now() };
    const cache = cacheIn(folder, { now });
    await cache.put(file(1), webp(100, 100));
    const shelf = path.join(folder, path.dirname(kept(folder)[0]!));
    fs.writeFileSync(path.join(shelf, `${'a'.repeat(40)}.01234567-89ab-cdef-0123-456789abcdef.part`), 'half');
    await cache.settled();
    assert.equal(kept(folder).length, 2, 'another window may be at it');
    now.value += 11 * 60_000;
    await cacheIn(folder, { now }).put(file(1), webp(100, 100));
    const later = cacheIn(folder, { now });
    await later.put(file(1), webp(100, 100));
    await later.settled();
    assert.deepEqual(kept(folder).filter(name => name.endsWith('.part')), []);
  });

  it('that can’t be kept say so', async () => {
    const folder = path.join(tempFolder(), 'thumbnails');
    fs.writeFileSync(folder, 'a file is in the way');
    await assert.rejects(cacheIn(folder).put(file(1), webp(100, 100)));
    assert.equal(await cacheIn(folder).get(file(1)), null);
  });
});

describe('the size of a thumbnail', () => {
  it('is read from each of the three kinds of WebP', () => {
    const lossy = webp(1, 1);
    lossy.write('VP8 ', 12, 'latin1');
    lossy.writeUInt16LE(300, 26);
    lossy.writeUInt16LE(200, 28);
    assert.deepEqual(thumbnailSize(lossy), { width: 300, height: 200 });
    const lossless = webp(1, 1);
    lossless.write('VP8L', 12, 'latin1');
    lossless.writeUInt32LE(299 | 199 << 14, 21);
    assert.deepEqual(thumbnailSize(lossless), { width: 300, height: 200 });
    assert.deepEqual(thumbnailSize(webp(300, 200)), { width: 300, height: 200 });
  });
});
