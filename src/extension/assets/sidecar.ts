/** `<file>.darkroom.json` beside each result: what made it, for whoever has the file without the history. */
import type { Generation } from '../../shared/model.ts';
import type { StoredAttempt } from '../store/attempts.ts';

export const sidecarSuffix = '.darkroom.json';

/** No sidecar of ours has more bytes. */
export const sidecarLimit = 512 * 1024;

export function sidecarPath(file: string): string {
  return `${file}${sidecarSuffix}`;
}

/** What is known of one result when it is saved: `position` of `count`, from 0. */
export interface About {
  readonly generation: Generation;
  readonly attempt: StoredAttempt;
  readonly position: number;
  readonly count: number;
  /** The files that went along. */
  readonly inputs?: readonly SentInput[];
}

/** A file that went along: its path from the project's folder, and its bytes as they were sent. */
export interface SentInput {
  readonly name: string;
  readonly file: string;
  readonly sha256: string;
}

/** What IPTC calls a file that an algorithm made, not a trained model. */
const algorithmicMedia = 'http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia';

/** Version 1 of the sidecar. Times are ISO 8601 in UTC, cost is in US dollars. Holds no key and no address. */
export interface Sidecar {
  readonly darkroom: 1;
  readonly generation: string;
  readonly attempt: string;
  readonly remoteId: string | null;
  readonly provider: string;
  readonly model: string;
  readonly operation: string;
  /** An IPTC Digital Source Type; absent where Darkroom can't know how the provider makes its media. */
  readonly digitalSourceType?: string;
  readonly prompt: string;
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  /** Absent where there were none. */
  readonly inputs?: readonly SentInput[];
  readonly output: { readonly position: number; readonly count: number };
  readonly createdAt: string;
  readonly sentAt: string | null;
  readonly finishedAt: string | null;
  readonly cost: number | null;
  readonly file: {
    readonly name: string; readonly sha256: string; readonly size: number;
    readonly width: number | null; readonly height: number | null;
    /** Seconds of a sound, where its head tells. */
    readonly duration: number | null;
  };
}

export function sidecarOf(
  about: About, file: { name: string; hash: string; size: number; width: number | null; height: number | null; duration: number | null },
): Sidecar {
  const { generation, attempt } = about;
  return {
    darkroom: 1,
    generation: generation.id,
    attempt: attempt.id,
    remoteId: attempt.remoteId,
    provider: generation.provider,
    model: generation.model,
    operation: generation.operation,
    ...(generation.provider === 'embedded' ? { digitalSourceType: algorithmicMedia } : {}),
    prompt: generation.prompt,
    parameters: generation.parameters,
    ...(about.inputs === undefined || about.inputs.length === 0 ? {} : { inputs: about.inputs }),
    output: { position: about.position, count: about.count },
    createdAt: iso(generation.createdAt)!,
    sentAt: iso(attempt.sentAt),
    finishedAt: iso(attempt.finishedAt),
    cost: attempt.charge,
    file: { name: file.name, sha256: file.hash, size: file.size, width: file.width, height: file.height, duration: file.duration },
  };
}

function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
