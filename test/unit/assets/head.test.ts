import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { headOf } from '../../../src/extension/assets/head.ts';
import { brokenPng, claimingPng, tone } from '../../fakes/media.ts';
import { stripedPng } from '../../fakes/png.ts';
import { tempFolder } from '../temp.ts';

async function told(name: string, bytes: Buffer | string): Promise<unknown> {
  const file = path.join(tempFolder(), name);
  fs.writeFileSync(file, bytes);
  const head = await headOf(file);
  return typeof head === 'string' ? head : `${head.kind} ${head.extension} ${head.width}x${head.height}`;
}

/** A JPEG that says its size after so many bytes of other things, and that it lies on its side. */
function jpeg(width: number, height: number, before = 0, turned = false): Buffer {
  const exif = Buffer.from('ffe1002245786966000049492a0008000000010012010300010000000600000000000000', 'hex');
  const parts: Buffer[] = [Buffer.from([0xff, 0xd8]), turned ? exif : Buffer.from('ffe000104a46494600010100000100010000', 'hex')];
  for (let left = before; left > 0; left -= 60_000) {
    const part = Buffer.alloc(60_002);
    part.writeUInt16BE(0xffe2, 0);
    part.writeUInt16BE(60_000, 2);
    parts.push(part);
  }
  const frame = Buffer.from([0xff, 0xc0, 0, 17, 8, 0, 0, 0, 0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  return Buffer.concat([...parts, frame, Buffer.from([0xff, 0xd9]), Buffer.alloc(64)]);
}

describe('the head of a file', () => {
  it('tells what it is by its bytes, whatever its name says', async () => {
    assert.equal(await told('a.png', stripedPng(90, 60)), 'image png 90x60');
    assert.equal(await told('a.mp4', stripedPng(90, 60)), 'image png 90x60');
    assert.equal(await told('a.png', tone()), 'audio wav nullxnull');
    assert.equal(await told('a.mov', Buffer.from('\0\0\0\x20ftypqt  \0\0\0\0', 'latin1')), 'video mp4 nullxnull');
    assert.equal(await told('a.mp4', Buffer.from('\0\0\0\x20ftypM4A \0\0\0\0', 'latin1')), 'audio m4a nullxnull');
    const bitmap = Buffer.alloc(80);
    bitmap.write('BM', 0, 'latin1');
    bitmap.writeUInt32LE(40, 14);
    bitmap.writeInt32LE(30, 18);
    bitmap.writeInt32LE(20, 22);
    assert.equal(await told('a.bmp', bitmap), 'image bmp 30x20');
    assert.equal(await told('a.mp3', Buffer.from([0xff, 0xf3, 0x40, 0xc4])), 'audio mp3 nullxnull');
  });

  it('tells why a file can’t be shown', async () => {
    assert.equal(await told('a.png', ''), 'empty');
    assert.equal(await told('a.png', 'these are words'), 'unknown');
    assert.equal(await told('a.svg', '<?xml version="1.0"?>\n<!-- a logo -->\n<svg xmlns="x"><script>alert(1)</script></svg>'), 'drawing');
    assert.equal(await told('a.png', '<svg/onload=alert(1)>'.replace('/', ' ')), 'drawing');
    assert.equal(await headOf(path.join(tempFolder(), 'gone.png')), 'missing');
    const folder = tempFolder();
    assert.equal(await headOf(folder), 'unreadable');
    const pipe = path.join(folder, 'pipe.png');
    spawnSync('mkfifo', [pipe]);
    assert.equal(await headOf(pipe), 'unreadable', 'nobody waits for a pipe');
  });

  it('lets nobody decode what claims to be huge, or does not say how large it is', async () => {
    assert.equal(await told('a.png', claimingPng(20_000, 10_000)), 'large');
    assert.equal(await told('a.png', claimingPng(0xffffffff, 0xffffffff)), 'large');
    assert.equal(await told('a.png', claimingPng(10_000, 10_000)), 'image png 10000x10000');
    assert.equal(await told('a.jpg', jpeg(60_000, 60_000)), 'large');
    assert.equal(await told('a.jpg', jpeg(60_000, 60_000, 3_000_000)), 'broken', 'its size stands too far behind');
    assert.equal(await told('a.png', claimingPng(0, 100)), 'broken');
    assert.equal(await told('a.png', stripedPng(9, 9).subarray(0, 12)), 'broken');
    assert.equal(await told('a.png', brokenPng()), 'image png 200x100', 'which the decoder finds out');
  });

  it('finds the size behind what cameras write first, and turns what lies on its side', async () => {
    assert.equal(await told('a.jpg', jpeg(400, 300)), 'image jpg 400x300');
    assert.equal(await told('a.jpg', jpeg(400, 300, 1_000_000)), 'image jpg 400x300');
    assert.equal(await told('a.jpg', jpeg(400, 300, 0, true)), 'image jpg 300x400');
  });

  it('leaves what is too large in bytes where it is', async () => {
    const file = path.join(tempFolder(), 'long.mp3');
    fs.writeFileSync(file, 'ID3');
    fs.truncateSync(file, 9 * 1024 * 1024);
    assert.equal(await headOf(file), 'large');
  });
});
