/** Sends an attempt: intent first, then the call, then, before anything else, the remote id. */
import { createHash } from 'node:crypto';
import { attemptLimit } from '../../../shared/text.ts';
import { type Provider, ProviderError, type SubmitReply } from '../../providers/contract.ts';
import type { StoredGeneration } from '../../store/generations.ts';
import { type StepContext, addRetry, callOf, learn, reasonOf } from '../step.ts';
import { backoffDelay } from '../timing.ts';
import { accepted, backToWaiting, doubted, failed, intended, retried } from '../transitions.ts';

export async function submit(context: StepContext, row: StoredGeneration, provider: Provider): Promise<void> {
  const hash = createHash('sha256').update(JSON.stringify(callOf(context, row).request)).digest('hex');
  const intent = await learn(context, row.attempt.id, (facts, tx) =>
    // Asked under the lock: another window may lead by now, or have wished a cancel.
    facts.end === null && facts.sentAt === null && context.leads(tx)
      ? intended(facts, context.clock(), provider.capabilities.recovery, hash)
      : null, { kind: 'sent', text: provider.spec.label });
  if (intent === undefined) return;
  try {
    await taken(context, row, await provider.submit(callOf(context, row)));
  } catch (error) {
    await notTaken(context, row, error);
  }
}

/** Sends again under the same reference, which the provider keeps unique: it answers with the attempt it has, or starts it. */
export async function replay(context: StepContext, row: StoredGeneration, provider: Provider): Promise<void> {
  const still = await context.db.write(tx => context.leads(tx));
  if (!still) return;
  try {
    await taken(context, row, await provider.submit(callOf(context, row)));
  } catch (error) {
    // A "no" to the replay says nothing about the first send, except where the provider refuses the request itself.
    const refused = error instanceof ProviderError && error.certainty === 'refused'
      && (error.failure.class === 'invalid' || error.failure.class === 'moderation') && row.attempt.recovery === 'key-replay';
    const reason = reasonOf(error);
    if (refused) await learn(context, row.attempt.id, facts => failed(facts, context.clock(), reason), { kind: 'failed', text: reason.sentence });
    else await doubt(context, row, error);
  }
}

async function taken(context: StepContext, row: StoredGeneration, reply: SubmitReply): Promise<void> {
  await learn(context, row.attempt.id, facts => accepted(facts, context.clock(), reply), { kind: 'accepted', text: reply.remoteId ?? '' });
}

async function notTaken(context: StepContext, row: StoredGeneration, error: unknown): Promise<void> {
  if (!(error instanceof ProviderError) || error.certainty === 'ambiguous') return doubt(context, row, error);
  const now = context.clock();
  const reason = error.failure;
  const waits = Math.ceil(error.retryAfter ?? backoffDelay(row.attempt.ordinal, context.timing));
  if (reason.class === 'concurrency') {
    await learn(context, row.attempt.id, facts => backToWaiting(facts, now + waits, { ...reason, at: now }), { kind: 'trouble', text: reason.sentence });
    return;
  }
  const mayRetry = (error.certainty === 'not-sent' && reason.class === 'network') || reason.class === 'rate';
  await learn(context, row.attempt.id, (facts, tx) => {
    const end = failed(facts, now, reason);
    if (!mayRetry || facts.ordinal >= attemptLimit || facts.cancelWishedAt !== null || end === facts) return end;
    addRetry(context, tx, retried(end, now, context.newId(), now + waits));
    return end;
  }, { kind: 'failed', text: reason.sentence });
}

async function doubt(context: StepContext, row: StoredGeneration, error: unknown): Promise<void> {
  // Stopping aborts the call; its row stays "sent, no answer", and whoever leads next resolves it.
  if (context.signal.aborted) return;
  const reason = reasonOf(error);
  const now = context.clock();
  await learn(context, row.attempt.id, facts => doubted(facts, now, reason, now + backoffDelay(facts.troubles + 1, context.timing)),
    { kind: 'trouble', text: reason.sentence });
}
