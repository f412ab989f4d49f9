/** Draws a sprite: the words choose a subject, its template draws it in cells, ink makes the picture. */
import { clamp } from '../arithmetic.ts';
import { type Tint, mixTint } from '../colour.ts';
import type { PaletteName, SymmetryName } from '../names.ts';
import { PngWriter } from '../png.ts';
import { combine, hashOf, type Random, randomFrom } from '../random.ts';
import { type Reading, read } from '../words.ts';
import { Canvas } from './canvas.ts';
import { type Pixels, ink } from './ink.ts';
import type { Subject } from './subject.ts';
import { subjects } from './subjects/all.ts';
import { weather } from './weathering.ts';

export interface SpriteSettings {
  /** Cells each way. */
  readonly size: number;
  /** Picture points to a cell, each way. */
  readonly scale: number;
  readonly outline: boolean;
  readonly palette: PaletteName;
  readonly symmetry: SymmetryName;
  readonly seed: number;
}

export function drawSprite(prompt: string, settings: SpriteSettings, onProgress: (progress: number) => void): Uint8Array<ArrayBuffer> {
  const { size, scale } = settings;
  const pixels = cellsOf(prompt, settings);
  onProgress(0.4);
  const png = new PngWriter({ width: size * scale, height: size * scale, channels: 4 });
  for (let row = 0; row < size; row++) {
    png.write(enlarged(pixels, size, scale, row));
    onProgress(0.4 + 0.59 * ((row + 1) / size));
  }
  const file = png.finish();
  onProgress(1);
  return file;
}

function cellsOf(prompt: string, { size, outline, palette, symmetry, seed }: SpriteSettings): Pixels {
  const reading = read(prompt);
  const name = reading.subject ?? 'creature';
  const subject = subjects[name];
  const random = randomFrom(combine(combine(seed, reading.strange), hashOf(name)));
  const upright = symmetry === 'mirror';
  const slant = subject.slanted ?? false;
  const canvas = new Canvas(size, slant && !upright ? 0.125 : 0, slant ? (upright ? 0.7 : 0.84) : 0.94);
  const main = varied(mainTint(subject, reading, random), random);
  const accent = varied(accentTint(subject, reading, main), random);
  subject.draw({ canvas, random, main, accent, reading });
  weather(canvas, reading.coats, random);
  if (upright) canvas.mirror();
  return ink(canvas, { outline, halo: reading.mood.glow > 0 ? main : null, recolour: recolouring[palette] });
}

function inMood(tint: Tint, { mood }: Reading): Tint {
  return { hue: tint.hue, chroma: tint.chroma * mood.chroma, light: clamp(tint.light + mood.light * 0.14, 0.16, 0.96) };
}

/** Two potions of one kind never have quite the same colour. */
function varied(tint: Tint, random: Random): Tint {
  return { hue: tint.hue + random.between(-7, 7), chroma: tint.chroma * random.between(0.9, 1.1), light: tint.light + random.between(-0.03, 0.03) };
}

function mainTint(subject: Subject, reading: Reading, random: Random): Tint {
  const named = reading.colours[0] ?? reading.materials[0];
  if (named) return inMood(named, reading);
  if (reading.subject && reading.subject !== 'creature') return inMood(subject.main, reading);
  // Nobody has seen this creature yet, so nobody knows its colour.
  return inMood({ hue: random.between(0, 360), chroma: random.between(0.1, 0.17), light: random.between(0.48, 0.7) }, reading);
}

function accentTint(subject: Subject, reading: Reading, main: Tint): Tint {
  const named = reading.colours[1] ?? (reading.colours.length > 0 ? undefined : reading.materials[1]);
  const own = reading.subject ? subject.accent : mixTint({ hue: main.hue + 45, chroma: 0.07, light: 0.86 }, subject.accent, 0.3);
  return inMood(named ?? own, reading);
}

/** Four greens of an old pocket console. */
const pocket: readonly Tint[] = [
  { hue: 150, chroma: 0.06, light: 0.3 }, { hue: 148, chroma: 0.08, light: 0.47 },
  { hue: 128, chroma: 0.14, light: 0.68 }, { hue: 115, chroma: 0.15, light: 0.82 },
];

const recolouring: Readonly<Record<PaletteName, (tint: Tint) => Tint>> = {
  natural: tint => tint,
  vivid: tint => ({ ...tint, chroma: tint.chroma * 1.35 }),
  muted: tint => ({ ...tint, chroma: tint.chroma * 0.5 }),
  warm: tint => mixTint(tint, { hue: 60, chroma: tint.chroma + 0.03, light: tint.light }, 0.38),
  cold: tint => mixTint(tint, { hue: 255, chroma: tint.chroma + 0.03, light: tint.light * 0.97 }, 0.38),
  sepia: tint => ({ hue: 70, chroma: 0.03 + 0.05 * (1 - tint.light), light: tint.light }),
  grey: tint => ({ hue: 0, chroma: 0, light: tint.light }),
  pocket: tint => pocket[clamp(Math.floor(tint.light * 4.4 - 0.6), 0, 3)] ?? tint,
};

/** One row of cells as so many rows of picture points. */
function enlarged(pixels: Pixels, size: number, scale: number, row: number): Uint8Array {
  const stride = size * scale * 4;
  const rows = new Uint8Array(stride * scale);
  for (let column = 0; column < size; column++) {
    const cell = pixels.subarray((row * size + column) * 4, (row * size + column) * 4 + 4);
    for (let i = 0; i < scale; i++) rows.set(cell, (column * scale + i) * 4);
  }
  for (let i = 1; i < scale; i++) rows.copyWithin(i * stride, 0, stride);
  return rows;
}
