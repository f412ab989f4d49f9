/**
 * The workspace's database: one connection, bounded reads, one way to write, one signal that something changed.
 *
 * It is synchronous on purpose (a read costs hundredths of a millisecond, a commit tenths); what could make it
 * wait, another process's lock, is waited for asynchronously.
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { migrate } from './migrate.ts';

export interface Reader {
  get<T>(sql: string, ...values: SQLInputValue[]): T | undefined;
  all<T>(sql: string, ...values: SQLInputValue[]): T[];
}

export interface Writer extends Reader {
  /** Runs one statement; the number of rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
  /** The revision of this write. Rows that people see are stamped with it; asking for it makes `changed` fire. */
  readonly rev: number;
}

export interface DatabaseOptions {
  /** How often to look for another process's commits, in milliseconds. */
  readonly watchEvery?: number;
  /** How long a write waits for other processes before it gives up, in milliseconds. */
  readonly writeWithin?: number;
  readonly random?: () => number;
  /** Hears of a listener that threw. */
  readonly onListenerError?: (error: unknown) => void;
}

/** The database can't be opened or written; the message says why, in a sentence for people. */
export class StoreError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
  }
}

const busyCodes = new Set([5, 6, 261, 517]);

export class Database implements Reader {
  /** A newer Darkroom made this database: it is shown, never written. */
  readonly readOnly: boolean;
  private readonly connection: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();
  private readonly listeners = new Set<() => void>();
  private readonly options: Required<DatabaseOptions>;
  private readonly watch: NodeJS.Timeout;
  private seenVersion: number;
  private inWrite = false;
  private emitting = false;

  /**
   * @param path absolute; folders are made as needed
   * @throws {StoreError} when it can't be opened
   */
  constructor(path: string, options: DatabaseOptions = {}) {
    this.options = { watchEvery: 500, writeWithin: 10_000, random: Math.random, onListenerError: () => undefined, ...options };
    mkdirSync(dirname(path), { recursive: true });
    const opened = migrate(path, connect);
    this.connection = opened.connection;
    this.readOnly = opened.readOnly;
    this.seenVersion = this.dataVersion();
    this.watch = setInterval(() => this.noticeOthers(), this.options.watchEvery);
    this.watch.unref();
  }

  get<T>(sql: string, ...values: SQLInputValue[]): T | undefined {
    return this.statement(sql).get(...values) as T | undefined;
  }

  all<T>(sql: string, ...values: SQLInputValue[]): T[] {
    return this.statement(sql).all(...values) as T[];
  }

  /**
   * The only way to write: `fn` runs in one transaction, all of it or nothing.
   * @param fn synchronous and short; it may run again when another process holds the lock, so it must not have effects elsewhere
   * @throws {StoreError} when the database stays locked, is full or read-only
   */
  async write<T>(fn: (tx: Writer) => T): Promise<T> {
    if (this.readOnly) throw new StoreError('This history was written by a newer version of Darkroom. Update Darkroom to change it.');
    const giveUpAt = Date.now() + this.options.writeWithin;
    for (let tries = 0; ; tries++) {
      try {
        const { result, changed } = this.transaction(fn);
        if (changed) this.emit();
        return result;
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (Date.now() > giveUpAt) throw new StoreError('The history is locked by another window.', { cause: error });
        await pause(this.options.random() * Math.min(100, 5 * 2 ** tries));
      }
    }
  }

  /** Tells of commits here and, within {@link DatabaseOptions.watchEvery}, of other processes' commits. */
  onChanged(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  close(): void {
    clearInterval(this.watch);
    this.listeners.clear();
    this.statements.clear();
    if (this.connection.isOpen) this.connection.close();
  }

  private transaction<T>(fn: (tx: Writer) => T): { result: T; changed: boolean } {
    if (this.inWrite) throw new Error('write() inside write()');
    this.inWrite = true;
    let rev: number | undefined;
    const takeRev = (): number => rev ??= this.get<{ rev: number }>('UPDATE state SET rev = rev + 1 RETURNING rev')!.rev;
    const tx: Writer = {
      get: (sql, ...values) => this.get(sql, ...values),
      all: (sql, ...values) => this.all(sql, ...values),
      run: (sql, ...values) => Number(this.statement(sql).run(...values).changes),
      get rev() { return takeRev(); },
    };
    let result: T;
    try {
      this.connection.exec('BEGIN IMMEDIATE');
      result = fn(tx);
      this.connection.exec('COMMIT');
    } catch (error) {
      if (this.connection.isTransaction) this.connection.exec('ROLLBACK');
      throw error;
    } finally {
      this.inWrite = false;
    }
    return { result, changed: rev !== undefined };
  }

  private noticeOthers(): void {
    const version = this.dataVersion();
    if (version === this.seenVersion) return;
    this.seenVersion = version;
    this.emit();
  }

  private dataVersion(): number {
    return this.get<{ data_version: number }>('PRAGMA data_version')!.data_version;
  }

  /** A task later: what is committed stays committed, whatever a listener makes of it. */
  private emit(): void {
    if (this.emitting) return;
    this.emitting = true;
    setImmediate(() => {
      this.emitting = false;
      for (const listener of [...this.listeners]) {
        try {
          listener();
        } catch (error) {
          this.options.onListenerError(error);
        }
      }
    });
  }

  private statement(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (statement === undefined) {
      statement = this.connection.prepare(sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }
}

/** Loaded here and not at the top: a host without it still activates and says what is missing. */
function connect(path: string, readOnly: boolean): DatabaseSync {
  const sqlite = process.getBuiltinModule?.('node:sqlite') as typeof import('node:sqlite') | undefined;
  if (sqlite === undefined) throw new StoreError('This editor has no node:sqlite. Darkroom needs VS Code 1.125 or later.');
  // Patient while it opens: two windows of a new workspace make the same file at once.
  const connection = new sqlite.DatabaseSync(path, { readOnly, timeout: 2000 });
  if (!readOnly) {
    // WAL where the file system can do it; the pragma answers with the mode it kept.
    const mode = connection.prepare('PRAGMA journal_mode = WAL').get() as { journal_mode: string };
    if (mode.journal_mode !== 'wal') connection.exec('PRAGMA journal_mode = DELETE');
    connection.exec('PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 4194304;');
  }
  connection.exec('PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 20;');
  return connection;
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && busyCodes.has(Number(error.errcode));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}
