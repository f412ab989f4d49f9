/** The timeline of a generation, for people. Written in the transaction of what it tells; never read for state. */
import type { Reader, Writer } from './database.ts';

export const eventKinds = [
  'created', 'sent', 'accepted', 'said', 'not-found', 'unconfirmed', 'trouble', 'cancel-wished', 'cancel-sent',
  'finished', 'saved', 'completed', 'failed', 'cancelled', 'retried', 'held',
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
