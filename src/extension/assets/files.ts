/**
 * Brings a result's bytes to disk so that a file is either not there or whole: `*.part` beside the target, size
 * cap, type from the bytes, hash, fsync, rename, then the sidecar.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, access, constants, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { OutputFile } from '../store/outputs.ts';
import { namesIn } from './names.ts';
import { baseName } from './naming.ts';
import { type About, sidecarOf, sidecarPath } from './sidecar.ts';
import { MediaError, type MediaType, headLength, mediaType, pixelSize, playingTime } from './sniff.ts';
import { type Walk, walkOf } from './whole.ts';

export interface Files {
  /**
   * Writes one result and its sidecar.
   * @throws {MediaError} when the bytes are not usable media; other errors are the disk's or the connection's
   */
  save(source: { bytes: AsyncIterable<Uint8Array>; length: number | null }, about: About, signal: AbortSignal): Promise<OutputFile>;
}

export interface OutputFolder {
  /** Absolute. */
  readonly path: string;
  /** The folder that it has to be inside of, links followed. */
  readonly within?: string;
}

export interface FilesOptions {
  /** Folders to write to, the wanted one first; the next ones serve where it can't be written. */
  readonly folders: () => readonly OutputFolder[];
  /** Most bytes of one result. */
  readonly byteLimit?: number;
  readonly newId: () => string;
}

const leftoverAge = 10 * 60_000;

export function createFiles(options: FilesOptions): Files {
  const byteLimit = options.byteLimit ?? 200 * 1024 * 1024;
  return {
    async save(source, about, signal) {
      const folder = await writableFolder(options.folders());
      const base = baseName(about.generation, about.position);
      await removeLeftovers(folder, base, leftoverAge);
      const part = join(folder, `${base}.${options.newId().slice(0, 8)}.part`);
      try {
        const received = await receive(part, source, byteLimit, signal);
        const path = await settle(part, folder, base, received);
        await writeSidecar(path, sidecarOf(about, { ...received, name: basename(path) }), options.newId);
        // It is there, whole: whatever a crash left of it, however young, is of no use to anybody.
        await removeLeftovers(folder, base, 0);
        const { mtimeMs } = await stat(path);
        const { hash, size, width, height, type } = received;
        return { path, hash, size, modifiedAt: Math.floor(mtimeMs), kind: type.kind, width, height };
      } finally {
        await rm(part, { force: true });
      }
    },
  };
}

interface Received {
  readonly type: MediaType;
  readonly size: number;
  readonly hash: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly duration: number | null;
}

async function receive(
  part: string, source: { bytes: AsyncIterable<Uint8Array>; length: number | null }, byteLimit: number, signal: AbortSignal,
): Promise<Received> {
  const handle = await open(part, 'wx');
  try {
    const hash = createHash('sha256');
    let head = new Uint8Array(0);
    let type: MediaType | undefined;
    let walk: Walk | undefined;
    let size = 0;
    for await (const chunk of source.bytes) {
      signal.throwIfAborted();
      size += chunk.length;
      // What announces itself as too large is not read at all.
      if (Math.max(size, source.length ?? 0) > byteLimit) throw new MediaError(l10n.t('The result is larger than {0} MB, the most that Darkroom keeps.', Math.round(byteLimit / 1024 / 1024)));
      const early = head;
      if (head.length < headLength) head = Buffer.concat([head, chunk.subarray(0, headLength - head.length)]);
      // Known as soon as it can be, so that a web page of gigabytes is not read to its end.
      if (type === undefined && head.length >= 32) {
        type = mediaType(head);
        walk = walkOf(type);
        walk.take(early);
      }
      walk?.take(chunk);
      hash.update(chunk);
      await writeAll(handle, chunk);
    }
    if (source.length !== null && size !== source.length) throw new Error(l10n.t('The download ended early: {0} of {1} bytes.', size, source.length));
    if (size === 0) throw new MediaError(l10n.t('The result is empty.'));
    type ??= mediaType(head);
    // So short a file is all head.
    if (walk === undefined) (walk = walkOf(type)).take(head);
    if (walk.isCut()) throw new MediaError(l10n.t('The result is incomplete: its end is missing.'));
    const pixels = await pixelSize(type, head);
    await handle.sync();
    return { type, size, hash: hash.digest('hex'), width: pixels?.width ?? null, height: pixels?.height ?? null, duration: playingTime(type, head, size) };
  } finally {
    await handle.close();
  }
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    written += (await handle.write(chunk, written)).bytesWritten;
  }
}

/** Gives the finished part its name. A file of that name that is not this one is left alone. */
async function settle(part: string, folder: string, base: string, received: Received): Promise<string> {
  for (let n = 1; ; n++) {
    const target = join(folder, `${base}${n === 1 ? '' : `-${n}`}.${received.type.extension}`);
    const there = await hashOf(target);
    if (there === received.hash) return target;
    if (there !== null) continue;
    await rename(part, target);
    await syncFolder(folder);
    return target;
  }
}

async function hashOf(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) hash.update(piece);
    return hash.digest('hex');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function writeSidecar(path: string, sidecar: unknown, newId: () => string): Promise<void> {
  const target = sidecarPath(path);
  const part = `${target}.${newId().slice(0, 8)}.part`;
  const handle = await open(part, 'wx');
  try {
    await handle.writeFile(`${JSON.stringify(sidecar, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, target);
}

/** The name of the file lives in its folder: on POSIX that is synced too. Windows can't and needn't. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The first folder that can be made and written. @throws the first one's error when there is none */
async function writableFolder(folders: readonly OutputFolder[]): Promise<string> {
  let reason: unknown = new Error(l10n.t('There is no folder for results.'));
  for (const [at, { path, within }] of folders.entries()) {
    try {
      // Asked before too: nothing is made behind a link that leads out.
      if (within !== undefined) await requireInside(await nearest(path), within);
      await mkdir(path, { recursive: true });
      if (within !== undefined) await requireInside(path, within);
      await access(path, constants.W_OK);
      return path;
    } catch (error) {
      if (at === 0) reason = error;
    }
  }
  throw reason;
}

/** A link in the project may lead out of it: what counts is where the folder really is. */
async function requireInside(path: string, root: string): Promise<void> {
  const way = relative(await realpath(root), await realpath(path));
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) throw new Error(l10n.t('The folder for results leads out of the project.'));
}

/** The folder itself, or the nearest one above it that is there. */
async function nearest(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!isMissing(error) || dirname(path) === path) throw error;
    return nearest(dirname(path));
  }
}

/** Parts of this result that a crash left behind; young ones may be another window's, which is at it now. */
async function removeLeftovers(folder: string, base: string, olderThan: number): Promise<void> {
  const now = Date.now();
  for await (const name of namesIn(folder)) {
    if (!name.startsWith(`${base}.`) || !name.endsWith('.part')) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }));
    // Where another window has it open and the system keeps it for that, it stays.
    if (now - mtimeMs >= olderThan) await rm(path, { force: true }).catch(() => undefined);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
