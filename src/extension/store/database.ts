/**
 * The workspace's database: one connection, bounded reads, one way to write, one signal that something changed.
 *
 * It is synchronous on purpose (a read costs hundredths of a millisecond, a commit tenths); what could make it
 * wait, another process's lock, is waited for asynchronously.
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import * as l10n from '@vscode/l10n';
import { userVersion } from './migrate.ts';
import { canBeWritten, connectForReading, openFile, whatIsAt } from './open.ts';
import { migrations } from './schema.ts';
import { DamageError, StoreError, isBusy, isDamage, isForeign, messageOf, told } from './trouble.ts';
import { type Look, type Mark, clearMarks, fileAt, lookAt, mark } from './witness.ts';

export { StoreError };

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

/**
 * Looks after the file. What takes long is done elsewhere and answered by a promise: while a file is put right or
 * upgraded nothing can be read of it, while it is checked everything goes on.
 */
export interface Care {
  /** What is wrong with a file that may have been harmed. */
  readonly check: (path: string) => readonly string[] | Promise<readonly string[]>;
  /**
   * Puts a damaged file right while it is closed here.
   * @param damaged which file was found damaged (`fileAt`), `null` where there is none any more
   */
  readonly repair: (path: string, damage: DamageError, damaged: string | null) => void | Promise<void>;
  /** Brings a large file to the newest schema; `undefined` leaves it to whoever opens it. */
  readonly upgrade: (path: string) => Promise<void> | undefined;
}

export interface DatabaseOptions {
  /** How often to look for another process's commits, in milliseconds. */
  readonly watchEvery?: number;
  /** How long opening waits for other processes, in milliseconds; the editor stands still for as long. */
  readonly openWithin?: number;
  /** One that can't be opened any more is tried again after this, in milliseconds. */
  readonly openEvery?: number;
  /** How long a write waits for other processes before it gives up, in milliseconds. */
  readonly writeWithin?: number;
  readonly random?: () => number;
  /** The schema, as the list of steps that made it; the workspace history's own when absent. */
  readonly steps?: readonly string[];
  /** Without it a damaged file is not opened, and one that may be damaged is taken as it is. */
  readonly care?: Care | undefined;
  /** Hears that writing does not work (a full disk), once, and `null` when it does again. */
  readonly onTrouble?: (trouble: StoreError | null) => void;
  /** Hears of a listener that threw. */
  readonly onListenerError?: (error: unknown) => void;
}

/** The file under our feet is no longer the one at the path: another window put a damaged one right, or somebody took it away. */
class ReplacedError extends Error {}

/** Repairs of one open database; a disk on which it never ends is not for us to fight. */
const repairLimit = 3;

export class Database implements Reader {
  /** Absolute. */
  readonly path: string;
  private readonly listeners = new Set<() => void>();
  private readonly options: Required<Omit<DatabaseOptions, 'care'>> & Pick<DatabaseOptions, 'care'>;
  private readonly watch: NodeJS.Timeout;
  private open: Open | null = null;
  /** What has to be done elsewhere before it can be opened. */
  private waiting: { readonly until: Promise<void>; readonly sentence: string } | null = null;
  private checking: Promise<void> | null = null;
  /** Why it could not be opened again, and until when that is all there is to say. */
  private refusal: { readonly error: StoreError; readonly until: number } | null = null;
  private closed = false;
  private repairs = 0;
  private upgraded = false;
  private inTrouble = false;
  private inWrite = false;
  private emitting = false;

  /**
   * @param path absolute; folders are made as needed
   * @throws {StoreError} when it can't be opened
   */
  constructor(path: string, options: DatabaseOptions = {}) {
    this.path = path;
    this.options = {
      watchEvery: 500, openWithin: 2000, openEvery: 5000, writeWithin: 10_000, random: Math.random, steps: migrations,
      onTrouble: () => undefined, onListenerError: () => undefined, ...options,
    };
    try {
      this.opened();
    } catch (error) {
      if (this.waiting === null) throw error;
    }
    this.watch = setInterval(() => this.noticeOthers(), this.options.watchEvery);
    this.watch.unref();
  }

  /** A newer Darkroom made this database, its place can't be written, or it is not ready yet: it is not to be written. */
  get readOnly(): boolean {
    return this.readOnlyBecause !== null;
  }

  /** Why, in a sentence for people. */
  get readOnlyBecause(): string | null {
    try {
      return this.opened().readOnlyBecause;
    } catch (error) {
      return told(error).message;
    }
  }

  /** Whether nothing of it has to be checked, put right or upgraded any more. */
  get isSettled(): boolean {
    return this.waiting === null && this.checking === null;
  }

  /** When it was checked, put right and upgraded, as far as it had to be. */
  async settled(): Promise<void> {
    while (!this.isSettled) await (this.waiting?.until ?? this.checking);
  }

  get<T>(sql: string, ...values: SQLInputValue[]): T | undefined {
    return this.reading(() => this.statement(sql).get(...values)) as T | undefined;
  }

  all<T>(sql: string, ...values: SQLInputValue[]): T[] {
    return this.reading(() => this.statement(sql).all(...values)) as T[];
  }

  /**
   * The only way to write: `fn` runs in one transaction, all of it or nothing.
   * @param fn synchronous and short; it may run again when another process holds the lock or the file had to be put right,
   *   so it must not have effects elsewhere
   * @throws {StoreError} when the database stays locked, is full or read-only
   */
  async write<T>(fn: (tx: Writer) => T): Promise<T> {
    let giveUpAt = Date.now() + this.options.writeWithin;
    for (let tries = 0; ; tries++) {
      while (this.waiting !== null) {
        await this.waiting.until;
        giveUpAt = Date.now() + this.options.writeWithin;
      }
      if (this.readOnlyBecause !== null) throw new StoreError(this.readOnlyBecause);
      try {
        const { result, changed } = this.transaction(fn);
        this.trouble(null);
        if (changed) this.emit();
        return result;
      } catch (error) {
        if (error instanceof ReplacedError) this.openAnew();
        else if (isDamage(error)) this.putRight(error);
        else if (!isBusy(error)) throw this.failed(error);
        else if (Date.now() > giveUpAt) throw new StoreError(l10n.t('The history is locked by another window.'), { cause: error });
        else await pause(this.options.random() * Math.min(100, 5 * 2 ** tries));
      }
    }
  }

  /** Tells of commits here and, within {@link DatabaseOptions.watchEvery}, of other processes' commits. */
  onChanged(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  close(): void {
    this.closed = true;
    clearInterval(this.watch);
    this.listeners.clear();
    this.shut();
  }

  private transaction<T>(fn: (tx: Writer) => T): { result: T; changed: boolean } {
    if (this.inWrite) throw new Error('write() inside write()');
    const { connection, mark } = this.opened();
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
      connection.exec('BEGIN IMMEDIATE');
      // What is committed to a file that is no longer there is lost, and it could be sent a second time.
      if (this.isReplaced()) throw new ReplacedError();
      result = fn(tx);
      connection.exec('COMMIT');
    } catch (error) {
      rollBack(connection);
      throw error;
    } finally {
      this.inWrite = false;
    }
    if (rev !== undefined) mark.note(rev);
    return { result, changed: rev !== undefined };
  }

  /** Reads once more where the file was put right in between; inside a transaction that is for the transaction to do. */
  private reading<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (this.inWrite || !isDamage(error)) throw error;
      this.putRight(error);
      return read();
    }
  }

  private noticeOthers(): void {
    if (this.waiting !== null) return;
    if (this.open === null) return this.openLater();
    try {
      if (this.isReplaced()) return this.openAnew();
      const open = this.opened();
      const version = this.get<{ data_version: number }>('PRAGMA data_version')!.data_version;
      if (version === open.seenVersion) return;
      open.seenVersion = version;
      this.emit();
    } catch (error) {
      // Nobody waits for this look; whoever reads or writes next is told.
      this.options.onListenerError(error);
    }
  }

  /** What could not be put right was told, and is tried again. */
  private openLater(): void {
    try {
      this.opened();
    } catch {
      return;
    }
    this.trouble(null);
    this.emit();
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
    const { connection, statements } = this.opened();
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = connection.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  }

  /** What is open; opened again where putting it right had not worked before. */
  private opened(): Open {
    if (this.open !== null) return this.open;
    if (this.closed) throw new StoreError(l10n.t('The history was closed.'));
    for (;;) {
      if (this.waiting !== null) throw new StoreError(this.waiting.sentence);
      if (this.refusal !== null && Date.now() < this.refusal.until) throw this.refusal.error;
      const file = fileAt(this.path);
      try {
        this.open = this.openOnce(file);
        this.refusal = null;
        return this.open;
      } catch (error) {
        if (this.waiting !== null) continue;
        if (!isDamage(error)) throw this.refused(told(error));
        this.repair(error, file);
      }
    }
  }

  /** Not tried again by each of all who ask: each try may stand still for a moment. */
  private refused(error: StoreError): StoreError {
    this.refusal = { error, until: Date.now() + this.options.openEvery };
    return error;
  }

  private openOnce(file: string | null): Open {
    const { path, options: { care, steps, openWithin } } = this;
    const known = lookAt(path);
    if (file === null && known.rev > 0 && care !== undefined) throw new DamageError([`${path} is gone`]);
    const inDoubt = file !== null && !known.clean && care !== undefined && canBeWritten(path);
    const check = inDoubt ? this.inspect(known, care) : null;
    const upgrade = file === null || this.upgraded ? undefined : care?.upgrade(path);
    if (upgrade !== undefined) {
      this.upgraded = true;
      this.wait(upgrade, l10n.t('The history is being upgraded for this version of Darkroom. This can take a moment.'));
    }
    if (this.waiting !== null) throw new StoreError(this.waiting.sentence);
    const { connection, readOnlyBecause } = openFile(path, steps, openWithin);
    if (readOnlyBecause === null && check === null) clearMarks(path);
    const open: Open = {
      connection, readOnlyBecause, file: surelyAt(path), statements: new Map(), isSound: check === null,
      seenVersion: (connection.prepare('PRAGMA data_version').get() as { data_version: number }).data_version,
      mark: readOnlyBecause === null ? mark(path, userVersion(connection), revOf(connection)) : noMark,
    };
    if (check !== null) this.checking = this.checked(check, open).finally(() => { this.checking = null; });
    return open;
  }

  /**
   * Before anything is done to it: what damage there is has to stay as it is, for whoever puts it right.
   * @returns what is still to come of the check
   */
  private inspect(known: Look, care: Care): Promise<readonly string[]> | null {
    if (whatIsAt(this.path) === 'other') throw new DamageError([`${this.path} is not a file`]);
    const connection = connectForReading(this.path);
    try {
      const version = userVersion(connection);
      if (version === 0 && known.rev === 0) return null;
      const findings: string[] = [];
      if (version > this.options.steps.length && known.version > 0 && known.version <= this.options.steps.length) findings.push(`its version is ${version} and was ${known.version}`);
      const rev = revOf(connection);
      if (rev < known.rev) findings.push(`it is at revision ${rev} and was at ${known.rev}`);
      if (findings.length > 0) throw new DamageError(findings);
    } catch (error) {
      throw isForeign(error) ? new DamageError([messageOf(error)], { cause: error }) : error;
    } finally {
      connection.close();
    }
    const findings = care.check(this.path);
    if (findings instanceof Promise) return findings;
    if (findings.length > 0) throw new DamageError(findings);
    return null;
  }

  /** What came out of a check that went on while the file was in use. */
  private async checked(check: Promise<readonly string[]>, open: Open): Promise<void> {
    try {
      const findings = await check;
      if (this.open !== open) return;
      if (findings.length > 0) return this.putRight(new DamageError(findings));
      open.isSound = true;
      clearMarks(this.path);
    } catch (error) {
      // Not known to be sound: it is checked when it is opened the next time.
      this.options.onListenerError(error);
    }
  }

  private shut(): void {
    const { open } = this;
    this.open = null;
    if (open === null) return;
    open.statements.clear();
    try {
      open.connection.close();
    } finally {
      open.mark.remove(open.isSound);
    }
  }

  /** Closing the last connection would bring the log into the file and take it away: with another one open it stays. */
  private shutUnchanged(): void {
    let other: DatabaseSync | null = null;
    try {
      other = connectForReading(this.path);
    } catch {
      // Then it closes as it can.
    }
    try {
      this.shut();
    } catch {
      // A damaged file need not even close well.
    }
    other?.close();
  }

  private isReplaced(): boolean {
    return this.open !== null && this.open.readOnlyBecause === null && this.open.file !== null && fileAt(this.path) !== this.open.file;
  }

  /** Goes over to the file that is at the path now. Where there is none, what is still open here is all there is, and is written there. */
  private openAnew(): void {
    if (fileAt(this.path) === null) this.open?.connection.prepare('VACUUM INTO ?').run(this.path);
    this.shut();
    this.opened();
    this.emit();
  }

  private putRight(error: unknown): void {
    const file = this.open?.file ?? null;
    const isReplaced = this.isReplaced();
    if (this.open !== null) this.open.isSound = false;
    this.shutUnchanged();
    try {
      if (!isReplaced) this.repair(error, file);
      if (this.waiting === null) this.opened();
    } catch (trouble) {
      this.trouble(told(trouble));
      throw trouble;
    } finally {
      this.emit();
    }
  }

  private repair(error: unknown, file: string | null): void {
    const { care } = this.options;
    if (care === undefined || this.repairs >= repairLimit) throw this.refused(told(error));
    this.repairs++;
    const work = care.repair(this.path, error instanceof DamageError ? error : new DamageError([messageOf(error)], { cause: error }), file);
    if (work !== undefined) this.wait(work, l10n.t('The history was damaged and is being put right. This can take a moment.'));
  }

  private wait(work: Promise<void>, sentence: string): void {
    const until = work.catch((error: unknown) => this.trouble(told(error))).finally(() => {
      this.waiting = null;
      if (!this.closed) this.emit();
    });
    this.waiting = { until, sentence };
  }

  private failed(error: unknown): unknown {
    if (!(error instanceof Error && 'errcode' in error) || error instanceof StoreError) return error;
    const trouble = told(error, 'writing');
    this.trouble(trouble);
    return trouble;
  }

  private trouble(trouble: StoreError | null): void {
    if (this.inTrouble === (trouble !== null)) return;
    this.inTrouble = trouble !== null;
    this.options.onTrouble(trouble);
  }
}

interface Open {
  readonly connection: DatabaseSync;
  readonly readOnlyBecause: string | null;
  readonly statements: Map<string, StatementSync>;
  readonly mark: Mark;
  /** Which file it is, whatever its name; `null` where the file system can't tell. */
  readonly file: string | null;
  /** Not known to be damaged, nor still being checked. */
  isSound: boolean;
  seenVersion: number;
}

const noMark: Mark = { note: () => undefined, remove: () => undefined };

function revOf(connection: DatabaseSync): number {
  return (connection.prepare('SELECT rev FROM state').get() as { rev: number } | undefined)?.rev ?? 0;
}

/** Not every network file system says the same of a file twice. */
function surelyAt(path: string): string | null {
  const file = fileAt(path);
  return file === fileAt(path) ? file : null;
}

function rollBack(connection: DatabaseSync): void {
  try {
    if (connection.isTransaction) connection.exec('ROLLBACK');
  } catch {
    // What made it fail is told by whoever asked; SQLite rolls back by itself when it is opened again.
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}
