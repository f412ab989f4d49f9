/**
 * Where the cards of the windowed grid stand, in CSS pixels. Rows have one height, so every place is arithmetic.
 *
 * In groups each one begins with a header in a row of its own, and its cards on the next; without groups the list is
 * one section that has no header. What belongs to a row or a place is found by halving over the sections.
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

/** The height of a group's header. */
export const headHeight = 28;

/** A run of cards that begins on a new row, under its header where there are groups. */
export interface Section {
  /** The group's id; '' without groups. */
  readonly id: string;
  /** What it is called; '' where the id says it. */
  readonly label: string;
  readonly start: number;
  readonly count: number;
  /** Its first row: that of its header, where it has one. */
  readonly row: number;
  /** Where that row begins. */
  readonly top: number;
  /** Rows of cards: none where it is folded. */
  readonly rows: number;
  readonly folded: boolean;
  /** Cards that are not folded away before it. */
  readonly open: number;
}

export interface Layout {
  readonly total: number;
  readonly columns: number;
  /** Of headers and of cards. */
  readonly rows: number;
  /** Height of a header: 0 without groups. */
  readonly head: number;
  readonly sections: readonly Section[];
  /** Cards that are not folded away. */
  readonly open: number;
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

export interface Groups {
  /** With their cards in the order of the list; the counts add up to all of it. */
  readonly all: readonly { readonly id: string; readonly label: string; readonly count: number }[];
  readonly folded: ReadonlySet<string>;
}

const none: Groups = { all: [], folded: new Set() };

export function layoutOf(room: Room, wish: number | null, total: number, { all, folded }: Groups = none): Layout {
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
  const head = all.length > 0 ? headHeight : 0;
  const sections: Section[] = [];
  let next = { start: 0, row: 0, top: 0, open: 0 };
  for (const { id, label, count } of all.length > 0 ? all : [{ id: '', label: '', count: total }]) {
    const isFolded = head > 0 && folded.has(id);
    const lines = isFolded ? 0 : Math.ceil(count / columns);
    sections.push({ id, label, count, ...next, rows: lines, folded: isFolded });
    next = { start: next.start + count, row: next.row + lines + (head > 0 ? 1 : 0), top: next.top + head + lines * row, open: next.open + (isFolded ? 0 : count) };
  }
  const { row: rows, top: height } = next;
  return {
    total, columns, rows, head, sections, open: next.open, card, picture, row, gap, height,
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
  const from = rowAt(layout, place);
  const to = rowsAbove(layout, place + layout.view);
  const base = Math.floor(from / baseStep) * baseStep;
  const shift = layout.scrollHeight === layout.height ? 0 : Math.round(Math.min(Math.max(0, scrollTop), highestScroll(layout)) - place);
  return {
    from, to: Math.max(to, Math.min(from + 1, layout.rows)),
    first: Math.max(0, from - rowsReady), end: Math.min(layout.rows, Math.max(to, from + 1) + rowsReady),
    base, top: topOf(layout, base) + shift,
  };
}

/** The last section of which this holds; it holds of the first ones, and of the very first at least. */
function lastSection(layout: Layout, holds: (section: Section) => boolean): Section {
  let [low, high] = [0, layout.sections.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(layout.sections[middle]!)) low = middle;
    else high = middle - 1;
  }
  return layout.sections[low]!;
}

/** That a card belongs to. */
export function sectionOf(layout: Layout, index: number): Section {
  return lastSection(layout, section => section.start <= index);
}

export function sectionOfRow(layout: Layout, row: number): Section {
  return lastSection(layout, section => section.row <= row);
}

/** Rows of a section before its cards. */
function heads(layout: Layout): number {
  return layout.head > 0 ? 1 : 0;
}

/** Whether this row is a group's header. */
export function isHead(layout: Layout, row: number): boolean {
  return layout.head > 0 && sectionOfRow(layout, row).row === row;
}

/** The row that a card stands in; of one that is folded away that of its group's header. */
export function rowOf(layout: Layout, index: number): number {
  const section = sectionOf(layout, index);
  return section.folded ? section.row : section.row + heads(layout) + Math.floor((index - section.start) / layout.columns);
}

export function columnOf(layout: Layout, index: number): number {
  return (index - sectionOf(layout, index).start) % layout.columns;
}

/** Where a row begins. */
export function topOf(layout: Layout, row: number): number {
  const section = sectionOfRow(layout, row);
  const inside = row - section.row;
  return inside === 0 ? section.top : section.top + layout.head + (inside - heads(layout)) * layout.row;
}

export function heightOf(layout: Layout, row: number): number {
  return isHead(layout, row) ? layout.head : layout.row;
}

/** The row at a place; beyond the last one that. */
export function rowAt(layout: Layout, place: number): number {
  const section = lastSection(layout, ({ top }) => top <= place);
  const inside = place - section.top - layout.head;
  if (inside < 0 || section.rows === 0) return section.row;
  return section.row + heads(layout) + Math.min(section.rows - 1, Math.floor(inside / layout.row));
}

/** How many rows begin above a place. */
function rowsAbove(layout: Layout, place: number): number {
  const section = lastSection(layout, ({ top }) => top < place);
  const inside = Math.ceil((place - section.top - layout.head) / layout.row);
  return section.row + heads(layout) + Math.max(0, Math.min(section.rows, inside));
}

/** Cards `from` to before `to`. */
export type Range = readonly [from: number, to: number];

/** The cards of one row; none where it is a header. */
export function cardsOf(layout: Layout, row: number): Range {
  const { start, count, row: first } = sectionOfRow(layout, row);
  const line = row - first - heads(layout);
  return line < 0 ? [start, start] : [start + line * layout.columns, start + Math.min(count, (line + 1) * layout.columns)];
}

/** The cards of rows `first` to before `end`, in runs: what is folded away between them is left out. */
export function rangesOf(layout: Layout, first: number, end: number): Range[] {
  const found: Range[] = [];
  for (let row = Math.max(0, first); row < Math.min(end, layout.rows);) {
    const section = sectionOfRow(layout, row);
    const last = Math.min(end, section.row + heads(layout) + section.rows) - 1;
    const [from, to] = [cardsOf(layout, row)[0], cardsOf(layout, last)[1]];
    const before = found.at(-1);
    if (to > from && before?.[1] === from) found[found.length - 1] = [before[0], to];
    else if (to > from) found.push([from, to]);
    row = last + 1;
  }
  return found;
}

/** Which of these cards are not folded away. */
export function openIn(layout: Layout, from: number, to: number): Range[] {
  if (layout.head === 0) return [[from, to]];
  const found: Range[] = [];
  for (let ordinal = ordinalOf(layout, from); ordinal < layout.open;) {
    const section = lastSection(layout, ({ open }) => open <= ordinal);
    const begin = Math.max(from, section.start + ordinal - section.open);
    const end = Math.min(to, section.start + section.count);
    if (begin >= to) break;
    found.push([begin, end]);
    ordinal = section.open + section.count;
  }
  return found;
}

/** Its number among the cards that are not folded away; of one that is, that of the next that is not. */
export function ordinalOf(layout: Layout, index: number): number {
  const { open, start, folded } = sectionOf(layout, index);
  return folded ? open : open + index - start;
}

/** The card with this number among those that are not folded away; it has to be one. */
export function cardAtOrdinal(layout: Layout, ordinal: number): number {
  const { open, start } = lastSection(layout, section => section.open <= ordinal);
  return start + ordinal - open;
}

/** The first card that stands in this row or after it; `null` where there is none. */
export function cardFrom(layout: Layout, row: number): number | null {
  if (row >= layout.rows) return null;
  const section = sectionOfRow(layout, row);
  const ordinal = section.folded ? section.open : ordinalOf(layout, cardsOf(layout, row)[0]);
  return ordinal < layout.open ? cardAtOrdinal(layout, ordinal) : null;
}

/** The first card whose row is wholly in view, below a header that stays at the top. */
export function topCard(layout: Layout, scrollTop: number): number {
  return cardFrom(layout, rowsAbove(layout, placeAt(layout, scrollTop) + layout.head - layout.row / 100)) ?? Math.max(0, layout.total - 1);
}

/** The scroll position nearest to `scrollTop` at which the whole row is in view (its top, where the view is lower than a row), and its group's header above it. */
export function scrollToRow(layout: Layout, row: number, scrollTop: number): number {
  const place = placeAt(layout, scrollTop);
  const bottom = topOf(layout, row) + heightOf(layout, row);
  // A header that is not at the top of the view has to stand clear of the one that is.
  const top = topOf(layout, row) - (isHead(layout, row) && topOf(layout, row) <= place ? 0 : layout.head);
  if (top < place || bottom - top > layout.view) return scrollTo(layout, top);
  if (bottom > place + layout.view) return scrollTo(layout, bottom - layout.view);
  return Math.min(Math.max(0, scrollTop), highestScroll(layout));
}

/** Where to scroll so that the card `index` keeps its height in the view when the grid is laid out anew. */
export function scrollKeeping(before: Layout, scrollTop: number, index: number, after: Layout, indexAfter: number): number {
  const inView = topOf(before, rowOf(before, index)) - placeAt(before, scrollTop);
  const part = inView / before.row;
  return scrollTo(after, topOf(after, rowOf(after, indexAfter)) - part * after.row);
}
