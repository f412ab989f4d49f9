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
  /** Whether the process of that name is surely gone: its lease need not run out. */
  readonly hasEnded: (holder: string) => boolean;
}

interface LeaseRow { holder: string; epoch: number; until: number }

/** Takes or renews the lease; the epoch when this process leads, else `null`. */
export async function holdLease(db: Database, options: LeaseOptions, now: number): Promise<number | null> {
  const own = (lease: LeaseRow): boolean => lease.holder === options.holder;
  // One that would last hours longer than any lease does was written by a clock that went wrong. (`now` may be old where the lock was waited for.)
  const lasts = ({ until }: LeaseRow): boolean => until > now && until <= now + options.lasts + 3_600_000;
  const taken = (lease: LeaseRow): boolean => !own(lease) && lasts(lease) && !options.hasEnded(lease.holder);
  // A look first: followers ask every few seconds and must not take the write lock for that.
  if (taken(readLease(db))) return null;
  return db.write(tx => {
    const lease = readLease(tx);
    if (taken(lease)) return null;
    const epoch = own(lease) && lease.until > now ? lease.epoch : lease.epoch + 1;
    tx.run('UPDATE leader SET holder = ?, epoch = ?, until = ?', options.holder, epoch, now + options.lasts);
    return epoch;
  });
}

function readLease(db: Reader): LeaseRow {
  return db.get<LeaseRow>('SELECT holder, epoch, until FROM leader')!;
}

/** Lets the next window take over at once. */
export async function releaseLease(db: Database, holder: string): Promise<void> {
  await db.write(tx => tx.run("UPDATE leader SET holder = '', until = 0 WHERE holder = ?", holder));
}

/** Whether this epoch still leads; asked inside the transaction that commits a decision. */
export function leads(tx: Reader, epoch: number, now: number): boolean {
  const lease = readLease(tx);
  return lease.epoch === epoch && lease.until > now;
}
