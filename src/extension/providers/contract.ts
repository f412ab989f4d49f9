/**
 * What a provider's adapter is: a few calls, each with one honest answer.
 *
 * An adapter never retries, never stores and never decides; the engine does. It turns the provider's
 * words into these replies and throws {@link ProviderError} for everything else.
 */
import type {
  Failure, GenerationRequest, ModelSpec, Problem, ProviderSpec, RecoveryMode, RemoteOutput,
} from '../../shared/model.ts';

/** What the engine may rely on. */
export interface Capabilities {
  readonly recovery: RecoveryMode;
  readonly canCancel: boolean;
  /** Most attempts that may be with the provider at once. */
  readonly concurrency: number;
  /** Milliseconds between two status queries of one attempt, at least. */
  readonly pollEvery: number;
  /** Whether a key has to be set before anything can be sent. */
  readonly needsKey: boolean;
}

/** One attempt as an adapter sees it. */
export interface Call {
  /** The attempt's client reference (UUID); also the idempotency key where the provider takes one. */
  readonly reference: string;
  readonly request: GenerationRequest;
  /** Aborted when the window closes or the step's time is up. */
  readonly signal: AbortSignal;
}

export type SubmitReply =
  | { readonly kind: 'accepted'; readonly remoteId: string; readonly word?: string }
  /** A provider that answers with the result itself. `remoteId` where it gave one. */
  | { readonly kind: 'finished'; readonly remoteId?: string; readonly outputs: readonly RemoteOutput[]; readonly charge?: number };

export type PollReply =
  /** Queued, running, or a word nobody knows: all count as running. `progress` from 0 to 1. */
  | { readonly kind: 'running'; readonly word: string; readonly progress?: number; readonly charge?: number }
  | { readonly kind: 'finished'; readonly word: string; readonly outputs: readonly RemoteOutput[]; readonly charge?: number }
  | { readonly kind: 'failed'; readonly word: string; readonly failure: Omit<Failure, 'at'>; readonly charge?: number }
  | { readonly kind: 'cancelled'; readonly word: string; readonly charge?: number }
  /** The provider does not know the id (any more). One such answer is not yet the end. */
  | { readonly kind: 'gone' };

export type FindReply =
  | { readonly kind: 'found'; readonly remoteId: string; readonly word?: string }
  | { readonly kind: 'not-found' };

/** The bytes of one result. */
export interface OutputBytes {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Bytes, where the provider says how many. */
  readonly length: number | null;
}

export interface Provider {
  readonly spec: ProviderSpec;
  readonly capabilities: Capabilities;
  /** Problems beyond the typed bounds of the model, which the registry checks already. */
  validate?(request: GenerationRequest): readonly Problem[];
  submit(call: Call): Promise<SubmitReply>;
  poll(call: Call, remoteId: string): Promise<PollReply>;
  /** Asks the provider to stop. Resolves when it heard; how it ended comes by `poll`. */
  cancel?(call: Call, remoteId: string): Promise<void>;
  /** Looks for the attempt by its client reference. */
  find?(call: Call): Promise<FindReply>;
  /**
   * Opens one result for reading.
   * @throws {ProviderError} `expired` when the provider no longer has it under this address
   */
  open(call: Call, output: RemoteOutput, remoteId: string | null): Promise<OutputBytes>;
  /** Ends what it holds (threads, sockets). */
  dispose?(): void;
}

/**
 * How sure it is that the provider did not start:
 * - `not-sent`: no byte arrived (refused connection, unknown host, refused before sending)
 * - `refused`: the provider answered and said no
 * - `ambiguous`: sent, and the answer is missing or unreadable
 */
export type Certainty = 'not-sent' | 'refused' | 'ambiguous';

export class ProviderError extends Error {
  readonly failure: Omit<Failure, 'at'>;
  readonly certainty: Certainty;
  /** Milliseconds the provider asks to wait. */
  readonly retryAfter: number | null;
  /** The thing asked for is no longer there (404, 403 or 410 on a result). */
  readonly expired: boolean;

  constructor(
    failure: Omit<Failure, 'at'>,
    certainty: Certainty,
    more: { readonly retryAfter?: number | null; readonly expired?: boolean; readonly cause?: unknown } = {},
  ) {
    super(failure.sentence, { cause: more.cause });
    this.name = 'ProviderError';
    this.failure = failure;
    this.certainty = certainty;
    this.retryAfter = more.retryAfter ?? null;
    this.expired = more.expired ?? false;
  }
}

export function modelOf(provider: Provider, id: string): ModelSpec | undefined {
  return provider.spec.models.find(model => model.id === id);
}
