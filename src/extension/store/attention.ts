/** What needs somebody, as the history can tell it by its indexes: without reading what is well. */
import type { Operation } from '../../shared/model.ts';
import type { Reader } from './database.ts';

/** An attempt by its id, with its generation's and when it came to this, in epoch milliseconds. */
export interface Found {
  readonly attempt: string;
  readonly generation: string;
  readonly at: number;
}

// Named, because among all that failed SQLite would look for those that nobody has looked at one by one.
const fromFailed = `FROM attempt INDEXED BY attempt_not_looked_at WHERE superseded = 0 AND "end" = 'failed' AND looked_at IS NULL`;
const unconfirmed = 'superseded = 0 AND "end" IS NULL AND unconfirmed_at IS NOT NULL';

/** How many failed ones nobody has looked at. */
export function failedCount(db: Reader): number {
  return db.get<{ n: number }>(`SELECT count(*) AS n ${fromFailed}`)!.n;
}

export function unconfirmedCount(db: Reader): number {
  return db.get<{ n: number }>(`SELECT count(*) AS n FROM attempt WHERE ${unconfirmed}`)!.n;
}

/** Failed ones that nobody has looked at, the latest first. */
export function failedOnes(db: Reader, limit = 200): Found[] {
  return db.all<Found>(`SELECT id AS attempt, generation_id AS generation, ended_at AS at ${fromFailed} ORDER BY ended_at DESC LIMIT ?`, limit);
}

/** The latest first. */
export function unconfirmedOnes(db: Reader, limit = 200): Found[] {
  return db.all<Found>(`SELECT id AS attempt, generation_id AS generation, unconfirmed_at AS at FROM attempt WHERE ${unconfirmed}
    ORDER BY created_at DESC, id DESC LIMIT ?`, limit);
}

/** As much of one that is with a provider as tells whether it is stalled. */
export interface AtProvider {
  readonly attempt: string;
  readonly generation: string;
  readonly provider: string;
  readonly model: string;
  readonly operation: Operation;
  readonly remoteId: string;
  readonly acceptedAt: number;
  readonly word: string | null;
  readonly wordAt: number | null;
  /** Of the last trouble. */
  readonly troubledAt: number | null;
}

/** What providers have taken and nobody wished cancelled, the oldest first. */
export function atProviders(db: Reader, limit = 1000): AtProvider[] {
  return db.all<AtProvider>(`SELECT attempt.id AS attempt, generation_id AS generation, generation.provider, model, operation,
    remote_id AS remoteId, accepted_at AS acceptedAt, word, word_at AS wordAt, json_extract(failure, '$.at') AS troubledAt
    FROM attempt CROSS JOIN generation ON generation.id = generation_id
    WHERE superseded = 0 AND "end" IS NULL AND sent_at IS NOT NULL AND unconfirmed_at IS NULL AND accepted_at IS NOT NULL AND remote_id IS NOT NULL
    AND finished_at IS NULL AND cancel_wished_at IS NULL ORDER BY attempt.created_at, attempt.id LIMIT ?`, limit);
}

/** Completed since then, the latest first. */
export function completedSince(db: Reader, since: number, limit = 200): Found[] {
  return db.all<Found>(`SELECT id AS attempt, generation_id AS generation, ended_at AS at FROM attempt
    WHERE superseded = 0 AND "end" IS NOT NULL AND "end" = 'completed' AND ended_at >= ? ORDER BY ended_at DESC, id DESC LIMIT ?`, since, limit);
}

/** Whether there is a failed one that nobody has looked at; asked once at activation. */
export function hasFailedOnes(db: Reader): boolean {
  return db.get(`SELECT 1 ${fromFailed} LIMIT 1`) !== undefined;
}
