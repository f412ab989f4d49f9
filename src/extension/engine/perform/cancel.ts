/** Passes the user's cancel on to the provider. How it ended is the provider's to say, by poll. */
import type { Provider } from '../../providers/contract.ts';
import type { StoredGeneration } from '../../store/generations.ts';
import { type StepContext, callOf, learn, reasonOf } from '../step.ts';
import { cancelSent } from '../transitions.ts';

export async function cancel(context: StepContext, row: StoredGeneration, provider: Provider): Promise<void> {
  try {
    await provider.cancel!(callOf(context, row), row.attempt.remoteId!);
    await learn(context, row.attempt.id, facts => cancelSent(facts, context.clock()), { kind: 'cancel-sent', text: provider.spec.label });
  } catch (error) {
    if (context.signal.aborted) return;
    // Too late, or not heard: asked once is enough, because polling tells how it ended.
    const reason = reasonOf(error);
    await learn(context, row.attempt.id, facts => cancelSent(facts, context.clock()), { kind: 'trouble', text: reason.sentence });
  }
}
