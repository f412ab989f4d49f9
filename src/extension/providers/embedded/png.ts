/** Writes PNG files (W3C PNG, third edition) with a compressor of our own bundle, so that the bytes depend on nothing else. */
import { zlibSync } from 'fflate';
import { latin, software, xmp } from './provenance.ts';

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** 3: red, green, blue. 4: and alpha. Eight bits each. */
  readonly channels: 3 | 4;
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = (crcTable[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function chunk(type: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(12 + length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, length);
  bytes.set(latin(type), 4);
  let at = 8;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  view.setUint32(at, crcOf(bytes.subarray(4, at)));
  return bytes;
}

function headerChunk({ width, height, channels }: PngHeader): Uint8Array {
  const data = new Uint8Array(13);
  const view = new DataView(data.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  data.set([8, channels === 4 ? 6 : 2, 0, 0, 0], 8);
  return chunk('IHDR', data);
}

/** How a byte is foretold from its neighbours; the file keeps the difference. */
function predict(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1: return left;
    case 2: return up;
    case 3: return (left + up) >> 1;
    case 4: {
      const toLeft = Math.abs(up - corner);
      const toUp = Math.abs(left - corner);
      const toCorner = Math.abs(left + up - 2 * corner);
      return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
    default: return 0;
  }
}

/** Filters one row all five ways and keeps the one with the smallest differences (the way the specification advises). */
function filterRow(row: Uint8Array, above: Uint8Array, step: number, out: Uint8Array, trial: Uint8Array): void {
  let best = Infinity;
  for (let filter = 0; filter < 5; filter++) {
    let cost = 0;
    for (let i = 0; i < row.length; i++) {
      const left = i < step ? 0 : row[i - step] ?? 0;
      const corner = i < step ? 0 : above[i - step] ?? 0;
      const value = ((row[i] ?? 0) - predict(filter, left, above[i] ?? 0, corner)) & 0xff;
      trial[i + 1] = value;
      cost += value < 128 ? value : 256 - value;
    }
    if (cost < best) {
      best = cost;
      trial[0] = filter;
      out.set(trial);
    }
  }
}

/**
 * Takes rows from top to bottom and gives the file. Compressed at once, at the end: fflate 0.8.3's stream finds matches
 * before the beginning of what it was given, and most readers refuse the result.
 */
export class PngWriter {
  readonly #header: PngHeader;
  readonly #filtered: Uint8Array;
  readonly #trial: Uint8Array;
  #above: Uint8Array;
  #rows = 0;

  constructor(header: PngHeader) {
    const stride = header.width * header.channels;
    this.#header = header;
    this.#filtered = new Uint8Array(header.height * (stride + 1));
    this.#trial = new Uint8Array(stride + 1);
    this.#above = new Uint8Array(stride);
  }

  /** @param rows whole rows, one after the other */
  write(rows: Uint8Array): void {
    const { channels } = this.#header;
    const stride = this.#above.length;
    for (let at = 0; at < rows.length; at += stride) {
      const row = rows.subarray(at, at + stride);
      const from = this.#rows * (stride + 1);
      filterRow(row, this.#above, channels, this.#filtered.subarray(from, from + stride + 1), this.#trial);
      this.#above = row;
      this.#rows++;
    }
  }

  finish(): Uint8Array<ArrayBuffer> {
    // The table's size is set, because by itself fflate takes it from Math.log, which engines may round differently.
    const data = zlibSync(this.#filtered, { level: 6, mem: this.#filtered.length < 65536 ? 3 : 8 });
    const parts = [
      signature,
      headerChunk(this.#header),
      chunk('tEXt', latin(`Software\0${software}`)),
      chunk('iTXt', latin('XML:com.adobe.xmp\0\0\0\0\0'), latin(xmp)),
      chunk('IDAT', data),
      chunk('IEND'),
    ];
    const file = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      file.set(part, at);
      at += part.length;
    }
    return file;
  }
}
