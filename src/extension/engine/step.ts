/** What a step gets to work with, and the one way in which steps write what they learned. */
import type { Failure, GenerationRequest, HoldReason } from '../../shared/model.ts';
import type { Files } from '../assets/files.ts';
import type { Inputs } from '../assets/inputs.ts';
import { type Call, type CallInput, type Provider, ProviderError } from '../providers/contract.ts';
import type { Database, Reader, Writer } from '../store/database.ts';
import { type StoredAttempt, addAttempt, attemptById, saveAttempt } from '../store/attempts.ts';
import { type EventKind, addEvent } from '../store/events.ts';
import type { StoredGeneration } from '../store/generations.ts';
import type { Ledger } from '../store/ledger.ts';
import type { Notebook } from './notebook.ts';
import { type TimingOptions, backoffDelay } from './timing.ts';

export interface Log {
  info(message: string): void;
  warn(message: string, error?: unknown): void;
  error(message: string, error?: unknown): void;
}

/** All in milliseconds but the counts. */
export interface Times {
  readonly leaseLasts: number;
  readonly leaseRenewed: number;
  /** Nothing is sent again by itself later than this after the send: services forget references, some after a day. */
  readonly keyLasts: number;
  /** A provider's "not found" counts only this long after the send: longer than a slow service may take to list what it accepted. */
  readonly findGrace: number;
  readonly recoveryTries: number;
  /** Status queries about one attempt each go to a provider so far apart, on the average: many jobs are asked about less often. */
  readonly pollApart: number;
  /** A round waits this long after the first thing that calls for one, for others to come. */
  readonly wakeAfter: number;
  /** How long an attempt is left alone when one of its steps broke down unexpectedly. */
  readonly stepRest: number;
  /** An id that a provider has not known for this long is lost. */
  readonly goneGrace: number;
  /** Times a result may be unusable before the generation fails. */
  readonly downloadTries: number;
  /** Times a provider may answer an upload wrongly before the generation fails. */
  readonly uploadTries: number;
  /** How far an upload is, is written down so often at most. */
  readonly progressEvery: number;
  /** A provider that can't be reached is tried again after this; doubles with each try up to `holdLongest`, which also is the wait for credit. */
  readonly holdFirst: number;
  readonly holdLongest: number;
}

export const usualTimes: Times = {
  leaseLasts: 15_000, leaseRenewed: 5_000, keyLasts: 12 * 3_600_000, findGrace: 120_000, recoveryTries: 30, pollApart: 250, stepRest: 5_000, wakeAfter: 15, goneGrace: 60_000, downloadTries: 4,
  uploadTries: 6, progressEvery: 500,
  holdFirst: 15_000, holdLongest: 300_000,
};

export interface StepContext {
  readonly db: Database;
  readonly providers: { get(id: string): Provider | undefined };
  readonly files: Files;
  readonly inputs: Inputs;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly newId: () => string;
  /** Names this process; unique. */
  readonly holder: string;
  readonly times: Times;
  readonly timing: TimingOptions;
  readonly log: Log;
  /** Why nothing can be sent to a provider now, by what is known on this machine (a missing key), or `null`. */
  readonly holdOf: (provider: string) => HoldReason | null;
  readonly ledger: Ledger;
  /** Names this workspace in the ledger. */
  readonly workspace: string;
  /** Dollars a day, `null` without a limit. */
  readonly dailyLimit: () => number | null;
  /** For what many steps learn at about the same time and could ask for again. */
  readonly notebook: Notebook;
  /** How many attempts a provider has at work now. */
  readonly atWork: (provider: string) => number;
  /** Aborted when the engine stops. */
  readonly signal: AbortSignal;
  /** Whether this engine still leads; asked inside the transaction that commits a decision. */
  readonly leads: (tx: Reader) => boolean;
}

export type Step = (context: StepContext) => Promise<void>;

export interface Told {
  readonly kind: EventKind;
  readonly text: string;
}

/**
 * Applies a transition to the attempt as it is now and writes the result with its event.
 * @returns the facts after it; `undefined` when the attempt is no longer there or the transition declined (`null`)
 */
export function learn(context: StepContext, ...lesson: Lesson): Promise<StoredAttempt | undefined> {
  return context.db.write(tx => learnIn(context, tx, ...lesson));
}

type Lesson = [
  attemptId: string, transition: (facts: StoredAttempt, tx: Writer) => StoredAttempt | null, told?: Told | ((after: StoredAttempt) => Told | null),
];

/** The same inside a write that learns more than that. */
export function learnIn(context: StepContext, tx: Writer, ...[attemptId, transition, told]: Lesson): StoredAttempt | undefined {
  const before = attemptById(tx, attemptId);
  if (before === undefined) return undefined;
  const after = transition(before, tx);
  if (after === null) return undefined;
  if (after !== before) saveAttempt(tx, after);
  const event = typeof told === 'function' ? told(after) : told;
  if (event != null && after !== before) addEvent(tx, after.generationId, { attemptId, at: context.clock(), ...event });
  return after;
}

/**
 * The same for what must not be lost: a remote id, a refusal. Kept in memory and tried until the store takes it, for as
 * long as this process lives.
 */
export async function learnSurely(...[context, ...what]: Parameters<typeof learn>): ReturnType<typeof learn> {
  for (let tries = 1; ; tries++) {
    try {
      return await learn(context, ...what);
    } catch (error) {
      context.log.error(`${what[0]}: what was learned is not written yet`, error);
      if (context.signal.aborted && tries > 3) throw error;
      await new Promise(resolve => setTimeout(resolve, backoffDelay(tries, context.timing)));
    }
  }
}

/** Adds the next attempt of a generation in the same transaction in which the last one ended. */
export function addRetry(context: StepContext, tx: Writer, next: StoredAttempt): void {
  addAttempt(tx, next);
  addEvent(tx, next.generationId, { attemptId: next.id, at: context.clock(), kind: 'retried', text: String(next.ordinal) });
}

export function callOf(context: StepContext, row: StoredGeneration, inputs?: ReadonlyMap<string, CallInput>): Call {
  const { provider, model, operation, prompt, parameters } = row.generation;
  const request: GenerationRequest = { provider, model, operation, prompt, parameters };
  return { reference: row.attempt.id, request, signal: context.signal, inputs };
}

/** What went wrong, as a failure; an error that is not the provider's own is a fault of this machine. */
export function reasonOf(error: unknown): Omit<Failure, 'at'> {
  if (error instanceof ProviderError) return error.failure;
  const message = error instanceof Error ? error.message : String(error);
  return { class: 'local', sentence: message };
}
