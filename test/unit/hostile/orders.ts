/** What the test and the process with the engine tell each other. */
import type { Failure } from '../../../src/shared/model.ts';
import type { StoredAttempt } from '../../../src/extension/store/attempts.ts';
import type { GenerationEvent } from '../../../src/extension/store/events.ts';
import type { Call } from '../../fakes/hostile-service.ts';
import type { StoredGeneration } from '../../../src/extension/store/generations.ts';

/** Where a job comes to rest: an end, or a state that it does not leave by itself while the service goes on so. */
export type Rest = 'completed' | 'failed' | 'cancelled' | 'unconfirmed' | 'submitting' | 'running' | 'downloading';

export interface Order {
  readonly prompt: string;
  /** Whether the service can be asked for a reference. */
  readonly lookup: boolean;
  readonly rests: Rest;
  /** Whether the user cancels it as soon as it was taken. */
  readonly cancels: boolean;
  /** The call that is given up after a blink, because it would last for ever; the others have all the time they need. */
  readonly impatientAt: Call | null;
}

export interface Orders {
  /** The only folder in which anything may be written; the results go into `generated`. */
  readonly folder: string;
  readonly origin: string;
  readonly storage: string;
  readonly key: string;
  /** One job that is honest, then these. */
  readonly warmUp: string;
  readonly orders: readonly Order[];
}

export interface Seen {
  readonly prompt: string;
  readonly row: StoredGeneration;
  readonly attempts: readonly StoredAttempt[];
  readonly events: readonly GenerationEvent[];
  readonly files: readonly { readonly path: string; readonly width: number | null; readonly height: number | null }[];
  /** What went wrong, in the order in which the sentences changed. */
  readonly failures: readonly Failure[];
}

export interface Report {
  readonly seen: readonly Seen[];
  /** Connections that were wished to anywhere but the service and its storage; none of them was made. */
  readonly strangers: readonly string[];
  /** Files and folders that were made, changed or removed outside of the folder. */
  readonly outside: readonly string[];
  readonly rejections: readonly string[];
  /** Megabytes that the process grew by at most, from the warm-up on. */
  readonly grown: number;
  readonly logged: readonly string[];
}
