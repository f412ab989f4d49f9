/** Where sound begins: tones and noises. None is louder than about 1. */
import { clamp, fraction, sine } from '../arithmetic.ts';
import { randomFrom } from '../random.ts';
import type { Clock, Moving, Signal } from './score.ts';

export function moving(value: Moving): Signal {
  return typeof value === 'number' ? () => value : value;
}

/** Runs from 0 to 1 once a cycle. Frequencies that the rate can't carry are held below its limit. */
function phaseOf({ rate }: Clock, frequency: Moving, begin: number): { next: () => number; step: () => number } {
  const hertz = moving(frequency);
  let phase = begin;
  let step = 0;
  return {
    next() {
      const now = phase;
      step = clamp(hertz() / rate, 0, 0.45);
      phase += step;
      if (phase >= 1) phase -= 1;
      return now;
    },
    step: () => step,
  };
}

/** @param bend moves the phase, in turns: frequency modulation */
export function sineWave(clock: Clock, frequency: Moving, bend?: Signal): Signal {
  const { next } = phaseOf(clock, frequency, 0);
  return bend ? () => sine(next() + bend()) : () => sine(next());
}

export function triangleWave(clock: Clock, frequency: Moving): Signal {
  const { next } = phaseOf(clock, frequency, 0.25);
  return () => {
    const phase = next();
    return phase < 0.5 ? 1 - 4 * phase : 4 * phase - 3;
  };
}

/** Rounds a step of the wave, which would otherwise hold tones that the rate can't carry. */
function rounded(phase: number, step: number): number {
  if (phase < step) {
    const t = phase / step - 1;
    return -t * t;
  }
  if (phase > 1 - step) {
    const t = (phase - 1) / step + 1;
    return t * t;
  }
  return 0;
}

export function sawWave(clock: Clock, frequency: Moving): Signal {
  const { next, step } = phaseOf(clock, frequency, 0.5);
  return () => {
    const phase = next();
    return 2 * phase - 1 - rounded(phase, step());
  };
}

/** @param width the share of a cycle that is high */
export function pulseWave(clock: Clock, frequency: Moving, width: Moving = 0.5): Signal {
  const { next, step } = phaseOf(clock, frequency, 0);
  const high = moving(width);
  return () => {
    const phase = next();
    const share = high();
    const value = (phase < share ? 1 : -1) + rounded(phase, step()) - rounded(fraction(phase + 1 - share), step());
    return value - (2 * share - 1);
  };
}

/** All frequencies alike. */
export function whiteNoise({ random }: Clock): Signal {
  const chance = randomFrom(random.seed());
  return () => chance.next() * 2 - 1;
}

const octaves = 10;

/** Every octave alike: values that are drawn anew every sample, every other one, every fourth … */
export function pinkNoise({ random }: Clock): Signal {
  const chance = randomFrom(random.seed());
  const held = Float64Array.from({ length: octaves }, () => chance.next() * 2 - 1);
  let sum = held.reduce((total, value) => total + value, 0);
  let count = 0;
  return () => {
    count = (count + 1) & ((1 << octaves) - 1);
    let octave = 0;
    for (let bits = count; octave < octaves - 1 && (bits & 1) === 0; bits >>= 1) octave++;
    const value = chance.next() * 2 - 1;
    sum += value - (held[octave] ?? 0);
    held[octave] = value;
    return (sum + chance.next() * 2 - 1) * 0.25;
  };
}

/** Strokes of random strength at random times, so many a second on average. */
export function sparks({ rate, random }: Clock, perSecond: Moving): Signal {
  const chance = randomFrom(random.seed());
  const density = moving(perSecond);
  return () => {
    if (chance.next() >= density() / rate) return 0;
    const strength = chance.next();
    return (chance.next() < 0.5 ? -1 : 1) * (0.15 + 0.85 * strength * strength);
  };
}

/** Wanders smoothly between two values, passing about so many random ones a second. */
export function wander({ rate, random }: Clock, hertz: Moving, low: number, high: number): Signal {
  const chance = randomFrom(random.seed());
  const speed = moving(hertz);
  let from = chance.next();
  let to = chance.next();
  let way = 0;
  return () => {
    way += speed() / rate;
    if (way >= 1) {
      way -= Math.floor(way);
      from = to;
      to = chance.next();
    }
    return low + (high - low) * (from + (to - from) * way * way * (3 - 2 * way));
  };
}

/** Swings between two values, beginning in the middle and rising. */
export function sway(clock: Clock, hertz: Moving, low: number, high: number): Signal {
  const wave = sineWave(clock, hertz);
  return () => low + (high - low) * (0.5 + 0.5 * wave());
}
