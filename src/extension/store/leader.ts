/**
 * One working window: the leader decides and performs, the others show and wish.
 * The lease is a row; whoever takes it over after it ran out gets a higher epoch.
 */
import type { Database, Reader } from './database.ts';

export interface LeaseOptions {
  /** Names this process; unique. */
  readonly holder: string;
  /** Milliseconds a lease lasts without being renewed. */
  readonly lasts: number;
}

interface LeaseRow { holder: string; epoch: number; until: number }

/** Takes or renews the lease; the epoch when this process leads, else `null`. */
export async function holdLease(db: Database, options: LeaseOptions, now: number): Promise<number | null> {
  // A look first: followers ask every few seconds and must not take the write lock for that.
  const seen = db.get<LeaseRow>('SELECT holder, epoch, until FROM leader')!;
  if (seen.holder !== options.holder && seen.until > now) return null;
  return db.write(tx => {
    const lease = tx.get<LeaseRow>('SELECT holder, epoch, until FROM leader')!;
    if (lease.holder !== options.holder && lease.until > now) return null;
    const epoch = lease.holder === options.holder && lease.until > now ? lease.epoch : lease.epoch + 1;
    tx.run('UPDATE leader SET holder = ?, epoch = ?, until = ?', options.holder, epoch, now + options.lasts);
    return epoch;
  });
}

/** Lets the next window take over at once. */
export async function releaseLease(db: Database, holder: string): Promise<void> {
  await db.write(tx => tx.run("UPDATE leader SET holder = '', until = 0 WHERE holder = ?", holder));
}

/** Whether this epoch still leads; asked inside the transaction that commits a decision. */
export function leads(tx: Reader, epoch: number, now: number): boolean {
  const lease = tx.get<LeaseRow>('SELECT holder, epoch, until FROM leader')!;
  return lease.epoch === epoch && lease.until > now;
}
