/**
 * Thumbnails on disk, one small file each, named by what they show: a file's path, size and time of change. They save work
 * and hold nothing that can't be made again, so whatever is wrong with one means that there is none.
 */
import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, constants, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Asset } from '../../shared/model.ts';
import { largestThumb } from '../../shared/protocol.ts';
import { thumbnailSize } from './webp.ts';

export interface Thumbnail {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

export interface Thumbnails {
  get(file: Content): Promise<Thumbnail | null>;
  /** Keeps it, unless it is no thumbnail: whether it is one. Rejects where the disk refuses. */
  put(file: Content, bytes: Uint8Array): Promise<boolean>;
  /** Resolves when what runs beside the calls has ended. */
  settled(): Promise<void>;
}

type Content = Pick<Asset, 'path' | 'size' | 'modifiedAt'>;

export interface ThumbnailsOptions {
  /** Absolute; made when the first one is kept. */
  readonly folder: string;
  /** Most bytes of all of them. Beyond it those go that were not looked at for longest, down to four fifths. */
  readonly byteLimit: number;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** What was looked at is noted no more often than this, in milliseconds. */
  readonly noteEvery?: number;
}

const day = 24 * 60 * 60_000;
const namePattern = /^[0-9a-f]{40}\.webp$/u;
const partPattern = /^[0-9a-f]{40}\.[0-9a-f-]{36}\.part$/u;
/** What a crash left is older than this; what another window writes at the moment is not. */
const leftoverAge = 10 * 60_000;
/** Links are not followed, and a pipe is not waited for. */
const readFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export function createThumbnails({ folder, byteLimit, clock, noteEvery = day }: ThumbnailsOptions): Thumbnails {
  /** Bytes in the folder as far as this window knows; `null` until it counted. */
  let total: number | null = null;
  let work: Promise<void> | null = null;

  const placeOf = (file: Content): { shelf: string; name: string } => {
    const name = createHash('sha256').update(`${file.path}\0${file.size}\0${file.modifiedAt}`).digest('hex').slice(0, 40);
    return { shelf: join(folder, name.slice(0, 2)), name };
  };

  /** Counts, and clears out where it is too much, beside everything else and one at a time. */
  const look = (): void => {
    work ??= sweep().catch(() => undefined).finally(() => { work = null; });
  };

  async function sweep(): Promise<void> {
    const found: { path: string; size: number; usedAt: number }[] = [];
    for (const shelf of await readdir(folder)) {
      for (const name of await readdir(join(folder, shelf)).catch(() => [])) {
        const path = join(folder, shelf, name);
        if (partPattern.test(name)) await removeLeftover(path);
        // What is not ours is left alone.
        if (!namePattern.test(name)) continue;
        const entry = await stat(path).catch(() => null);
        if (entry !== null) found.push({ path, size: entry.size, usedAt: entry.mtimeMs });
      }
    }
    let sum = found.reduce((all, { size }) => all + size, 0);
    if (sum > byteLimit) {
      found.sort((a, b) => a.usedAt - b.usedAt);
      for (const { path, size } of found) {
        if (sum <= byteLimit * 0.8) break;
        await rm(path, { force: true });
        sum -= size;
      }
    }
    total = sum;
  }

  async function removeLeftover(path: string): Promise<void> {
    const entry = await stat(path).catch(() => null);
    if (entry !== null && clock() - entry.mtimeMs > leftoverAge) await rm(path, { force: true });
  }

  async function noteUse(path: string, usedAt: number): Promise<void> {
    const now = clock();
    if (Math.abs(now - usedAt) < noteEvery) return;
    // A folder that can't be written serves all the same.
    await utimes(path, now / 1000, now / 1000).catch(() => undefined);
  }

  return {
    async get(file) {
      const { shelf, name } = placeOf(file);
      const path = join(shelf, `${name}.webp`);
      let handle: FileHandle;
      try {
        handle = await open(path, readFlags);
      } catch {
        return null;
      }
      try {
        const { size, mtimeMs } = await handle.stat();
        if (size > largestThumb) return null;
        const bytes = new Uint8Array(size);
        const { bytesRead } = await handle.read(bytes, 0, size, 0);
        const pixels = bytesRead === size ? thumbnailSize(bytes) : null;
        if (pixels === null) return null;
        await noteUse(path, mtimeMs);
        return { bytes, ...pixels };
      } catch {
        return null;
      } finally {
        await handle.close();
      }
    },
    async put(file, bytes) {
      if (thumbnailSize(bytes) === null) return false;
      const { shelf, name } = placeOf(file);
      await mkdir(shelf, { recursive: true });
      const part = join(shelf, `${name}.${randomUUID()}.part`);
      const handle = await open(part, 'wx');
      try {
        await handle.writeFile(bytes);
      } finally {
        await handle.close();
      }
      try {
        await rename(part, join(shelf, `${name}.webp`));
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
      if (total !== null) total += bytes.length;
      if (total === null || total > byteLimit) look();
      return true;
    },
    async settled() {
      while (work !== null) await work;
    },
  };
}
