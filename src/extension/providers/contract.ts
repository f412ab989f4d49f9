/**
 * What a provider's adapter is: a few calls, each with one honest answer.
 *
 * An adapter never retries, never stores and never decides; the engine does. It turns the provider's
 * words into these replies and throws {@link ProviderError} for everything else.
 */
import type {
  Failure, GenerationRequest, ModelSpec, Problem, ProviderSpec, RecoveryMode, Reference, RemoteOutput,
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
  /** Most attempts that one `pollMany` asks about; 1 where there is none. */
  readonly pollManyMost?: number;
}

/** A file of the project on its way to a provider. */
export interface InputFile {
  /** Its own name, without folders. */
  readonly name: string;
  /** Media type by its bytes, "image/png". */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 in hexadecimal. */
  readonly hash: string;
  /** Reads it from the disk; may be asked again. The last piece comes only when all of them were what `hash` says. */
  read(): AsyncIterable<Uint8Array>;
}

/** What a request names in the place of a file: what the provider called it, or its bytes where it takes no uploads. */
export type CallInput = { readonly reference: Reference } | { readonly file: InputFile };

/** One attempt as an adapter sees it. */
export interface Call {
  /** The attempt's client reference (UUID); also the idempotency key where the provider takes one. */
  readonly reference: string;
  readonly request: GenerationRequest;
  /** The files that go along, by the input's name; only where something is sent. */
  readonly inputs?: ReadonlyMap<string, CallInput>;
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

export interface UploadReply {
  readonly reference: Reference;
  /** Epoch milliseconds until which the provider keeps the file; `null` where it does not say. */
  readonly expiresAt: number | null;
}

/** The bytes of one result. */
export interface OutputBytes {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Bytes, where the provider says how many. */
  readonly length: number | null;
  /** Takes the key out of a text: what came may be a page that shows what was sent, instead of media. */
  readonly clean?: (text: string) => string;
}

export interface Asked {
  readonly call: Call;
  readonly remoteId: string;
}

export interface Provider {
  readonly spec: ProviderSpec;
  readonly capabilities: Capabilities;
  /** Problems beyond the typed bounds of the model, which the registry checks already. */
  validate?(request: GenerationRequest): readonly Problem[];
  submit(call: Call): Promise<SubmitReply>;
  /**
   * Brings a file to the provider. Starts nothing that costs, so it may be repeated.
   * @param onSent hears how many bytes have left
   */
  upload?(file: InputFile, onSent: (bytes: number) => void, signal: AbortSignal): Promise<UploadReply>;
  poll(call: Call, remoteId: string): Promise<PollReply>;
  /**
   * The same for several attempts with one request.
   * @param asked at most `capabilities.pollManyMost`
   * @returns what was said, by remote id; one that is missing has to be asked about by itself
   */
  pollMany?(asked: readonly Asked[], signal: AbortSignal): Promise<ReadonlyMap<string, PollReply>>;
  /** Asks the provider to stop. Resolves when it heard; how it ended comes by `poll`. */
  cancel?(call: Call, remoteId: string): Promise<void>;
  /** Looks for the attempt by its client reference. */
  find?(call: Call): Promise<FindReply>;
  /**
   * Opens one result for reading.
   * @throws {ProviderError} `expired` when the provider no longer has it under this address
   */
  open(call: Call, output: RemoteOutput, remoteId: string | null): Promise<OutputBytes>;
  /**
   * Asks, at no cost, whether the key is good. Resolves when the provider took it.
   * @throws {ProviderError} `auth` when it refused the key; any other class says nothing of the key
   */
  testKey?(this: void, signal: AbortSignal): Promise<void>;
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
  /** Asking again brings the same: what is given can’t be taken, whether or not it is paid for. */
  readonly unusable: boolean;

  constructor(
    failure: Omit<Failure, 'at'>,
    certainty: Certainty,
    more: { readonly retryAfter?: number | null; readonly expired?: boolean; readonly unusable?: boolean; readonly cause?: unknown } = {},
  ) {
    super(failure.sentence, { cause: more.cause });
    this.name = 'ProviderError';
    this.failure = failure;
    this.certainty = certainty;
    this.retryAfter = more.retryAfter ?? null;
    this.expired = more.expired ?? false;
    this.unusable = more.unusable ?? false;
  }
}

export function modelOf(provider: Provider, id: string): ModelSpec | undefined {
  return provider.spec.models.find(model => model.id === id);
}
