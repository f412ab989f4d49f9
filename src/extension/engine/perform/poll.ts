/** Asks the provider how an attempt is doing. Errors say nothing about the job and never fail it. */
import * as l10n from '@vscode/l10n';
import type { PollReply, Provider } from '../../providers/contract.ts';
import type { StoredAttempt } from '../../store/attempts.ts';
import type { StoredGeneration } from '../../store/generations.ts';
import { type StepContext, type Told, callOf, learn, reasonOf } from '../step.ts';
import { backoffDelay, pollDelay } from '../timing.ts';
import { failed, polled, troubled } from '../transitions.ts';

export async function poll(context: StepContext, row: StoredGeneration, provider: Provider): Promise<void> {
  const { attempt } = row;
  let reply: PollReply;
  try {
    // A result without addresses is asked for by its remote id; without one there is nothing to ask.
    reply = await provider.poll(callOf(context, row), attempt.remoteId ?? attempt.id);
  } catch (error) {
    if (context.signal.aborted) return;
    const now = context.clock();
    const reason = reasonOf(error);
    await learn(context, attempt.id, facts => {
      const after = troubled(facts, now, reason, now + backoffDelay(facts.troubles + 1, context.timing));
      // Once it finished, troubles count tries to fetch the result, and this was none.
      return facts.finishedAt === null ? after : { ...after, troubles: facts.troubles };
    },
      attempt.troubles === 0 ? { kind: 'trouble', text: reason.sentence } : undefined);
    return;
  }
  const now = context.clock();
  const delay = pollDelay(now - (attempt.acceptedAt ?? now), provider.capabilities.pollEvery, context.timing);
  await learn(context, attempt.id, facts => {
    const after = polled(facts, now, reply, now + delay);
    const isLost = after.goneAt !== null && now - after.goneAt >= context.times.goneGrace;
    return isLost ? failed(after, now, { class: 'lost', sentence: l10n.t('{0} no longer knows this generation.', provider.spec.label) }) : after;
  }, after => told(attempt, after));
}

function told(before: StoredAttempt, after: StoredAttempt): Told | null {
  if (after.end === 'failed') return { kind: 'failed', text: after.failure?.sentence ?? '' };
  if (after.end === 'cancelled') return { kind: 'cancelled', text: after.word ?? '' };
  if (after.finishedAt !== null && before.finishedAt === null) return { kind: 'finished', text: after.word ?? '' };
  return after.word !== before.word ? { kind: 'said', text: after.word ?? '' } : null;
}
