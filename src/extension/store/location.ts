/**
 * Where a project's history is, when the project is no longer where it was. VS Code gives a folder its storage by its
 * path, so a moved project begins with an empty one. A small key file that travels with the results, and a register of
 * keys in the storage that all workspaces share, lead from the one to the other.
 *
 * A key file comes with the project and may be anybody's: it can name nothing but a key of this person's own register.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, open, readFile, readdir, realpath, rename, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { keyFile } from './outputs.ts';
import { connectForReading } from './open.ts';

/** This project, here and now. All absolute. */
export interface Place {
  /** The project's folder. */
  readonly root: string;
  /** The folder for results in it. */
  readonly output: string;
  /** The folder of its history. */
  readonly storage: string;
}

/** A history that belongs to the same project at another place. */
export interface EarlierHistory {
  /** The database file. */
  readonly path: string;
  /** Where the project was. */
  readonly root: string;
  readonly generations: number;
  /** Epoch milliseconds. */
  readonly latestAt: number;
}

const keyPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u;
/** No file of ours is longer. */
const byteLimit = 10_000;

/** The key that lies in the folder for results, if it is one. */
export async function keyOf({ root, output }: Pick<Place, 'root' | 'output'>): Promise<string | null> {
  try {
    if (!await isInside(output, root)) return null;
    const { darkroom, workspace } = await readSmall(join(output, keyFile));
    return darkroom === 1 && typeof workspace === 'string' && keyPattern.test(workspace) ? workspace : null;
  } catch {
    return null;
  }
}

/**
 * Lays a key beside the results, where there are some and it has none, and notes where its history is.
 * @returns whether there is a key now
 */
export async function keepKey(place: Place, register: string, newId: () => string, now: number): Promise<boolean> {
  if (!existsSync(place.output) || !await isInside(place.output, place.root)) return false;
  const key = await keyOf(place) ?? await layKey(place.output, newId());
  if (key === null) return false;
  await mkdir(join(register, key), { recursive: true });
  await replaceFile(entryPath(register, key, place.storage), { storage: place.storage, root: place.root, at: now });
  return true;
}

/**
 * The history that the project's key leads to: of a place where the project is no longer, else of one where it still is,
 * the latest first. `null` where there is none, or it has nothing in it.
 * @param file the database's name in its folder
 */
export async function earlierHistory(place: Place, register: string, file: string): Promise<EarlierHistory | null> {
  const key = await keyOf(place);
  if (key === null || existsSync(declined(place.storage, key))) return null;
  const entries = (await entriesOf(register, key)).filter(entry => resolve(entry.storage) !== resolve(place.storage));
  const ordered = entries.sort((one, other) => Number(existsSync(one.root)) - Number(existsSync(other.root)) || other.at - one.at);
  for (const { storage, root } of ordered) {
    const found = lookInto(join(storage, file));
    if (found !== null) return { path: join(storage, file), root, ...found };
  }
  return null;
}

/** The person does not want it: it is not offered again. */
export async function decline(place: Place): Promise<void> {
  const key = await keyOf(place);
  if (key === null) return;
  await mkdir(place.storage, { recursive: true });
  await writeFile(declined(place.storage, key), '');
}

interface Entry { readonly storage: string; readonly root: string; readonly at: number }

async function entriesOf(register: string, key: string): Promise<Entry[]> {
  const folder = join(register, key);
  const entries: Entry[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const { storage, root, at } = await readSmall(join(folder, name)).catch((): Record<string, unknown> => ({}));
    if (typeof storage === 'string' && typeof root === 'string' && isAbsolute(storage) && isAbsolute(root) && typeof at === 'number') entries.push({ storage, root, at });
  }
  return entries;
}

function lookInto(path: string): { generations: number; latestAt: number } | null {
  if (!existsSync(path)) return null;
  try {
    const connection = connectForReading(path);
    try {
      const { n, latest } = connection.prepare('SELECT count(*) AS n, max(created_at) AS latest FROM generation').get() as { n: number; latest: number | null };
      return n > 0 && latest !== null ? { generations: n, latestAt: latest } : null;
    } finally {
      connection.close();
    }
  } catch {
    // Damaged, or of no use in another way: it is not offered.
    return null;
  }
}

/** @returns `null` where it can't be written; what is there already, whatever it is, stays */
async function layKey(output: string, key: string): Promise<string | null> {
  try {
    const handle = await open(join(output, keyFile), 'wx');
    try {
      await handle.writeFile(`${JSON.stringify({ darkroom: 1, workspace: key }, null, 2)}\n`);
    } finally {
      await handle.close();
    }
    return key;
  } catch {
    return null;
  }
}

async function readSmall(path: string): Promise<Record<string, unknown>> {
  const found = await lstat(path);
  if (!found.isFile() || found.size > byteLimit) throw new Error(`${path} is no small file`);
  const parsed: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (typeof parsed !== 'object' || parsed === null) throw new Error(`${path} holds no object`);
  return parsed as Record<string, unknown>;
}

async function replaceFile(path: string, value: unknown): Promise<void> {
  await writeFile(`${path}.part`, JSON.stringify(value));
  await rename(`${path}.part`, path);
}

/** A link in the project may lead out of it: what counts is where the folder really is. */
async function isInside(folder: string, root: string): Promise<boolean> {
  const way = relative(await realpath(root), await realpath(folder));
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function entryPath(register: string, key: string, storage: string): string {
  return join(register, key, `${createHash('sha256').update(resolve(storage)).digest('hex').slice(0, 16)}.json`);
}

const declined = (storage: string, key: string): string => join(storage, `not-taken-over-${key}`);
