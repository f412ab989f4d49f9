/** Laying out blocks: where the edges of a brick or a board are, and how its own edges are rounded. */
import { clamp } from '../arithmetic.ts';
import { type Ramp, shadesOf } from '../colour.ts';
import { hashAt, share } from '../random.ts';
import type { Ground } from './ground.ts';

/** A place in its block, in units of the picture's shorter side, from the block's middle. */
export interface Block {
  x: number;
  y: number;
  halfX: number;
  halfY: number;
  hash: number;
}

export function emptyBlock(): Block {
  return { x: 0, y: 0, halfX: 0, halfY: 0, hash: 0 };
}

export interface Courses {
  /** Courses on the shorter side. */
  readonly rows: number;
  /** Length of a block by its height. */
  readonly aspect: number;
  /** How far edges stray, in parts of a block: 0 to 0.3. */
  readonly unevenRows: number;
  readonly unevenColumns: number;
  /** Courses run from top to bottom instead. */
  readonly upright?: boolean;
}

/** Courses of blocks, every other one shifted by about half a block. */
export function courses(ground: Ground, options: Courses): (u: number, v: number, block: Block) => void {
  const upright = options.upright ?? false;
  const rows = upright ? ground.columns(options.rows, true) : ground.rows(options.rows, true);
  const columns = upright ? ground.rows(options.rows / options.aspect) : ground.columns(options.rows / options.aspect);
  const rowSize = (upright ? ground.across : ground.down) / rows;
  const columnSize = (upright ? ground.down : ground.across) / columns;
  const seed = ground.random.seed();
  const rowEdges = Float64Array.from({ length: rows }, (_, row) => row + (share(hashAt(row, 0, seed)) - 0.5) * 2 * options.unevenRows);
  const edges = Float64Array.from({ length: rows * columns }, (_, i) => {
    const row = Math.floor(i / columns);
    const column = i % columns;
    return column + (row % 2) * 0.5 + (share(hashAt(column, row, seed), 1) - 0.5) * 2 * options.unevenColumns;
  });
  const edgeAt = (list: Float64Array, offset: number, period: number, index: number): number => {
    const turn = Math.floor(index / period);
    return (list[offset + index - turn * period] ?? 0) + turn * period;
  };
  const below = (list: Float64Array, offset: number, period: number, position: number): number => {
    let index = Math.floor(position);
    if (edgeAt(list, offset, period, index + 1) <= position) index++;
    while (edgeAt(list, offset, period, index) > position) index--;
    return index;
  };

  return (u, v, block) => {
    const along = upright ? v : u;
    const y = (upright ? u : v) * rows;
    const row = below(rowEdges, 0, rows, y);
    const wrappedRow = row - Math.floor(row / rows) * rows;
    const top = edgeAt(rowEdges, 0, rows, row);
    const bottom = edgeAt(rowEdges, 0, rows, row + 1);
    const x = along * columns;
    const offset = wrappedRow * columns;
    const column = below(edges, offset, columns, x);
    const left = edgeAt(edges, offset, columns, column);
    const right = edgeAt(edges, offset, columns, column + 1);
    const inRow = (y - (top + bottom) / 2) * rowSize;
    const inColumn = (x - (left + right) / 2) * columnSize;
    const halfRow = (bottom - top) / 2 * rowSize;
    const halfColumn = (right - left) / 2 * columnSize;
    block.x = upright ? inRow : inColumn;
    block.y = upright ? inColumn : inRow;
    block.halfX = upright ? halfRow : halfColumn;
    block.halfY = upright ? halfColumn : halfRow;
    block.hash = hashAt(column - Math.floor(column / columns) * columns, wrappedRow + 131, seed);
  };
}

/** Distance to the edge of a rounded box, below 0 inside. */
export function boxDistance(block: Pick<Block, 'x' | 'y' | 'halfX' | 'halfY'>, radius: number): number {
  const x = Math.abs(block.x) - block.halfX + radius;
  const y = Math.abs(block.y) - block.halfY + radius;
  const outX = x > 0 ? x : 0;
  const outY = y > 0 ? y : 0;
  const inner = x > y ? x : y;
  return Math.sqrt(outX * outX + outY * outY) + (inner < 0 ? inner : 0) - radius;
}

/** A rounded shoulder: 0 at the edge, 1 from `width` inwards. */
export function bevel(depth: number, width: number): number {
  const t = 1 - clamp(depth / width);
  return Math.sqrt(1 - t * t);
}

/** Mortar is pale between coloured bricks and dark between grey stones; a second colour named is the mortar's. */
export function jointColours(ground: Ground): Ramp {
  const { reading, colours } = ground;
  const stony = reading.materials.some(({ chroma }) => chroma < 0.03);
  if (reading.colours.length > 1 || (!stony && reading.colours.length === 0 && reading.materials.length === 0)) return colours.accent;
  return colours.deep;
}

export const soil: Ramp = shadesOf({ hue: 60, chroma: 0.03, light: 0.26 }, 0.12);
