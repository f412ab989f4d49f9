/** The gallery as one thing to look at: which cards are in view, which one has the focus, and how both survive changes. */
import { type ReadonlySignal, type Signal, batch, computed, effect, signal } from '@preact/signals';
import type { Bridge } from '../bridge.ts';
import { equal } from '../equal.ts';
import { type Active, activeAt, follow } from './active.ts';
import { type Feed, type Shown, type Sight, cardAt, cardCount, cardOf, createFeed, isSame } from './feed.ts';
import type { Kept } from './kept.ts';
import { type Layout, type Room, type Window, layoutOf, placeAt, rowOf, scrollKeeping, scrollTo, scrollToRow, windowAt } from './layout.ts';
import { type Move, moved } from './moves.ts';
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
/** Rows to ask for before the page was measured. */
const unmeasured = { first: 0, end: 50 };

export function createView(bridge: Bridge, restored: Kept): GalleryView {
  const tile = signal(restored.tile);
  const badges = signal(restored.badges);
  const room = signal<Room | null>(null);
  const scrollTop = signal(0);
  const active = signal<Active>({ index: restored.anchor?.index ?? 0, key: restored.anchor?.key ?? null });
  const hasFocus = signal(false);
  const large = signal(restored.large);
  const details = signal(restored.details);
  const review = signal(restored.review);
  const uploads = signal(restored.uploads);
  const jump = signal<{ readonly to: number } | null>(null);
  const focusCalls = signal(0);

  const feed = createFeed({ bridge, query: { filter: restored.filter, narrow: restored.narrow }, start: restored.anchor?.index ?? 0, look, replaced });
  const selection = createSelection({ shown: feed.shown, query: feed.query, ask: params => bridge.request('gallery.keys', params) });
  const total = computed(() => (feed.shown.value === null ? 0 : cardCount(feed.shown.value)));
  const layout = computed(() => (room.value === null ? null : layoutOf(room.value, tile.value, total.value)));
  const window = steady(() => (layout.value === null ? null : windowAt(layout.value, scrollTop.value)));
  /** The layout as it was drawn last. */
  let drawn: Layout | null = null;

  function look(): Sight {
    const focused = hasFocus.peek() ? active.peek().index : null;
    const columns = drawn?.columns ?? 1;
    const rows = drawn === null ? unmeasured : drawn.rows === 0 ? { first: 0, end: Math.ceil(drawn.view / drawn.row) } : windowAt(drawn, scrollTop.peek());
    return { from: rows.first * columns, to: rows.end * columns, atTop: scrollTop.peek() <= edge, focused };
  }

  function scroll(to: number): void {
    scrollTop.value = to;
    jump.value = { to };
  }

  function replaced(before: Shown | null, after: Shown, shift: number): void {
    if (before === null) return begin(after);
    if (!isSame(before, after)) {
      active.value = activeAt(after, 0);
      // What can't be seen any more must not be acted on.
      selection.clear();
      return scroll(0);
    }
    active.value = follow(active.peek(), after, shift);
    const now = layout.peek();
    if (shift === 0 || drawn === null || now === null || scrollTop.peek() <= edge) return;
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
    if (now !== null && index > 0) scroll(scrollTo(now, rowOf(now, index) * now.row));
  }

  effect(() => {
    if (scrollTop.value <= edge) feed.release();
  });

  effect(() => {
    const now = layout.value;
    const seen = window.value;
    if (now === null || seen === null || feed.shown.value === null) return;
    const ahead = seen.to - seen.from;
    feed.want(Math.max(0, seen.first - ahead) * now.columns, (seen.end + ahead) * now.columns);
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
    const now = layout.peek();
    if (now === null) return;
    const position = scrollToRow(now, rowOf(now, card.index), scrollTop.peek());
    if (position !== scrollTop.peek()) scroll(position);
  }

  function goTo(card: Active): void {
    batch(() => {
      activate(card);
      focusCalls.value++;
    });
  }

  /** @returns where a move leads to; `null` where there is nothing to move on */
  function after(move: Move): number | null {
    const now = layout.peek();
    if (now === null || total.peek() === 0) return null;
    return moved(active.peek().index, move, { total: total.peek(), columns: now.columns, page: Math.floor(now.view / now.row) });
  }

  return {
    feed, selection, tile, badges, room, layout, window, active, hasFocus, large, review, uploads, details, jump, focusCalls, goTo,
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
    activate: index => { active.value = activeAt(feed.shown.peek(), index); },
    move(move) {
      const index = after(move);
      if (index !== null) goTo(activeAt(feed.shown.peek(), index));
    },
    extend(move) {
      const from = active.peek().index;
      const index = after(move);
      if (index === null) return;
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
      const common = { ...feed.query.value, tile: tile.value, badges: badges.value, large: large.value, details: details.value, review: review.value, uploads: uploads.value };
      const shown = feed.shown.value;
      if (shown === null || layout.value === null) return { ...common, anchor: restored.anchor };
      const index = large.value ? active.value.index : scrollTop.value <= edge ? 0 : topCard(layout.value, scrollTop.value);
      const key = index === 0 && !large.value ? undefined : cardAt(shown, index)?.key;
      return { ...common, anchor: key === undefined ? null : { key, index: index + shown.held } };
    }),
  };
}

/** The first card whose row is wholly in view. */
function topCard(layout: Layout, scrollTop: number): number {
  return Math.max(0, Math.ceil(placeAt(layout, scrollTop) / layout.row - 0.01)) * layout.columns;
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
