/** Where the arrow keys and their friends lead in a grid that is read row by row. */

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
