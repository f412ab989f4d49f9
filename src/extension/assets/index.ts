/** The index of the project's media: what a listing or a watcher found becomes rows, in small writes. */
import { access } from 'node:fs/promises';
import { extname } from 'node:path';
import type { MediaKind } from '../../shared/model.ts';
import type { Database } from '../store/database.ts';
import { type FoundFile, noteFile, noteMissing, presentPaths } from '../store/assets.ts';

/** File name endings that a file of a kind may have; what it is its bytes say. */
export const endingsByKind: Readonly<Record<MediaKind, readonly string[]>> = {
  image: ['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'bmp'], video: ['mp4', 'm4v', 'mov', 'webm'], audio: ['wav', 'mp3', 'flac', 'ogg'],
};

/** What the gallery lists: drawings too, which have a card and are no input for anybody. */
export const listedEndings: readonly string[] = [...Object.values(endingsByKind).flat(), 'svg'];

/** What a file is by its name, until somebody reads it. */
function kindOf(path: string): MediaKind {
  const ending = extname(path).slice(1).toLowerCase();
  return endingsByKind.video.includes(ending) ? 'video' : endingsByKind.audio.includes(ending) ? 'audio' : 'image';
}

const writeSize = 200;

/** @returns whether anything was new, or another one */
export async function noteMedia(db: Database, files: readonly Omit<FoundFile, 'kind'>[], newId: () => string): Promise<boolean> {
  let any = false;
  for (let at = 0; at < files.length; at += writeSize) {
    const some = files.slice(at, at + writeSize);
    await db.write(tx => {
      // The revision is taken only when something changed: an unchanged project makes no surface draw again.
      if (!some.map(file => noteFile(tx, { ...file, kind: kindOf(file.path) }, newId)).some(Boolean)) return;
      void tx.rev;
      any = true;
    });
  }
  return any;
}

/** @returns whether one of them had been there */
export async function noteGone(db: Database, paths: readonly string[]): Promise<boolean> {
  if (paths.length === 0) return false;
  return db.write(tx => {
    const any = paths.map(path => noteMissing(tx, path)).some(Boolean);
    if (any) void tx.rev;
    return any;
  });
}

/**
 * After a full listing: files that were known and are really gone, or are to be left out. A file the listing merely passes over stays.
 * @returns whether there were any
 */
export async function dropMissing(db: Database, listed: ReadonlySet<string>, leftOut: (path: string) => boolean = () => false): Promise<boolean> {
  let after = '';
  let any = false;
  for (;;) {
    const paths = presentPaths(db, after, writeSize);
    if (paths.length === 0) return any;
    after = paths.at(-1)!;
    const gone: string[] = [];
    for (const path of paths) {
      if (!listed.has(path) && (leftOut(path) || !await exists(path))) gone.push(path);
    }
    any = await noteGone(db, gone) || any;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'));
  }
}
