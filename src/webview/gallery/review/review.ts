/** Judging the latest results one by one: where one is, what was decided, and the way back. */
import { type ReadonlySignal, batch, computed, signal } from '@preact/signals';
import type { Verdict } from '../../../shared/model.ts';
import type { GalleryItem } from '../../../shared/protocol.ts';
import type { Bridge } from '../../bridge.ts';
import { coalesced } from '../../coalesce.ts';
import { sentenceOf } from '../../resource.ts';

export interface Review {
  /** `null` until they came. In their order; a decided one keeps its place. */
  readonly items: ReadonlySignal<readonly GalleryItem[] | null>;
  /** On their way: they can be seen, and judged when they are there. */
  readonly running: ReadonlySignal<readonly GalleryItem[]>;
  readonly error: ReadonlySignal<string | null>;
  /** The place of the one that is looked at; -1 where there is none. */
  readonly index: ReadonlySignal<number>;
  readonly tally: ReadonlySignal<{ readonly accepted: number; readonly rejected: number; readonly open: number }>;
  /** The one that was accepted last, to compare with. */
  readonly accepted: ReadonlySignal<GalleryItem | null>;
  readonly verdictOf: (item: GalleryItem) => Verdict;
  readonly step: (by: number) => void;
  readonly go: (key: string) => void;
  /** Decides on the one that is looked at, and goes on to the next that is open. */
  readonly decide: (verdict: NonNullable<Verdict>) => void;
  /** Takes the last decision back, and returns to it. */
  readonly undo: () => void;
  readonly canUndo: ReadonlySignal<boolean>;
  readonly refresh: () => Promise<void>;
}

interface Decision {
  readonly key: string;
  readonly before: Verdict;
}

/** @param judge writes a verdict; rejects where it could not, and then it is as before */
export function createReview(bridge: Bridge, since: number, judge: (asset: string, verdict: Verdict) => Promise<void>): Review {
  const items = signal<readonly GalleryItem[] | null>(null);
  const running = signal<readonly GalleryItem[]>([]);
  const error = signal<string | null>(null);
  const at = signal<string | null>(null);
  const decisions = signal<readonly Decision[]>([]);
  const lastAccepted = signal<string | null>(null);
  /** Decided here, and not yet in what the host said. */
  const ahead = signal<ReadonlyMap<string, Verdict>>(new Map());

  const index = computed(() => items.value?.findIndex(({ key }) => key === at.value) ?? -1);
  const verdictOf = (item: GalleryItem): Verdict => ahead.value.has(item.key) ? ahead.value.get(item.key)! : item.asset?.verdict ?? null;
  const tally = computed(() => {
    const verdicts = (items.value ?? []).map(verdictOf);
    const accepted = verdicts.filter(verdict => verdict === 'favourite').length;
    const rejected = verdicts.filter(verdict => verdict === 'discarded').length;
    return { accepted, rejected, open: verdicts.length - accepted - rejected };
  });

  const refresh = coalesced(async () => {
    try {
      const answer = await bridge.request('review.list', { since });
      batch(() => {
        const place = Math.max(0, index.peek());
        items.value = answer.items;
        running.value = answer.running;
        error.value = null;
        // One that is gone gives way to the next, and the last one to the one before.
        if (index.peek() < 0) at.value = (at.peek() === null ? answer.items.find(item => verdictOf(item) === null) : undefined)?.key ?? answer.items[Math.min(place, answer.items.length - 1)]?.key ?? null;
      });
    } catch (reason) {
      error.value = sentenceOf(reason);
    }
  });

  async function write(item: GalleryItem, verdict: Verdict): Promise<void> {
    const id = item.asset?.id;
    if (id === undefined) return;
    ahead.value = new Map(ahead.peek()).set(item.key, verdict);
    await judge(id, verdict).catch(() => undefined);
    await refresh();
    // Unless it was decided anew meanwhile.
    if (ahead.peek().get(item.key) !== verdict) return;
    const rest = new Map(ahead.peek());
    rest.delete(item.key);
    ahead.value = rest;
  }

  function step(by: number): void {
    const all = items.peek() ?? [];
    const next = all[Math.max(0, Math.min(index.peek() + by, all.length - 1))];
    if (next !== undefined) at.value = next.key;
  }

  return {
    items, running, error, index, tally, verdictOf, step, refresh,
    accepted: computed(() => items.value?.find(({ key }) => key === lastAccepted.value) ?? null),
    canUndo: computed(() => decisions.value.length > 0),
    go: key => { at.value = key; },
    decide(verdict) {
      const all = items.peek() ?? [];
      const item = all[index.peek()];
      if (item === undefined) return;
      batch(() => {
        decisions.value = [...decisions.peek(), { key: item.key, before: verdictOf(item) }];
        if (verdict === 'favourite') lastAccepted.value = item.key;
        void write(item, verdict);
        const open = (each: GalleryItem): boolean => verdictOf(each) === null;
        const place = index.peek();
        // The next one that is open; behind the last, those that were passed over.
        const next = all.slice(place + 1).find(open) ?? all.slice(0, place).find(open) ?? all[place + 1];
        if (next !== undefined) at.value = next.key;
      });
    },
    undo() {
      const last = decisions.peek().at(-1);
      if (last === undefined) return;
      const item = items.peek()?.find(({ key }) => key === last.key);
      batch(() => {
        decisions.value = decisions.peek().slice(0, -1);
        if (lastAccepted.peek() === last.key && last.before !== 'favourite') lastAccepted.value = null;
        if (item === undefined) return;
        at.value = item.key;
        void write(item, last.before);
      });
    },
  };
}
