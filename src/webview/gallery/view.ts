/** The gallery as one thing to look at: which cards are in view, which one has the focus, and how both survive changes. */
import { type ReadonlySignal, type Signal, batch, computed, effect, signal } from '@preact/signals';
import type { Bridge } from '../bridge.ts';
import { equal } from '../equal.ts';
import { type Active, activeAt, follow } from './active.ts';
import { type Feed, type Shown, type Sight, cardAt, cardCount, cardOf, createFeed, isSame, noGroups } from './feed.ts';
import type { Kept } from './kept.ts';
import {
  type Groups, type Layout, type Room, type Window, isHead, layoutOf, openIn, placeAt, rangesOf, rowAt, rowOf, scrollKeeping, scrollTo, scrollToRow, sectionOf, sectionOfRow, topCard, topOf, windowAt,
} from './layout.ts';
import { type Move, type Spot, moved, movedAmong } from './moves.ts';
import { type Selection, createSelection } from './selection.ts';

export interface GalleryView {
  readonly feed: Feed;
  readonly tile: Signal<number | null>;
  readonly badges: Signal<boolean>;
  /** Measured by the grid. */
  readonly room: Signal<Room | null>;
  readonly layout: ReadonlySignal<Layout | null>;
  readonly window: ReadonlySignal<Window | null>;
  readonly active: ReadonlySignal<Active>;
  /** The group whose header has the place of the active card. */
  readonly head: ReadonlySignal<string | null>;
  /** Gives a group's header that place. */
  readonly activateHead: (group: string) => void;
  /** Folds a group, or unfolds it; its header stays where it is. @param folds what it is to be, where not just the other */
  readonly fold: (group: string, folds?: boolean) => void;
  readonly hasFocus: Signal<boolean>;
  /** The active card is looked at alone, in the large view. */
  readonly large: Signal<boolean>;
  /** Since when the latest results are judged one by one, epoch milliseconds; `null` where they are not. */
  readonly review: Signal<number | null>;
  /** The provider whose uploads the badges tell; `null` where they tell of generations. */
  readonly uploads: Signal<string | null>;
  /** Whether the large view tells what made it. */
  readonly details: Signal<boolean>;
  /** Where the page has to scroll; a new object for each time. */
  readonly jump: ReadonlySignal<{ readonly to: number } | null>;
  /** Counts up each time the active card has to take the focus. */
  readonly focusCalls: ReadonlySignal<number>;
  readonly scrolled: (scrollTop: number) => void;
  readonly activate: (index: number) => void;
  readonly move: (move: Move) => void;
  /** Brings a card into view and gives it the focus. */
  readonly goTo: (card: Active) => void;
  readonly selection: Selection;
  /** The same as `move`, and chooses the cards on the way. */
  readonly extend: (move: Move) => void;
  /** Makes another card the active one, without the focus. */
  readonly step: (by: number) => void;
  /** Looks at a card alone. */
  readonly enlarge: (index: number) => void;
  /** Back to the grid, with the focus on the card that was looked at last. */
  readonly shrink: () => void;
  /** Goes to the top and shows what came in meanwhile. */
  readonly toTop: () => void;
  /** What to keep over a reload. */
  readonly kept: ReadonlySignal<Kept>;
}

/** Scrolled no further than this, the grid is at its top. */
const edge = 4;
/** Cards to ask for before the page was measured. */
const unmeasured = 50;
/** Groups that are remembered as folded, at most. */
const mostFolded = 2000;

export function createView(bridge: Bridge, restored: Kept): GalleryView {
  const tile = signal(restored.tile);
  const badges = signal(restored.badges);
  const room = signal<Room | null>(null);
  const scrollTop = signal(0);
  const active = signal<Active>({ index: restored.anchor?.index ?? 0, key: restored.anchor?.key ?? null });
  const head = signal<string | null>(null);
  const folded = signal<readonly string[]>(restored.folded);
  const hasFocus = signal(false);
  const large = signal(restored.large);
  const details = signal(restored.details);
  const review = signal(restored.review);
  const uploads = signal(restored.uploads);
  const jump = signal<{ readonly to: number } | null>(null);
  const focusCalls = signal(0);

  const feed = createFeed({ bridge, query: { filter: restored.filter, narrow: restored.narrow }, start: restored.anchor?.index ?? 0, look, replaced });
  const selection = createSelection({ shown: feed.shown, query: feed.query, ask: params => bridge.request('gallery.keys', params), open: (from, to) => (layout.peek() === null ? [[from, to]] : openIn(layout.peek()!, from, to)) });
  const total = computed(() => (feed.shown.value === null ? 0 : cardCount(feed.shown.value)));
  const all = computed(() => feed.shown.value?.groups ?? noGroups);
  const groups = computed<Groups>(() => ({ all: all.value, folded: new Set(folded.value) }));
  const layout = computed(() => (room.value === null ? null : layoutOf(room.value, tile.value, total.value, groups.value)));
  const window = steady(() => (layout.value === null ? null : windowAt(layout.value, scrollTop.value)));
  /** The layout as it was drawn last. */
  let drawn: Layout | null = null;

  function look(): Sight {
    const focused = hasFocus.peek() ? active.peek().index : null;
    const atTop = scrollTop.peek() <= edge;
    if (drawn === null || drawn.rows === 0) return { ranges: [[0, drawn === null ? unmeasured : Math.ceil(drawn.view / drawn.row) * drawn.columns]], atTop, focused };
    const { first, end } = windowAt(drawn, scrollTop.peek());
    return { ranges: rangesOf(drawn, first, end), atTop, focused };
  }

  function scroll(to: number): void {
    scrollTop.value = to;
    jump.value = { to };
  }

  function replaced(before: Shown | null, after: Shown, shift: number): void {
    if (before === null) return begin(after);
    if (!isSame(before, after)) {
      active.value = activeAt(after, 0);
      head.value = null;
      // What can't be seen any more must not be acted on.
      selection.clear();
      return scroll(0);
    }
    active.value = follow(active.peek(), after, shift);
    if (head.peek() !== null && !after.groups.some(({ id }) => id === head.peek())) head.value = null;
    const now = layout.peek();
    if ((shift === 0 && after.groups === before.groups) || drawn === null || now === null || scrollTop.peek() <= edge) return;
    const place = placeAt(drawn, scrollTop.peek());
    const section = sectionOfRow(drawn, rowAt(drawn, place));
    const same = section.folded ? now.sections.find(({ id }) => id === section.id) : undefined;
    if (same !== undefined) return scroll(scrollTo(now, same.top + place - section.top));
    const card = topCard(drawn, scrollTop.peek());
    scroll(scrollKeeping(drawn, scrollTop.peek(), card, now, Math.max(0, card + shift)));
  }

  /** The first snapshot of this page: back to where the person was before the reload. */
  function begin(after: Shown): void {
    const { anchor } = restored;
    const wanted = anchor === null ? 0 : cardOf(after, anchor.key) ?? anchor.index;
    const index = Math.max(0, Math.min(wanted, cardCount(after) - 1));
    active.value = activeAt(after, index);
    const now = layout.peek();
    if (now !== null && index > 0) scroll(scrollTo(now, topOf(now, rowOf(now, index)) - now.head));
  }

  effect(() => {
    if (scrollTop.value <= edge) feed.release();
  });

  effect(() => {
    const now = layout.value;
    const seen = window.value;
    if (now === null || seen === null || feed.shown.value === null) return;
    const ahead = seen.to - seen.from;
    feed.want(rangesOf(now, seen.first - ahead, seen.end + ahead));
  });

  /** Another width or tile size: what is at the top of the view stays there, or the focused card where it is in view. */
  effect(() => {
    const now = layout.value;
    const before = drawn;
    drawn = now;
    if (now === null || before === null || (now.columns === before.columns && now.row === before.row)) return;
    const position = scrollTop.peek();
    if (position <= edge) return;
    const seen = windowAt(before, position);
    const row = rowOf(before, active.peek().index);
    const card = hasFocus.peek() && row >= seen.from && row < seen.to ? active.peek().index : topCard(before, position);
    scroll(scrollKeeping(before, position, card, now, card));
  });

  function activate(card: Active): void {
    active.value = card;
    head.value = null;
    const now = layout.peek();
    if (now !== null) bringIntoView(now, rowOf(now, card.index));
  }

  function bringIntoView(now: Layout, row: number): void {
    const position = scrollToRow(now, row, scrollTop.peek());
    if (position !== scrollTop.peek()) scroll(position);
  }

  function goTo(card: Active): void {
    batch(() => {
      const section = layout.peek() && sectionOf(layout.peek()!, card.index);
      if (section?.folded) folded.value = folded.peek().filter(id => id !== section.id);
      activate(card);
      focusCalls.value++;
    });
  }

  function goToHead(now: Layout, row: number): void {
    batch(() => {
      head.value = sectionOfRow(now, row).id;
      bringIntoView(now, row);
      focusCalls.value++;
    });
  }

  /** @returns where a move leads to; `null` where there is nothing to move on */
  function after(move: Move, from: Spot): Spot | null {
    const now = layout.peek();
    if (now === null || total.peek() === 0) return null;
    if (now.head > 0) return movedAmong(now, from, move);
    return { index: moved(from.index, move, { total: total.peek(), columns: now.columns, page: Math.floor(now.view / now.row) }), head: null };
  }

  /** Where the focus stands: on a header also where its card is folded away. */
  function spot(): Spot {
    const now = layout.peek();
    const { index } = active.peek();
    const id = head.peek();
    const row = now === null ? 0 : id === null ? rowOf(now, index) : now.sections.find(section => section.id === id)?.row ?? 0;
    return { index, head: now !== null && isHead(now, row) ? row : null };
  }

  return {
    feed, selection, tile, badges, room, layout, window, active, head, hasFocus, large, review, uploads, details, jump, focusCalls, goTo,
    step(by) {
      const index = Math.max(0, Math.min(active.peek().index + by, total.peek() - 1));
      batch(() => activate(activeAt(feed.shown.peek(), index)));
    },
    enlarge(index) {
      batch(() => {
        activate(activeAt(feed.shown.peek(), index));
        large.value = true;
      });
    },
    shrink() {
      batch(() => {
        large.value = false;
        goTo(active.peek());
      });
    },
    scrolled: position => { scrollTop.value = position; },
    activate(index) {
      batch(() => {
        active.value = activeAt(feed.shown.peek(), index);
        head.value = null;
      });
    },
    activateHead: group => { head.value = group; },
    fold(group, folds) {
      const now = layout.peek();
      const section = now?.sections.find(({ id }) => id === group);
      if (now === null || section === undefined || section.folded === folds) return;
      batch(() => {
        // Where it stays at the top of the view, what is under it begins there.
        if (placeAt(now, scrollTop.peek()) > section.top) scroll(scrollTo(now, section.top));
        folded.value = section.folded ? folded.peek().filter(id => id !== group) : [...folded.peek(), group].slice(-mostFolded);
        const { index } = active.peek();
        if (!section.folded && index >= section.start && index < section.start + section.count) head.value = group;
      });
    },
    move(move) {
      const now = layout.peek();
      const to = after(move, spot());
      if (now !== null && to?.head != null) goToHead(now, to.head);
      else if (to !== null) goTo(activeAt(feed.shown.peek(), to.index));
    },
    extend(move) {
      const from = active.peek().index;
      let to = after(move, spot());
      // Headers are no cards: over them to the next one, where there is one.
      for (let before: Spot | null = null; to?.head != null && to.head !== before?.head;) {
        before = to;
        to = after(move, to);
      }
      if (to === null || to.head !== null) return;
      const { index } = to;
      goTo(activeAt(feed.shown.peek(), index));
      // Nothing more is chosen where the host can't say what stands there.
      selection.extend(index, from).catch(() => undefined);
    },
    toTop() {
      batch(() => {
        scroll(0);
        feed.release();
      });
    },
    kept: steady(() => {
      const common = { ...feed.query.value, tile: tile.value, badges: badges.value, folded: folded.value, large: large.value, details: details.value, review: review.value, uploads: uploads.value };
      const shown = feed.shown.value;
      if (shown === null || layout.value === null) return { ...common, anchor: restored.anchor };
      const index = large.value ? active.value.index : scrollTop.value <= edge ? 0 : topCard(layout.value, scrollTop.value);
      const key = index === 0 && !large.value ? undefined : cardAt(shown, index)?.key;
      return { ...common, anchor: key === undefined ? null : { key, index: index + shown.held } };
    }),
  };
}

/** Like `computed`, but a value that says the same as the one before is that one. */
function steady<T>(compute: () => T): ReadonlySignal<T> {
  let last: T;
  return computed(() => {
    const next = compute();
    if (!equal(last, next)) last = next;
    return last;
  });
}
