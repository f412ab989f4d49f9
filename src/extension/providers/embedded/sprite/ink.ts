/** Turns a canvas into coloured cells: a few tones for each material, an outline, a halo. */
import { clamp } from '../arithmetic.ts';
import { type Tint, encode, rgbOf, shade } from '../colour.ts';
import type { Canvas } from './canvas.ts';

/** Red, green, blue and alpha of each cell. */
export type Pixels = Uint8Array;

export interface Inking {
  readonly outline: boolean;
  /** Shines around it. */
  readonly halo: Tint | null;
  /** What a palette makes of a colour. */
  readonly recolour: (tint: Tint) => Tint;
}

type Colour = readonly [red: number, green: number, blue: number];

function bytesOf(tint: Tint): Colour {
  const { red, green, blue } = rgbOf(tint);
  return [Math.round(encode(red) * 255), Math.round(encode(green) * 255), Math.round(encode(blue) * 255)];
}

/** Small sprites read best in few tones. */
function tonesFor(size: number): number {
  return size < 24 ? 4 : size < 48 ? 5 : 6;
}

export function ink(canvas: Canvas, { outline, halo, recolour }: Inking): Pixels {
  const { size, material, tone } = canvas;
  const tones = tonesFor(size);
  const ramps = canvas.materials.map(tint => {
    const span = 0.13 + Math.min(tint.light, 1.05 - tint.light) * 0.29;
    return Array.from({ length: tones }, (_, i) => bytesOf(recolour(shade(tint, (i / (tones - 1)) * 2 - 1, span))));
  });
  const outlines = canvas.materials.map(tint => bytesOf(recolour({ ...shade(tint, -1, 0.12), light: Math.min(0.3, tint.light * 0.42) })));
  const pixels = new Uint8Array(size * size * 4);
  const put = (at: number, colour: Colour | undefined, alpha: number): void => {
    if (colour) pixels.set([...colour, alpha], at * 4);
  };
  for (let at = 0; at < size * size; at++) {
    const index = material[at] ?? -1;
    if (index === -1) continue;
    put(at, ramps[index]?.[Math.round(clamp(tone[at] ?? 0) * (tones - 1))], 255);
  }
  const solid = Uint8Array.from(material, index => (index === -1 ? 0 : 1));
  if (outline) {
    for (const [at, neighbour] of around(size, solid)) put(at, outlines[material[neighbour] ?? 0], 255);
    for (let at = 0; at < solid.length; at++) if (pixels[at * 4 + 3] === 255) solid[at] = 1;
  }
  if (halo) {
    const colour = bytesOf(recolour({ ...halo, light: Math.max(0.75, halo.light) }));
    for (const alpha of [120, 60, 28].slice(size < 32 ? 1 : 0)) {
      const ring = [...around(size, solid)];
      for (const [at] of ring) {
        put(at, colour, alpha);
        solid[at] = 1;
      }
    }
  }
  return pixels;
}

/** Empty cells beside a solid one, with that one; where several touch, the one below, above or towards the middle. */
function* around(size: number, solid: Uint8Array): Generator<readonly [at: number, neighbour: number]> {
  const before = solid.slice();
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const at = row * size + column;
      if (before[at] === 1) continue;
      const inwards = column < size / 2 ? 1 : -1;
      const outside = column === 0 || column === size - 1;
      if (row + 1 < size && before[at + size] === 1) yield [at, at + size];
      else if (row > 0 && before[at - size] === 1) yield [at, at - size];
      else if (before[at + inwards] === 1) yield [at, at + inwards];
      else if (!outside && before[at - inwards] === 1) yield [at, at - inwards];
    }
  }
}
