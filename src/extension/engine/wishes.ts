/**
 * What people want, as rows: any window may write a wish, and whichever window leads fulfils it.
 * Each takes the same path wherever it came from: command, tree, gallery, form.
 */
import type { GenerationRequest, RecoveryMode } from '../../shared/model.ts';
import { canFetchAgain, canRetry } from '../../shared/status.ts';
import { type StoredAttempt, addAttempt, generationOfRemote, saveAttempt } from '../store/attempts.ts';
import type { Database, Writer } from '../store/database.ts';
import { type EventKind, addEvent } from '../store/events.ts';
import { addGeneration, cancellable, generationById } from '../store/generations.ts';
import { adopted, askedAgain, cancelWished, failed, fetchedAgain, firstAttempt, retried } from './transitions.ts';

export interface Wisher {
  readonly db: Database;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly newId: () => string;
}

/** What a new attempt may cost. */
export interface Price {
  /** Dollars; `null` where it is not known. */
  readonly estimate: number | null;
  /** The user was asked and allowed it to pass the day's limit. */
  readonly overLimit?: boolean;
}

/** Asks for a generation; its row, and with it its card, is there when this resolves. @returns its id */
export async function wishGeneration(
  { db, clock, newId }: Wisher, request: GenerationRequest, recovery: RecoveryMode, estimate: number | null, overLimit = false,
): Promise<string> {
  const id = newId();
  const attempt = { ...firstAttempt(newId(), id, clock(), recovery, estimate), overLimit };
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
export function wishRetry({ db, clock, newId }: Wisher, generationId: string, lostSentence: string, price: Price): Promise<boolean> {
  return db.write(tx => {
    const row = generationById(tx, generationId);
    if (row === undefined || !canRetry(row.attempt)) return false;
    const now = clock();
    if (row.attempt.end === null) saveAttempt(tx, failed(row.attempt, now, { class: 'lost', sentence: lostSentence, charged: null }));
    const next = { ...retried(row.attempt, now, newId(), null), ...price };
    addAttempt(tx, next);
    tell(tx, generationId, next.id, now, 'retried', String(next.ordinal));
    return true;
  });
}

/** Begins the recovery of an unconfirmed one anew. @returns whether it was unconfirmed */
export function wishCheck({ db, clock }: Wisher, generationId: string): Promise<boolean> {
  return change(db, generationId, clock(), 'asked-again', '', facts => askedAgain(facts));
}

export type Adoption = 'adopted' | 'not-unconfirmed' | 'taken';

/** Takes the id that the user found at the provider; one id stands for one attempt. */
export function wishAdopt({ db, clock }: Wisher, generationId: string, remoteId: string): Promise<Adoption> {
  return db.write(tx => {
    const row = generationById(tx, generationId);
    const now = clock();
    const after = row && adopted(row.attempt, now, remoteId);
    if (after === undefined || after === row?.attempt) return 'not-unconfirmed';
    if (generationOfRemote(tx, row!.generation.provider, remoteId) !== undefined) return 'taken';
    saveAttempt(tx, after);
    tell(tx, generationId, after.id, now, 'adopted', remoteId);
    return 'adopted';
  });
}

/** Ends an unconfirmed one as lost. Its record stays, and an answer that comes late is still taken. */
export function wishDismiss({ db, clock }: Wisher, generationId: string, lostSentence: string): Promise<boolean> {
  const now = clock();
  return change(db, generationId, now, 'dismissed', '', facts => facts.unconfirmedAt === null || facts.end !== null ? facts
    : { ...failed(facts, now, { class: 'lost', sentence: lostSentence, charged: null }), lookedAt: now });
}

/** Asks once more for the result of one that ended without it. @returns whether there is anything to ask for */
export function wishFetch({ db, clock, newId }: Wisher, generationId: string): Promise<boolean> {
  return db.write(tx => {
    const row = generationById(tx, generationId);
    if (row === undefined || !canFetchAgain(row.attempt)) return false;
    const now = clock();
    const next = fetchedAgain(row.attempt, now, newId());
    addAttempt(tx, next);
    tell(tx, generationId, next.id, now, 'fetched-again', row.attempt.remoteId ?? '');
    return true;
  });
}

/** Lets one that waits pass the day's limit. */
export function wishOverLimit({ db, clock }: Wisher, generationId: string): Promise<boolean> {
  return change(db, generationId, clock(), 'over-limit', '', facts => facts.end !== null || facts.sentAt !== null ? facts : { ...facts, overLimit: true });
}

/** These failures were seen: they no longer call for attention. @param generations all when absent @returns how many were news */
export function wishLookedAt({ db, clock }: Wisher, generations?: readonly string[]): Promise<number> {
  const these = generations === undefined ? null : JSON.stringify(generations);
  return db.write(tx => {
    const n = tx.run(`UPDATE attempt INDEXED BY attempt_not_looked_at SET looked_at = ? WHERE superseded = 0 AND "end" = 'failed' AND looked_at IS NULL
      AND (? IS NULL OR generation_id IN (SELECT value FROM json_each(?)))`, clock(), these, these);
    if (n > 0) void tx.rev;
    return n;
  });
}

function change(
  db: Database, generationId: string, now: number, kind: EventKind, text: string, transition: (facts: StoredAttempt) => StoredAttempt,
): Promise<boolean> {
  return db.write(tx => {
    const before = generationById(tx, generationId)?.attempt;
    const after = before && transition(before);
    if (after === undefined || after === before) return false;
    saveAttempt(tx, after);
    tell(tx, generationId, after.id, now, kind, text);
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
