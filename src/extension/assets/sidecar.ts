/** `<file>.darkroom.json` beside each result: what made it, for whoever has the file without the history. */
import type { Generation } from '../../shared/model.ts';
import type { StoredAttempt } from '../store/attempts.ts';

export const sidecarSuffix = '.darkroom.json';

export function sidecarPath(file: string): string {
  return `${file}${sidecarSuffix}`;
}

/** What is known of one result when it is saved: `position` of `count`, from 0. */
export interface About {
  readonly generation: Generation;
  readonly attempt: StoredAttempt;
  readonly position: number;
  readonly count: number;
}

/** Version 1 of the sidecar. Times are ISO 8601 in UTC, cost is in US dollars. Holds no key and no address. */
export interface Sidecar {
  readonly darkroom: 1;
  readonly generation: string;
  readonly attempt: string;
  readonly remoteId: string | null;
  readonly provider: string;
  readonly model: string;
  readonly operation: string;
  readonly prompt: string;
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  readonly output: { readonly position: number; readonly count: number };
  readonly createdAt: string;
  readonly sentAt: string | null;
  readonly finishedAt: string | null;
  readonly cost: number | null;
  readonly file: { readonly name: string; readonly sha256: string; readonly size: number; readonly width: number | null; readonly height: number | null };
}

export function sidecarOf(
  about: About, file: { name: string; hash: string; size: number; width: number | null; height: number | null },
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
    prompt: generation.prompt,
    parameters: generation.parameters,
    output: { position: about.position, count: about.count },
    createdAt: iso(generation.createdAt)!,
    sentAt: iso(attempt.sentAt),
    finishedAt: iso(attempt.finishedAt),
    cost: attempt.charge,
    file: { name: file.name, sha256: file.hash, size: file.size, width: file.width, height: file.height },
  };
}

function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
