/** Draws a texture: a pattern gives height, colour, glow and gloss of each place; coats lie on it; light makes the picture. */
import { clamp, mix } from './arithmetic.ts';
import { coatsFor } from './coats.ts';
import { type Tint, Ramp, mixHue, mixTint, shade, shadesOf } from './colour.ts';
import { type Colours, type Pattern, Ground, type Texel } from './ground.ts';
import type { PatternName } from './names.ts';
import { patterns } from './patterns/index.ts';
import { PngWriter } from './png.ts';
import { combine, hashOf, randomFrom } from './random.ts';
import { type Planes, blurred, emptyPlanes, lightRows } from './relief.ts';
import { type Reading, read } from './words.ts';

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

/** The colours named, else those of the substances named, else the pattern's own; strange words choose when nothing else does. */
function coloursFor(pattern: Pattern, reading: Reading, free: boolean, seed: number): Colours {
  const random = randomFrom(combine(seed, 2));
  const { mood } = reading;
  const [first, second] = reading.colours;
  const [substance, other] = reading.materials;
  let base = substance ?? pattern.tint;
  let accent = other && substance ? other : pattern.accent;
  if (free && !substance) {
    base = { hue: random.between(0, 360), chroma: random.between(0.05, 0.15), light: random.between(0.4, 0.68) };
    accent = { hue: mixHue(base.hue, base.hue + random.pick([40, 150, 180, -60]), 1), chroma: random.between(0.08, 0.17), light: random.between(0.55, 0.8) };
  } else if (reading.strange !== 0) {
    base = { ...base, hue: base.hue + random.between(-12, 12), light: base.light + random.between(-0.04, 0.04) };
  }
  if (first) base = recoloured(base, first, pattern.takesColour);
  if (second) accent = recoloured(accent, second, 1);
  base = inMood(base, mood);
  accent = inMood(accent, mood);
  const span = mix(0.2, 0.28, mood.rough);
  return {
    base: shadesOf(base, Math.min(span, 0.12 + base.light * 0.4)),
    accent: shadesOf(accent, Math.min(0.2, 0.1 + accent.light * 0.3)),
    deep: shadesOf(shade({ ...base, light: base.light * 0.42, chroma: base.chroma * 0.7 }, -0.3, 0.04), 0.1),
    fire: fireOf(first && pattern.takesColour === 0 ? first : undefined, second),
  };
}

function recoloured(tint: Tint, colour: Tint, amount: number): Tint {
  const strength = amount === 0 ? 0.25 : amount;
  return { hue: colour.hue, chroma: mix(tint.chroma, colour.chroma, strength), light: mix(tint.light, colour.light, 0.3 + 0.65 * strength) };
}

function inMood(tint: Tint, mood: Reading['mood']): Tint {
  return { hue: tint.hue, chroma: tint.chroma * mood.chroma, light: clamp(tint.light + mood.light * 0.12, 0.1, 0.96) };
}

/** From ember to white heat: orange as fire is, or the colour named ("blue lava"). */
function fireOf(first: Tint | undefined, second: Tint | undefined): Ramp {
  const hot = second ?? first;
  if (!hot || hot.chroma < 0.03) {
    return new Ramp([
      [0, { hue: 25, chroma: 0.08, light: 0.18 }], [0.25, { hue: 28, chroma: 0.18, light: 0.42 }], [0.5, { hue: 42, chroma: 0.2, light: 0.66 }],
      [0.75, { hue: 75, chroma: 0.17, light: 0.84 }], [1, { hue: 100, chroma: 0.08, light: 0.97 }],
    ]);
  }
  const bright = mixTint(hot, { ...hot, light: 0.97, chroma: 0.04 }, 0.8);
  return new Ramp([
    [0, { ...hot, light: 0.16, chroma: 0.07 }], [0.3, { ...hot, light: 0.4, chroma: 0.18 }], [0.6, { ...hot, light: 0.68, chroma: 0.19 }], [1, bright],
  ]);
}
