/**
 * Files of the project as inputs: looked at before they are chosen and before they are sent, by what their bytes say. What
 * lies outside the project, also by a link in it, is never read.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, constants, open, realpath } from 'node:fs/promises';
import { basename, isAbsolute, relative, sep } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { MediaKind } from '../../shared/model.ts';
import { MediaError, headLength, mediaType, pixelSize } from './sniff.ts';

/** A file as it was when it was looked at. */
export interface LookedAt {
  /** Absolute, links followed. */
  readonly path: string;
  readonly kind: MediaKind;
  /** Media type, "image/png". */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
  readonly width: number | null;
  readonly height: number | null;
}

export interface Inputs {
  /** @throws {InputError} when it can't be an input: gone, outside the project, no media */
  look(path: string): Promise<LookedAt>;
  /** SHA-256 in hexadecimal. @throws {InputError} when it is gone or was changed since it was looked at */
  hash(file: LookedAt, signal: AbortSignal): Promise<string>;
  /**
   * Reads all of it. The last piece comes only after all of them were seen to be what the hash says, so that no other file is
   * ever complete at its destination.
   * @throws {InputError} while reading, when it is gone or was changed
   */
  read(file: LookedAt, hash: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** The path from the project's folder, with slashes; the name alone where it lies in no folder of the project. */
  nameOf(path: string): string;
}

/** Why a file can't be an input; the message says so to people. */
export class InputError extends Error {
  /** Somebody writes it at the moment: later it may serve. */
  readonly changed: boolean;
  constructor(message: string, changed = false) {
    super(message);
    this.name = 'InputError';
    this.changed = changed;
  }
}

const types: Readonly<Record<string, string>> = {
  png: 'image/png', jpg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp', avif: 'image/avif', mp4: 'video/mp4', webm: 'video/webm',
  wav: 'audio/wav', flac: 'audio/flac', ogg: 'audio/ogg', mp3: 'audio/mpeg',
};

const pieceLength = 64 * 1024;

/** @param roots absolute folders that the project's files lie in, its own first */
export function createInputs(roots: () => readonly string[]): Inputs {
  return {
    look: path => withFile(path, roots(), async (handle, real) => {
      const { size, mtimeMs } = await handle.stat();
      const head = new Uint8Array(Math.min(size, headLength));
      const { bytesRead } = await handle.read(head, 0, head.length, 0);
      const type = typeOf(head.subarray(0, bytesRead), path);
      const pixels = await pixelSize(type, head);
      return {
        path: real, kind: type.kind, type: types[type.extension] ?? 'application/octet-stream', size, modifiedAt: Math.floor(mtimeMs),
        width: pixels?.width ?? null, height: pixels?.height ?? null,
      };
    }),
    async hash(file, signal) {
      const hash = createHash('sha256');
      for await (const piece of pieces(file, roots(), signal)) hash.update(piece);
      return hash.digest('hex');
    },
    async *read(file, wanted, signal) {
      const hash = createHash('sha256');
      let held: Uint8Array | null = null;
      for await (const piece of pieces(file, roots(), signal)) {
        if (held !== null) yield held;
        hash.update(piece);
        held = piece;
      }
      if (hash.digest('hex') !== wanted) throw changed(file.path);
      if (held !== null) yield held;
    },
    nameOf(path) {
      const root = roots().find(each => isInside(path, each));
      return root === undefined ? basename(path) : relative(root, path).split(sep).join('/');
    },
  };
}

function typeOf(head: Uint8Array, path: string): ReturnType<typeof mediaType> {
  try {
    return mediaType(head);
  } catch (error) {
    if (!(error instanceof MediaError)) throw error;
    throw new InputError(l10n.t('“{0}” is no picture, video or sound that Darkroom knows. Choose another file.', basename(path)));
  }
}

/** All bytes, as many as there were when it was looked at. */
async function* pieces(file: LookedAt, roots: readonly string[], signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
  const { handle } = await openInside(file.path, roots);
  try {
    const { size, mtimeMs } = await handle.stat();
    if (size !== file.size || Math.floor(mtimeMs) !== file.modifiedAt) throw changed(file.path);
    for (let at = 0; at < size;) {
      signal.throwIfAborted();
      const piece = new Uint8Array(Math.min(pieceLength, size - at));
      const { bytesRead } = await handle.read(piece, 0, piece.length, at);
      if (bytesRead === 0) throw changed(file.path);
      at += bytesRead;
      yield piece.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function withFile<T>(path: string, roots: readonly string[], use: (handle: FileHandle, real: string) => Promise<T>): Promise<T> {
  const { handle, real } = await openInside(path, roots);
  try {
    return await use(handle, real);
  } finally {
    await handle.close();
  }
}

/** Where a file really lies is what counts: a link in a project may lead anywhere. */
async function openInside(path: string, roots: readonly string[]): Promise<{ handle: FileHandle; real: string }> {
  try {
    const real = await realpath(path);
    const inside = await Promise.all(roots.map(async root => isInside(real, await realpath(root).catch(() => root))));
    if (!inside.includes(true)) throw new InputError(l10n.t('“{0}” lies outside the project. Copy it into the project first.', basename(path)));
    // A link that takes the file's place after this look is not followed. A pipe would be waited for without end.
    const handle = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if ((await handle.stat()).isFile()) return { handle, real };
    await handle.close();
    throw new InputError(l10n.t('“{0}” is no file.', basename(path)));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(isMissing(error)
      ? l10n.t('“{0}” is no longer there. Choose another file.', basename(path))
      : l10n.t('“{0}” can’t be read: {1}', basename(path), error instanceof Error ? error.message : String(error)));
  }
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function changed(path: string): InputError {
  return new InputError(l10n.t('“{0}” was changed while it was read. Darkroom tries again.', basename(path)), true);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'ELOOP');
}
