/** The body of an answer: decoded, counted, and never waited for without end. */
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import type { Readable, Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { Trouble, troubleOf } from './trouble.ts';

export interface BodyLimits {
  /** Milliseconds until reading begins, and between two pieces; the reader's own time with a piece doesn't count. */
  readonly idle: number;
  /** Milliseconds from now to the last byte. */
  readonly total: number;
  /** Decoded bytes. */
  readonly bytes: number;
}

/** Bytes unpacked at once: each time costs a turn of the event loop. */
const chunkSize = 131_072;

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: () => zlib.createGunzip({ chunkSize }),
  'x-gzip': () => zlib.createGunzip({ chunkSize }),
  deflate: () => zlib.createInflate({ chunkSize }),
  br: () => zlib.createBrotliDecompress({ chunkSize }),
  // RFC 9659: 8 MB are the largest window on the web; the format itself allows gigabytes.
  zstd: () => zlib.createZstdDecompress({ chunkSize, params: { [zlib.constants.ZSTD_d_windowLogMax]: 23 } }),
};

/**
 * Opens a body for reading once. Its time runs from here, so that a body nobody reads is closed too.
 * The iteration throws {@link Trouble}: `too-large`, `idle-time`, `total-time`, `unreadable`, `connection`, `aborted`.
 * @throws {Trouble} `unreadable` for an encoding nobody asked for, `too-large` when it says so itself
 */
export function openBody(message: IncomingMessage, limits: BodyLimits, signal: AbortSignal): AsyncIterable<Uint8Array> {
  const announced = plainLength(message);
  if (announced !== null && announced > limits.bytes) {
    message.destroy();
    throw new Trouble('too-large', true);
  }
  const source = decoded(message);
  source.on('error', () => {});
  const stop = (kind: 'aborted' | 'idle-time' | 'total-time') => source.destroy(new Trouble(kind, true));
  const total = setTimeout(() => stop('total-time'), Math.max(0, limits.total));
  const waiting = () => setTimeout(() => stop('idle-time'), limits.idle);
  let idle = waiting();
  const onAbort = () => void stop('aborted');
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  source.once('close', () => {
    clearTimeout(total);
    clearTimeout(idle);
    signal.removeEventListener('abort', onAbort);
  });

  async function* read(): AsyncGenerator<Uint8Array, void, undefined> {
    let bytes = 0;
    try {
      for await (const piece of source as AsyncIterable<Buffer>) {
        clearTimeout(idle);
        bytes += piece.length;
        if (bytes > limits.bytes) throw new Trouble('too-large', true);
        yield piece;
        if (!source.closed) idle = waiting();
      }
      // Node lets a body that was thrown away look as if it had ended.
      if (announced !== null && bytes !== announced) throw new Trouble('connection', true);
    } catch (error) {
      throw troubleOf(error, true);
    } finally {
      clearTimeout(idle);
      source.destroy();
      message.destroy();
    }
  }
  return read();
}

/** All of a small body. */
export async function readAll(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** The number of bytes that will come, where it is known: not for an encoded body. */
export function plainLength(message: IncomingMessage): number | null {
  const length = message.headers['content-length'];
  return length !== undefined && /^\d{1,15}$/u.test(length) && encodingOf(message) === '' ? Number(length) : null;
}

function decoded(message: IncomingMessage): Readable {
  const encoding = encodingOf(message);
  const empty = message.headers['content-length'] === '0' || message.statusCode === 204 || message.statusCode === 304;
  if (encoding === '' || empty) return message;
  const create = Object.hasOwn(decoders, encoding) ? decoders[encoding] : undefined;
  if (create === undefined) {
    message.destroy();
    throw new Trouble('unreadable', true, 'ENCODING');
  }
  return pipeline(message, create(), () => {});
}

function encodingOf(message: IncomingMessage): string {
  const encoding = (message.headers['content-encoding'] ?? '').trim().toLowerCase();
  return encoding === 'identity' ? '' : encoding;
}
