/** Things that ring after a stroke: bars, bells, skins and strings. */
import { clamp, cosine, sine } from '../arithmetic.ts';
import { fading } from './envelopes.ts';
import type { Clock, Signal } from './score.ts';
import { whiteNoise } from './waves.ts';

/** One of the tones that a thing rings with. */
export interface Mode {
  readonly hertz: number;
  readonly level: number;
  /** Until it has died away. */
  readonly seconds: number;
}

/** Tones that begin together and die away each in its own time. Those that the rate can't carry are left out. */
export function struck({ rate }: Clock, modes: readonly Mode[]): Signal {
  const audible = modes.filter(({ hertz }) => hertz < rate * 0.45);
  const count = audible.length;
  const now = new Float64Array(count);
  const before = new Float64Array(count);
  const turn = new Float64Array(count);
  const loss = new Float64Array(count);
  audible.forEach(({ hertz, level, seconds }, i) => {
    const factor = fading(rate, seconds);
    turn[i] = 2 * factor * cosine(hertz / rate);
    loss[i] = factor * factor;
    before[i] = -level * sine(hertz / rate) / factor;
  });
  return () => {
    let total = 0;
    for (let i = 0; i < count; i++) {
      const sample = now[i] as number;
      total += sample;
      now[i] = (turn[i] as number) * sample - (loss[i] as number) * (before[i] as number);
      before[i] = sample;
    }
    return total;
  };
}

/** Modes from a thing's ratios: the higher the tone, the sooner it is gone. */
export function modesOf(hertz: number, seconds: number, ratios: readonly (readonly [ratio: number, level: number])[]): Mode[] {
  return ratios.map(([ratio, level]) => ({ hertz: hertz * ratio, level, seconds: seconds / Math.sqrt(Math.max(ratio, 0.5)) }));
}

/** A string: noise that runs round in a delay and loses its brightness. @param brightness 0 to 1 */
export function plucked(clock: Clock, hertz: number, seconds: number, brightness: number): Signal {
  const { rate } = clock;
  const period = rate / clamp(hertz, 20, rate * 0.4);
  const noise = whiteNoise(clock);
  const blend = 0.5 + 0.45 * brightness;
  // The blend of two neighbours delays by its own share of a sample.
  const wanted = period - (1 - blend);
  const length = Math.max(2, Math.floor(wanted));
  const share = clamp(wanted - length);
  const line = new Float64Array(length + 2);
  let smooth = 0;
  for (let i = 0; i < length; i++) {
    smooth += (noise() - smooth) * (0.25 + 0.7 * brightness);
    line[i] = smooth;
  }
  const factor = fading(1, seconds * hertz);
  let last = 0;
  const size = length + 2;
  let write = length;
  return () => {
    const older = line[(write - length - 1 + size * 2) % size] as number;
    const newer = line[(write - length + size) % size] as number;
    const sample = newer + (older - newer) * share;
    const next = (sample * blend + last * (1 - blend)) * factor;
    last = sample;
    line[write] = next;
    write = (write + 1) % size;
    return sample;
  };
}

/** Ratios of things, with the level of each. */
export const bell = [[0.5, 0.5], [1, 0.8], [1.19, 0.55], [1.5, 0.35], [2, 0.8], [2.51, 0.3], [2.66, 0.25], [3.01, 0.35], [4.1, 0.22], [5.43, 0.12]] as const;
export const plate = [[1, 0.7], [1.49, 0.6], [2.13, 0.7], [2.78, 0.5], [3.54, 0.55], [4.41, 0.4], [5.63, 0.35], [6.92, 0.25], [8.6, 0.18]] as const;
export const bar = [[1, 1], [2.76, 0.5], [5.4, 0.28], [8.93, 0.12]] as const;
export const plank = [[1, 1], [1.58, 0.6], [2.31, 0.45], [3.2, 0.25], [4.4, 0.12]] as const;
export const skin = [[1, 1], [1.59, 0.55], [2.14, 0.4], [2.3, 0.3], [2.65, 0.22], [2.92, 0.18], [3.5, 0.1]] as const;
export const cup = [[1, 1], [2.32, 0.7], [4.25, 0.5], [6.63, 0.35], [9.38, 0.2]] as const;
