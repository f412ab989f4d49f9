/** Real PNG bytes without a package. */
import { crc32, deflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * An RGB picture of stripes; the same arguments give the same bytes.
 * @param width pixels @param height pixels @param seed picks the colours
 */
export function stripedPng(width: number, height: number, seed = 0): Buffer {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++) {
    const row = y * (width * 3 + 1) + 1;
    for (let x = 0; x < width; x++) {
      const band = (x >> 3) + (y >> 3) + seed;
      rows[row + x * 3] = (band * 53) & 255;
      rows[row + x * 3 + 1] = (band * 97 + seed) & 255;
      rows[row + x * 3 + 2] = (x ^ y) & 255;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

/** A piece of a PNG, with its length and its checksum. */
export function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** A picture with texts in it, as Pillow writes them: plain where Latin letters do, else the international kind, compressed on demand. */
export function pngWith(texts: Readonly<Record<string, string>>, kind: 'plain' | 'international' | 'compressed' = 'plain'): Buffer {
  const picture = stripedPng(8, 8);
  // After the signature and the header.
  const head = 8 + 25;
  const chunks = Object.entries(texts).map(([name, text]) => {
    const key = Buffer.from(`${name}\0`, 'latin1');
    if (kind === 'plain') return chunk('tEXt', Buffer.concat([key, Buffer.from(text, 'latin1')]));
    if (kind === 'compressed') return chunk('zTXt', Buffer.concat([key, Buffer.from([0]), deflateSync(Buffer.from(text, 'latin1'))]));
    return chunk('iTXt', Buffer.concat([key, Buffer.from([0, 0, 0, 0]), Buffer.from(text, 'utf8')]));
  });
  return Buffer.concat([picture.subarray(0, head), ...chunks, picture.subarray(head)]);
}
