/** Opens a database file as it can be: for writing, for reading only, or not at all, and says why. */
import type { DatabaseSync } from 'node:sqlite';
import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as l10n from '@vscode/l10n';
import { migrate, userVersion } from './migrate.ts';
import { DamageError, StoreError, isDamage, isForbidden, isForeign, messageOf } from './trouble.ts';

export interface Opened {
  readonly connection: DatabaseSync;
  /** Why it is shown and never written, in a sentence; `null` where it can be written. */
  readonly readOnlyBecause: string | null;
}

/**
 * @param path absolute; folders are made as needed
 * @param patience milliseconds to wait for others that have it locked. The editor stands still for as long.
 * @throws {DamageError} where there is something that is no sound database of ours
 * @throws {StoreError} for everything else
 */
export function openFile(path: string, steps: readonly string[], patience: number): Opened {
  const there = whatIsAt(path);
  if (there === 'other') throw new DamageError([`${path} is not a file`]);
  if (there === 'nothing') makeFolder(dirname(path));
  else if (!may(path, constants.R_OK)) throw new StoreError(l10n.t('The history can’t be read: the file {0} does not let you.', path));
  if (!canBeWritten(path)) {
    if (there === 'nothing') throw new StoreError(l10n.t('The history can’t be kept: the folder {0} can’t be written.', dirname(path)));
    return openForReading(path, steps);
  }
  try {
    const { connection, isNewer } = migrate(path, at => connect(at, patience, there === 'nothing'), steps);
    // Locks met from here on are waited for without standing still.
    connection.exec('PRAGMA busy_timeout = 20');
    if (!isNewer) return { connection, readOnlyBecause: null };
    connection.close();
    return {
      connection: connectForReading(path),
      readOnlyBecause: l10n.t('This history was written by a newer version of Darkroom. It is only shown: update Darkroom to change it.'),
    };
  } catch (error) {
    if (isForeign(error)) throw new DamageError([messageOf(error)], { cause: error });
    // What a system says of rights beforehand is not always so.
    if (there === 'file' && isForbidden(error)) return openForReading(path, steps);
    throw error;
  }
}

/** Whether the file at a path, or one to be made there, can be written. */
export function canBeWritten(path: string): boolean {
  return may(dirname(path), constants.W_OK) && (whatIsAt(path) === 'nothing' || may(path, constants.W_OK));
}

/** Loaded here and not at the top: a host without it still activates and says what is missing. */
export function sqlite(): typeof import('node:sqlite') {
  const found = process.getBuiltinModule?.('node:sqlite') as typeof import('node:sqlite') | undefined;
  if (found === undefined) throw new StoreError(l10n.t('This editor has no node:sqlite. Darkroom needs VS Code 1.125 or later.'));
  return found;
}

/** The file as it lies there, without its log and without locks: nothing may be writing it. */
export function connectUntouched(path: string): DatabaseSync {
  const url = pathToFileURL(path);
  url.search = 'immutable=1';
  return new (sqlite().DatabaseSync)(url, { readOnly: true });
}

function connect(path: string, patience: number, isNew: boolean): DatabaseSync {
  const connection = new (sqlite().DatabaseSync)(path, { timeout: patience });
  try {
    // What is removed later gives its space back. That is decided when a file is made.
    if (isNew) connection.exec('PRAGMA auto_vacuum = INCREMENTAL');
    // WAL where the file system can do it; the pragma answers with the mode it kept.
    const mode = connection.prepare('PRAGMA journal_mode = WAL').get() as { journal_mode: string };
    if (mode.journal_mode !== 'wal') connection.exec('PRAGMA journal_mode = DELETE');
    connection.exec('PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 4194304; PRAGMA foreign_keys = ON');
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/**
 * For reading. Closing it leaves file and log as they are, which closing a connection that may write does not.
 * With its log where that can be read, which takes a writable folder or what others have left there; else without.
 */
export function connectForReading(path: string): DatabaseSync {
  const connection = new (sqlite().DatabaseSync)(path, { readOnly: true, timeout: 1000 });
  try {
    userVersion(connection);
    return connection;
  } catch (error) {
    connection.close();
    if (isDamage(error)) throw error;
    return connectUntouched(path);
  }
}

function openForReading(path: string, steps: readonly string[]): Opened {
  const connection = connectForReading(path);
  const version = userVersion(connection);
  if (version >= steps.length) {
    return { connection, readOnlyBecause: l10n.t('The folder of the history can’t be written: {0}. The history is only shown, and nothing is sent.', dirname(path)) };
  }
  connection.close();
  throw new StoreError(l10n.t('The history comes from an older version of Darkroom and can’t be upgraded, because its folder can’t be written: {0}', dirname(path)));
}

export function whatIsAt(path: string): 'file' | 'nothing' | 'other' {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return 'nothing';
  return found.isFile() ? 'file' : 'other';
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new StoreError(l10n.t('The history can’t be kept: the folder {0} can’t be made ({1}).', folder, messageOf(error)), { cause: error });
  }
}

function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
