/**
 * Where the cards of the windowed grid stand, in CSS pixels. Rows have one height, so every place is arithmetic.
 *
 * Three kinds of vertical coordinates: a *place* counts from the top of the whole list; a *scroll position* is what
 * the scrolling element says. They are the same until the list is taller than a browser can scroll with precision;
 * from then on scrolling is scaled, and `shift` leads from places to what the page draws.
 */

/** Above this height scrolling is scaled. */
export const tallest = 8_000_000;

export const tileSize = { min: 96, max: 320, step: 16, usual: 160, narrow: 132 } as const;

export interface Room {
  /** Of the scrolling element, with its scrollbar. */
  readonly width: number;
  readonly height: number;
  readonly scrollbar: number;
}

export interface Layout {
  readonly total: number;
  readonly columns: number;
  readonly rows: number;
  /** Width of a card; its picture is 8 px smaller. */
  readonly card: number;
  readonly picture: number;
  /** Height of a row with the gap after it. */
  readonly row: number;
  readonly gap: number;
  /** Left edge of each column. */
  readonly lefts: readonly number[];
  /** Height of the whole list. */
  readonly height: number;
  /** Height that the page is given to scroll. */
  readonly scrollHeight: number;
  readonly view: number;
}

/** Padding, name, sub and gap around a picture: 4 + 38 + 4, and the gap comes on top. */
const aroundPicture = 46;
const narrowUpTo = 640;
const middleUpTo = 1000;

export function layoutOf(room: Room, wish: number | null, total: number): Layout {
  const narrow = room.width <= narrowUpTo;
  const gap = narrow ? 4 : 8;
  // With a card's own padding of 4 the pictures stand at the page's inset of 8, 12 or 16.
  const inset = narrow ? 4 : room.width <= middleUpTo ? 8 : 12;
  const tile = wish ?? (narrow ? tileSize.narrow : tileSize.usual);
  const inner = Math.max(1, room.width - inset - Math.max(inset, room.scrollbar + 2));
  const columns = Math.max(1, Math.floor((inner + gap) / (tile + gap)));
  const pitch = (inner + gap) / columns;
  const card = Math.max(9, Math.floor(pitch - gap));
  const picture = card - 8;
  const row = picture + aroundPicture + gap;
  const rows = Math.ceil(total / columns);
  const height = rows * row;
  return {
    total, columns, rows, card, picture, row, gap, height,
    lefts: Array.from({ length: columns }, (_, column) => Math.round(inset + column * pitch)),
    scrollHeight: Math.min(height, tallest),
    view: room.height,
  };
}

/** How many pixels of the list pass for one pixel of scrolling. */
function scale(layout: Layout): number {
  return layout.scrollHeight === layout.height ? 1 : (layout.height - layout.view) / (layout.scrollHeight - layout.view);
}

export function highestScroll(layout: Layout): number {
  return Math.max(0, layout.scrollHeight - layout.view);
}

/** The place at the top of the view. */
export function placeAt(layout: Layout, scrollTop: number): number {
  return Math.min(Math.max(0, scrollTop), highestScroll(layout)) * scale(layout);
}

/** The scroll position that brings `place` to the top of the view, as far as the list goes. */
export function scrollTo(layout: Layout, place: number): number {
  return Math.min(Math.max(0, place / scale(layout)), highestScroll(layout));
}

/** What is drawn: rows `first` to before `end`, where `from` to before `to` are in view and the rest stands ready. */
export interface Window {
  readonly first: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
  /** Drawn rows are placed from this row on, so that no coordinate grows beyond what a browser can lay out. */
  readonly base: number;
  /** Where the base row is drawn, measured in the scrolled element. */
  readonly top: number;
}

const rowsReady = 2;
const baseStep = 512;

export function windowAt(layout: Layout, scrollTop: number): Window {
  const place = placeAt(layout, scrollTop);
  const from = Math.min(Math.floor(place / layout.row), Math.max(0, layout.rows - 1));
  const to = Math.min(layout.rows, Math.ceil((place + layout.view) / layout.row));
  const base = Math.floor(from / baseStep) * baseStep;
  const shift = layout.scrollHeight === layout.height ? 0 : Math.round(Math.min(Math.max(0, scrollTop), highestScroll(layout)) - place);
  return {
    from, to: Math.max(to, Math.min(from + 1, layout.rows)),
    first: Math.max(0, from - rowsReady), end: Math.min(layout.rows, Math.max(to, from + 1) + rowsReady),
    base, top: base * layout.row + shift,
  };
}

export function rowOf(layout: Layout, index: number): number {
  return Math.floor(index / layout.columns);
}

/** The scroll position nearest to `scrollTop` at which the whole row is in view (its top, where the view is lower than a row). */
export function scrollToRow(layout: Layout, row: number, scrollTop: number): number {
  const top = row * layout.row;
  const place = placeAt(layout, scrollTop);
  if (top < place || layout.row > layout.view) return scrollTo(layout, top);
  const bottom = top + layout.row;
  if (bottom > place + layout.view) return scrollTo(layout, bottom - layout.view);
  return Math.min(Math.max(0, scrollTop), highestScroll(layout));
}

/** Where to scroll so that the card `index` keeps its height in the view when the grid is laid out anew. */
export function scrollKeeping(before: Layout, scrollTop: number, index: number, after: Layout, indexAfter: number): number {
  const inView = rowOf(before, index) * before.row - placeAt(before, scrollTop);
  const part = inView / before.row;
  return scrollTo(after, rowOf(after, indexAfter) * after.row - part * after.row);
}
