/** Notes why nothing is sent at the moment, or that it may be again. */
import type { HoldReason } from '../../../shared/model.ts';
import type { StoredGeneration } from '../../store/generations.ts';
import { type StepContext, learn } from '../step.ts';
import { held } from '../transitions.ts';

export async function hold(context: StepContext, row: StoredGeneration, because: HoldReason | null): Promise<void> {
  await learn(context, row.attempt.id, (facts, tx) => context.leads(tx) ? held(facts, because) : null,
    because === null ? undefined : { kind: 'held', text: because });
}
