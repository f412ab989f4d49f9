/** Gradient noise on a torus: it repeats after whole periods, so what is drawn from it tiles. */
import { cosine, sine } from './arithmetic.ts';
import { hashAt, share } from './random.ts';

/** A value, about -1 to 1, for each place of the torus; both coordinates run from 0 to 1 and repeat outside. */
export type Field = (u: number, v: number) => number;

const directions = 64;
const directionX = Float64Array.from({ length: directions }, (_, i) => cosine(i / directions));
const directionY = Float64Array.from({ length: directions }, (_, i) => sine(i / directions));

/**
 * One octave: `x` runs over `periodX` cells, `y` over `periodY`, and repeats outside.
 * Its grid is moved by a chance of its own: where the lines of many octaves meet, one would see them.
 * It remembers the slopes at the corners of the cell it was asked about last; neighbouring points mostly share them.
 */
export function octaveOf(periodX: number, periodY: number, seed: number): (x: number, y: number) => number {
  const shiftX = share(hashAt(0, 1, seed));
  const shiftY = share(hashAt(1, 0, seed));
  const corners = new Float64Array(8);
  const cell = Int32Array.of(-1, -1);
  const enter = (left: number, top: number): void => {
    cell[0] = left;
    cell[1] = top;
    const right = left + 1 === periodX ? 0 : left + 1;
    const bottom = top + 1 === periodY ? 0 : top + 1;
    for (let corner = 0; corner < 4; corner++) {
      const direction = hashAt((corner & 1) === 0 ? left : right, (corner & 2) === 0 ? top : bottom, seed) & (directions - 1);
      corners[corner * 2] = directionX[direction] ?? 0;
      corners[corner * 2 + 1] = directionY[direction] ?? 0;
    }
  };
  return (placeX, placeY) => {
    const x = placeX + shiftX;
    const y = placeY + shiftY;
    const floorX = Math.floor(x);
    const floorY = Math.floor(y);
    const dx = x - floorX;
    const dy = y - floorY;
    let left = floorX % periodX;
    if (left < 0) left += periodX;
    let top = floorY % periodY;
    if (top < 0) top += periodY;
    if (left !== cell[0] || top !== cell[1]) enter(left, top);
    const fadeX = dx * dx * dx * (dx * (dx * 6 - 15) + 10);
    const fadeY = dy * dy * dy * (dy * (dy * 6 - 15) + 10);
    const a = (corners[0] ?? 0) * dx + (corners[1] ?? 0) * dy;
    const b = (corners[2] ?? 0) * (dx - 1) + (corners[3] ?? 0) * dy;
    const c = (corners[4] ?? 0) * dx + (corners[5] ?? 0) * (dy - 1);
    const d = (corners[6] ?? 0) * (dx - 1) + (corners[7] ?? 0) * (dy - 1);
    const upper = a + (b - a) * fadeX;
    const lower = c + (d - c) * fadeX;
    return (upper + (lower - upper) * fadeY) * 1.5;
  };
}

/** What a sum of octaves is made of. Each octave has twice the frequency of the one before. */
export interface Octaves {
  readonly periodX: number;
  readonly periodY: number;
  readonly count: number;
  /** How much of an octave's strength the next one has, 0 to 1. */
  readonly gain: number;
  readonly seed: number;
}

interface Voice {
  readonly at: (x: number, y: number) => number;
  readonly periodX: number;
  readonly periodY: number;
  readonly strength: number;
}

/** The octaves, with strengths that add up to `total`. */
function voicesOf({ periodX, periodY, count, gain, seed }: Octaves, total: number): Voice[] {
  let sum = 0;
  let strength = 1;
  const strengths = Array.from({ length: count }, () => {
    const own = strength;
    sum += own;
    strength *= gain;
    return own;
  });
  return strengths.map((own, octave) => {
    const px = periodX * (1 << octave);
    const py = periodY * (1 << octave);
    return { at: octaveOf(px, py, seed + octave * 7919), periodX: px, periodY: py, strength: own * total / sum };
  });
}

/** Clouds of all sizes: the plain sum. */
export function sumOf(octaves: Octaves): Field {
  const voices = voicesOf(octaves, 1.25);
  return (u, v) => {
    let sum = 0;
    for (let i = 0; i < voices.length; i++) {
      const voice = voices[i] as Voice;
      sum += voice.at(u * voice.periodX, v * voice.periodY) * voice.strength;
    }
    return sum;
  };
}

/** Sharp crests where the noise crosses zero, smaller ones along them: mountains, veins, bark. From 0 to 1. */
export function ridgesOf(octaves: Octaves): Field {
  const voices = voicesOf(octaves, 1);
  return (u, v) => {
    let sum = 0;
    let carried = 1;
    for (let i = 0; i < voices.length; i++) {
      const voice = voices[i] as Voice;
      const value = voice.at(u * voice.periodX, v * voice.periodY);
      let crest = 1 - (value < 0 ? -value : value);
      crest *= crest;
      sum += crest * voice.strength * carried;
      carried = crest > 1 ? 1 : crest;
    }
    return sum;
  };
}
