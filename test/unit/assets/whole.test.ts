import assert from 'node:assert/strict';
import { mediaType } from '../../../src/extension/assets/sniff.ts';
import { walkOf } from '../../../src/extension/assets/whole.ts';
import { stripedPng } from '../../fakes/png.ts';

const box = (name: string, content: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length);
  head.write(name, 4, 'latin1');
  return Buffer.concat([head, content]);
};
const largeBox = (name: string, content: Buffer): Buffer => {
  const head = Buffer.alloc(16);
  head.writeUInt32BE(1);
  head.write(name, 4, 'latin1');
  head.writeBigUInt64BE(BigInt(16 + content.length), 8);
  return Buffer.concat([head, content]);
};
const brand = box('ftyp', Buffer.from('isom\0\0\0\0isommp42'));
const webp = Buffer.concat([Buffer.from('RIFF'), Buffer.from([108, 0, 0, 0]), Buffer.from('WEBPVP8 '), Buffer.alloc(100)]);
const last = Buffer.from([0, 0, 0, 0]);

const wholes: Readonly<Record<string, Buffer>> = {
  PNG: stripedPng(40, 30),
  WebP: webp,
  MP4: Buffer.concat([brand, box('free', Buffer.alloc(0)), box('mdat', Buffer.alloc(500)), box('moov', Buffer.alloc(60))]),
  'MP4 with a long box': Buffer.concat([brand, largeBox('mdat', Buffer.alloc(500))]),
  AVIF: Buffer.concat([box('ftyp', Buffer.from('avif\0\0\0\0avifmif1')), box('meta', Buffer.alloc(50)), box('mdat', Buffer.alloc(90))]),
};

/** Fed in pieces of so many bytes. */
function isCut(bytes: Buffer, pieces = 7): boolean {
  const walk = walkOf(mediaType(bytes));
  for (let at = 0; at < bytes.length; at += pieces) walk.take(bytes.subarray(at, at + pieces));
  return walk.isCut();
}

describe('a file that came to its end', () => {
  for (const [name, bytes] of Object.entries(wholes)) {
    it(`${name} is whole, in pieces of any size, and cut wherever it ends early`, () => {
      for (const pieces of [1, 2, 3, 8, 13, 64, 10_000]) assert.equal(isCut(bytes, pieces), false, `pieces of ${pieces}`);
      for (const length of [bytes.length - 1, bytes.length - 5, bytes.length >> 1, 40]) assert.equal(isCut(bytes.subarray(0, length)), true, `${length} of ${bytes.length}`);
    });
    it(`${name} may have anything behind its end`, () => {
      for (const more of ['PK\x03\x04', '<script>alert(1)</script>', '\0'.repeat(50), '\xff'.repeat(9)]) assert.equal(isCut(Buffer.concat([bytes, Buffer.from(more, 'latin1')])), false, JSON.stringify(more));
    });
  }

  it('a last box without a length reaches to the end', () => {
    assert.equal(isCut(Buffer.concat([brand, last, Buffer.from('mdat'), Buffer.alloc(77)])), false);
  });

  it('of formats that do not tell, nothing is said', () => {
    assert.equal(isCut(Buffer.concat([Buffer.from('\xff\xd8\xff', 'latin1'), Buffer.alloc(5)])), false);
    assert.equal(isCut(Buffer.from('OggS and half of a song')), false);
  });
});
