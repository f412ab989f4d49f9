/** Several cards at once, by their keys: chosen one by one, from one to another, or all. Cards far away are asked of the host. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Params, Result } from '../../shared/protocol.ts';
import type { Range } from './layout.ts';
import { type Query, type Shown, cardAt, cardCount, cardOf } from './feed.ts';

export type Picked = Result<'gallery.keys'>['cards'][number];

export interface Selection {
  readonly cards: ReadonlySignal<ReadonlyMap<string, Picked>>;
  /** Chooses a card, or takes it out; the next `extend` goes from there. */
  readonly toggle: (index: number) => void;
  /** Chooses everything from where the last choice began to this card, in the place of what an `extend` chose before. */
  readonly extend: (index: number, from: number) => Promise<void>;
  /** @returns whether that were all, or only as many as are chosen at once */
  readonly all: () => Promise<boolean>;
  readonly clear: () => void;
}

/** Cards chosen at once, at most. */
export const mostSelected = 2000;

export interface SelectionEnds {
  readonly shown: ReadonlySignal<Shown | null>;
  readonly query: ReadonlySignal<Query>;
  /** Asks the host for cards by their places in its list. */
  readonly ask: (params: Params<'gallery.keys'>) => Promise<Result<'gallery.keys'>>;
  /** Which of these cards are not folded away: the others are not chosen along. */
  readonly open?: (from: number, to: number) => readonly Range[];
}

export function createSelection({ shown, query, ask, open = (from, to) => [[from, to]] }: SelectionEnds): Selection {
  const cards = signal<ReadonlyMap<string, Picked>>(new Map());
  /** Where the last choice began, and what was chosen then. */
  let anchor: { readonly key: string | null; readonly index: number } | null = null;
  let base: ReadonlyMap<string, Picked> = new Map();
  let latest = 0;

  function pickedAt(now: Shown, index: number): Picked | undefined {
    const item = cardAt(now, index);
    return item && { key: item.key, asset: item.asset?.id ?? null, generation: item.generation?.id ?? null };
  }

  function begin(now: Shown, index: number): void {
    anchor = { index, key: cardAt(now, index)?.key ?? null };
    base = cards.peek();
  }

  /** From the pages that are here; where one is missing, from the host. `null` where the list became another one meanwhile. */
  async function between(now: Shown, from: number, to: number): Promise<readonly Picked[] | null> {
    const here = Array.from({ length: to - from }, (_, n) => pickedAt(now, from + n));
    if (here.every(each => each !== undefined)) return here;
    const of = query.peek();
    const answer = await ask({ filter: of.filter, narrow: of.narrow, offset: from + now.held, limit: to - from });
    return of === query.peek() ? answer.cards : null;
  }

  async function choose(from: number, to: number, onto: ReadonlyMap<string, Picked>): Promise<void> {
    const now = shown.peek();
    if (now === null) return;
    const mine = ++latest;
    const found: Picked[] = [];
    for (const [first, end] of open(from, to)) {
      const some = await between(now, first, Math.min(end, first + mostSelected - found.length));
      // A later choice, or none any more, has the last word.
      if (some === null || mine !== latest) return;
      found.push(...some);
      if (found.length >= mostSelected) break;
    }
    cards.value = new Map([...onto, ...found.map(each => [each.key, each] as const)].slice(0, mostSelected));
  }

  return {
    cards,
    toggle(index) {
      const now = shown.peek();
      const picked = now === null ? undefined : pickedAt(now, index);
      if (now === null || picked === undefined) return;
      latest++;
      const next = new Map(cards.peek());
      if (!next.delete(picked.key) && next.size < mostSelected) next.set(picked.key, picked);
      cards.value = next;
      begin(now, index);
    },
    async extend(index, from) {
      const now = shown.peek();
      if (now === null) return;
      if (anchor === null) begin(now, from);
      // The card where it began may have moved since.
      const start = (anchor!.key === null ? null : cardOf(now, anchor!.key)) ?? Math.min(anchor!.index, cardCount(now) - 1);
      await choose(Math.min(start, index), Math.max(start, index) + 1, base);
    },
    async all() {
      const now = shown.peek();
      if (now === null) return true;
      anchor = null;
      await choose(0, cardCount(now), new Map());
      return open(0, cardCount(now)).reduce((sum, [from, to]) => sum + to - from, 0) <= mostSelected;
    },
    clear() {
      latest++;
      anchor = null;
      base = new Map();
      if (cards.peek().size > 0) cards.value = base;
    },
  };
}
