/** Draws a texture: a pattern gives height, colour, glow and gloss of each place; coats lie on it; light makes the picture. */
import { clamp } from '../arithmetic.ts';
import type { PatternName } from '../names.ts';
import { PngWriter } from '../png.ts';
import { combine, hashOf, randomFrom } from '../random.ts';
import { read } from '../words.ts';
import { coatsFor } from './coats.ts';
import { Ground, type Texel } from './ground.ts';
import { coloursFor } from './palette.ts';
import { patterns } from './patterns/all.ts';
import { type Planes, blurred, emptyPlanes, lightRows } from './relief.ts';

export interface TextureSettings {
  readonly width: number;
  readonly height: number;
  readonly tileable: boolean;
  readonly pattern: PatternName | 'auto';
  readonly detail: number;
  readonly seed: number;
}

/** What strange words may turn into. */
const surprises: readonly PatternName[] = ['flow', 'marble', 'crystal', 'scales', 'weave', 'cobble', 'rock', 'clouds', 'tiles', 'nebula'];

/** Rows drawn between two reports of progress. */
const band = 16;

/** Up to this many points each point is the mean of four: edges are smooth where somebody looks closely. */
const finest = 768 * 768;

/** A picture that need not tile is a window on a larger torus. */
const beyond = 1.37;

export function drawTexture(prompt: string, settings: TextureSettings, onProgress: (progress: number) => void): Uint8Array<ArrayBuffer> {
  const { width, height, tileable } = settings;
  const reading = read(prompt);
  const seed = combine(combine(settings.seed, reading.strange), reading.things);
  const name = settings.pattern !== 'auto' ? settings.pattern : reading.pattern ?? randomFrom(combine(seed, 1)).pick(surprises);
  const pattern = patterns[name];
  const shorter = unitOf(width, height);
  const extent = tileable ? 1 : beyond;
  const grain = width * height <= finest ? 2 : 1;
  const point = 1 / (shorter * grain);
  const ground = new Ground({
    across: (width / shorter) * extent,
    down: (height / shorter) * extent,
    point,
    detail: settings.detail,
    seed: combine(seed, hashOf(name)),
    colours: coloursFor(pattern, reading, settings.pattern === 'auto' && !reading.pattern, seed),
    reading,
  });

  const planes = emptyPlanes(width * grain, height * grain, tileable);
  drawSurface(planes, ground, name, extent, done => onProgress(done * 0.72));
  const near = blurred(planes, Math.round(0.006 / point));
  onProgress(0.75);
  const far = blurred(planes, Math.round(0.03 / point));
  onProgress(0.78);

  const png = new PngWriter({ width, height, channels: 3 });
  const lighting = { point, near, far, brightness: 1 + reading.mood.light * (reading.mood.light < 0 ? 0.45 : 0.3) };
  for (let top = 0; top < height; top += band) {
    const bottom = Math.min(height, top + band);
    png.write(lightRows(planes, lighting, grain, top, bottom));
    onProgress(0.78 + 0.21 * (bottom / height));
  }
  const file = png.finish();
  onProgress(1);
  return file;
}

/** A long strip shows its pattern at a size between its sides. */
function unitOf(width: number, height: number): number {
  return Math.max(Math.min(width, height), Math.max(width, height) / 4);
}

function drawSurface(planes: Planes, ground: Ground, name: PatternName, extent: number, onProgress: (progress: number) => void): void {
  const { width, height, relief, colour, glow, gloss } = planes;
  const shader = patterns[name].make(ground);
  const coats = coatsFor(ground, name);
  const texel: Texel = { height: 0, red: 0, green: 0, blue: 0, glow: 0, gloss: 0 };
  const stepU = 1 / (width * extent);
  const stepV = 1 / (height * extent);
  for (let y = 0; y < height; y++) {
    const v = (y + 0.5) * stepV;
    for (let x = 0; x < width; x++) {
      const u = (x + 0.5) * stepU;
      texel.height = 0;
      texel.glow = 0;
      texel.gloss = 0;
      shader(u, v, texel);
      for (const coat of coats) coat(u, v, texel);
      const at = y * width + x;
      relief[at] = texel.height;
      colour[at * 3] = clamp(texel.red) * 65535;
      colour[at * 3 + 1] = clamp(texel.green) * 65535;
      colour[at * 3 + 2] = clamp(texel.blue) * 65535;
      glow[at] = clamp(texel.glow) * 255;
      gloss[at] = clamp(texel.gloss) * 255;
    }
    if (y % band === band - 1) onProgress((y + 1) / height);
  }
}
