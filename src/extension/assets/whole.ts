/**
 * Whether a file came to its end, by the lengths that it names itself. A connection that closes without a word looks
 * like an end, and half a picture begins as a whole one does. Judged only where the format says it surely: PNG by its
 * chunks, WebP by its one length, MP4 and AVIF by their boxes. What follows after the end is of no matter.
 */
import type { MediaType } from './sniff.ts';

export interface Walk {
  /** The next bytes of the file, from its first one on. */
  take(bytes: Uint8Array): void;
  /** Whether the end is missing. */
  isCut(): boolean;
}

/** A piece of a file: so many bytes after its header. `null` where the header makes no sense, and nothing can be told. */
interface Piece {
  readonly bytes: number;
  readonly last: boolean;
}

interface Format {
  /** Bytes before the first piece. */
  readonly start: number;
  /** Bytes of the header that begins with these. */
  readonly headerLength: (begun: DataView) => number;
  readonly read: (header: DataView) => Piece | null;
  /** Whether a last piece has to come. */
  readonly ends: boolean;
}

const png: Format = {
  start: 8,
  headerLength: () => 8,
  read: header => ({ bytes: header.getUint32(0) + 4, last: nameAt(header, 4) === 'IEND' }),
  ends: true,
};

const webp: Format = {
  start: 0,
  headerLength: () => 8,
  read: header => ({ bytes: header.getUint32(4, true), last: true }),
  ends: true,
};

const boxes: Format = {
  start: 0,
  // A size of 1 says that the real one follows in 64 bits.
  headerLength: begun => begun.getUint32(0) === 1 ? 16 : 8,
  read(header) {
    const size = header.byteLength === 16 ? Number(header.getBigUint64(8)) : header.getUint32(0);
    // 0 reaches to the end of the file; anything else that is no box is what somebody put behind it.
    if (size < header.byteLength || !/^[a-z][a-z0-9]{3}$/u.test(nameAt(header, 4))) return null;
    return { bytes: size - header.byteLength, last: false };
  },
  ends: false,
};

const formats: Readonly<Record<string, Format>> = { png, webp, mp4: boxes, avif: boxes };

export function walkOf(type: MediaType): Walk {
  const format = formats[type.extension];
  return format === undefined ? { take: () => undefined, isCut: () => false } : walk(format);
}

function walk(format: Format): Walk {
  let header = new Uint8Array(0);
  let skip = format.start;
  let ended = false;
  let lost = false;

  /** Adds to the header what is there of it. @returns how many bytes that were */
  function begin(bytes: Uint8Array): number {
    const had = header.length;
    const wanted = had < 8 ? 8 : format.headerLength(viewOf(header));
    header = Buffer.concat([header, bytes.subarray(0, wanted - had)]);
    if (header.length >= 8 && header.length === format.headerLength(viewOf(header))) {
      const piece = format.read(viewOf(header));
      header = new Uint8Array(0);
      if (piece === null) lost = true;
      else ({ bytes: skip, last: ended } = piece);
    }
    return Math.min(bytes.length, wanted - had);
  }

  return {
    take(bytes) {
      for (let at = 0; at < bytes.length && !lost && !(ended && skip === 0);) {
        const passed = skip > 0 ? Math.min(skip, bytes.length - at) : 0;
        skip -= passed;
        at += passed > 0 ? passed : begin(bytes.subarray(at));
      }
    },
    isCut: () => !lost && (skip > 0 || (format.ends && !ended)),
  };
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function nameAt(header: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map(i => header.getUint8(at + i)));
}
