/** Fetches what the gallery shows, page by page, and keeps it current after each `changed`. */
import { type ReadonlySignal, batch, signal } from '@preact/signals';
import type { Counts, Filter } from '../../shared/model.ts';
import { type Narrow, isPlain } from '../../shared/narrow.ts';
import type { GalleryItem, Group, Result } from '../../shared/protocol.ts';
import type { Bridge } from '../bridge.ts';
import { coalesced } from '../coalesce.ts';
import { equal } from '../equal.ts';
import { sentenceOf } from '../resource.ts';
import type { Range } from './layout.ts';
import { type Pages, indexOf, itemAt, near, noPages, pageNumbers, pageSize, pagesMissing, shiftOf, withReplies } from './pages.ts';

/** Which of the host's lists. */
export interface Query {
  readonly filter: Filter;
  readonly narrow: Narrow;
}

/**
 * A snapshot as it is shown. While somebody looks further down, cards that came in at the top are held back, so that
 * nothing moves under their eyes: card `i` of the grid is item `i + held` of the host's list. In groups cards come in
 * anywhere, and none is held back.
 */
export interface Shown extends Query {
  readonly pages: Pages;
  readonly held: number;
  readonly indexing: boolean;
  /** Of the whole list, in its order; none where it is in none. */
  readonly groups: readonly Group[];
}

/** What somebody looks at, in cards of the grid: refreshed first, and kept in its place. */
export interface Sight {
  readonly ranges: readonly Range[];
  readonly atTop: boolean;
  /** The card with the focus. */
  readonly focused: number | null;
}

export interface Feed {
  /** `null` until the first page came. */
  readonly shown: ReadonlySignal<Shown | null>;
  /** The list that was chosen; its first page may still be on its way. */
  readonly query: ReadonlySignal<Query>;
  readonly counts: ReadonlySignal<Counts | null>;
  readonly error: ReadonlySignal<string | null>;
  /** Fetches again what is in sight; resolves when it is shown. */
  readonly refresh: () => Promise<void>;
  /** Shows another list. @param change what is different about it */
  readonly choose: (change: Partial<Query>) => Promise<void>;
  /** Fetches what of these cards is not here yet. */
  readonly want: (ranges: readonly Range[]) => void;
  /** Shows the cards that were held back. */
  readonly release: () => void;
}

export interface FeedEnds {
  readonly bridge: Bridge;
  readonly query: Query;
  /** The card to begin with. */
  readonly start: number;
  readonly look: () => Sight;
  /** Tells, inside the same batch, that a snapshot replaced another and by how many cards the cards in sight moved. */
  readonly replaced: (before: Shown | null, after: Shown, shift: number) => void;
}

/** The same whenever there are none. */
export const noGroups: readonly Group[] = [];

/** More requests at once would only queue up in the host. */
const requestsAtOnce = 2;

export function cardAt(shown: Shown, index: number): GalleryItem | undefined {
  return itemAt(shown.pages, index + shown.held);
}

/** The card with this key, where its page is here. */
export function cardOf(shown: Shown, key: string): number | null {
  const index = indexOf(shown.pages, key);
  return index === null || index < shown.held ? null : index - shown.held;
}

export function cardCount(shown: Shown): number {
  return shown.pages.total - shown.held;
}

type Reply = Omit<Result<'gallery.page'>, 'groups'> & { readonly groups: readonly Group[] };

export function createFeed({ bridge, query: firstQuery, start: firstCard, look, replaced }: FeedEnds): Feed {
  const shown = signal<Shown | null>(null);
  const query = signal(firstQuery);
  const counts = signal<Counts | null>(null);
  const error = signal<string | null>(null);
  /** The newest state of the store that we heard of. */
  let rev = 0;
  let start = firstCard;
  let wanted: readonly Range[] = [];
  /** The groups that were told last. */
  let told: { readonly version: string; readonly all: readonly Group[] } | null = null;
  const asked = new Set<number>();
  let refreshing = 0;

  /** A page is as new as what was known when it was asked for, whatever it says: else an old answer would be asked again for ever. */
  const ask = async (of: Query, page: number): Promise<Reply> => {
    const [known, knows] = [rev, told];
    const reply = await bridge.request('gallery.page', { filter: of.filter, narrow: of.narrow, offset: page * pageSize, limit: pageSize, ...knows && { knows: knows.version } });
    const groups = reply.groups === undefined ? noGroups : reply.groups.all ?? knows?.all ?? noGroups;
    if (reply.groups?.all) told = { version: reply.groups.version, all: reply.groups.all };
    return { ...reply, groups, rev: Math.max(reply.rev, known) };
  };

  const refreshSight = coalesced(async () => {
    const of = query.peek();
    try {
      const replies = await Promise.all(pagesInSight(shownOf(of), of).map(page => ask(of, page)));
      if (of !== query.peek()) return;
      const newest = replies.reduce((newer, reply) => (reply.rev > newer.rev ? reply : newer));
      batch(() => {
        rev = Math.max(rev, newest.rev);
        error.value = null;
        counts.value = newest.counts;
        take(shownOf(of), of, replies, newest);
      });
      if (replies.some(reply => reply.total !== newest.total)) void refreshSight();
    } catch (reason) {
      if (of === query.peek()) error.value = sentenceOf(reason);
    }
  });

  async function refresh(): Promise<void> {
    refreshing++;
    await refreshSight();
    refreshing--;
    pump();
  }

  function shownOf(of: Query): Shown | null {
    const now = shown.peek();
    return now !== null && isSame(now, of) ? now : null;
  }

  /** The pages to fetch: those in sight, where their cards were and where they probably are now. */
  function pagesInSight(before: Shown | null, of: Query): number[] {
    const sight = look();
    if (before === null) return pageNumbers(start, start + Math.max(1, sight.ranges.reduce((sum, [from, to]) => sum + to - from, 0)), Number.MAX_SAFE_INTEGER);
    const { held, pages: { total } } = before;
    const expected = sight.atTop ? 0 : (isPlain(of.narrow) ? counts.peek()?.[of.filter] ?? total : total) - total;
    const numbers = new Set<number>();
    for (const [first, end] of sight.ranges) {
      const from = first + held;
      const to = Math.max(from + 1, end + held);
      for (const by of [0, expected]) for (const number of pageNumbers(from + by, to + by, Number.MAX_SAFE_INTEGER)) numbers.add(number);
    }
    // Where all is folded away, any page tells the groups.
    if (numbers.size === 0) numbers.add(0);
    if (sight.focused !== null) numbers.add(Math.floor((sight.focused + held) / pageSize));
    return [...numbers];
  }

  function take(before: Shown | null, { filter, narrow }: Query, replies: readonly Reply[], { indexing, groups }: Reply): void {
    const sight = look();
    const pages = withReplies(before?.pages ?? noPages, replies);
    if (before === null || sight.atTop) return put({ filter, narrow, pages, held: 0, indexing, groups }, 0);
    const moved = shiftOf(cardsInSight(before, sight), pages) ?? 0;
    const held = groups.length > 0 ? 0 : Math.min(Math.max(0, before.held + moved), pages.total);
    put({ filter, narrow, pages, held, indexing, groups }, moved - (held - before.held));
  }

  function put(after: Shown, shift: number): void {
    const before = shown.peek();
    shown.value = after;
    replaced(before, after, shift);
  }

  function pump(): void {
    const now = shownOf(query.peek());
    if (now === null) return;
    const sight = look();
    // What is in sight has to be current, which a refresh sees to while it runs; what is near it has to be there.
    const missing = new Set([
      ...sight.ranges.flatMap(([from, to]) => pagesMissing(now.pages, from + now.held, to + now.held, refreshing > 0 ? 0 : rev)),
      ...wanted.flatMap(([from, to]) => pagesMissing(now.pages, from + now.held, to + now.held, 0)),
    ]);
    const next = [...missing].filter(page => !asked.has(page));
    for (const page of next.slice(0, Math.max(0, requestsAtOnce - asked.size))) void fetchPage(query.peek(), page);
  }

  async function fetchPage(of: Query, page: number): Promise<void> {
    asked.add(page);
    try {
      const reply = await ask(of, page);
      const now = shownOf(of);
      if (now === null || of !== query.peek()) return;
      error.value = null;
      if (reply.total !== now.pages.total || !equal(reply.groups, now.groups)) return void refresh();
      const centre = Math.round(((wanted[0]?.[0] ?? 0) + (wanted.at(-1)?.[1] ?? 0)) / 2) + now.held;
      const focused = look().focused;
      batch(() => put({ ...now, pages: near(withReplies(now.pages, [reply]), centre, focused === null ? null : focused + now.held) }, 0));
    } catch (reason) {
      error.value = sentenceOf(reason);
      return;
    } finally {
      asked.delete(page);
    }
    pump();
  }

  bridge.on('changed', event => {
    rev = Math.max(rev, event.rev);
    counts.value = event.counts;
    void refresh();
  });

  return {
    shown, query, counts, error, refresh,
    choose(change) {
      start = 0;
      query.value = { ...query.peek(), ...change };
      return refresh();
    },
    want(ranges) {
      wanted = ranges;
      pump();
    },
    release() {
      const now = shown.peek();
      if (now !== null && now.held > 0) batch(() => put({ ...now, held: 0 }, now.held));
    },
  };
}

/** The cards by which a new snapshot is kept in place: the focused one where it is in sight, then from the top. */
function cardsInSight(shown: Shown, sight: Sight): { key: string; index: number }[] {
  const order = sight.ranges.flatMap(([from, to]) => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i));
  const { focused } = sight;
  if (focused !== null && sight.ranges.some(([from, to]) => focused >= from && focused < to)) order.unshift(focused);
  return order.flatMap(card => {
    const item = cardAt(shown, card);
    return item === undefined ? [] : [{ key: item.key, index: card + shown.held }];
  });
}

export function isSame(a: Query, b: Query): boolean {
  return a.filter === b.filter && equal(a.narrow, b.narrow);
}
