/**
 * What people want, as rows: any window may write a wish, and whichever window leads fulfils it.
 * Each takes the same path wherever it came from: command, tree, gallery, form.
 */
import type { GenerationRequest, RecoveryMode } from '../../shared/model.ts';
import { canRetry } from '../../shared/status.ts';
import { addAttempt, saveAttempt } from '../store/attempts.ts';
import type { Database, Writer } from '../store/database.ts';
import { type EventKind, addEvent } from '../store/events.ts';
import { addGeneration, cancellable, generationById } from '../store/generations.ts';
import { cancelWished, failed, firstAttempt, retried } from './transitions.ts';

export interface Wisher {
  readonly db: Database;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly newId: () => string;
}

/** Asks for a generation; its row, and with it its card, is there when this resolves. @returns its id */
export async function wishGeneration(
  { db, clock, newId }: Wisher, request: GenerationRequest, recovery: RecoveryMode, estimate: number | null,
): Promise<string> {
  const id = newId();
  const attempt = firstAttempt(newId(), id, clock(), recovery, estimate);
  await db.write(tx => {
    addGeneration(tx, id, request, attempt);
    tell(tx, id, attempt.id, attempt.createdAt, 'created', '');
  });
  return id;
}

/** @returns whether there was anything to cancel */
export function wishCancel({ db, clock }: Wisher, generationId: string): Promise<boolean> {
  return db.write(tx => cancelIn(tx, generationId, clock()));
}

/** Cancels everything that is not ended, also what no list has loaded. @returns how many */
export async function wishCancelAll({ db, clock }: Wisher): Promise<number> {
  for (let all = 0; ;) {
    const some = await db.write(tx => cancellable(tx).filter(id => cancelIn(tx, id, clock())).length);
    all += some;
    if (some === 0) return all;
    // Other work of the extension host comes between two parts.
    await new Promise(resolve => setImmediate(resolve));
  }
}

/**
 * A new attempt of an ended or unconfirmed generation. An unconfirmed one ends as lost: its record stays, and an
 * answer that comes late is still taken.
 * @returns whether it could be retried
 */
export function wishRetry({ db, clock, newId }: Wisher, generationId: string, lostSentence: string): Promise<boolean> {
  return db.write(tx => {
    const row = generationById(tx, generationId);
    if (row === undefined || !canRetry(row.attempt)) return false;
    const now = clock();
    if (row.attempt.end === null) saveAttempt(tx, failed(row.attempt, now, { class: 'lost', sentence: lostSentence, charged: null }));
    const next = retried(row.attempt, now, newId(), null);
    addAttempt(tx, next);
    tell(tx, generationId, next.id, now, 'retried', String(next.ordinal));
    return true;
  });
}

function cancelIn(tx: Writer, generationId: string, now: number): boolean {
  const before = generationById(tx, generationId)?.attempt;
  if (before === undefined) return false;
  const after = cancelWished(before, now);
  if (after === before) return false;
  saveAttempt(tx, after);
  tell(tx, generationId, after.id, now, 'cancel-wished', '');
  return true;
}

function tell(tx: Writer, generationId: string, attemptId: string, at: number, kind: EventKind, text: string): void {
  addEvent(tx, generationId, { attemptId, at, kind, text });
}
