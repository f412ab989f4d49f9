/** Where the arrow keys and their friends lead in a grid that is read row by row. */
import { type Layout, cardAtOrdinal, cardsOf, columnOf, isHead, rowAt, rowOf, sectionOf, topOf } from './layout.ts';

export type Move = 'left' | 'right' | 'up' | 'down' | 'row-start' | 'row-end' | 'first' | 'last' | 'page-up' | 'page-down';

export interface Grid {
  readonly total: number;
  readonly columns: number;
  /** Whole rows in view. */
  readonly page: number;
}

/** The move a key asks for; `null` where it asks for none. `control` is Ctrl, or Cmd on a Mac. */
export function moveOf(key: string, control: boolean): Move | null {
  switch (key) {
    case 'Home': return control ? 'first' : 'row-start';
    case 'End': return control ? 'last' : 'row-end';
    case 'ArrowLeft': return control ? null : 'left';
    case 'ArrowRight': return control ? null : 'right';
    case 'ArrowUp': return control ? null : 'up';
    case 'ArrowDown': return control ? null : 'down';
    case 'PageUp': return control ? null : 'page-up';
    case 'PageDown': return control ? null : 'page-down';
    default: return null;
  }
}

/** The index after the move; the same where there is no way on. Left and right go on in the row before and after. */
export function moved(index: number, move: Move, grid: Grid): number {
  const last = grid.total - 1;
  const start = index - index % grid.columns;
  switch (move) {
    case 'left': return Math.max(0, index - 1);
    case 'right': return Math.min(last, index + 1);
    case 'up': return vertically(index, -1, grid);
    case 'down': return vertically(index, 1, grid);
    case 'page-up': return vertically(index, -Math.max(1, grid.page), grid);
    case 'page-down': return vertically(index, Math.max(1, grid.page), grid);
    case 'row-start': return start;
    case 'row-end': return Math.min(last, start + grid.columns - 1);
    case 'first': return 0;
    case 'last': return last;
  }
}

/** In the same column; the last row may be too short for it, then its last card. */
function vertically(index: number, rows: number, { total, columns }: Grid): number {
  const row = Math.floor(index / columns);
  const lastRow = Math.floor((total - 1) / columns);
  const target = Math.min(lastRow, Math.max(0, row + rows));
  return target === row ? index : Math.min(total - 1, target * columns + index % columns);
}

/** Where the focus stands among groups: on a card, or on the header of a group, and then the card is the one it was on last. */
export interface Spot {
  readonly index: number;
  /** The row of the header that has it. */
  readonly head: number | null;
}

/** The same among groups: up and down lead over their headers, left and right past what is folded away. */
export function movedAmong(layout: Layout, { index, head }: Spot, move: Move): Spot {
  const row = head ?? rowOf(layout, index);
  const at = (target: number): Spot => spotIn(layout, Math.max(0, Math.min(layout.rows - 1, target)), index);
  switch (move) {
    case 'left': return head !== null ? { index, head } : aside(layout, index, -1);
    case 'right': return head !== null ? { index, head } : aside(layout, index, 1);
    case 'up': return at(row - 1);
    case 'down': return at(row + 1);
    case 'page-up': return at(Math.min(row - 1, rowAt(layout, topOf(layout, row) - pageOf(layout))));
    case 'page-down': return at(Math.max(row + 1, rowAt(layout, topOf(layout, row) + pageOf(layout))));
    case 'row-start': return head !== null ? { index, head } : { index: cardsOf(layout, row)[0], head };
    case 'row-end': return head !== null ? { index, head } : { index: cardsOf(layout, row)[1] - 1, head };
    case 'first': return layout.sections[0]!.folded ? at(0) : { index: 0, head: null };
    case 'last': return layout.sections.at(-1)!.folded ? at(layout.rows - 1) : { index: layout.total - 1, head: null };
  }
}

/** A header, or the card of a row in the column of this one, or the row's last. */
function spotIn(layout: Layout, row: number, index: number): Spot {
  if (isHead(layout, row)) return { index, head: row };
  const [from, to] = cardsOf(layout, row);
  return { index: Math.min(to - 1, from + columnOf(layout, index)), head: null };
}

function aside(layout: Layout, index: number, by: 1 | -1): Spot {
  const { open, start, folded } = sectionOf(layout, index);
  const ordinal = folded ? open + (by === 1 ? -1 : 0) : open + index - start;
  const next = ordinal + by;
  return { index: next < 0 || next >= layout.open ? index : cardAtOrdinal(layout, next), head: null };
}

/** How far a page is: whole rows, with the header that stays above them. */
function pageOf(layout: Layout): number {
  return Math.max(1, Math.floor((layout.view - layout.head) / layout.row)) * layout.row;
}
