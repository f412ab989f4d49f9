/**
 * Makes a sound history out of a damaged one. What can still be read is carried over row by row, the newest good
 * backup and pages that hang loose fill the gaps, the damaged file is kept beside, and nothing that was under way is
 * sent again by itself.
 */
import type { DatabaseSync } from 'node:sqlite';
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { backupsOf, stampOf } from './backup.ts';
import { Carrier, type Sentences } from './carry.ts';
import type { Age } from './mend.ts';
import { userVersion } from './migrate.ts';
import { connectUntouched, sqlite } from './open.ts';
import { findingsOf } from './soundness.ts';
import { type DamageError, StoreError, isBusy, messageOf } from './trouble.ts';
import { clearMarks, fileAt, lookAt, seal } from './witness.ts';

export interface RecoverOptions {
  readonly steps: readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
  readonly newId: () => string;
  readonly sentences: Sentences;
  /** How long to wait for another window that does the same, in milliseconds. */
  readonly patience: number;
}

export interface Recovery {
  /** Generations there are now. */
  readonly generations: number;
  /** Those that may have been sent, and nobody knows. */
  readonly unconfirmed: number;
  /** Those that waited, and now wait for the person. */
  readonly notSent: number;
  /** Where the damaged file is now; `null` where there was none. */
  readonly kept: string | null;
  /** What was found and done, for the log. */
  readonly details: readonly string[];
}

/** Damaged files kept beside the history, at most. */
const keptLimit = 5;

/**
 * @param damaged which file was found damaged; another one means that another window has put it right
 * @returns `null` where there was nothing left to do
 * @throws {StoreError} when it can't be done here and now; then everything is as it was
 */
export function recover(path: string, damage: DamageError, damaged: string | null, options: RecoverOptions): Recovery | null {
  return locked(path, options.patience, () => {
    if (fileAt(path) !== damaged) return null;
    const release = damaged === null ? () => undefined : holdOff(path, options.patience);
    try {
      const details = [...damage.findings];
      // Made whole by a window that was closed before it could put it in place.
      if (damaged === null && existsSync(finished(path))) rmLog(path);
      else build(path, options, details);
      const { rev, version, ...made } = reportOf(finished(path), options.sentences);
      // First: a crash right after the new file is in place must not make it forgotten.
      writeFileSync(unrebuilt(path), '');
      const kept = replace(path, options.now);
      // It was checked before it was put in place.
      clearMarks(path);
      seal(path, { rev, version });
      if (kept !== null) details.push(`the damaged file is kept as ${kept}`);
      return { ...made, kept, details };
    } finally {
      release();
    }
  });
}

/**
 * Keeps other windows, which may not have met the damage, from committing what would be lost with the damaged file: they wait,
 * and find the new one. On Windows nothing can be renamed that is open: there a file that others have open is not replaced.
 */
function holdOff(path: string, patience: number): () => void {
  if (process.platform === 'win32') return () => undefined;
  const open: DatabaseSync[] = [];
  // The one for reading is closed last: that leaves file and log as they are.
  const release = (): void => open.reverse().forEach(connection => connection.close());
  try {
    const { DatabaseSync: Connection } = sqlite();
    open.push(new Connection(path, { readOnly: true }));
    open[0]!.prepare('PRAGMA user_version').get();
    open.push(new Connection(path, { timeout: patience }));
    open[1]!.exec('BEGIN IMMEDIATE');
    return release;
  } catch (error) {
    release();
    if (isBusy(error)) throw error;
    // What can't even be locked is written by nobody.
    return () => undefined;
  }
}

/** There as long as the results on disk were not asked what is missing. */
export function unrebuilt(path: string): string {
  return `${path}.rebuild`;
}

function build(path: string, { steps, now, newId, sentences }: RecoverOptions, details: string[]): void {
  const target = `${path}.recovering`;
  for (const stale of [target, `${target}-journal`, finished(path)]) rmSync(stale, { force: true });
  const known = lookAt(path);
  const live = openLive(path, details);
  const backup = goodBackup(path, details);
  const version = [known.version, live === null ? 0 : versionOf(live), backup === null ? 0 : versionOf(backup)].find(each => each > 0 && each <= steps.length) ?? steps.length;
  const db = create(target, steps.slice(0, version));
  try {
    const rev = live === null ? 0 : revOf(live);
    // Commits that are known of and missing: what looks as if it waited may have been sent.
    const age: Age = rev < known.rev ? 'older' : 'last';
    if (age === 'older') details.push(`commits up to revision ${known.rev} are missing; it is at ${rev}`);
    const carrier = new Carrier(db, { now, newId, sentences, details, rev: Math.max(rev, known.rev) + 1 });
    if (live !== null) carrier.carry(live, 'the damaged file', age);
    if (backup !== null) carrier.carry(backup, 'the backup', 'older');
    carrier.carryLoose(path);
    carrier.complete(Math.max(...[live, backup].map(source => source === null ? 0 : epochOf(source))));
    const findings = findingsOf(db);
    if (findings.length > 0) throw new StoreError(l10n.t('The history is damaged and can’t be put right: {0}', findings.join('; ')));
    db.close();
    sync(target);
    renameSync(target, finished(path));
  } catch (error) {
    if (db.isOpen) db.close();
    rmSync(target, { force: true });
    throw error;
  } finally {
    for (const source of [live, backup]) if (source?.isOpen) source.close();
  }
}

function reportOf(path: string, { lost, notSent }: Sentences): Pick<Recovery, 'generations' | 'unconfirmed' | 'notSent'> & { rev: number; version: number } {
  const db = connectUntouched(path);
  try {
    const count = (sql: string, ...values: string[]): number => (db.prepare(sql).get(...values) as { n: number }).n;
    const failed = (sentence: string): number => count(`SELECT count(*) AS n FROM attempt WHERE superseded = 0 AND failure IS NOT NULL AND json_extract(failure, '$.sentence') = ?`, sentence);
    return {
      generations: count('SELECT count(*) AS n FROM generation'),
      unconfirmed: failed(lost), notSent: failed(notSent), rev: revOf(db), version: userVersion(db),
    };
  } finally {
    db.close();
  }
}

/** The damaged file as far as SQLite opens it. Nothing of it is changed. */
function openLive(path: string, details: string[]): DatabaseSync | null {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return null;
  try {
    const connection = new (sqlite().DatabaseSync)(path, { readOnly: true, timeout: 1000 });
    // A file that is shorter than it says is read as far as it goes.
    connection.enableDefensive?.(false);
    connection.exec('PRAGMA writable_schema = ON');
    connection.prepare('SELECT count(*) FROM sqlite_schema').get();
    return connection;
  } catch (error) {
    details.push(`the file can't be opened: ${messageOf(error)}`);
    return null;
  }
}

function goodBackup(path: string, details: string[]): DatabaseSync | null {
  for (const backup of backupsOf(path)) {
    try {
      const connection = connectUntouched(backup.path);
      const findings = findingsOf(connection);
      if (findings.length === 0) return connection;
      connection.close();
      details.push(`${basename(backup.path)} is damaged too: ${findings[0]}`);
    } catch (error) {
      details.push(`${basename(backup.path)} can't be opened: ${messageOf(error)}`);
    }
  }
  return null;
}

function create(path: string, steps: readonly string[]): DatabaseSync {
  const db = new (sqlite().DatabaseSync)(path);
  db.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF');
  for (const step of steps) db.exec(step);
  db.exec(`PRAGMA user_version = ${steps.length}`);
  return db;
}

/** Puts the new file in the damaged one's place. @returns where the damaged one is now */
function replace(path: string, now: number): string | null {
  const kept = existsSync(path) ? keptName(path, now) : null;
  try {
    if (kept !== null) {
      renameSync(path, kept);
      if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${kept}-wal`);
    }
    rmLog(path);
    renameSync(finished(path), path);
  } catch (error) {
    throw new StoreError(l10n.t('The history is damaged and can’t be put right while another window has it open. Close the other windows, then reload this one.'), { cause: error });
  }
  syncFolder(dirname(path));
  forgetOldest(path);
  return kept;
}

function keptName(path: string, now: number): string {
  const name = `${path}.broken-${stampOf(now)}`;
  for (let n = 1; ; n++) {
    const free = n === 1 ? name : `${name}-${n}`;
    if (!existsSync(free)) return free;
  }
}

/** A log belongs to its file: beside another one it would be read into it. */
function rmLog(path: string): void {
  for (const side of ['-wal', '-shm', '-journal']) rmSync(path + side, { force: true });
}

function forgetOldest(path: string): void {
  const broken = readdirSync(dirname(path)).filter(name => name.startsWith(`${basename(path)}.broken-`) && !name.endsWith('-wal')).sort();
  for (const name of broken.slice(0, -keptLimit)) {
    for (const side of ['', '-wal']) rmSync(join(dirname(path), name + side), { force: true, recursive: true });
  }
}

/** One window at a time. SQLite's own lock goes with the process that holds it. */
function locked<T>(path: string, patience: number, act: () => T): T {
  const lock = new (sqlite().DatabaseSync)(`${path}.lock`, { timeout: patience });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return act();
  } finally {
    lock.close();
  }
}

function versionOf(connection: DatabaseSync): number {
  try {
    return userVersion(connection);
  } catch {
    return 0;
  }
}

function revOf(connection: DatabaseSync): number {
  return numberIn(connection, 'SELECT rev AS n FROM state');
}

function epochOf(connection: DatabaseSync): number {
  return numberIn(connection, 'SELECT epoch AS n FROM leader');
}

function numberIn(connection: DatabaseSync, sql: string): number {
  try {
    const n = (connection.prepare(sql).get() as { n: unknown } | undefined)?.n;
    return typeof n === 'number' && Number.isSafeInteger(n) && n >= 0 && n < 1e12 ? n : 0;
  } catch {
    return 0;
  }
}

function sync(path: string): void {
  const handle = openSync(path, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The names of the files live in their folder: on POSIX that is synced too. Windows can't and needn't. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

const finished = (path: string): string => `${path}.recovered`;
