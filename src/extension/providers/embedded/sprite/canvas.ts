/** Where a sprite is drawn: cells with a material and a tone, shaded from the upper left, inked at the end. */
import { clamp, cosine, sine } from '../arithmetic.ts';
import type { Tint } from '../colour.ts';
import type { Shape } from './shapes.ts';

/** How a form takes the light. */
export interface Finish {
  /** How far from its edge the surface curves, in units; 0 is flat. */
  readonly round?: number;
  /** Added to the tone, which runs from 0 (dark) to 1 (bright); 0.5 is a flat surface. */
  readonly lift?: number;
  /** Added to the tone at each place: grain, facets, bands. */
  readonly tone?: (x: number, y: number) => number;
  /** Lies on what is there already and only recolours it: a spot, a stripe, liquid in a glass. */
  readonly inside?: boolean;
  /** Drops a shadow on what it covers. */
  readonly casts?: boolean;
}

const light = { x: -0.5, y: -0.62, z: 0.605 };

export class Canvas {
  /** Cells each way. */
  readonly size: number;
  /** Cells in a unit; a sprite is 16 units wide. */
  readonly scale: number;
  readonly materials: Tint[] = [];
  readonly material: Int16Array;
  readonly tone: Float64Array;
  readonly #turns: number;
  readonly #zoom: number;

  /** @param turns everything is drawn turned about the middle; @param zoom and enlarged */
  constructor(size: number, turns = 0, zoom = 1) {
    this.size = size;
    this.scale = size / 16;
    this.material = new Int16Array(size * size).fill(-1);
    this.tone = new Float64Array(size * size);
    this.#turns = turns;
    this.#zoom = zoom;
  }

  /** The side of a cell in units: the thinnest line. */
  get cell(): number {
    return 1 / (this.scale * this.#zoom);
  }

  draw(shape: Shape, tint: Tint, finish: Finish = {}): void {
    const index = this.#materialOf(tint);
    const { round = 0, lift = 0, tone, inside = false, casts = true } = finish;
    const c = cosine(this.#turns);
    const s = sine(this.#turns);
    const covered = new Uint8Array(this.size * this.size);
    for (let row = 0; row < this.size; row++) {
      for (let column = 0; column < this.size; column++) {
        const at = row * this.size + column;
        if (inside && this.material[at] === -1) continue;
        const px = ((column + 0.5) / this.scale - 8) / this.#zoom;
        const py = ((row + 0.5) / this.scale - 8) / this.#zoom;
        const x = 8 + px * c + py * s;
        const y = 8 + py * c - px * s;
        const distance = shape(x, y);
        if (distance >= 0) continue;
        covered[at] = 1;
        this.material[at] = index;
        this.tone[at] = 0.5 + lift + (round > 0 ? this.#facing(shape, x, y, distance, round, c, s) : 0) + (tone ? tone(x, y) : 0);
      }
    }
    if (casts && !inside) this.#castShadow(covered);
  }

  /** How much brighter or darker than a flat place a curved one is. */
  #facing(shape: Shape, x: number, y: number, distance: number, round: number, c: number, s: number): number {
    const reach = 0.2;
    const slopeX = shape(x + reach, y) - shape(x - reach, y);
    const slopeY = shape(x, y + reach) - shape(x, y - reach);
    const length = Math.sqrt(slopeX * slopeX + slopeY * slopeY);
    if (length < 1e-9) return 0;
    const lean = 1 - clamp(-distance / round);
    const nx = slopeX / length * lean;
    const ny = slopeY / length * lean;
    const nz = Math.sqrt(1 - clamp(nx * nx + ny * ny));
    // Back to the picture's own axes, where the light is.
    const towards = (nx * c - ny * s) * light.x + (nx * s + ny * c) * light.y + nz * light.z;
    // What the ground throws back keeps the shaded side from going black.
    return Math.max(-0.43, (towards - light.z) * 0.82);
  }

  /** Cells right below and beside a new form lie in its shade. */
  #castShadow(covered: Uint8Array): void {
    const { size } = this;
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const at = row * size + column;
        if (covered[at] === 1 || this.material[at] === -1) continue;
        const above = row > 0 && covered[at - size] === 1;
        const left = column > 0 && covered[at - 1] === 1;
        if (above || left) this.tone[at] = (this.tone[at] ?? 0) - (above ? 0.24 : 0.12);
      }
    }
  }

  #materialOf(tint: Tint): number {
    const known = this.materials.indexOf(tint);
    if (known >= 0) return known;
    return this.materials.push(tint) - 1;
  }

  /** Makes the right half a mirror image of the left one. */
  mirror(): void {
    const { size } = this;
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size / 2; column++) {
        const from = row * size + column;
        const to = row * size + size - 1 - column;
        this.material[to] = this.material[from] ?? -1;
        this.tone[to] = this.tone[from] ?? 0;
      }
    }
  }
}
