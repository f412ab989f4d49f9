/** Where the engine meets the ledger: what an attempt may cost is set aside before it is sent, and settled when it ended. */
import type { StoredAttempt } from '../store/attempts.ts';
import { attemptById } from '../store/attempts.ts';
import type { StoredGeneration } from '../store/generations.ts';
import type { StepContext } from './step.ts';

/** Free ones have no place in the ledger. */
export function mayCost(attempt: Pick<StoredAttempt, 'estimate'>): boolean {
  return attempt.estimate !== 0;
}

/** @returns `false` where the day's limit leaves no room for it */
export async function reserve({ ledger, workspace, dailyLimit, clock }: StepContext, { generation, attempt }: StoredGeneration): Promise<boolean> {
  if (!mayCost(attempt)) return true;
  return ledger.reserve({
    attempt: attempt.id, workspace, provider: generation.provider, estimate: attempt.estimate, limit: attempt.overLimit ? null : dailyLimit(),
  }, clock());
}

type Books = Pick<StepContext, 'db' | 'ledger' | 'log'>;

/** Brings the ledger's line of an attempt in step with its row, which is the truth. Its own troubles never stop the work. */
export async function settle({ db, ledger, log }: Books, attemptId: string): Promise<void> {
  try {
    const attempt = attemptById(db, attemptId);
    if (attempt === undefined) return await ledger.settle(attemptId, null);
    if (!mayCost(attempt)) return;
    if (attempt.end !== null) return await ledger.settle(attemptId, chargeOf(attempt));
    await (attempt.sentAt === null ? ledger.release(attemptId) : ledger.sent(attemptId));
  } catch (error) {
    log.warn(`${attemptId}: the ledger is not up to date`, error);
  }
}

/** The same once it ended, by a step of this window. */
export async function settleEnded(context: StepContext, { id, estimate }: StoredAttempt): Promise<void> {
  if (mayCost({ estimate }) && attemptById(context.db, id)?.end !== null) await settle(context, id);
}

/**
 * Everything of this workspace that is still open there: after a crash, or where another window ended it. With other work of the
 * extension host in between.
 * @param isAtWork what a step is about to send has set its estimate aside just now: that is left alone
 */
export async function settleAll(context: Books & Pick<StepContext, 'workspace'>, isAtWork: (attempt: string) => boolean): Promise<void> {
  try {
    for (const attempt of context.ledger.open(context.workspace)) {
      if (!isAtWork(attempt)) await settle(context, attempt);
      await new Promise(resolve => setImmediate(resolve));
    }
  } catch (error) {
    context.log.warn('the ledger could not be read', error);
  }
}

/** Dollars; `null` where nobody said: then the estimate stands. */
function chargeOf(attempt: StoredAttempt): number | null {
  if (attempt.charge !== null) return attempt.charge;
  if (attempt.failure?.charged === false) return 0;
  // A refusal may cost too.
  if (attempt.failure?.charged === true) return null;
  const neverTaken = attempt.acceptedAt === null && attempt.remoteId === null && attempt.finishedAt === null && attempt.unconfirmedAt === null;
  return neverTaken ? 0 : null;
}
