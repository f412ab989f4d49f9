/**
 * What belongs to the person and not to a project: what was spent on which day, and which providers are waited for.
 * One small database for all workspaces of this machine, apart from their histories.
 *
 * Two files share no transaction, so an attempt's own id stands for it here: the same id reserves once, and a
 * reservation whose intent never came lapses.
 */
import { existsSync, renameSync, rmSync } from 'node:fs';
import type { HoldReason } from '../../shared/model.ts';
import { Database, type Reader, type Writer } from './database.ts';

const steps: readonly string[] = [
  // version 1
  `
  CREATE TABLE state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    rev INTEGER NOT NULL
  ) STRICT;
  INSERT INTO state VALUES (1, 0);

  -- One attempt that may cost. 'day' is the person's own, as in 2026-11-21.
  CREATE TABLE spend (
    attempt_id TEXT PRIMARY KEY,
    workspace TEXT NOT NULL,
    provider TEXT NOT NULL,
    day TEXT NOT NULL,
    at INTEGER NOT NULL,
    estimate REAL,
    charge REAL,
    state TEXT NOT NULL CHECK (state IN ('reserved', 'sent', 'settled'))
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX spend_day ON spend (day);
  CREATE INDEX spend_open ON spend (workspace) WHERE state <> 'settled';

  -- Why nothing is sent to a provider, until when, and how often it was tried again.
  CREATE TABLE hold (
    provider TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    sentence TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER,
    tries INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
];

/** A reservation without an intent counts this long, in milliseconds. */
export const lapsesAfter = 60_000;

export interface Hold {
  readonly provider: string;
  readonly reason: HoldReason;
  /** What the provider answered, for people. */
  readonly sentence: string;
  readonly since: number;
  /** From when on one attempt may try whether it works again; `null` waits for the person. */
  readonly until: number | null;
  /** Refusals in a row. */
  readonly tries: number;
}

/** Dollars of a day or a month: `spent` in all; `estimated` tells whether some of it is not known for sure. */
export interface Spent {
  readonly spent: number;
  readonly estimated: boolean;
}

export interface Reservation {
  readonly attempt: string;
  readonly workspace: string;
  readonly provider: string;
  /** Dollars; `null` where it is not known, and then it counts when it is charged. */
  readonly estimate: number | null;
  /** Dollars a day, `null` without a limit. */
  readonly limit: number | null;
}

export class Ledger {
  private readonly db: Database;

  /** @param path absolute; made where it is missing @throws {StoreError} when it can't be opened */
  constructor(path: string, options: { readonly watchEvery?: number } = {}) {
    this.db = new Database(path, { ...options, steps });
  }

  /**
   * Sets an attempt's estimate aside. The same attempt reserves once, however often it asks.
   * @returns `false` where the day's limit leaves no room for it
   */
  reserve({ attempt, workspace, provider, estimate, limit }: Reservation, now: number): Promise<boolean> {
    return this.db.write(tx => {
      const day = dayOf(now);
      const others = tx.get<{ sum: number }>(`SELECT total(coalesce(charge, estimate)) AS sum FROM spend
        WHERE day = ? AND attempt_id <> ? AND (state <> 'reserved' OR at > ?)`, day, attempt, now - lapsesAfter)!.sum;
      if (limit !== null && passes(others, estimate, limit)) return false;
      void tx.rev;
      tx.run(`INSERT INTO spend VALUES (?, ?, ?, ?, ?, ?, NULL, 'reserved')
        ON CONFLICT (attempt_id) DO UPDATE SET day = excluded.day, at = excluded.at, estimate = excluded.estimate
        WHERE state = 'reserved'`, attempt, workspace, provider, day, now, estimate);
      return true;
    });
  }

  /** Its intent is committed: from here on it counts until it is settled. */
  async sent(attempt: string): Promise<void> {
    await this.db.write(tx => { void tx.rev; tx.run("UPDATE spend SET state = 'sent' WHERE attempt_id = ? AND state = 'reserved'", attempt); });
  }

  /** It surely did not start. */
  async release(attempt: string): Promise<void> {
    await this.db.write(tx => { void tx.rev; tx.run("DELETE FROM spend WHERE attempt_id = ? AND state <> 'settled'", attempt); });
  }

  /** It ended. @param charge dollars; `null` where nobody said, and then its estimate stands */
  async settle(attempt: string, charge: number | null): Promise<void> {
    await this.db.write(tx => {
      if (tx.run("UPDATE spend SET state = 'settled', charge = coalesce(?, charge) WHERE attempt_id = ?", charge, attempt) > 0) void tx.rev;
    });
  }

  /** Attempts of a workspace that are not settled. */
  open(workspace: string, limit = 1000): string[] {
    return this.db.all<{ id: string }>("SELECT attempt_id AS id FROM spend WHERE workspace = ? AND state <> 'settled' LIMIT ?", workspace, limit).map(row => row.id);
  }

  spentOn(now: number): Spent {
    return spentWithin(this.db, dayOf(now), now);
  }

  spentInMonthOf(now: number): Spent {
    return spentWithin(this.db, dayOf(now).slice(0, 7), now);
  }

  holds(): Hold[] {
    return this.db.all<Hold>('SELECT provider, reason, sentence, since, until, tries FROM hold');
  }

  /** Nothing more is sent there. @param wait milliseconds until it is tried again, from the number of refusals in a row; `null` waits for the person */
  async hold(provider: string, reason: HoldReason, sentence: string, now: number, wait: (tries: number) => number | null): Promise<Hold> {
    return this.db.write(tx => {
      const before = holdIn(tx, provider);
      const tries = before?.reason === reason ? before.tries + 1 : 1;
      const delay = wait(tries);
      const hold: Hold = { provider, reason, sentence, since: before?.reason === reason ? before.since : now, until: delay === null ? null : now + delay, tries };
      void tx.rev;
      tx.run('INSERT OR REPLACE INTO hold (provider, reason, sentence, since, until, tries) VALUES (?, ?, ?, ?, ?, ?)',
        provider, reason, sentence.slice(0, 1000), hold.since, hold.until, tries);
      return hold;
    });
  }

  /** The cause is gone, or the person wants it tried. @returns whether there was a hold */
  async letGo(provider: string): Promise<boolean> {
    if (holdIn(this.db, provider) === undefined) return false;
    return this.db.write(tx => {
      void tx.rev;
      return tx.run('DELETE FROM hold WHERE provider = ?', provider) > 0;
    });
  }

  /** Tells of changes, here or in another window or workspace. */
  onChanged(listener: () => void): { dispose(): void } {
    return this.db.onChanged(listener);
  }

  close(): void {
    this.db.close();
  }
}

/** Opens it; one that can't be read is kept beside and a new one begun, because nothing could be sent without it. */
export function openLedger(path: string, onBroken: (kept: string, error: unknown) => void): Ledger {
  try {
    return new Ledger(path);
  } catch (error) {
    if (!existsSync(path) || !isBroken(error)) throw error;
    const kept = `${path}.broken-${Date.now()}`;
    renameSync(path, kept);
    for (const side of ['-wal', '-shm']) rmSync(path + side, { force: true });
    onBroken(kept, error);
    return new Ledger(path);
  }
}

/** SQLITE_CORRUPT or SQLITE_NOTADB. */
function isBroken(error: unknown): boolean {
  const seen = error instanceof Error && !('errcode' in error) && error.cause !== undefined ? error.cause : error;
  return seen instanceof Error && 'errcode' in seen && [11, 26].includes(Number(seen.errcode) & 0xff);
}

/** Whether one more would pass the limit. What has no known price passes it only once it is used up. */
export function passes(spent: number, estimate: number | null, limit: number): boolean {
  // Cents are added up as binary fractions: a billionth over is not over.
  return estimate === null ? spent >= limit - 1e-9 : spent + estimate > limit + 1e-9;
}

/** The person's own day, as in 2026-11-21. */
function dayOf(now: number): string {
  const date = new Date(now);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}

/** When the next day begins, in epoch milliseconds. */
export function nextDay(now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
}

function spentWithin(db: Reader, prefix: string, now: number): Spent {
  const { sum, unsure } = db.get<{ sum: number; unsure: number }>(`SELECT total(coalesce(charge, estimate)) AS sum, count(*) FILTER (WHERE charge IS NULL) AS unsure
    FROM spend WHERE day >= ? AND day < ? AND (state <> 'reserved' OR at > ?)`, prefix, `${prefix}~`, now - lapsesAfter)!;
  return { spent: sum, estimated: unsure > 0 };
}

function holdIn(db: Reader | Writer, provider: string): Hold | undefined {
  return db.get<Hold>('SELECT provider, reason, sentence, since, until, tries FROM hold WHERE provider = ?', provider);
}
