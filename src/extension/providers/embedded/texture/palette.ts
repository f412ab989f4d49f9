/** Which colours a texture is painted with: the words choose, the pattern knows what suits it. */
import { clamp, mix } from '../arithmetic.ts';
import { Ramp, type Tint, mixHue, mixTint, shade, shadesOf } from '../colour.ts';
import { combine, randomFrom } from '../random.ts';
import type { Reading } from '../words.ts';
import type { Colours, Pattern } from './ground.ts';

/** The colours named, else those of the substances named, else the pattern's own; strange words choose when nothing else does. */
export function coloursFor(pattern: Pattern, reading: Reading, free: boolean, seed: number): Colours {
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
