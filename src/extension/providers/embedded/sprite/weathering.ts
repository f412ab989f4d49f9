/** What time and weather do to a sprite: moss and snow from above, rust in patches, cracks. */
import type { Tint } from '../colour.ts';
import type { CoatName } from '../names.ts';
import { octaveOf } from '../noise.ts';
import type { Random } from '../random.ts';
import type { Canvas } from './canvas.ts';

const moss: Tint = { hue: 130, chroma: 0.12, light: 0.48 };
const snow: Tint = { hue: 235, chroma: 0.01, light: 0.96 };
const rust: Tint = { hue: 48, chroma: 0.11, light: 0.44 };
const dust: Tint = { hue: 75, chroma: 0.05, light: 0.66 };
const blood: Tint = { hue: 22, chroma: 0.17, light: 0.38 };
const crack: Tint = { hue: 285, chroma: 0.02, light: 0.18 };

export function weather(canvas: Canvas, coats: ReadonlySet<CoatName>, random: Random): void {
  if (coats.has('rust')) patches(canvas, rust, 0.12, random);
  if (coats.has('dust')) patches(canvas, dust, 0.22, random);
  if (coats.has('stains')) patches(canvas, blood, 0.2, random);
  if (coats.has('cracks')) cracks(canvas, random);
  if (coats.has('moss')) fromAbove(canvas, moss, 2.2, random);
  if (coats.has('snow')) fromAbove(canvas, snow, 1.9, random);
}

function recolour(canvas: Canvas, at: number, material: number, tone: number): void {
  canvas.material[at] = material;
  canvas.tone[at] = tone;
}

/** Lies on whatever has the sky above it, hanging down a little. */
function fromAbove(canvas: Canvas, tint: Tint, depth: number, random: Random): void {
  const material = canvas.materials.push(tint) - 1;
  const { size, scale } = canvas;
  const wave = octaveOf(16, 16, random.seed());
  for (let column = 0; column < size; column++) {
    const reach = Math.round((depth * 0.5 + wave(column / scale * 0.45, 0.5) * depth * 0.7) * scale);
    for (let row = 0; row < size; row++) {
      const at = row * size + column;
      if (canvas.material[at] === -1 || (row > 0 && canvas.material[at - size] !== -1 && canvas.material[at - size] !== material)) continue;
      let down = 0;
      while (row + down < size && down < reach && canvas.material[at + down * size] !== -1) {
        recolour(canvas, at + down * size, material, 0.78 - (down / Math.max(1, reach)) * 0.5);
        down++;
      }
      row += down;
    }
  }
}

function patches(canvas: Canvas, tint: Tint, above: number, random: Random): void {
  const material = canvas.materials.push(tint) - 1;
  const { size, scale } = canvas;
  const large = octaveOf(8, 8, random.seed());
  const small = octaveOf(16, 16, random.seed());
  for (let at = 0; at < size * size; at++) {
    if (canvas.material[at] === -1) continue;
    const x = (at % size) / scale * 0.5;
    const y = Math.floor(at / size) / scale * 0.5;
    const amount = large(x, y) + small(x * 2, y * 2) * 0.5;
    if (amount > above) recolour(canvas, at, material, (canvas.tone[at] ?? 0.5) + (amount - above) * 0.3 - 0.06);
  }
}

/** Dark lines that wander in from the upper and the lower edge. */
function cracks(canvas: Canvas, random: Random): void {
  const material = canvas.materials.push(crack) - 1;
  const { size } = canvas;
  for (let line = 0; line < 4; line++) {
    const down = line % 2 === 0 ? 1 : -1;
    let column = random.integer(Math.floor(size * 0.3), Math.floor(size * 0.7));
    let row = down === 1 ? 0 : size - 1;
    const drift = random.chance(0.5) ? 1 : -1;
    let length = random.integer(Math.floor(size * 0.2), Math.floor(size * 0.4));
    while (row >= 0 && row < size && column >= 0 && column < size && length > 0) {
      const at = row * size + column;
      if (canvas.material[at] !== -1) {
        recolour(canvas, at, material, 0.5);
        length--;
      }
      if (random.chance(0.4)) column += random.chance(0.75) ? drift : -drift;
      else row += down;
    }
  }
}
