/**
 * Darkroom for other extensions, version 0. Copy this file into your extension; docs/api.md tells how to use it.
 *
 * Times are epoch milliseconds, money is US dollars, sizes are bytes, progress runs from 0 to 1; `null` means "not known (yet)".
 * What is handed out is a frozen copy. Ids are those of the open workspace; those of others are unknown here.
 * A promise is rejected with an `Error` whose `message` is a sentence for people and whose `code` is an {@link ErrorCode}.
 */
import type { Event, Uri } from 'vscode';

/** `vscode.extensions.getExtension<DarkroomApi>('darkroom.darkroom')`, then `await extension.activate()`. */
export interface DarkroomApi {
  /** Grows with the first change that a caller could stumble over; new fields and words may come before. */
  readonly version: 0;

  /**
   * Asks for media. Where that may cost money the person is asked first, by the name of the calling extension; requests that
   * come together are asked about together. Free ones are not asked about.
   * @returns the id of the generation, which is in the history by now; `undefined` where the person said no
   * @throws `untrusted`, `argument`, `request` (with `problems`), `history`
   */
  generate(request: GenerateRequest): Promise<string | undefined>;

  /** @returns `undefined` where there is none with this id in this workspace. @throws `argument`, `history` */
  generation(id: string): Promise<Generation | undefined>;

  /**
   * The newest first, at most `limit` of them. The next page comes after the last one of this page; one that is shorter than
   * `limit` is the last.
   * @throws `argument`, `history`
   */
  generations(query?: GenerationsQuery): Promise<readonly Generation[]>;

  /**
   * Runs a failed, canceled or unconfirmed generation again, as a new attempt under the same id. Asks as `generate` does, and for
   * an unconfirmed one also whether it may be charged twice.
   * @returns whether there is a new attempt; `false` where the person said no
   * @throws `untrusted`, `argument`, `unknown`, `state` (it has not failed), `history`
   */
  retry(id: string): Promise<boolean>;

  /**
   * Wishes it canceled. What waits goes at once; what the provider has stays `processing` until the provider says how it ended,
   * and may still be charged and completed.
   * @returns whether there was anything to cancel
   * @throws `argument`, `unknown`, `history`
   */
  cancel(id: string): Promise<boolean>;

  /** Tells that generations came, changed or went, in any window of this workspace; at most four times a second. Opens nothing by itself. */
  readonly onDidChangeGenerations: Event<GenerationsChange>;

  /** The generation that a file came from; `undefined` where Darkroom knows of none. @throws `argument`, `history` */
  sourceGeneration(uri: Uri): Promise<Generation | undefined>;

  /** The files of a generation: its inputs, then its outputs, at most 100 of each. Empty while there are none. @throws `argument`, `unknown`, `history` */
  assets(id: string): Promise<readonly GenerationAsset[]>;

  /**
   * Notes that a file of the project belongs to a generation. `output`: it came from it, so that `sourceGeneration` finds it and
   * the gallery shows it with what made it; a file comes from one generation only. `input`: it was used for it. Nothing is copied,
   * moved or sent, also not by a retry. The same once more changes nothing.
   * @throws `argument`, `unknown`, `file` (outside the project, gone, no picture, video or sound that Darkroom knows), `state`
   *   (it comes from another generation, or 100 files are associated already), `history`
   */
  associate(uri: Uri, id: string, role: 'input' | 'output'): Promise<void>;
}

export interface GenerateRequest {
  /** The provider's id; the first one when absent, which is free and needs no network. */
  readonly provider?: string;
  /** The model's id; the provider's first one when absent. */
  readonly model?: string;
  readonly prompt: string;
  /** Typed parameters by name. One left out has its default, a seed left out is drawn. */
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  /** Files of the project by the name of the model's input. */
  readonly inputs?: Readonly<Record<string, Uri>>;
}

export type Operation = 'text-to-image' | 'image-to-image' | 'text-to-video' | 'image-to-video' | 'text-to-audio' | 'upscale';

export type Status = 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';

/** The status more closely. More words may come: treat one that you don't know by the status. */
export type Phase =
  | 'unconfirmed' | 'stalled' | 'uploading' | 'submitting' | 'accepted' | 'running' | 'downloading' | 'cancelling'
  | 'retry' | 'waiting' | 'held' | 'paused' | 'failed' | 'completed' | 'cancelled';

export type FailureClass =
  | 'invalid' | 'moderation' | 'auth' | 'credit' | 'concurrency' | 'rate' | 'provider' | 'network' | 'timeout' | 'lost' | 'local';

/** One request for media as it is now, by its latest attempt. */
export interface Generation {
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly operation: Operation;
  readonly prompt: string;
  /** As they were sent, with defaults and the seed. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  readonly createdAt: number;
  /** `completed` means that the verified files are on disk. */
  readonly status: Status;
  readonly phase: Phase;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** When the provider took it. */
  readonly acceptedAt: number | null;
  readonly endedAt: number | null;
  readonly progress: number | null;
  /** The provider's own last word of it, and when it came. */
  readonly word: string | null;
  readonly wordAt: number | null;
  /** When it was wished canceled; a result that comes nevertheless is kept. */
  readonly cancelWishedAt: number | null;
  /** Why it failed, or what went wrong last while it goes on. */
  readonly failure: { readonly class: FailureClass; readonly sentence: string; readonly at: number } | null;
  /** Before it was sent. 0 is free. */
  readonly estimate: number | null;
  /** What the provider said that it cost. */
  readonly charge: number | null;
}

export interface GenerationsQuery {
  /** `active` is pending or processing; all when absent. */
  readonly status?: 'active' | 'completed' | 'failed' | 'cancelled';
  /** 1 to 200; 50 when absent. */
  readonly limit?: number;
  /** The last one of the page before. */
  readonly after?: Pick<Generation, 'id' | 'createdAt'>;
}

export interface GenerationsChange {
  /** Ids of those that came or changed; `null` when there were too many to name: ask again for what you show. The first event may say so too. */
  readonly changed: readonly string[] | null;
  /** Ids of those that were removed from the history; their files stay. Empty where `changed` is `null`. */
  readonly removed: readonly string[];
}

/** A media file of the project in its part for a generation. */
export interface GenerationAsset {
  readonly id: string;
  readonly uri: Uri;
  readonly role: 'input' | 'output';
  /** Of the model's input that it went along as; `null` for outputs and for files that were associated. */
  readonly input: string | null;
  readonly kind: 'image' | 'video' | 'audio';
  readonly size: number;
  readonly modifiedAt: number;
  /** Pixels. */
  readonly width: number | null;
  readonly height: number | null;
}

/**
 * `argument`: the call itself is wrong. `request`: a request that its provider would not take, with `problems`. `unknown`: no
 * generation of this workspace has this id. `state`: it is not in a state for this. `file`: the file can't be used. `untrusted`:
 * nothing is sent from a workspace that is not trusted. `history`: the history can't be read or written now.
 */
export type ErrorCode = 'argument' | 'request' | 'unknown' | 'state' | 'file' | 'untrusted' | 'history';

export interface DarkroomError extends Error {
  readonly code: ErrorCode;
  /** With `request`: what is wrong at which field, `provider`, `model`, `prompt`, or the name of a parameter or an input. */
  readonly problems?: readonly { readonly field: string; readonly message: string }[];
}
