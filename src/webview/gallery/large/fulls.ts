/** Whole pictures, one at a time and its neighbours: fetched when they are looked at, let go when they are far. */
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { AssetView } from '../../../shared/protocol.ts';

/** `null` while it is on its way. */
export type Full = { readonly url: string } | { readonly failed: true } | null;

export interface Fulls {
  readonly of: (asset: AssetView) => ReadonlySignal<Full>;
  /** Lets go of all of them. */
  readonly clear: () => void;
}

export interface FullsOptions {
  readonly fetch: (url: string, signal: AbortSignal) => Promise<Blob>;
  readonly address: (blob: Blob) => string;
  readonly release: (url: string) => void;
  /** Pictures held at once. */
  readonly kept?: number;
}

interface Entry {
  readonly full: Signal<Full>;
  readonly stop: AbortController;
}

export function createFulls({ fetch, address, release, kept = 5 }: FullsOptions): Fulls {
  /** By the file's address, which changes with its content; the one asked for last stands last. */
  const entries = new Map<string, Entry>();

  function drop(url: string, { full, stop }: Entry): void {
    entries.delete(url);
    stop.abort();
    const now = full.peek();
    if (now !== null && 'url' in now) release(now.url);
  }

  async function load(url: string, { full, stop }: Entry): Promise<void> {
    try {
      const blob = await fetch(url, stop.signal);
      if (!stop.signal.aborted) full.value = { url: address(blob) };
    } catch {
      if (!stop.signal.aborted) full.value = { failed: true };
    }
  }

  return {
    of({ url }) {
      const known = entries.get(url);
      const entry = known ?? { full: signal<Full>(null), stop: new AbortController() };
      entries.delete(url);
      entries.set(url, entry);
      if (known === undefined) void load(url, entry);
      for (const [oldest, old] of entries) {
        if (entries.size <= kept) break;
        drop(oldest, old);
      }
      return entry.full;
    },
    clear: () => { for (const [url, entry] of [...entries]) drop(url, entry); },
  };
}
