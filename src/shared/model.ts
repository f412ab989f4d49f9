/**
 * The words of Darkroom as data: what a generation, an attempt, an asset and a link are.
 * Times are epoch milliseconds, money is US dollars, progress runs from 0 to 1; `null` means "not known (yet)".
 */
import { oneLine } from './legible.ts';

export const operations = [
  'text-to-image', 'image-to-image', 'text-to-video', 'image-to-video', 'text-to-audio', 'upscale',
] as const;
export type Operation = (typeof operations)[number];

export type MediaKind = 'image' | 'video' | 'audio';

/** What a person thinks of a file; `null` where nobody has decided. */
export const verdicts = ['favourite', 'discarded'] as const;
export type Verdict = (typeof verdicts)[number] | null;

/** How a provider lets Darkroom find out what became of a submit whose answer was lost. */
export const recoveryModes = ['client-id', 'key-replay', 'key-reject', 'lookup', 'none'] as const;
export type RecoveryMode = (typeof recoveryModes)[number];

export const failureClasses = [
  'invalid', 'moderation', 'auth', 'credit', 'concurrency', 'rate', 'provider', 'network', 'timeout', 'lost', 'local',
] as const;
export type FailureClass = (typeof failureClasses)[number];

/** Why something did not work. `sentence` is for people and says what to do; `raw` is what was said, redacted. */
export interface Failure {
  readonly class: FailureClass;
  readonly sentence: string;
  /** At most 2,000 characters of the provider's own reply, without keys. */
  readonly raw?: string;
  readonly at: number;
  /** Whether it was charged: `null` where the provider does not say. */
  readonly charged?: boolean | null;
}

/** A value of a typed parameter. */
export type ParameterValue = string | number | boolean;
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** A typed parameter of a model, as data: the form and the checks are made from it. */
export interface ParameterSpec {
  readonly name: string;
  readonly label: string;
  readonly type: 'integer' | 'number' | 'string' | 'boolean' | 'choice' | 'seed';
  readonly help?: string;
  /** A short label; parameters of one group stand together in the form. */
  readonly group?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly step?: number;
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  /** A seed without a default gets a new number for each generation. */
  readonly default?: ParameterValue;
}

/** A file of the project that a model takes along with the prompt, as data. */
export interface InputSpec {
  readonly name: string;
  readonly label: string;
  /** What the file may be, by its bytes. */
  readonly kinds: readonly MediaKind[];
  readonly required: boolean;
  /** Bytes, at most. */
  readonly maxBytes: number;
  readonly help?: string;
}

export interface ModelSpec {
  readonly id: string;
  readonly label: string;
  readonly operation: Operation;
  readonly parameters: readonly ParameterSpec[];
  /** Absent where it takes no files. */
  readonly inputs?: readonly InputSpec[];
  /** Most characters of a prompt; no limit when absent. */
  readonly promptLimit?: number;
  /** Dollars for one request: 0 is free, `null` is not known. */
  readonly price: number | null;
}

/** What the form needs to know about a provider. Holds no key, no address. */
export interface ProviderSpec {
  readonly id: string;
  readonly label: string;
  readonly models: readonly ModelSpec[];
}

/** What a person asks for. */
export interface GenerationRequest {
  readonly provider: string;
  readonly model: string;
  readonly operation: Operation;
  readonly prompt: string;
  readonly parameters: Parameters;
  /** The files that go along: an asset's id by the input's name. */
  readonly inputs?: Readonly<Record<string, string>>;
}

/** Something wrong with a request, told at its field: `provider`, `model`, `operation`, `prompt` or the name of a parameter or an input. */
export interface Problem {
  readonly field: string;
  readonly message: string;
}

/** A result as the provider described it; the bytes are not here yet. */
export interface RemoteOutput {
  /** Where to fetch it; absent where the adapter makes the bytes itself. */
  readonly url?: string;
  /** When the provider stops keeping it. */
  readonly expiresAt?: number | null;
}

/** What a provider calls a file that it was given: an address, or an id of its own. Sent back with the type it came with. */
export type Reference = string | number;

export const holdReasons = ['key', 'credit', 'provider', 'day-limit'] as const;
export type HoldReason = (typeof holdReasons)[number];

export type End = 'completed' | 'failed' | 'cancelled';

/**
 * What is known of one attempt: one submission of a generation under one client reference.
 * These are facts as they were learned; what state they add up to is `statusOf` in status.ts.
 */
export interface AttemptFacts {
  /** The client reference: a UUID, given to the provider where it takes one. */
  readonly id: string;
  readonly generationId: string;
  /** 1 for the first attempt. */
  readonly ordinal: number;
  readonly createdAt: number;
  /** Nothing is sent before this time (a retry that waits). */
  readonly notBefore: number | null;
  readonly heldBecause: HoldReason | null;
  readonly paused: boolean;
  /** When the transfer of its files to the provider began; `null` once they are there, and where there are none. */
  readonly uploadingAt: number | null;

  /** When the intent was committed, before the first byte left. */
  readonly sentAt: number | null;
  /** How a lost answer is recovered, as the provider declared it when the intent was committed. */
  readonly recovery: RecoveryMode;
  /** When the provider last said that it does not know this client reference. */
  readonly notFoundAt: number | null;
  /** When recovery gave up: sent, and nobody knows whether it arrived. */
  readonly unconfirmedAt: number | null;
  readonly remoteId: string | null;
  readonly acceptedAt: number | null;

  /** The provider's own status word, as it came. */
  readonly word: string | null;
  readonly wordAt: number | null;
  /** Of the transfer of its files while that goes on, then of the job. */
  readonly progress: number | null;
  /** When a status query began to answer that the id is unknown. */
  readonly goneAt: number | null;
  /** Set when the provider said that it finished; the bytes may still have to come. */
  readonly finishedAt: number | null;
  readonly outputs: readonly RemoteOutput[] | null;

  readonly cancelWishedAt: number | null;
  readonly cancelSentAt: number | null;

  /** The next step is not tried before this time. */
  readonly dueAt: number | null;
  /** Consecutive troubles of the step at hand. */
  readonly troubles: number;
  /** The last thing that went wrong; the reason of the end when `end` is `failed`. */
  readonly failure: Failure | null;

  readonly end: End | null;
  readonly endedAt: number | null;
  /** Dollars. */
  readonly estimate: number | null;
  readonly charge: number | null;
  /** When its remote id was given by the user or carried over from an earlier attempt, instead of answering a submit of its own. */
  readonly adoptedAt: number | null;
  /** The user allowed it to pass the day's limit. */
  readonly overLimit: boolean;
  /** When somebody saw how it ended. */
  readonly lookedAt: number | null;
}

/** One request for media, from the click until it is removed. The files that go along are its links. */
export interface Generation extends Omit<GenerationRequest, 'inputs'> {
  readonly id: string;
  readonly createdAt: number;
  /** The write that touched it last; see store. */
  readonly rev: number;
}

/** A media file of the project. `path` is absolute. */
export interface Asset {
  readonly id: string;
  readonly path: string;
  readonly kind: MediaKind;
  /** Bytes. */
  readonly size: number;
  readonly modifiedAt: number;
  readonly width: number | null;
  readonly height: number | null;
  /** Lower-case hexadecimal SHA-256, where the bytes were read. */
  readonly hash: string | null;
  readonly verdict: Verdict;
}

export const filters = ['all', 'active', 'failed', 'completed'] as const;
export type Filter = (typeof filters)[number];
export type Counts = Readonly<Record<Filter, number>>;

/** Names of what people are told at most once in a place; longer text is cut here, never in the store. */
export function snippet(prompt: string, length = 60): string {
  const line = oneLine(prompt);
  const characters = [...line];
  return characters.length <= length ? line : `${characters.slice(0, length - 1).join('').trimEnd()}…`;
}
