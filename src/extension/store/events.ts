/** The timeline of a generation, for people. Written in the transaction of what it tells; never read for state. */
import type { Reader, Writer } from './database.ts';

export const eventKinds = [
  'created', 'uploaded', 'sent', 'accepted', 'said', 'not-found', 'unconfirmed', 'trouble', 'cancel-wished', 'cancel-sent',
  'finished', 'saved', 'completed', 'failed', 'cancelled', 'retried', 'held', 'asked-again', 'adopted', 'dismissed', 'fetched-again', 'over-limit',
] as const;
export type EventKind = (typeof eventKinds)[number];

export interface GenerationEvent {
  readonly attemptId: string;
  readonly at: number;
  readonly kind: EventKind;
  readonly text: string;
}

export function addEvent(tx: Writer, generationId: string, event: GenerationEvent): void {
  tx.run('INSERT INTO event (generation_id, attempt_id, at, kind, text) VALUES (?, ?, ?, ?, ?)',
    generationId, event.attemptId, event.at, event.kind, event.text.slice(0, 2000));
}

/** The latest events of a generation, the oldest of them first. */
export function eventsOf(db: Reader, generationId: string, limit = 200): GenerationEvent[] {
  return db.all<GenerationEvent>(`SELECT attempt_id AS attemptId, at, kind, text FROM
    (SELECT * FROM event WHERE generation_id = ? ORDER BY id DESC LIMIT ?) ORDER BY id`, generationId, limit);
}

/** An event as the log tells it. */
export interface ToldEvent {
  /** Grows with each event. */
  readonly n: number;
  readonly generation: string;
  /** Of the attempt; `null` where that is gone. */
  readonly ordinal: number | null;
  readonly provider: string | null;
  readonly at: number;
  readonly kind: EventKind;
  readonly text: string;
}

/** What was written after the n-th event, in its order. */
export function eventsAfter(db: Reader, n: number, limit: number): ToldEvent[] {
  return db.all<ToldEvent>(`SELECT event.id AS n, event.generation_id AS generation, ordinal, provider, at, kind, text
    FROM event LEFT JOIN attempt ON attempt.id = attempt_id WHERE event.id > ? ORDER BY event.id LIMIT ?`, n, limit);
}

/** The last event before that time, by the latest 1,000; 0 without any. */
export function lastEventBefore(db: Reader, at: number): number {
  return db.get<{ n: number }>(`SELECT coalesce(
    (SELECT min(id) - 1 FROM (SELECT id, at FROM event ORDER BY id DESC LIMIT 1000) WHERE at >= ?), (SELECT max(id) FROM event), 0) AS n`, at)!.n;
}
