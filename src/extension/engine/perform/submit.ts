/** Sends an attempt: intent first, then the call, then, before anything else, the remote id. */
import { createHash } from 'node:crypto';
import { attemptLimit } from '../../../shared/text.ts';
import { type Provider, ProviderError, type SubmitReply } from '../../providers/contract.ts';
import type { StoredGeneration } from '../../store/generations.ts';
import { type StepContext, addRetry, callOf, learn, learnSurely, reasonOf } from '../step.ts';
import { awayDelay, backoffDelay } from '../timing.ts';
import { accepted, backToWaiting, doubted, failed, intended, retried, troubled } from '../transitions.ts';

export async function submit(context: StepContext, row: StoredGeneration, provider: Provider): Promise<void> {
  const hash = createHash('sha256').update(JSON.stringify(callOf(context, row).request)).digest('hex');
  const intent = await learn(context, row.attempt.id, (facts, tx) =>
    // Asked under the lock: another window may lead by now, or have wished a cancel.
    facts.end === null && facts.sentAt === null && facts.cancelWishedAt === null && context.leads(tx)
      ? intended(facts, context.clock(), provider.capabilities.recovery, hash)
      : null, { kind: 'sent', text: provider.spec.label });
  if (intent === undefined) return;
  const reply = await send(context, row, provider);
  if (reply instanceof Error) await notTaken(context, row, reply);
  else await taken(context, row, reply);
}

/** Sends again under the same reference, which the provider keeps unique: it answers with the attempt it has, or starts it. */
export async function replay(context: StepContext, row: StoredGeneration, provider: Provider): Promise<void> {
  const still = await context.db.write(tx => context.leads(tx));
  if (!still) return;
  const reply = await send(context, row, provider);
  // A "no" to the replay says nothing about the first send, whatever its reason: the key may be in use by it.
  if (reply instanceof Error) await doubt(context, row, reply);
  else await taken(context, row, reply);
}

/** Nothing but the call: what goes wrong when its answer is written down is no word of the provider's. */
async function send(context: StepContext, row: StoredGeneration, provider: Provider): Promise<SubmitReply | Error> {
  try {
    return await provider.submit(callOf(context, row));
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function taken(context: StepContext, row: StoredGeneration, reply: SubmitReply): Promise<void> {
  await learnSurely(context, row.attempt.id, facts => accepted(facts, context.clock(), reply), { kind: 'accepted', text: reply.remoteId ?? '' });
}

async function notTaken(context: StepContext, row: StoredGeneration, error: Error): Promise<void> {
  if (!(error instanceof ProviderError) || error.certainty === 'ambiguous') return doubt(context, row, error);
  const now = context.clock();
  const reason = error.failure;
  if (context.signal.aborted && error.certainty === 'not-sent') {
    // The window closed before anything left: whoever leads next sends it.
    await learnSurely(context, row.attempt.id, facts => backToWaiting(facts, now, null, null));
    return;
  }
  const waits = Math.ceil(error.retryAfter ?? backoffDelay(row.attempt.ordinal, context.timing));
  if (reason.class === 'concurrency') {
    await learnSurely(context, row.attempt.id, facts => backToWaiting(facts, now, now + waits, { ...reason, at: now }), { kind: 'trouble', text: reason.sentence });
    return;
  }
  const mayRetry = (error.certainty === 'not-sent' && reason.class === 'network') || reason.class === 'rate';
  await learnSurely(context, row.attempt.id, (facts, tx) => {
    const end = failed(facts, now, reason);
    if (!mayRetry || facts.ordinal >= attemptLimit || facts.cancelWishedAt !== null || end === facts) return end;
    addRetry(context, tx, retried(end, now, context.newId(), now + waits));
    return end;
  }, { kind: 'failed', text: reason.sentence });
}

async function doubt(context: StepContext, row: StoredGeneration, error: Error): Promise<void> {
  // Stopping aborts the call; its row stays "sent, no answer", and whoever leads next resolves it.
  if (context.signal.aborted) return;
  const reason = reasonOf(error);
  const now = context.clock();
  // Being offline says nothing and uses up no try.
  const reached = !(error instanceof ProviderError) || error.certainty !== 'not-sent';
  await learn(context, row.attempt.id, facts => {
    const dueAt = now + backoffDelay(facts.troubles + 1, context.timing);
    return reached ? doubted(facts, now, reason, dueAt)
      : { ...troubled(facts, now, reason, now + awayDelay(context.timing)), troubles: facts.troubles };
  }, { kind: 'trouble', text: reason.sentence });
}
