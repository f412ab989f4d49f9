/** The only recovery code: what became of a submit whose answer was lost. */
import type { Provider } from '../../providers/contract.ts';
import type { StoredGeneration } from '../../store/generations.ts';
import { type StepContext, callOf, learn, reasonOf } from '../step.ts';
import { awayDelay } from '../timing.ts';
import { accepted, notFound, troubled, unconfirmed } from '../transitions.ts';

/** Asks the provider whether it has this reference. */
export async function find(context: StepContext, row: StoredGeneration, provider: Provider): Promise<void> {
  try {
    const reply = await provider.find!(callOf(context, row));
    const now = context.clock();
    if (reply.kind === 'found') {
      await learn(context, row.attempt.id, facts => accepted(facts, now, { kind: 'accepted', remoteId: reply.remoteId, word: reply.word }),
        { kind: 'accepted', text: reply.remoteId });
    } else {
      await learn(context, row.attempt.id, facts => notFound(facts, now, now + awayDelay(context.timing)), { kind: 'not-found', text: '' });
    }
  } catch (error) {
    if (context.signal.aborted) return;
    const now = context.clock();
    const reason = reasonOf(error);
    // A question that went unanswered uses up no try: only what the provider says does.
    await learn(context, row.attempt.id, facts => ({ ...troubled(facts, now, reason, now + awayDelay(context.timing)), troubles: facts.troubles }),
      { kind: 'trouble', text: reason.sentence });
  }
}

/** No way left to find out. It is shown as unconfirmed and never sent again by itself. */
export async function giveUp(context: StepContext, row: StoredGeneration): Promise<void> {
  await learn(context, row.attempt.id, (facts, tx) => context.leads(tx) ? unconfirmed(facts, context.clock()) : null, { kind: 'unconfirmed', text: '' });
}
