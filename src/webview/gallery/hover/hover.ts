/** When the details of a card are shown, and where: after the pointer has rested on it, or at once by a key; never over the card itself. */
import { type ReadonlySignal, signal } from '@preact/signals';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Hover {
  /** The card whose details are shown, and where it stands. */
  readonly shown: ReadonlySignal<{ readonly key: string; readonly card: Box } | null>;
  /** The pointer is over a card. @param boxOf measures it, `null` where it is gone */
  readonly over: (key: string, boxOf: () => Box | null) => void;
  /** The pointer is over neither cards nor details. */
  readonly out: () => void;
  /** The pointer is over the details: they stay. */
  readonly stay: () => void;
  /** At once; where they are shown already they go. @returns whether they are shown now */
  readonly toggle: (key: string, card: Box) => boolean;
  /** @returns whether there was anything to close */
  readonly close: () => boolean;
}

/** Milliseconds of rest, and those in which the pointer may cross the gap to the details. */
export const pace = { rest: 500, leave: 200 } as const;

export function createHover({ rest, leave }: { readonly rest: number; readonly leave: number } = pace): Hover {
  const shown = signal<{ readonly key: string; readonly card: Box } | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over: string | null = null;

  function later(after: number, what: () => void): void {
    clearTimeout(timer);
    timer = setTimeout(what, after);
  }

  function close(): boolean {
    clearTimeout(timer);
    const wasOpen = shown.peek() !== null;
    shown.value = null;
    return wasOpen;
  }

  return {
    shown, close,
    over(key, boxOf) {
      if (key === over) return;
      over = key;
      if (shown.peek()?.key === key) return clearTimeout(timer);
      later(rest, () => {
        const card = boxOf();
        shown.value = card === null ? null : { key, card };
      });
    },
    out() {
      over = null;
      later(leave, close);
    },
    stay() {
      over = null;
      clearTimeout(timer);
    },
    toggle(key, card) {
      const isShown = shown.peek()?.key === key;
      close();
      if (!isShown) shown.value = { key, card };
      return !isShown;
    },
  };
}

/** Between the details and the card, and the page's edge. */
const gap = 4;

/** Below the card, above it or beside it: where they fit, else where the most room is, and then they are that small. */
export function placeBeside(card: Box, size: Size, page: Size): Box {
  const [right, bottom] = [card.left + card.width, card.top + card.height];
  const within = (wish: number, length: number, room: number): number => Math.max(gap, Math.min(wish, room - gap - length));
  const width = Math.min(size.width, page.width - 2 * gap);
  const height = Math.min(size.height, page.height - 2 * gap);
  const left = within(card.left, width, page.width);
  const top = within(card.top, height, page.height);
  const places = [
    { room: page.height - bottom - 2 * gap, needs: height, box: (fit: number): Box => ({ left, width, height: fit, top: bottom + gap }) },
    { room: card.top - 2 * gap, needs: height, box: (fit: number): Box => ({ left, width, height: fit, top: card.top - gap - fit }) },
    { room: page.width - right - 2 * gap, needs: width, box: (fit: number): Box => ({ top, height, width: fit, left: right + gap }) },
    { room: card.left - 2 * gap, needs: width, box: (fit: number): Box => ({ top, height, width: fit, left: card.left - gap - fit }) },
  ];
  const place = places.find(({ room, needs }) => room >= needs) ?? places.slice(0, 2).reduce((a, b) => (b.room > a.room ? b : a));
  return place.box(Math.max(0, Math.min(place.needs, place.room)));
}
