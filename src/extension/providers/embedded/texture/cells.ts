/** Cellular (Worley) noise on a torus: a jittered point in each cell of a grid, and what lies between the points. */
import { wrap } from '../arithmetic.ts';
import { hashAt, scramble, share } from '../random.ts';

/** What is known of a place; one object is filled again and again, because there are millions of places. */
export interface Spot {
  /** Distance to the nearest point and to the next one, in cells. */
  nearest: number;
  second: number;
  /** Distance to the border with the neighbouring cell, in cells; only where borders were asked for. */
  border: number;
  /** From the nearest point to the place, in cells. */
  dx: number;
  dy: number;
  /** 32 bits that belong to the nearest point. */
  hash: number;
}

export function emptySpot(): Spot {
  return { nearest: 0, second: 0, border: 0, dx: 0, dy: 0, hash: 0 };
}

export interface Cells {
  readonly columns: number;
  readonly rows: number;
  readonly seed: number;
  /** 0 is a plain grid, 1 the wildest. */
  readonly jitter: number;
  /** Borders cost as much again as the points. */
  readonly borders: boolean;
  /** Rounds the corners of the borders, in cells: 0 to about 0.3. */
  readonly softness: number;
}

/** Looks up a place; `u` and `v` run from 0 to 1 and repeat outside. */
export type Lookup = (u: number, v: number, spot: Spot) => void;

const reach = 3;
const side = 2 * reach + 1;
const middle = reach * side + reach;

export function cellsOf({ columns, rows, seed, jitter, borders, softness }: Cells): Lookup {
  const shiftX = share(scramble(seed));
  const shiftY = share(scramble(seed), 1);
  const pointX = new Float64Array(columns * rows);
  const pointY = new Float64Array(columns * rows);
  const hashes = new Uint32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const hash = hashAt(column, row, seed);
      const at = row * columns + column;
      hashes[at] = hash;
      pointX[at] = 0.5 + (share(hash, 1) - 0.5) * jitter;
      pointY[at] = 0.5 + (share(hash, 2) - 0.5) * jitter;
    }
  }
  // The neighbourhood of the cell asked about last, three cells each way: neighbouring points mostly share it.
  const around = { x: new Float64Array(side * side), y: new Float64Array(side * side), hash: new Uint32Array(side * side) };
  const cell = Int32Array.of(2147483647, 0);
  const enter = (column: number, row: number): void => {
    cell[0] = column;
    cell[1] = row;
    for (let j = -reach; j <= reach; j++) {
      for (let i = -reach; i <= reach; i++) {
        const from = wrap(row + j, rows) * columns + wrap(column + i, columns);
        const to = (j + reach) * side + i + reach;
        around.x[to] = i + (pointX[from] ?? 0);
        around.y[to] = j + (pointY[from] ?? 0);
        around.hash[to] = hashes[from] ?? 0;
      }
    }
  };

  return (u, v, spot) => {
    const x = u * columns + shiftX;
    const y = v * rows + shiftY;
    const column = Math.floor(x);
    const row = Math.floor(y);
    if (column !== cell[0] || row !== cell[1]) enter(column, row);
    const fx = x - column;
    const fy = y - row;
    let nearest = 1e9;
    let second = 1e9;
    let index = middle;
    for (let j = -side; j <= side; j += side) {
      for (let at = middle + j - 1; at <= middle + j + 1; at++) {
        const dx = (around.x[at] ?? 0) - fx;
        const dy = (around.y[at] ?? 0) - fy;
        const square = dx * dx + dy * dy;
        if (square < nearest) {
          second = nearest;
          nearest = square;
          index = at;
        } else if (square < second) second = square;
      }
    }
    const nearX = (around.x[index] ?? 0) - fx;
    const nearY = (around.y[index] ?? 0) - fy;
    spot.nearest = Math.sqrt(nearest);
    spot.second = Math.sqrt(second);
    spot.dx = -nearX;
    spot.dy = -nearY;
    spot.hash = around.hash[index] ?? 0;
    if (!borders) return;

    let border = 1e9;
    for (let j = -2 * side; j <= 2 * side; j += side) {
      for (let at = index + j - 2; at <= index + j + 2; at++) {
        if (at === index) continue;
        const dx = (around.x[at] ?? 0) - fx;
        const dy = (around.y[at] ?? 0) - fy;
        const awayX = dx - nearX;
        const awayY = dy - nearY;
        const length = Math.sqrt(awayX * awayX + awayY * awayY);
        if (length < 1e-6) continue;
        const distance = ((nearX + dx) * awayX + (nearY + dy) * awayY) / (2 * length);
        // The smooth minimum of two distances, by a parabola.
        const between = softness - Math.abs(distance - border);
        border = Math.min(border, distance) - (between > 0 ? between * between / (4 * softness) : 0);
      }
    }
    spot.border = border;
  };
}
