/** Sends an attempt: intent first, then the call, then, before anything else, the remote id. */
import { createHash } from 'node:crypto';
import type { GenerationRequest } from '../../../shared/model.ts';
import { attemptLimit } from '../../../shared/text.ts';
import { InputError } from '../../assets/inputs.ts';
import { type CallInput, type Provider, ProviderError, type SubmitReply } from '../../providers/contract.ts';
import type { StoredAttempt } from '../../store/attempts.ts';
import type { Writer } from '../../store/database.ts';
import { noteSent } from '../../store/inputs.ts';
import { forgetReferences } from '../../store/uploads.ts';
import type { StoredGeneration } from '../../store/generations.ts';
import { type StepContext, addRetry, callOf, learn, learnSurely, reasonOf } from '../step.ts';
import { awayDelay, backoffDelay } from '../timing.ts';
import { holdFor, holdProvider, letGo } from '../holds.ts';
import { type ReadyInput, inputsAsSent, readyInputs } from '../inputs.ts';
import { reserve, settle } from '../spending.ts';
import { hold } from './hold.ts';
import { accepted, backToWaiting, doubted, failed, intended, retried, sentAgain, troubled } from '../transitions.ts';

export async function submit(context: StepContext, row: StoredGeneration, provider: Provider): Promise<void> {
  const inputs = await withInputs(context, row, provider);
  if (inputs === null) return;
  if (!await reserve(context, row)) return hold(context, row, 'day-limit');
  const hash = hashOf(callOf(context, row).request, inputs);
  const intent = await learn(context, row.attempt.id, (facts, tx) =>
    // Asked under the lock: another window may lead by now, or have wished a cancel.
    facts.end === null && facts.sentAt === null && facts.cancelWishedAt === null && context.leads(tx)
      ? intendedWith(tx, intended(facts, context.clock(), provider.capabilities.recovery, hash), inputs)
      : null, { kind: 'sent', text: provider.spec.label });
  if (intent === undefined) return;
  // Not waited for: nothing may come between the intent and the call.
  void settle(context, intent.id);
  const reply = await send(context, row, provider, new Map(inputs.map(({ name, input }) => [name, input])));
  if (!(reply instanceof Error)) return taken(context, row, reply);
  await notTaken(context, row, reply, inputs);
  // What waits again has spent nothing, and must not stand in its own way.
  await settle(context, intent.id);
}

/** The files that go along; `null` when they can't, now or at all: then nothing is sent. */
async function withInputs(context: StepContext, row: StoredGeneration, provider: Provider): Promise<ReadyInput[] | null> {
  try {
    return await readyInputs(context, row, provider);
  } catch (error) {
    if (context.signal.aborted) return null;
    const reason = reasonOf(error);
    const now = context.clock();
    const isLater = error instanceof InputError && error.changed;
    await learn(context, row.attempt.id, (facts, tx) => {
      if (facts.end !== null || facts.sentAt !== null || !context.leads(tx)) return null;
      return isLater ? { ...facts, notBefore: now + awayDelay(context.timing), failure: { ...reason, at: now } } : failed(facts, now, reason);
    }, { kind: isLater ? 'trouble' : 'failed', text: reason.sentence });
    return null;
  }
}

function hashOf(request: GenerationRequest, inputs: readonly ReadyInput[]): string {
  const files = Object.fromEntries(inputs.map(({ name, hash }) => [name, hash]));
  return createHash('sha256').update(JSON.stringify(inputs.length === 0 ? request : { ...request, files })).digest('hex');
}

/** With the intent stands what is sent in the place of each file. */
function intendedWith(tx: Writer, facts: StoredAttempt, inputs: readonly ReadyInput[]): StoredAttempt {
  for (const { name, hash, reference } of inputs) noteSent(tx, facts.generationId, name, hash, reference);
  return facts;
}

/** Sends again under the same reference, which the provider keeps unique: it answers with the attempt it has, or starts it. */
export async function replay(context: StepContext, row: StoredGeneration, provider: Provider): Promise<void> {
  const again = await learn(context, row.attempt.id, (facts, tx) => {
    if (facts.end !== null || facts.remoteId !== null || !context.leads(tx)) return null;
    // Surely not there, and nobody wants it any more.
    if (facts.notFoundAt !== null && facts.cancelWishedAt !== null) return backToWaiting(facts, context.clock(), null, null);
    return sentAgain(facts, context.clock());
  }, after => after.end === null ? null : { kind: 'cancelled', text: '' });
  if (again === undefined || again.end !== null) return;
  let reply: SubmitReply | Error;
  try {
    reply = await send(context, row, provider, await inputsAsSent(context, row, provider));
  } catch (error) {
    reply = error instanceof Error ? error : new Error(String(error));
  }
  // A "no" to the replay says nothing about the first send, whatever its reason: the key may be in use by it.
  if (reply instanceof Error) await doubt(context, row, reply);
  else await taken(context, row, reply);
}

/** Nothing but the call: what goes wrong when its answer is written down is no word of the provider's. */
async function send(context: StepContext, row: StoredGeneration, provider: Provider, inputs: ReadonlyMap<string, CallInput>): Promise<SubmitReply | Error> {
  try {
    return await provider.submit(callOf(context, row, inputs));
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function taken(context: StepContext, row: StoredGeneration, reply: SubmitReply): Promise<void> {
  await learnSurely(context, row.attempt.id, facts => accepted(facts, context.clock(), reply), { kind: 'accepted', text: reply.remoteId ?? '' });
  await letGo(context, row.generation.provider);
}

async function notTaken(context: StepContext, row: StoredGeneration, error: Error, inputs: readonly ReadyInput[]): Promise<void> {
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
  const because = holdFor(error);
  if (because !== null) {
    await learnSurely(context, row.attempt.id, facts => backToWaiting(facts, now, null, { ...reason, at: now }, because), { kind: 'held', text: reason.sentence });
    await holdProvider(context, row.generation.provider, because, reason.sentence);
    return;
  }
  const mayRetry = reason.class === 'rate';
  await learnSurely(context, row.attempt.id, (facts, tx) => {
    const end = failed(facts, now, reason);
    // It may be a name of a file that it did not take: the next attempt brings the files anew.
    if (reason.class === 'invalid') forgetReferences(tx, row.generation.provider, inputs.flatMap(({ reference }) => reference ?? []));
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
  const reached = !(error instanceof ProviderError) || error.certainty !== 'not-sent' || reason.class === 'local';
  await learn(context, row.attempt.id, facts => {
    const dueAt = now + backoffDelay(facts.troubles + 1, context.timing);
    return reached ? doubted(facts, now, reason, dueAt)
      : { ...troubled(facts, now, reason, now + awayDelay(context.timing)), troubles: facts.troubles };
  }, { kind: 'trouble', text: reason.sentence });
}
