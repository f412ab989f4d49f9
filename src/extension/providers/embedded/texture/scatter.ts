/** Blades, leaves and scratches: long things strewn over the torus in layers, each at any angle. */
import { cosine, sine } from '../arithmetic.ts';
import { type Random, randomFrom } from '../random.ts';
import type { Ground } from './ground.ts';

/** How one thing of a layer lies. */
export interface Lie {
  /** Direction in turns. */
  readonly turn: number;
  /** Half its length, and half its width, in cells of the layer: at most 0.95. */
  readonly halfLength: number;
  readonly halfWidth: number;
}

/** A place in the frame of the thing that covers it. */
export interface Hit {
  /** -1 at one end, 1 at the other. */
  along: number;
  /** -1 and 1 at the sides. */
  across: number;
  /** 0 to 1, its own. */
  chance: number;
}

export interface Layer {
  readonly cells: number;
  /** The share of cells that hold a thing. */
  readonly share: number;
  /** Asked once for each thing; `u` and `v` are where its middle is. */
  lie(random: Random, u: number, v: number): Lie;
  /** Half the width at a place along it (-1 to 1), in parts of the widest. */
  outline(along: number): number;
}

export interface Strewn {
  /** Calls `hit` for each thing that covers the place. */
  at(u: number, v: number, hit: (hit: Hit) => void): void;
}

export function strew(ground: Ground, layer: Layer): Strewn {
  const columns = Math.max(3, ground.columns(layer.cells));
  const rows = Math.max(3, ground.rows(layer.cells));
  const size = columns * rows;
  const there = new Uint8Array(size);
  const middleX = new Float64Array(size);
  const middleY = new Float64Array(size);
  const directionX = new Float64Array(size);
  const directionY = new Float64Array(size);
  const length = new Float64Array(size);
  const width = new Float64Array(size);
  const chance = new Float64Array(size);
  const random = randomFrom(ground.random.seed());
  for (let i = 0; i < size; i++) {
    there[i] = random.chance(layer.share) ? 1 : 0;
    const x = random.next();
    const y = random.next();
    middleX[i] = x;
    middleY[i] = y;
    chance[i] = random.next();
    const lie = layer.lie(random, ((i % columns) + x) / columns, (Math.floor(i / columns) + y) / rows);
    directionX[i] = cosine(lie.turn);
    directionY[i] = sine(lie.turn);
    length[i] = lie.halfLength;
    width[i] = lie.halfWidth;
  }

  const found: Hit = { along: 0, across: 0, chance: 0 };
  return {
    at(u, v, hit) {
      const x = u * columns;
      const y = v * rows;
      const column = Math.floor(x);
      const row = Math.floor(y);
      for (let j = -1; j <= 1; j++) {
        let r = (row + j) % rows;
        if (r < 0) r += rows;
        for (let i = -1; i <= 1; i++) {
          let c = (column + i) % columns;
          if (c < 0) c += columns;
          const at = r * columns + c;
          if (there[at] === 0) continue;
          const dx = x - column - i - (middleX[at] ?? 0);
          const dy = y - row - j - (middleY[at] ?? 0);
          const along = (dx * (directionX[at] ?? 0) + dy * (directionY[at] ?? 0)) / (length[at] ?? 1);
          if (along < -1 || along > 1) continue;
          const across = (dy * (directionX[at] ?? 0) - dx * (directionY[at] ?? 0)) / ((width[at] ?? 1) * layer.outline(along) + 1e-9);
          if (across < -1 || across > 1) continue;
          found.along = along;
          found.across = across;
          found.chance = chance[at] ?? 0;
          hit(found);
        }
      }
    },
  };
}
