/** Real sounds and pictures of odd kinds, without a package. */
import { stripedPng } from './png.ts';

/** A tone that grows louder, as a WAV file of 16 bits. */
export function tone(seconds = 1, rate = 8000): Buffer {
  const samples = Math.round(seconds * rate);
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(samples * 2, 40);
  for (let n = 0; n < samples; n++) wav.writeInt16LE(Math.round(Math.sin(n / 4) * 30_000 * n / samples), 44 + n * 2);
  return wav;
}

/** A PNG whose head says another size than it has. */
export function claimingPng(width: number, height: number): Buffer {
  const png = Buffer.from(stripedPng(16, 16));
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  return png;
}

/** A PNG whose head is right and whose pixels are none. */
export function brokenPng(): Buffer {
  const png = Buffer.from(stripedPng(200, 100));
  return png.fill(0xa5, 41);
}

/** What stands at the head of a WebP picture, and some bytes after it: enough for whoever does not decode it. */
export function webp(width: number, height: number, length = 200, animated = false): Buffer {
  const bytes = Buffer.alloc(length, 7);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(length - 8, 4);
  bytes.write('WEBPVP8X', 8, 'latin1');
  bytes.writeUInt32LE(10, 16);
  bytes.writeUInt32LE(animated ? 2 : 0, 20);
  bytes.writeUIntLE(width - 1, 24, 3);
  bytes.writeUIntLE(height - 1, 27, 3);
  return bytes;
}
