/**
 * The thumbnails of what is in view and around it: kept ones come from the host in packs, missing ones are made here and
 * brought back. Everything follows the list of what is wanted; what left it is neither asked for nor made.
 */
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { pack, unpack } from '../../shared/pack.ts';
import { type AssetView, type ThumbEntry, type ThumbTrouble, largestThumb, thumbsAtOnce } from '../../shared/protocol.ts';
import type { Bridge } from '../bridge.ts';
import { type Make, type MakeEntry, weightOf } from './make.ts';
import { createQueue } from './queue.ts';

/** What stands in the place of a file's picture. */
export type Thumb =
  | { readonly kind: AssetView['kind']; readonly url: string; readonly pixels: boolean }
  | { readonly kind: AssetView['kind']; readonly why: ThumbTrouble };

export interface Thumbs {
  /** `null` until it is known. */
  readonly of: (asset: AssetView) => ReadonlySignal<Thumb | null>;
  /** What is looked at, the most urgent first; the first `seen` of them are in view. */
  readonly want: (assets: readonly AssetView[], seen: number) => void;
}

export interface ThumbsEnds {
  readonly bridge: Bridge;
  readonly make: Make;
  /** Makes an address of bytes, and takes it back. */
  readonly address: (bytes: ArrayBuffer) => string;
  readonly release: (url: string) => void;
  /** Thumbnails kept in the page, at most; those not wanted for longest go. */
  readonly kept?: number;
  /** Milliseconds that new ones are collected for, before they go to the host. */
  readonly collectFor?: number;
  /** Milliseconds until a request that failed is made again. */
  readonly askAgainAfter?: number;
}

/** Made at once, and their megapixels together. */
const limits = { atOnce: 4, together: 32 };
/** Requests for packs at once. */
const asksAtOnce = 2;
/** Thumbnails that go to the host together. */
const putAtOnce = 32;
/** Pictures this small are enlarged without smoothing. */
const pixelArt = 64;

interface Entry {
  version: string;
  readonly thumb: Signal<Thumb | null>;
  /** `unknown` has to be asked for, `make` waits for its turn. */
  state: 'unknown' | 'asked' | 'make' | 'done';
  make: MakeEntry | null;
}

export function createThumbs({ bridge, make, address, release, kept = 600, collectFor = 300, askAgainAfter = 2000 }: ThumbsEnds): Thumbs {
  /** The one wanted last is the last. */
  const entries = new Map<string, Entry>();
  const queue = createQueue<MakeEntry & { readonly key: string; readonly weight: number }>(limits, makeOne);
  let wanted: readonly string[] = [];
  let inView = 0;
  let asks = 0;
  let made: { id: string; version: string; bytes: ArrayBuffer }[] = [];
  let broken: { id: string; version: string }[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  let again: ReturnType<typeof setTimeout> | null = null;

  function entryOf(asset: AssetView): Entry {
    const version = `${asset.modifiedAt}-${asset.size}`;
    let entry = entries.get(asset.id);
    if (entry === undefined) {
      entry = { version, thumb: signal(null), state: 'unknown', make: null };
      entries.set(asset.id, entry);
    }
    // The picture of what it was stays until there is one of what it is.
    if (entry.version !== version) Object.assign(entry, { version, state: 'unknown', make: null });
    return entry;
  }

  function show(entry: Entry, thumb: Thumb): void {
    const before = entry.thumb.peek();
    entry.state = 'done';
    entry.make = null;
    entry.thumb.value = thumb;
    if (before !== null && 'url' in before) release(before.url);
  }

  function ask(): void {
    while (asks < asksAtOnce) {
      const unknown = (ids: readonly string[]): string[] => ids.filter(id => entries.get(id)?.state === 'unknown');
      const seen = unknown(wanted.slice(0, inView));
      const ids = (seen.length > 0 ? seen : unknown(wanted.slice(inView))).slice(0, thumbsAtOnce);
      if (ids.length === 0) return;
      for (const id of ids) entries.get(id)!.state = 'asked';
      asks++;
      void fetchPack(ids).then(came => {
        asks--;
        if (came) ask();
        else again ??= setTimeout(() => { again = null; ask(); }, askAgainAfter);
      });
    }
  }

  /** @returns whether an answer came */
  async function fetchPack(ids: readonly string[]): Promise<boolean> {
    try {
      const reply = await bridge.request('thumbs.get', { ids: [...ids] });
      const here = reply.thumbs.filter(thumb => thumb.state === 'here');
      const pieces = unpack(here, reply.pack);
      if (pieces === null) throw new Error('the pack is not what its lengths say');
      for (const thumb of reply.thumbs) take(thumb, thumb.state === 'here' ? pieces[here.indexOf(thumb)]!.buffer : null);
      // What the host does not know any more is gone, and its card goes soon.
      settle(ids, 'done');
      queueUp();
      return true;
    } catch {
      settle(ids, 'unknown');
      return false;
    }
  }

  function settle(ids: readonly string[], state: 'unknown' | 'done'): void {
    for (const id of ids) {
      const entry = entries.get(id);
      if (entry?.state === 'asked') entry.state = state;
    }
  }

  function take(thumb: ThumbEntry, bytes: ArrayBuffer | null): void {
    const entry = entries.get(thumb.id);
    if (entry === undefined || entry.state !== 'asked') return;
    // The file is another by now, and the card will say so: then it is asked for again.
    entry.version = thumb.version;
    if (thumb.state === 'make') Object.assign(entry, { state: 'make', make: thumb });
    else if (thumb.state === 'none') show(entry, { kind: thumb.kind, why: thumb.why });
    else if (bytes !== null) show(entry, { kind: thumb.kind, url: address(bytes), pixels: thumb.pixels });
  }

  function queueUp(): void {
    queue.set(wanted.flatMap(id => {
      const job = entries.get(id)?.make ?? null;
      return job === null ? [] : [{ ...job, key: `${job.id} ${job.version}`, weight: weightOf(job) }];
    }));
  }

  async function makeOne(job: MakeEntry, stop: AbortSignal): Promise<void> {
    const bytes = await make(job, stop).catch(() => undefined);
    const entry = entries.get(job.id);
    const isCurrent = entry?.state === 'make' && entry.version === job.version;
    if (bytes === undefined) {
      // Stopped, it begins again when it is wanted again; what did not come can't be read.
      if (isCurrent && !stop.aborted) show(entry, { kind: job.kind, why: 'unreadable' });
      return;
    }
    const usable = bytes !== null && bytes.byteLength > 0 && bytes.byteLength <= largestThumb;
    if (usable) made.push({ id: job.id, version: job.version, bytes });
    else broken.push({ id: job.id, version: job.version });
    if (isCurrent) {
      const pixels = job.kind === 'image' && Math.max(job.width ?? 0, job.height ?? 0) <= pixelArt;
      show(entry, usable ? { kind: job.kind, url: address(bytes), pixels } : { kind: job.kind, why: 'broken' });
    }
    if (made.length + broken.length >= putAtOnce) bring();
    else timer ??= setTimeout(bring, collectFor);
  }

  function bring(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const [pieces, undone] = [made, broken];
    made = [];
    broken = [];
    if (pieces.length + undone.length === 0) return;
    // Without it they are made again another day.
    bridge.request('thumbs.put', {
      made: pieces.map(({ id, version, bytes }) => ({ id, version, length: bytes.byteLength })),
      pack: pack(pieces.map(({ bytes }) => new Uint8Array(bytes))), broken: undone,
    }).catch(() => undefined);
  }

  function trim(): void {
    const needed = new Set(wanted);
    for (const [id, entry] of entries) {
      if (entries.size <= kept) return;
      if (needed.has(id)) continue;
      const thumb = entry.thumb.peek();
      if (thumb !== null && 'url' in thumb) release(thumb.url);
      entries.delete(id);
    }
  }

  return {
    of: asset => entryOf(asset).thumb,
    want(assets, seen) {
      const firstAt = new Map<string, number>();
      assets.forEach((asset, at) => { if (!firstAt.has(asset.id)) firstAt.set(asset.id, at); });
      wanted = [...firstAt.keys()];
      inView = [...firstAt.values()].filter(at => at < seen).length;
      for (const asset of assets) {
        const entry = entryOf(asset);
        entries.delete(asset.id);
        entries.set(asset.id, entry);
      }
      ask();
      queueUp();
      trim();
    },
  };
}
