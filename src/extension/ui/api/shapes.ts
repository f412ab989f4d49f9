/** What callers hand in, checked, and what they are handed: frozen copies without what only the engine needs. */
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { phaseTable, statusOf } from '../../../shared/status.ts';
import type { Timing } from '../../../shared/timing.ts';
import type { StoredGeneration } from '../../store/generations.ts';
import type { Generation } from './darkroom.d.ts';
import { ApiError } from './errors.ts';

const idSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const nameSchema = v.pipe(v.string(), v.maxLength(200));

/** What a call hands in for a file is looked at by {@link Ports.pathOf}. */
export const requestSchema = v.strictObject({
  provider: v.optional(nameSchema),
  model: v.optional(nameSchema),
  prompt: v.pipe(v.string(), v.maxLength(100_000)),
  parameters: v.optional(v.record(nameSchema, v.union([v.pipe(v.string(), v.maxLength(10_000)), v.number(), v.boolean()])), {}),
  inputs: v.optional(v.record(nameSchema, v.unknown()), {}),
});

export const querySchema = v.optional(v.strictObject({
  status: v.optional(v.picklist(['active', 'completed', 'failed', 'cancelled'])),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)), 50),
  // A whole generation may be handed in.
  after: v.optional(v.object({ id: idSchema, createdAt: v.pipe(v.number(), v.integer(), v.minValue(0)) })),
}), {});

const roleSchema = v.picklist(['input', 'output']);

export function idFrom(value: unknown): string {
  return checked(idSchema, value, l10n.t('The id of a generation is wanted here.'));
}

export function roleFrom(value: unknown): v.InferOutput<typeof roleSchema> {
  return checked(roleSchema, value, l10n.t('The role of a file is “input” or “output”.'));
}

/** @throws {ApiError} that says where it is wrong */
export function checked<S extends v.GenericSchema>(schema: S, value: unknown, otherwise: string): v.InferOutput<S> {
  const found = v.safeParse(schema, value);
  if (found.success) return found.output;
  const at = v.getDotPath(found.issues[0]);
  throw new ApiError('argument', at === null ? otherwise : `${otherwise} (${at})`);
}

/** @param clean takes keys out of what providers said */
export function publicGeneration({ generation, attempt }: StoredGeneration, now: number, timing: Pick<Timing, 'stalledAfter'>, clean: (text: string) => string): Generation {
  const phase = statusOf(attempt, now, timing);
  const { failure } = attempt;
  return Object.freeze({
    id: generation.id, provider: generation.provider, model: generation.model, operation: generation.operation, prompt: generation.prompt,
    parameters: Object.freeze({ ...generation.parameters }), createdAt: generation.createdAt, status: phaseTable[phase].status, phase,
    attempt: attempt.ordinal, acceptedAt: attempt.acceptedAt, endedAt: attempt.endedAt, progress: attempt.progress,
    word: attempt.word === null ? null : clean(attempt.word), wordAt: attempt.wordAt, cancelWishedAt: attempt.cancelWishedAt,
    failure: failure === null ? null : Object.freeze({ class: failure.class, sentence: clean(failure.sentence), at: failure.at }),
    estimate: attempt.estimate, charge: attempt.charge,
  });
}
