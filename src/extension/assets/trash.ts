/**
 * Darkroom's own trash: a folder `.darkroom-trash` at the root of the project's folder that a file lies in, so that a file gets
 * there by a mere rename, however large it is and however full the drive. Each file has a folder of its own in there, with its
 * name and its sidecar as they were; a `.gitignore` keeps all of it out of what is committed. Where another drive is mounted
 * inside the project, and for what lies in Darkroom's storage, it is a folder beside the file.
 *
 * The row is written before the file is moved, in both directions, so that a crash leaves a row that says where the file
 * may be: `heal` looks which of the two places it is.
 */
import { lstat, mkdir, open, readFile, realpath, rename, rm, rmdir, unlink } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { Stats } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { type FoundFile, isLinkedPath } from '../store/assets.ts';
import type { Database } from '../store/database.ts';
import { type Trashed, forgetTrashed, intoTrash, isKnownInTrash, outOfTrash, reserve, trashedById, trashedPage, trashedUntil } from '../store/trash.ts';
import type { Asset } from '../../shared/model.ts';
import { trashName } from '../../shared/trashName.ts';
import { namesIn } from './names.ts';
import { checkFile, isCode, isInside, moveTo, orMissing, retitled } from './relocate.ts';
import { sidecarPath } from './sidecar.ts';

export interface Trash {
  readonly db: Database;
  /** Absolute folders that files may come from and go back to: the project's first, then Darkroom's own. */
  readonly roots: () => readonly string[];
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly newId: () => string;
}

/** @param at of the whole move: the same for all of its files. @throws with the sentence for people */
export async function moveToTrash({ db, roots, newId }: Trash, asset: Asset, at: number): Promise<void> {
  const { path: file, id, kind } = asset;
  await checkFile(file, roots());
  const { size, mtimeMs } = await lstat(file);
  const found: FoundFile = { path: file, kind, size, modifiedAt: Math.floor(mtimeMs) };
  const folders = foldersFor(file, roots());
  for (const [n, folder] of folders.entries()) {
    const own = join(await trashFolder(folder), newId());
    await mkdir(own);
    const target = join(own, basename(file));
    await db.write(tx => intoTrash(tx, id, found, target, at));
    try {
      await rename(file, target);
    } catch (error) {
      await db.write(tx => outOfTrash(tx, id, file, found.modifiedAt));
      await rmdir(own).catch(() => undefined);
      if (!isCode(error, 'EXDEV') || n === folders.length - 1) throw error;
      continue;
    }
    // Where it can't go along, it is fetched by the next who heals.
    await rename(sidecarPath(file), sidecarPath(target)).catch(() => undefined);
    // Another window may have healed what was only half done.
    if (trashedById(db, id)?.path !== target) await db.write(tx => intoTrash(tx, id, found, target, at));
    return;
  }
}

/** Where it may go by a rename: the first that lies on its drive. */
function foldersFor(file: string, roots: readonly string[]): string[] {
  const root = roots.find(each => leadsInto(each, file));
  return [...new Set([...root === undefined ? [] : [root], dirname(file)])].map(folder => join(folder, trashName));
}

function leadsInto(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** A folder, not a link to one: what is put in there must not lie anywhere else. */
async function trashFolder(folder: string): Promise<string> {
  await mkdir(folder).catch((error: unknown) => { if (!isCode(error, 'EEXIST')) throw error; });
  if (!(await lstat(folder)).isDirectory()) throw new Error(l10n.t('{0} is no folder. Darkroom keeps its trash there; rename it first.', folder));
  try {
    const ignore = await open(join(folder, '.gitignore'), 'wx');
    await ignore.writeFile('*\n').finally(() => ignore.close());
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  }
  return folder;
}

/**
 * Brings a file back to where it was, or beside it where that name is taken meanwhile. A folder that is gone is made again.
 * @returns its path. @throws with the sentence for people
 */
export async function restore({ db, roots, clock, newId }: Trash, id: string): Promise<string> {
  const row = trashedById(db, id);
  if (row === undefined) throw new Error(l10n.t('This file is no longer in the trash.'));
  const folder = dirname(row.from);
  await makeFolder(folder, roots());
  const own = dirname(row.path);
  const path = await moveTo(row.path, {
    folder, within: roots(), sources: [own], isTaken: taken => isLinkedPath(db, taken), newId,
    reserve: async target => {
      if (!await db.write(tx => reserve(tx, id, target, clock()))) throw new Error(l10n.t('This file is no longer in the trash.'));
    },
  }, (target, modifiedAt) => db.write(tx => outOfTrash(tx, id, target, modifiedAt)));
  await rmdir(own).catch(() => undefined);
  return path;
}

/** Links on the way are followed before anything is made. */
async function makeFolder(folder: string, roots: readonly string[]): Promise<void> {
  let there = folder;
  while (await lstat(there).catch(orMissing) === null && dirname(there) !== there) there = dirname(there);
  if (there === folder) return;
  if (!await isInside(there, roots)) throw new Error(l10n.t('The folder that this file came from, {0}, is no longer part of the project.', folder));
  await mkdir(folder, { recursive: true });
}

/** Rows that are looked at in one go when a history is opened: what a crash left is among the latest. */
const latest = 200;

/** Puts right what a crash left half done. @param all not only the latest. @param isOver asked between two files: whether to leave the rest for another time */
export async function heal({ db }: Pick<Trash, 'db'>, all: boolean, isOver: () => boolean = () => false): Promise<void> {
  for (let last: Trashed | undefined; ;) {
    const page = trashedPage(db, latest, last);
    for (const row of page) {
      if (isOver()) return;
      await healOne(db, row);
    }
    last = page.at(-1);
    if (!all || page.length < latest) return;
  }
}

async function healOne(db: Database, row: Trashed): Promise<void> {
  const { id, path, from } = row;
  const [inside, outside] = await Promise.all([lstat(path).catch(orMissing), lstat(from).catch(orMissing)]);
  if (inside !== null && outside !== null && isSame(inside, outside)) {
    // On its way back it has both names for a moment.
    await unlink(path);
    await back(db, row, outside);
  } else if (inside === null && outside !== null && outside.isFile() && outside.size === row.size && Math.floor(outside.mtimeMs) === row.modifiedAt) {
    await back(db, row, outside);
  } else if (inside !== null) {
    await settleSidecar(sidecarPath(from), sidecarPath(path), outside === null, basename(path));
  } else if (await lstat(dirname(dirname(dirname(path)))).catch(orMissing) !== null) {
    // Somebody else emptied it. A drive that is away may come back.
    await db.write(tx => { forgetTrashed(tx, id, row.at); });
  }
}

/** One file under two names. Where a drive has no numbers for its files, none is taken for another. */
function isSame(a: Stats, b: Stats): boolean {
  return a.ino !== 0 && a.ino === b.ino && a.dev === b.dev;
}

async function back(db: Database, { id, path, from }: Trashed, outside: Stats): Promise<void> {
  await settleSidecar(sidecarPath(path), sidecarPath(from), true, basename(from));
  // Its empty folder stays for a while: somebody may be about to move the file there.
  await db.write(tx => { if (trashedById(tx, id)?.path === path) outOfTrash(tx, id, from, Math.floor(outside.mtimeMs)); });
}

/** The sidecar goes where its file is; of two that say the same, the one there stays. @param alone whether no file lies beside the stray one */
async function settleSidecar(stray: string, there: string, alone: boolean, name: string): Promise<void> {
  if (!alone || await lstat(stray).catch(orMissing) === null) return;
  if (await lstat(there).catch(orMissing) === null) return void await rename(stray, there);
  const [one, other] = await Promise.all([readFile(stray), readFile(there)]);
  const strayName = basename(stray).slice(0, -sidecarPath('').length);
  if (Buffer.compare(retitled(one, strayName, name), retitled(other, strayName, name)) === 0) await rm(stray, { force: true });
}

/** Rows that are read at once for emptying. */
const atOnce = 100;

/**
 * Takes what was moved until then away for good.
 * @param isOver asked between two files: whether to leave the rest for another time
 * @returns how many files went
 */
export async function empty(db: Database, until: number, isOver: () => boolean = () => false): Promise<number> {
  let gone = 0;
  for (;;) {
    const rows = trashedUntil(db, until, atOnce);
    for (const { id, path } of rows) {
      if (isOver()) return gone;
      // First the row: what is on its way back stays.
      if (!await db.write(tx => forgetTrashed(tx, id, until))) continue;
      await takeAway(path);
      gone++;
    }
    if (rows.length < atOnce) return gone;
  }
}

/** Removes a file of a trash and what lies with it. What is a link, or does not lie as we lay it, stays. */
async function takeAway(path: string): Promise<void> {
  const own = dirname(path);
  const folder = dirname(own);
  if (basename(folder) !== trashName || !await isFolder(folder) || !await isFolder(own)) return;
  for (const each of [path, sidecarPath(path)]) await rm(each, { force: true });
  await rmdir(own).catch(() => undefined);
}

async function isFolder(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null))?.isDirectory() === true;
}

/** Folders of ours that are looked at in one go. */
const mostStrays = 500;
const ours = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;

/**
 * Removes what lies in the trash and no row knows (a history that was lost), when it has lain there since before a time.
 * @returns how many files went
 */
export async function emptyStrays({ db, roots }: Pick<Trash, 'db' | 'roots'>, before: number, isOver: () => boolean = () => false): Promise<number> {
  let gone = 0;
  let seen = 0;
  for (const root of roots()) {
    const folder = join(root, trashName);
    if (!await isFolder(folder)) continue;
    // Rows have the path as it was given, and the path that is looked through may be a link's.
    const names = [folder, join(await realpath(root), trashName)];
    for await (const name of namesIn(folder)) {
      if (isOver() || seen >= mostStrays) return gone;
      const own = join(folder, name);
      const found = ours.test(name) ? await lstat(own).catch(() => null) : null;
      // Its time is when the file came.
      if (found === null || !found.isDirectory() || found.mtimeMs >= before || names.some(each => isKnownInTrash(db, join(each, name) + sep))) continue;
      seen++;
      for await (const file of namesIn(own)) {
        if (!(await lstat(join(own, file)).catch(() => null))?.isFile()) continue;
        await rm(join(own, file), { force: true });
        gone++;
      }
      await rmdir(own).catch(() => undefined);
    }
  }
  return gone;
}
