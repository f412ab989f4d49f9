/** Copies of the history beside it: one a day, the latest two, and one from before each upgrade. */
import { type Dirent, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { sendAway } from './chores.ts';
import { connectForReading, sqlite } from './open.ts';

export interface Backup {
  readonly path: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Daily copies, at most. */
const dailyLimit = 2;

/** The latest first, those from before upgrades among them. */
export function backupsOf(path: string): Backup[] {
  return [...dailyOf(path), ...filesLike(path, /^v\d+\.bak$/u)].sort((one, other) => other.at - one.at);
}

/** Whether the last daily copy is older than `every` milliseconds. */
export function isDue(path: string, now: number, every: number): boolean {
  const latest = dailyOf(path)[0];
  return latest === undefined || latest.at <= now - every || latest.at > now;
}

/**
 * Copies the history beside it, and keeps the copy when it is sound. Neither is done on this thread.
 * @param care the script that checks the copy (engine/care.ts)
 * @returns the copy's path, or `null` when what was copied is not sound: then the older copies stay
 */
export async function backUp(path: string, now: number, care: string | URL): Promise<string | null> {
  const part = `${path}.backup-part`;
  for (const side of ['', '-wal', '-shm']) rmSync(part + side, { force: true });
  const source = connectForReading(path);
  try {
    // All of it at once, in its own thread: a copy in pieces begins anew whenever somebody writes.
    await sqlite().backup(source, part, { rate: 1_000_000_000 });
    const findings = await sendAway<'check'>(care, { do: 'check', path: part });
    if (findings.length > 0) return null;
    const target = `${path}.backup-${stampOf(now)}`;
    renameSync(part, target);
    for (const old of dailyOf(path).slice(dailyLimit)) rmSync(old.path, { force: true });
    return target;
  } finally {
    source.close();
    for (const side of ['', '-wal', '-shm']) rmSync(part + side, { force: true });
  }
}

/** A time as part of a file's name, in UTC: 2026-11-21-14-25-51. */
export function stampOf(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replaceAll(/[T:]/gu, '-');
}

function dailyOf(path: string): Backup[] {
  return filesLike(path, /^backup-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d$/u);
}

function filesLike(path: string, ending: RegExp): Backup[] {
  const prefix = `${basename(path)}.`;
  return listed(dirname(path)).filter(file => file.isFile() && file.name.startsWith(prefix) && ending.test(file.name.slice(prefix.length)))
    .map(file => join(dirname(path), file.name)).map(file => ({ path: file, at: statSync(file).mtimeMs }))
    .sort((one, other) => other.at - one.at);
}

function listed(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
