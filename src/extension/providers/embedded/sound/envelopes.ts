/** How a value goes over time, and how values join. */
import { clamp, power2, smoothstep } from '../arithmetic.ts';
import type { Clock, Moving, Signal } from './score.ts';
import { moving } from './waves.ts';

/** Octaves from full strength down to a thousandth, which is as good as silence. */
const silence = -9.965784284662087;

/** The factor by which something falls each sample to die away in so many seconds. */
export function fading(rate: number, seconds: number): number {
  return power2(silence / Math.max(1, seconds * rate));
}

/** Rises at once and dies away in so many seconds. */
export function fall({ rate }: Clock, seconds: number, rise = 0.001): Signal {
  const factor = fading(rate, seconds);
  const step = 1 / Math.max(1, rise * rate);
  let level = 1;
  let risen = 0;
  return () => {
    if (risen < 1) {
      risen += step;
      return risen < 1 ? risen : 1;
    }
    level *= factor;
    return level;
  };
}

/** Rises and falls once; `peak` tells where in between, from 0 to 1. */
export function arc({ rate }: Clock, seconds: number, peak = 0.5): Signal {
  const length = Math.max(1, seconds * rate);
  let i = 0;
  return () => {
    const t = i++ / length;
    return t < peak ? smoothstep(0, peak, t) : smoothstep(1, peak, t);
  };
}

/** Rises, stays and drops within so many seconds. */
export function hold({ rate }: Clock, seconds: number, rise: number, drop: number): Signal {
  const length = seconds * rate;
  const up = 1 / Math.max(1, Math.min(rise, seconds / 2) * rate);
  const down = 1 / Math.max(1, Math.min(drop, seconds / 2) * rate);
  let i = 0;
  return () => {
    const t = Math.min(i * up, (length - i) * down, 1);
    i++;
    return t > 0 ? t * t * (3 - 2 * t) : 0;
  };
}

/** Goes so many octaves up (or down) within so many seconds, and stays there. */
export function glide({ rate }: Clock, from: number, octaves: number, seconds: number): Signal {
  const length = Math.max(1, Math.round(seconds * rate));
  const factor = power2(octaves / length);
  let value = from;
  let i = 0;
  return () => {
    const now = value;
    if (i++ < length) value *= factor;
    return now;
  };
}

/** Straight lines through points of time and value. */
export function line({ rate }: Clock, points: readonly (readonly [seconds: number, value: number])[]): Signal {
  let i = 0;
  let next = 0;
  return () => {
    const t = i++ / rate;
    while (next < points.length && (points[next]?.[0] ?? 0) <= t) next++;
    const before = points[next - 1];
    const after = points[next];
    if (!before) return after?.[1] ?? 0;
    if (!after) return before[1];
    return before[1] + (after[1] - before[1]) * (t - before[0]) / (after[0] - before[0]);
  };
}

export function product(...factors: readonly Moving[]): Signal {
  const [first, second, third, fourth] = factors.map(moving);
  if (!first || !second) return first ?? (() => 1);
  if (!third) return () => first() * second();
  if (!fourth) return () => first() * second() * third();
  return () => first() * second() * third() * fourth();
}

export function sum(...parts: readonly Signal[]): Signal {
  return () => {
    let total = 0;
    for (let i = 0; i < parts.length; i++) total += (parts[i] as Signal)();
    return total;
  };
}

/** Presses what is loud together, without an edge; `amount` 1 is gentle, 8 is hard. */
export function driven(signal: Signal, amount: number): Signal {
  return () => {
    const x = clamp(signal() * amount, -3, 3);
    return x * (27 + x * x) / (27 + 9 * x * x);
  };
}
