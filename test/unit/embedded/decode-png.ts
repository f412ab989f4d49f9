/** Reads a PNG without the code that wrote it: chunks with their checksums, then the points. */
import assert from 'node:assert/strict';
import { crc32, inflateSync } from 'node:zlib';

export interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly pixels: Buffer;
  /** tEXt and iTXt, by keyword. */
  readonly texts: ReadonlyMap<string, string>;
}

export function decodePng(file: Uint8Array): Decoded {
  const bytes = Buffer.from(file);
  assert.equal(bytes.subarray(0, 8).toString('latin1'), '\x89PNG\r\n\x1a\n', 'signature');
  const types: string[] = [];
  const packed: Buffer[] = [];
  const texts = new Map<string, string>();
  let header = Buffer.alloc(13);
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const data = bytes.subarray(at + 8, at + 8 + length);
    assert.equal(bytes.readUInt32BE(at + 8 + length), crc32(bytes.subarray(at + 4, at + 8 + length)), `checksum of ${type}`);
    types.push(type);
    if (type === 'IHDR') header = Buffer.from(data);
    if (type === 'IDAT') packed.push(data);
    if (type === 'tEXt' || type === 'iTXt') {
      const [keyword = '', ...rest] = data.toString('utf8').split('\0');
      texts.set(keyword, rest.at(-1) ?? '');
    }
    at += 12 + length;
  }
  assert.equal(types[0], 'IHDR');
  assert.equal(types.at(-1), 'IEND');
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  assert.deepEqual([...header.subarray(8)], [8, header[9], 0, 0, 0], 'eight bits, plain deflate, not interlaced');
  assert.ok(header[9] === 2 || header[9] === 6, 'colour type');
  const channels = header[9] === 6 ? 4 : 3;
  return { width, height, channels, pixels: unfilter(inflateSync(Buffer.concat(packed)), width, height, channels), texts };
}

function unfilter(raw: Buffer, width: number, height: number, step: number): Buffer {
  const stride = width * step;
  assert.equal(raw.length, height * (stride + 1), 'length of the points');
  const pixels = Buffer.alloc(height * stride);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)] ?? 0;
    assert.ok(filter <= 4, 'filter');
    for (let x = 0; x < stride; x++) {
      const left = x >= step ? pixels[y * stride + x - step] ?? 0 : 0;
      const up = y > 0 ? pixels[(y - 1) * stride + x] ?? 0 : 0;
      const corner = x >= step && y > 0 ? pixels[(y - 1) * stride + x - step] ?? 0 : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      pixels[y * stride + x] = ((raw[y * (stride + 1) + 1 + x] ?? 0) + guess) & 0xff;
    }
  }
  return pixels;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
