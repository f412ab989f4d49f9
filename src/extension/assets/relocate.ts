/**
 * Copies and moves a media file to another folder of the project. Nothing that lies there is ever replaced: a name that is
 * taken gets ` 2`, ` 3`. The sidecar goes along. At every moment the file is whole in one of its places.
 */
import { chmod, constants, copyFile, link, lstat, open, readFile, realpath, rename, rm, unlink, utimes } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, parse, relative, sep } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { sidecarLimit, sidecarPath } from './sidecar.ts';

export interface Destination {
  /** Absolute. */
  readonly folder: string;
  /** Absolute folders that it has to be in or to be, links followed. */
  readonly within: readonly string[];
  /** Absolute folders that the file may come from, links followed. */
  readonly sources: readonly string[];
  /** Whether a path belongs to another file, though none lies there. */
  readonly isTaken: (path: string) => boolean;
  readonly newId: () => string;
  /** Called with the path that is tried, before the file is brought there. */
  readonly reserve?: (path: string) => Promise<void>;
}

const mostNames = 1000;

/** @returns the path of the copy. @throws with the sentence for people */
export async function copyTo(file: string, to: Destination): Promise<string> {
  await check(file, to);
  const sidecar = await readSidecar(file);
  const part = partOf(file, to);
  try {
    await copyWhole(file, part);
    return await claim(file, sidecar, to, target => giveName(part, target));
  } finally {
    await rm(part, { force: true });
  }
}

/**
 * @param follow notes the new path; where that fails the file goes back
 * @returns the new path. @throws with the sentence for people
 */
export async function moveTo(file: string, to: Destination, follow: (path: string, modifiedAt: number) => Promise<void>): Promise<string> {
  await check(file, to);
  if (await realpath(dirname(file)) === await realpath(to.folder)) throw new Error(l10n.t('“{0}” lies in this folder already.', basename(file)));
  return carry(file, to, follow);
}

/**
 * Gives a file another name in its folder.
 * @returns the new path. @throws with the sentence for people, also where the name is taken
 */
export async function renameTo(file: string, name: string, to: Destination, follow: (path: string, modifiedAt: number) => Promise<void>): Promise<string> {
  await checkFile(file, to.sources);
  return carry(file, to, follow, name);
}

async function carry(file: string, to: Destination, follow: (path: string, modifiedAt: number) => Promise<void>, name?: string): Promise<string> {
  const sidecar = await readSidecar(file);
  const target = await claim(file, sidecar, to, path => bring(file, path, to), name);
  try {
    await follow(target, Math.floor((await lstat(target)).mtimeMs));
  } catch (error) {
    await bring(target, file, { ...to, folder: dirname(file) });
    if (sidecar !== null) await rm(sidecarPath(target), { force: true });
    throw error;
  }
  if (sidecar !== null) await rm(sidecarPath(file), { force: true });
  return target;
}

/** A link in the project may lead out of it: what counts is where things really are. */
async function check(file: string, { folder, within, sources }: Destination): Promise<void> {
  await checkFile(file, sources);
  if (!await isInside(folder, within)) throw new Error(l10n.t('This folder lies outside the project. Choose one inside it.'));
}

/** @throws with the sentence for people where it is no file, or none that may be touched */
export async function checkFile(file: string, sources: readonly string[]): Promise<void> {
  const found = await lstat(file).catch(orMissing);
  if (found === null) throw new Error(l10n.t('“{0}” is no longer there.', basename(file)));
  if (!found.isFile()) throw new Error(l10n.t('“{0}” is a link or no file at all. Move it in the Explorer.', basename(file)));
  if (!await isInside(dirname(file), sources)) throw new Error(l10n.t('“{0}” lies outside the project.', basename(file)));
}

/** @param folder is there */
export async function isInside(folder: string, roots: readonly string[]): Promise<boolean> {
  const real = await realpath(folder);
  const inside = await Promise.all(roots.map(async root => {
    const way = relative(await realpath(root).catch(() => root), real);
    return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
  }));
  return inside.includes(true);
}

/** Whether a file may get this path: nothing lies there, and no sidecar that would speak of it. */
export async function isFree(path: string, { isTaken }: Pick<Destination, 'isTaken'>): Promise<boolean> {
  return !isTaken(path) && !await isThere(path) && !await isThere(sidecarPath(path));
}

/** Finds a free name, or takes the only one that is wanted; writes the sidecar for it, and then lets the file be brought: it never lies there without what made it. */
async function claim(file: string, sidecar: Buffer | null, to: Destination, bringIt: (target: string) => Promise<void>, only?: string): Promise<string> {
  const { name, ext } = parse(file);
  for (let n = 1; n <= (only === undefined ? mostNames : 1); n++) {
    const target = join(to.folder, only ?? `${name}${n === 1 ? '' : ` ${n}`}${ext}`);
    if (!await isFree(target, to)) continue;
    try {
      if (sidecar !== null) await writeNew(sidecarPath(target), retitled(sidecar, basename(file), basename(target)));
    } catch (error) {
      if (isCode(error, 'EEXIST')) continue;
      throw error;
    }
    try {
      await to.reserve?.(target);
      await bringIt(target);
      return target;
    } catch (error) {
      if (sidecar !== null) await rm(sidecarPath(target), { force: true });
      if (!isCode(error, 'EEXIST')) throw error;
    }
  }
  if (only !== undefined) throw new Error(l10n.t('“{0}” is taken. Choose another name.', only));
  throw new Error(l10n.t('Too many files there are called “{0}”. Choose another folder.', basename(file)));
}

/** Moves a file, to another drive too. @throws EEXIST where something lies there */
async function bring(file: string, target: string, to: Destination): Promise<void> {
  try {
    return await giveName(file, target);
  } catch (error) {
    if (!isCode(error, 'EXDEV')) throw error;
  }
  const part = partOf(file, to);
  try {
    await copyWhole(file, part);
    const { atime, mtime } = await lstat(file);
    await utimes(part, atime, mtime);
    await giveName(part, target);
  } finally {
    await rm(part, { force: true });
  }
  await takeAway(file, target);
}

/** Gives a file another name on its drive. A plain rename would replace what lies there. @throws EEXIST where something does */
async function giveName(file: string, target: string): Promise<void> {
  try {
    await link(file, target);
  } catch (error) {
    if (isCode(error, 'EEXIST', 'EXDEV', 'ENOENT')) throw error;
    // No second names on this drive: the name is taken by an empty file first.
    await (await open(target, 'wx')).close();
    return await rename(file, target).catch(async (reason: unknown) => {
      await rm(target, { force: true });
      throw reason;
    });
  }
  await takeAway(file, target);
}

/** Where the old one can't be taken away (open elsewhere, a folder that may not be written), nothing was moved. */
async function takeAway(file: string, target: string): Promise<void> {
  try {
    await unlink(file);
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
}

/** Named so that the sweep of leftovers knows it when it comes from a result. */
function partOf(file: string, { folder, newId }: Destination): string {
  return join(folder, `${parse(file).name}.${newId().slice(-8)}.part`);
}

async function copyWhole(file: string, part: string): Promise<void> {
  await copyFile(file, part, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  // Nothing that may not be written can be synced everywhere.
  await chmod(part, (await lstat(part)).mode | 0o200);
  const handle = await open(part, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

async function readSidecar(file: string): Promise<Buffer | null> {
  const path = sidecarPath(file);
  const found = await lstat(path).catch(orMissing);
  return found === null || !found.isFile() || found.size > sidecarLimit ? null : await readFile(path);
}

const named = v.object({ darkroom: v.literal(1), file: v.looseObject({ name: v.string() }) });

/** A file went elsewhere without its sidecar: it goes after it, unless another one lies there. */
export async function carrySidecar(from: string, to: string): Promise<void> {
  const sidecar = await readSidecar(from);
  if (sidecar === null || await isThere(sidecarPath(to))) return;
  await writeNew(sidecarPath(to), retitled(sidecar, basename(from), basename(to)));
  await rm(sidecarPath(from), { force: true });
}

/** A sidecar names the file that it lies beside. What is none of ours goes along as it is. */
export function retitled(sidecar: Buffer, from: string, name: string): Uint8Array {
  if (from === name) return sidecar;
  try {
    const known: unknown = JSON.parse(sidecar.toString('utf8'));
    return v.is(named, known) ? Buffer.from(`${JSON.stringify({ ...known, file: { ...known.file, name } }, null, 2)}\n`) : sidecar;
  } catch {
    return sidecar;
  }
}

async function isThere(path: string): Promise<boolean> {
  return await lstat(path).catch(orMissing) !== null;
}

export function orMissing(error: unknown): null {
  if (isCode(error, 'ENOENT', 'ENOTDIR')) return null;
  throw error;
}

export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
