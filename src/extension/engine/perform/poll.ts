/** Asks the provider how attempts are doing, one or several with one request. Errors say nothing about a job and never fail it. */
import * as l10n from '@vscode/l10n';
import type { PollReply, Provider } from '../../providers/contract.ts';
import type { StoredAttempt } from '../../store/attempts.ts';
import type { Writer } from '../../store/database.ts';
import type { StoredGeneration } from '../../store/generations.ts';
import { type StepContext, type Told, callOf, learnIn, reasonOf } from '../step.ts';
import { asksTogether } from '../together.ts';
import { backoffDelay, pollDelay } from '../timing.ts';
import { adoptionRefused, failed, polled, troubled } from '../transitions.ts';

export async function poll(context: StepContext, row: StoredGeneration, provider: Provider): Promise<void> {
  const answer = await ask(context, row, provider);
  if (answer instanceof Error && context.signal.aborted) return;
  await context.notebook.write(tx => note(context, tx, row, provider, answer));
}

/** Asks about all of them at once; those that the answer leaves out are asked about one by one. */
export async function pollMany(context: StepContext, rows: readonly StoredGeneration[], provider: Provider): Promise<void> {
  let replies: ReadonlyMap<string, PollReply> | Error;
  try {
    replies = await provider.pollMany!(rows.map(row => ({ call: callOf(context, row), remoteId: remoteIdOf(row) })), context.signal);
  } catch (error) {
    if (context.signal.aborted) return;
    replies = asError(error);
  }
  const answers = rows.map(row => ({ row, answer: replies instanceof Error ? replies : replies.get(remoteIdOf(row)) }));
  await context.db.write(tx => {
    for (const { row, answer } of answers) if (answer !== undefined) note(context, tx, row, provider, answer);
  });
  for (const { row, answer } of answers) {
    if (answer === undefined && !context.signal.aborted) await poll(context, row, provider);
  }
}

/** A result without addresses is asked for by its remote id; without one there is nothing to ask. */
function remoteIdOf({ attempt }: StoredGeneration): string {
  return attempt.remoteId ?? attempt.id;
}

async function ask(context: StepContext, row: StoredGeneration, provider: Provider): Promise<PollReply | Error> {
  try {
    return await provider.poll(callOf(context, row), remoteIdOf(row));
  } catch (error) {
    return asError(error);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function note(context: StepContext, tx: Writer, row: StoredGeneration, provider: Provider, answer: PollReply | Error): void {
  if (answer instanceof Error) noteTrouble(context, tx, row, answer);
  else noteReply(context, tx, row, provider, answer);
}

function noteTrouble(context: StepContext, tx: Writer, { attempt }: StoredGeneration, error: Error): void {
  const now = context.clock();
  const reason = reasonOf(error);
  learnIn(context, tx, attempt.id, facts => {
    const after = troubled(facts, now, reason, now + backoffDelay(facts.troubles + 1, context.timing));
    // Once it finished, troubles count tries to fetch the result, and this was none.
    return facts.finishedAt === null ? after : { ...after, troubles: facts.troubles };
  }, attempt.troubles === 0 ? { kind: 'trouble', text: reason.sentence } : undefined);
}

function noteReply(context: StepContext, tx: Writer, { attempt }: StoredGeneration, provider: Provider, reply: PollReply): void {
  const now = context.clock();
  const { spec: { id }, capabilities: { pollEvery } } = provider;
  const apart = asksTogether(provider, attempt) ? 0 : context.atWork(id) * context.times.pollApart;
  const delay = pollDelay(now - (attempt.acceptedAt ?? now), Math.max(pollEvery, apart), context.timing);
  learnIn(context, tx, attempt.id, facts => {
    const after = polled(facts, now, reply, now + delay);
    const isLost = after.goneAt !== null && now - after.goneAt >= context.times.goneGrace;
    if (!isLost) return after;
    // An id that the user gave for a submit whose answer was lost, and that the provider never knew.
    if (after.adoptedAt !== null && after.word === null && after.requestHash !== null) {
      return adoptionRefused(after, now, { class: 'lost', sentence: l10n.t('{0} does not know the id {1}.', provider.spec.label, after.remoteId ?? '') });
    }
    return failed(after, now, { class: 'lost', sentence: l10n.t('{0} no longer knows this generation.', provider.spec.label) });
  }, after => told(attempt, after));
}

function told(before: StoredAttempt, after: StoredAttempt): Told | null {
  if (after.end === 'failed') return { kind: 'failed', text: after.failure?.sentence ?? '' };
  if (after.unconfirmedAt !== null) return { kind: 'unconfirmed', text: after.failure?.sentence ?? '' };
  if (after.end === 'cancelled') return { kind: 'cancelled', text: after.word ?? '' };
  if (after.finishedAt !== null && before.finishedAt === null) return { kind: 'finished', text: after.word ?? '' };
  return after.word !== before.word ? { kind: 'said', text: after.word ?? '' } : null;
}
