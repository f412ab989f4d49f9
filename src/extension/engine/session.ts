/**
 * Opens the workspace's history when it is first needed and runs the engine on it.
 * A window that has nothing unfinished and shows nothing opens nothing. What is wrong with the history is told, and
 * where it can't be opened now it is tried again.
 */
import { existsSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { hasFailedOnes } from '../store/attention.ts';
import type { Database } from '../store/database.ts';
import { hasUnfinished } from '../store/generations.ts';
import { openHistory } from '../store/history.ts';
import type { Recovery } from '../store/recover.ts';
import { type StoreError, told } from '../store/trouble.ts';
import type { Engine } from './loop.ts';
import type { Log } from './step.ts';

/** Something about the history that people should know. */
export interface Notice {
  readonly severity: 'info' | 'warning' | 'error';
  readonly sentence: string;
  /** A file or folder that it speaks of. */
  readonly path?: string;
}

/** Looks after the open history; see house.ts. */
export interface Housekeeper {
  /** The history was put right. */
  begin(): void;
  stop(): Promise<void>;
}

export interface SessionOptions {
  /** Absolute path of the database file. */
  readonly path: string;
  readonly makeEngine: (db: Database) => Engine;
  /** What is done for the history besides the work itself. */
  readonly makeHouse: (db: Database) => Housekeeper;
  /** Whether anything may be sent: not in an untrusted workspace. */
  readonly mayWork: () => boolean;
  /** Whether a history of this project lies elsewhere; asked where there is none here. */
  readonly hasEarlier: () => Promise<boolean>;
  readonly tell: (notice: Notice) => void;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** The script for what a damaged, large or older history needs (care.ts). */
  readonly care: string | URL;
  readonly times?: Partial<SessionTimes>;
}

/** All in milliseconds. */
export interface SessionTimes {
  /** Opening waits so long for a lock; the editor stands still for as long. */
  readonly openWithin: number;
  /** A history that can't be opened is tried again after this. */
  readonly retryEvery: number;
}

const usualTimes: SessionTimes = { openWithin: 1000, retryEvery: 5000 };

export class Session {
  private readonly options: SessionOptions;
  private readonly times: SessionTimes;
  private readonly listeners = new Set<() => void>();
  private database: Database | null = null;
  private engine: Engine | null = null;
  private house: Housekeeper | null = null;
  /** Why it could not be opened the last time. */
  private failure: StoreError | null = null;
  private retry: NodeJS.Timeout | null = null;
  private disposed = false;

  constructor(options: SessionOptions) {
    this.options = options;
    this.times = { ...usualTimes, ...options.times };
  }

  /** The open database; opened by the first who asks. @throws {StoreError} when it can't be */
  get db(): Database {
    if (this.database === null) {
      if (this.disposed) throw new Error('Darkroom was closed');
      // Tried again in a while: not by each of all who ask, because each try may stand still for a moment.
      if (this.failure !== null) throw this.failure;
      this.database = this.open();
      this.start(this.database);
    }
    return this.database;
  }

  get isOpen(): boolean {
    return this.database !== null;
  }

  /** Whether there is a history: open, or on the disk. */
  get isThere(): boolean {
    return this.isOpen || this.wasThere();
  }

  /** Whether this window does the work. */
  get leads(): boolean {
    return this.engine?.isLeader ?? false;
  }

  /** After a start: goes on with unfinished work and shows what failed unseen, or leaves everything closed. */
  resume(): void {
    if (this.isOpen) return;
    if (!this.wasThere()) {
      this.options.hasEarlier().then(yes => { if (yes && !this.disposed) void this.db; })
        .catch((error: unknown) => this.options.log.warn('an earlier history was not looked for', error));
      return;
    }
    let db: Database;
    try {
      db = this.open();
    } catch (error) {
      // It was told, and is tried again.
      this.options.log.warn('the history was not opened', error);
      return;
    }
    if (db.isSettled && !hasUnfinished(db) && !hasFailedOnes(db)) return db.close();
    this.database = db;
    this.start(db);
  }

  /** Starts or wakes the engine, when something outside the rows changed: a key, a provider, trust. */
  work(): void {
    const db = this.database;
    // Nothing is decided by rows that may still turn out to be wrong.
    if (db === null || !db.isSettled || db.readOnly || !this.options.mayWork()) return;
    if (this.engine !== null) return this.engine.wake();
    this.engine = this.options.makeEngine(db);
    this.engine.start().catch((error: unknown) => this.options.log.error('the engine did not start', error));
  }

  /** Tells of every change of the history, here or in another window, once it is open. */
  onChanged(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    this.listeners.clear();
    if (this.retry !== null) clearTimeout(this.retry);
    await Promise.all([this.engine?.stop(), this.house?.stop()]);
    this.database?.close();
    this.database = null;
  }

  /** It is there, or it was: then what is left of it is put together. */
  private wasThere(): boolean {
    return ['', '.open', '.seal'].some(side => existsSync(this.options.path + side));
  }

  private open(): Database {
    const { path, log, clock, care } = this.options;
    try {
      const db = openHistory(path, {
        clock, care, openWithin: this.times.openWithin,
        onRecovered: recovery => this.recovered(recovery),
        onTrouble: trouble => { if (trouble !== null) this.tell({ severity: 'warning', sentence: trouble.message }, trouble.cause); else log.info('the history can be written again'); },
        onListenerError: error => log.error('something broke down over a change of the history', error),
      });
      this.failure = null;
      if (db.isSettled && db.readOnlyBecause !== null) this.tell({ severity: 'warning', sentence: db.readOnlyBecause });
      return db;
    } catch (error) {
      const failure = told(error);
      if (failure.message !== this.failure?.message) this.tell({ severity: 'error', sentence: failure.message }, error);
      this.failure = failure;
      this.tryAgain();
      throw failure;
    }
  }

  private tryAgain(): void {
    this.retry ??= setTimeout(() => {
      this.retry = null;
      if (this.disposed || this.database !== null) return;
      try {
        this.database = this.open();
      } catch {
        return;
      }
      this.start(this.database);
    }, this.times.retryEvery).unref();
  }

  private start(db: Database): void {
    db.onChanged(() => {
      if (this.engine === null) this.work();
      this.emit();
    });
    this.work();
    void db.settled().then(() => {
      if (this.database !== db) return;
      this.work();
      if (!db.readOnly) this.house ??= this.options.makeHouse(db);
      // Whoever shows what is in it looks now.
      setImmediate(() => this.emit());
    });
  }

  private recovered({ generations, unconfirmed, notSent, kept, details }: Recovery): void {
    for (const detail of details) this.options.log.info(`the history was damaged: ${detail}`);
    const sentences = [
      generations === 0
        ? l10n.t('The history of this workspace was damaged, and nothing in it can be read. A new one was begun.')
        : l10n.t('The history of this workspace was damaged. Generations that could be carried over: {0}.', generations),
      ...unconfirmed > 0 ? [l10n.t('Unconfirmed, because they may have been sent: {0}.', unconfirmed)] : [],
      ...notSent > 0 ? [l10n.t('Not sent: {0}. Retry sends them.', notSent)] : [],
    ];
    this.tell({ severity: 'warning', sentence: sentences.join(' '), ...kept === null ? {} : { path: kept } });
    this.house?.begin();
  }

  private tell(notice: Notice, cause?: unknown): void {
    this.options.log.warn(notice.sentence, cause);
    this.options.tell(notice);
  }

  private emit(): void {
    for (const listener of [...this.listeners]) {
      try {
        listener();
      } catch (error) {
        this.options.log.error('a view broke down over a change', error);
      }
    }
  }
}
