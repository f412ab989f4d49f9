/**
 * What is known of a database from outside of it: whether it was closed well and is untouched since, and how far it
 * had come. SQLite can't tell by itself that its log was lost or cut short: it goes on from an older state, and in an
 * older state a job that was sent looks like one that waits to be.
 *
 * Each process that has it open keeps a small mark beside it with the last revision it committed. The last one to
 * close takes its mark away and leaves a seal: size, time and revision of the closed file.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isGone } from './processes.ts';

export interface Look {
  /** Closed well, and nobody touched it since: nothing has to be checked. */
  readonly clean: boolean;
  /** The latest revision anybody is known to have committed. */
  readonly rev: number;
  /** The latest schema version anybody is known to have opened it with; 0 where nobody is. */
  readonly version: number;
}

export interface Mark {
  /** A write was committed. */
  note(rev: number): void;
  /** After the connection was closed. @param sound whether the file may be taken for sound without a look the next time; else the mark stays */
  remove(sound: boolean): void;
}

/** The marks of this process: its number may come again, and then a mark under it can be another's. */
const ours = new Set<string>();

interface Seal { readonly size: number; readonly modifiedAt: number; readonly rev: number; readonly version: number }

export function lookAt(path: string): Look {
  const left = marksOf(path).map(name => readMark(join(folderOf(path), name)));
  const seal = readSeal(path);
  const known = [...left, ...seal === null ? [] : [seal]];
  return {
    clean: left.length === 0 && seal !== null && isSealed(path, seal),
    rev: Math.max(0, ...known.map(each => each.rev)),
    version: Math.max(0, ...known.map(each => each.version)),
  };
}

/** From here on an end without {@link Mark.remove} is seen by whoever opens it next. Where nothing can be written it marks nothing. */
export function mark(path: string, version: number, rev: number): Mark {
  const name = `${process.pid}-${randomBytes(6).toString('hex')}`;
  const file = join(folderOf(path), name);
  const text = (at: number): string => `${String(at).padStart(16, '0')} ${version}\n`;
  let handle: number | null = null;
  let latest = rev;
  try {
    mkdirSync(folderOf(path), { recursive: true });
    handle = openSync(file, 'wx');
    ours.add(name);
    writeSync(handle, text(rev), 0);
  } catch {
    // A full or read-only disk: then there is no seal either, and the next one to open it checks it.
  }
  quietly(() => rmSync(sealOf(path), { force: true }));
  return {
    note(at) {
      latest = at;
      if (handle !== null) quietly(() => writeSync(handle!, text(at), 0));
    },
    remove(sound) {
      if (handle === null) return;
      const open = handle;
      handle = null;
      ours.delete(name);
      quietly(() => closeSync(open));
      // It stays: whoever puts the file right has to know how far it had come.
      if (!sound) return;
      quietly(() => rmSync(file, { force: true }));
      if (marksOf(path).length === 0) seal(path, { rev: latest, version });
    },
  };
}

/** Takes away the marks of processes that ended without doing so; asked after the file was found sound. */
export function clearMarks(path: string): void {
  for (const name of marksOf(path)) {
    const pid = Number(name.split('-')[0]);
    // One under our own number is of a process that had it before us.
    if (!ours.has(name) && (pid === process.pid || isGone(pid))) quietly(() => rmSync(join(folderOf(path), name), { force: true }));
  }
}

/** Says of a closed file that it is sound. */
export function seal(path: string, known: Pick<Seal, 'rev' | 'version'>): void {
  quietly(() => {
    if (hasLog(path)) return;
    const { size, mtimeMs } = statSync(path);
    writeFileSync(sealOf(path), JSON.stringify({ size, modifiedAt: mtimeMs, ...known }));
  });
}

function isSealed(path: string, { size, modifiedAt }: Seal): boolean {
  try {
    const found = statSync(path);
    return found.isFile() && found.size === size && found.mtimeMs === modifiedAt && !hasLog(path);
  } catch {
    return false;
  }
}

/** Whether commits wait in a log to be brought into the file. */
function hasLog(path: string): boolean {
  try {
    return statSync(`${path}-wal`).size > 0;
  } catch {
    return false;
  }
}

function readSeal(path: string): Seal | null {
  try {
    const { size, modifiedAt, rev, version } = JSON.parse(readFileSync(sealOf(path), 'utf8')) as Record<string, unknown>;
    return [size, modifiedAt, rev, version].every(Number.isFinite) ? { size, modifiedAt, rev, version } as Seal : null;
  } catch {
    return null;
  }
}

function readMark(file: string): Pick<Seal, 'rev' | 'version'> {
  try {
    const [rev, version] = readFileSync(file, 'utf8').trim().split(' ').map(Number);
    return { rev: Number.isSafeInteger(rev) ? rev! : 0, version: Number.isSafeInteger(version) ? version! : 0 };
  } catch {
    return { rev: 0, version: 0 };
  }
}

function marksOf(path: string): string[] {
  try {
    return readdirSync(folderOf(path)).filter(name => /^\d+-[0-9a-f]+$/u.test(name));
  } catch {
    return [];
  }
}

function quietly(act: () => unknown): void {
  try {
    act();
  } catch {
    // What is beside the database may fail; the database itself speaks up.
  }
}

/** The file at a path, by what stays its own when it is renamed; `null` where there is none. */
export function fileAt(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : `${found.dev}:${found.ino}`;
}

const folderOf = (path: string): string => `${path}.open`;
const sealOf = (path: string): string => `${path}.seal`;
