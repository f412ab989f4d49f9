/**
 * Opens the workspace's history when it is first needed and runs the engine on it.
 * A window that has nothing unfinished and shows nothing opens nothing.
 */
import { existsSync } from 'node:fs';
import { Database } from '../store/database.ts';
import { hasUnfinished } from '../store/generations.ts';
import type { Engine } from './loop.ts';
import type { Log } from './step.ts';

export interface SessionOptions {
  /** Absolute path of the database file. */
  readonly path: string;
  readonly makeEngine: (db: Database) => Engine;
  /** Whether anything may be sent: not in an untrusted workspace. */
  readonly mayWork: () => boolean;
  readonly log: Log;
}

export class Session {
  private readonly options: SessionOptions;
  private readonly listeners = new Set<() => void>();
  private database: Database | null = null;
  private engine: Engine | null = null;
  private disposed = false;

  constructor(options: SessionOptions) {
    this.options = options;
  }

  /** The open database; opened by the first who asks. @throws {StoreError} when it can't be */
  get db(): Database {
    if (this.database === null) {
      if (this.disposed) throw new Error('Darkroom was closed');
      this.database = new Database(this.options.path, { onListenerError: error => this.options.log.error('a view broke down over a change', error) });
      this.database.onChanged(() => this.emit());
      this.work();
    }
    return this.database;
  }

  get isOpen(): boolean {
    return this.database !== null;
  }

  /** After a start: goes on with unfinished work, or leaves everything closed. */
  resume(): void {
    if (this.isOpen || !existsSync(this.options.path)) return;
    const probe = new Database(this.options.path);
    let unfinished: boolean;
    try {
      unfinished = hasUnfinished(probe);
    } finally {
      probe.close();
    }
    if (unfinished) void this.db;
  }

  /** Starts or wakes the engine, when something outside the rows changed: a key, a provider, trust. */
  work(): void {
    if (this.database === null || this.database.readOnly || !this.options.mayWork()) return;
    if (this.engine !== null) return this.engine.wake();
    this.engine = this.options.makeEngine(this.database);
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
    await this.engine?.stop();
    this.database?.close();
    this.database = null;
  }

  private emit(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
