/** Makes a thumbnail from a whole file, by its kind. */
import type { ThumbEntry } from '../../shared/protocol.ts';
import { posterOf } from './poster.ts';
import { createShrinker } from './shrink.ts';
import { waveformOf } from './waveform.ts';

export type MakeEntry = Extract<ThumbEntry, { state: 'make' }>;

/** WebP bytes, `null` where it can't be decoded. Rejects when it was stopped or the file did not come. */
export type Make = (entry: MakeEntry, signal: AbortSignal) => Promise<ArrayBuffer | null>;

export function createMake(): Make {
  const { shrink } = createShrinker();
  return async ({ kind, url, width, height }, signal) => {
    switch (kind) {
      case 'image': return shrink(await (await whole(url, signal)).blob(), { width: width ?? 1, height: height ?? 1 });
      case 'audio': return waveformOf(await (await whole(url, signal)).arrayBuffer());
      case 'video': return posterOf(url, signal);
    }
  };
}

/**
 * Asked for as a range, because VS Code keeps a copy of what is asked for without one for ever. From the page, because in a worker
 * the answer never comes.
 */
export async function whole(url: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, { headers: { Range: 'bytes=0-' }, signal });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response;
}

/** Megapixels in memory while it is made; a sound or a video takes about as much as a large picture. */
export function weightOf({ kind, width, height }: MakeEntry): number {
  return kind === 'image' ? (width ?? 0) * (height ?? 0) / 1_000_000 : 24;
}
