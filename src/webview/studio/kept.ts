/** What the form's page keeps over a reload. */
import * as v from 'valibot';
import { draftSchema } from '../../shared/protocol.ts';
import type { Keep } from '../bridge.ts';
import { persisted } from '../persisted.ts';

const keptSchema = v.object({
  /** What was typed and not saved yet. */
  unsaved: v.nullable(draftSchema),
  /** Groups of parameters that a person opened or closed. */
  opened: v.record(v.string(), v.boolean()),
  /** The walk through earlier prompts that the field stands in. */
  walk: v.nullable(v.object({ typed: v.string(), shown: v.string() })),
});
export type Kept = v.InferOutput<typeof keptSchema>;

export interface KeptState {
  readonly restored: Kept;
  readonly change: (change: Partial<Kept>) => void;
}

export function keptState(keep: Keep): KeptState {
  const state = persisted<Kept>(keep, 2, keptSchema, { unsaved: null, opened: {}, walk: null });
  let kept = state.restored;
  return {
    restored: kept,
    change(change) {
      kept = { ...kept, ...change };
      state.save(kept);
    },
  };
}
