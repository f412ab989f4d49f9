/** Filters, and noises made with them. */
import { clamp, cosine, sine } from '../arithmetic.ts';
import { product } from './envelopes.ts';
import type { Clock, Moving, Signal } from './score.ts';
import { moving, whiteNoise } from './waves.ts';

/** A moving filter is set anew once in so many samples. */
const settingInterval = 16;

interface Taps {
  low: number;
  band: number;
  high: number;
}

/** A state-variable filter in its trapezoidal form, which stays stable however fast it is moved. */
function filter({ rate }: Clock, input: Signal, frequency: Moving, resonance: number, tap: (taps: Taps) => number): Signal {
  const cutoff = moving(frequency);
  const fixed = typeof frequency === 'number';
  const k = 1 / resonance;
  const taps: Taps = { low: 0, band: 0, high: 0 };
  let charge = 0;
  let drift = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  let count = 0;
  const set = (hertz: number): void => {
    const turns = clamp(hertz, 5, rate * 0.45) / rate / 2;
    const g = sine(turns) / cosine(turns);
    a1 = 1 / (1 + g * (g + k));
    a2 = g * a1;
    a3 = g * a2;
  };
  if (fixed) set(frequency);
  return () => {
    if (!fixed) {
      const hertz = cutoff();
      if (count++ % settingInterval === 0) set(hertz);
    }
    const sample = input();
    const v3 = sample - drift;
    const v1 = a1 * charge + a2 * v3;
    const v2 = drift + a2 * charge + a3 * v3;
    charge = 2 * v1 - charge;
    drift = 2 * v2 - drift;
    taps.low = v2;
    taps.band = v1 * k;
    taps.high = sample - v1 * k - v2;
    return tap(taps);
  };
}

/** Softer above a frequency; a resonance above 0.7 makes it ring there. */
export function lowpass(clock: Clock, input: Signal, cutoff: Moving, resonance = 0.7): Signal {
  return filter(clock, input, cutoff, resonance, taps => taps.low);
}

export function highpass(clock: Clock, input: Signal, cutoff: Moving, resonance = 0.7): Signal {
  return filter(clock, input, cutoff, resonance, taps => taps.high);
}

/** Only what is near a frequency, the nearer the higher the resonance. */
export function bandpass(clock: Clock, input: Signal, centre: Moving, resonance: number): Signal {
  return filter(clock, input, centre, resonance, taps => taps.band);
}

/** What a throat or a room does: several bands at once. */
export function formants(clock: Clock, input: Signal, bands: readonly (readonly [centre: Moving, resonance: number, level: number])[]): Signal {
  let sample = 0;
  const shared: Signal = () => sample;
  const filters = bands.map(([centre, resonance, level]) => ({ level, band: bandpass(clock, shared, centre, resonance) }));
  return () => {
    sample = input();
    let total = 0;
    for (const { band, level } of filters) total += band() * level;
    return total;
  };
}

/** Noise around a frequency, equally loud wherever that goes. */
export function breath(clock: Clock, centre: Moving, resonance: number): Signal {
  const hertz = moving(centre);
  let now = 0;
  let gain = 0;
  let count = 0;
  const band = bandpass(clock, whiteNoise(clock), () => now, resonance);
  return () => {
    now = hertz();
    if (count++ % settingInterval === 0) gain = 0.36 * Math.sqrt(clock.rate * resonance / clamp(now, 20, clock.rate * 0.45) / 3.14 + 1);
    return band() * gain;
  };
}

/** Noise below a frequency, equally loud wherever that goes. */
export function rumble(clock: Clock, cutoff: Moving): Signal {
  const hertz = moving(cutoff);
  let now = 0;
  let gain = 0;
  let count = 0;
  const low = lowpass(clock, whiteNoise(clock), () => now);
  return () => {
    now = hertz();
    if (count++ % settingInterval === 0) gain = 0.4 * Math.sqrt(clock.rate / clamp(now, 20, clock.rate * 0.45) / 2);
    return low() * gain;
  };
}

/** Noise above a frequency, softened where it would only be harsh. */
export function hiss(clock: Clock, cutoff: Moving): Signal {
  const soft = lowpass(clock, whiteNoise(clock), typeof cutoff === 'number' ? Math.max(8000, cutoff * 1.6) : 8000, 0.6);
  return product(highpass(clock, soft, cutoff), 0.9);
}
