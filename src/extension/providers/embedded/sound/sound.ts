/** Makes a sound: the words choose its kinds and their manner, each is played, and together they become a file. */
import { clamp, cosine, power2, sine, smoothstep } from '../arithmetic.ts';
import { soundSeconds } from '../limits.ts';
import type { SoundName } from '../names.ts';
import { combine, hashOf, randomFrom } from '../random.ts';
import { type Effect, type Frame, brightened, coarse, distorted, dulled, echoing, inRoom, lifted, metallic } from './effects.ts';
import { type Hearing, hear } from './hearing.ts';
import type { Kind } from './kind.ts';
import { kinds } from './kinds/all.ts';
import { Stage } from './score.ts';
import { wavOf } from './wav.ts';

export interface SoundSettings {
  readonly kind: SoundName | 'auto';
  /** Seconds; `null` leaves it to the kind. */
  readonly duration: number | null;
  readonly rate: number;
  readonly stereo: boolean;
  readonly loop: boolean;
  readonly seed: number;
}

/** The loudest sample of every sound: a decibel below the most that a file can hold. */
export const loudest = 0.89;

export function makeSound(prompt: string, settings: SoundSettings, onProgress: (progress: number) => void): Uint8Array<ArrayBuffer> {
  const hearing = hear(prompt);
  const names = settings.kind === 'auto' ? hearing.kinds : [settings.kind];
  const seconds = settings.duration ?? naturalLength(names, hearing);
  const frames = Math.max(1, Math.round(seconds * settings.rate));
  const parts = names.map((name, i) => {
    const channels = played(name, seconds, frames, hearing, settings, progress => onProgress((i + progress) / names.length * 0.8));
    return { channels, level: loudnessOf(name, names) / Math.max(peakOf(channels), 1e-9) };
  });
  const [left, right] = [new Float64Array(frames), new Float64Array(frames)];
  for (let i = 0; i < frames; i++) {
    for (const { channels, level } of parts) {
      left[i] = (left[i] ?? 0) + (channels[0][i] ?? 0) * level;
      right[i] = (right[i] ?? 0) + (channels[1][i] ?? 0) * level;
    }
  }
  applied(effectsOf(names, hearing, settings.rate), [left, right], settings);
  onProgress(0.9);
  const channels = settings.stereo ? [left, right] : [middleOf(left, right)];
  if (hearing.reversed) for (const channel of channels) channel.reverse();
  for (const channel of channels) trimmed(channel, names, settings);
  normalised(channels);
  onProgress(0.95);
  const file = wavOf({ rate: settings.rate, loop: settings.loop }, channels);
  onProgress(1);
  return file;
}

function timesOf({ times, every }: Kind, hearing: Hearing): number {
  if (every === undefined) return 1;
  return hearing.times ?? times ?? (hearing.many ? 4 : 1);
}

function naturalLength(names: readonly SoundName[], hearing: Hearing): number {
  const longest = names.reduce((most, name) => Math.max(most, ownLength(kinds[name], hearing)), 0);
  const tail = hearing.space * 1.4 + hearing.echo * 0.9 + hearing.distance * 0.4;
  const steady = names.some(name => kinds[name].goesOn);
  return clamp(Math.round((longest + (steady ? 0 : tail)) * 1000) / 1000, soundSeconds.minimum, soundSeconds.maximum);
}

function ownLength(kind: Kind, hearing: Hearing): number {
  const gap = (kind.every ?? 0) / hearing.manner.pace;
  return kind.seconds * hearing.length + (timesOf(kind, hearing) - 1) * gap;
}

type Channels = readonly [left: Float64Array, right: Float64Array];

/** One kind over the whole time. */
function played(name: SoundName, seconds: number, frames: number, hearing: Hearing, settings: SoundSettings, onProgress: (progress: number) => void): Channels {
  const kind = kinds[name];
  const { rate, loop } = settings;
  const folds = loop && kind.goesOn !== undefined;
  // A sound that repeats is played on past its end, and what is there goes over into the beginning.
  const overlap = folds ? Math.min(Math.floor(frames / 2), Math.round((kind.goesOn === 'tone' ? 0.1 : 1) * rate)) : 0;
  const stage = new Stage(rate, frames + overlap);
  const random = randomFrom(combine(combine(settings.seed, hearing.strange), hashOf(name)));
  for (const { from, length } of turnsOf(kind, seconds + overlap / rate, hearing, settings)) {
    kind.play(stage.score({ from, seconds: length, seed: random.seed(), loop: folds ? frames / rate : null, manner: hearing.manner }));
  }
  stage.render(onProgress);
  return [folded(stage.left, frames, overlap, kind), folded(stage.right, frames, overlap, kind)];
}

/** When it sounds, and how long each time. */
function turnsOf(kind: Kind, seconds: number, hearing: Hearing, { duration }: SoundSettings): readonly { from: number; length: number }[] {
  const one = kind.seconds * hearing.length;
  const gap = (kind.every ?? 0) / hearing.manner.pace;
  let count = timesOf(kind, hearing);
  const fills = duration !== null && hearing.times === null && gap > 0 && (kind.beats || hearing.many);
  if (fills) count = Math.max(1, Math.round(seconds / gap));
  if (count === 1) return [{ from: 0, length: kind.goesOn || duration !== null ? seconds : Math.min(seconds, one + tailOf(hearing)) }];
  const step = fills ? seconds / count : Math.min(gap, seconds / count);
  return Array.from({ length: count }, (_, i) => {
    const left = seconds - i * step;
    return { from: i * step, length: i === count - 1 && !fills ? left : Math.min(one, left) };
  });
}

function tailOf({ space, echo, distance }: Hearing): number {
  return (space + echo + distance) * 0.2;
}

function folded(samples: Float64Array, frames: number, overlap: number, { goesOn }: Kind): Float64Array {
  for (let i = 0; i < overlap; i++) {
    const way = (i + 0.5) / overlap;
    // Noises that know nothing of each other keep their loudness by their powers, tones in step by their heights.
    const [fresh, old] = goesOn === 'noise' ? [sine(way / 4), cosine(way / 4)] : [way, 1 - way];
    samples[i] = (samples[i] ?? 0) * fresh + (samples[frames + i] ?? 0) * old;
  }
  return samples.subarray(0, frames);
}

/** What goes on stays behind what happens. */
function loudnessOf(name: SoundName, names: readonly SoundName[]): number {
  return kinds[name].goesOn && names.some(other => !kinds[other].goesOn) ? 0.4 : 1;
}

function effectsOf(names: readonly SoundName[], hearing: Hearing, rate: number): readonly Effect[] {
  const { tone, distance, space, echo, grit, retro, manner } = hearing;
  const effects: Effect[] = [];
  if (manner.material === 'metal' && names.every(name => !kinds[name].takesMaterial)) effects.push(metallic(rate, 1));
  if (grit > 0) effects.push(distorted(1 + 6 * grit));
  if (retro) effects.push(coarse(rate));
  if (tone > 0) effects.push(brightened(rate, 2600, 1.8 * tone));
  if (tone < 0) effects.push(dulled(rate, 9000 * power2(2.4 * tone)));
  if (distance > 0) effects.push(dulled(rate, 9000 * power2(-2.6 * distance)));
  if (echo > 0) effects.push(echoing(rate, 0.27, 0.75 * echo));
  const own = names.reduce((most, name) => Math.max(most, kinds[name].room ?? 0), 0);
  const amount = Math.max(own, space * 1.1, distance * 0.8);
  if (amount > 0) effects.push(inRoom(rate, { size: 0.7 + space * 1.1 + distance * 0.6, seconds: 0.7 + own + space * 2.2 + distance, amount }));
  effects.push(lifted(rate, 16));
  return effects;
}

/** How long a sound that repeats is heard in advance, so that what rings at its end rings on into its beginning. */
const advance = 4;

function applied(effects: readonly Effect[], [left, right]: Channels, { loop, rate }: SoundSettings): void {
  const frames = left.length;
  const frame: Frame = { left: 0, right: 0 };
  const before = loop ? (Math.floor(advance * rate / frames) + 1) * frames : 0;
  const [dryLeft, dryRight] = before > 0 ? [left.slice(), right.slice()] : [left, right];
  for (let i = -before; i < frames; i++) {
    const at = i < 0 ? (i + before) % frames : i;
    frame.left = dryLeft[at] ?? 0;
    frame.right = dryRight[at] ?? 0;
    for (let e = 0; e < effects.length; e++) (effects[e] as Effect)(frame);
    if (i < 0) continue;
    left[i] = frame.left;
    right[i] = frame.right;
  }
}

function middleOf(left: Float64Array, right: Float64Array): Float64Array {
  return left.map((sample, i) => (sample + (right[i] ?? 0)) / 2);
}

/** Begins and ends at rest (unless it repeats), and swings around zero. */
function trimmed(channel: Float64Array, names: readonly SoundName[], { loop, rate }: SoundSettings): void {
  const frames = channel.length;
  const steady = names.some(name => kinds[name].goesOn);
  const rise = Math.min(frames / 3, (steady ? 0.04 : 0.002) * rate);
  const drop = Math.min(frames / 3, Math.max(0.01 * rate, Math.min(frames * 0.12, (steady ? 0.35 : 0.6) * rate)));
  const window = (i: number): number => (loop ? 1 : smoothstep(0, rise, i) * smoothstep(0, drop, frames - 1 - i));
  let sum = 0;
  let weight = 0;
  for (let i = 0; i < frames; i++) {
    const share = window(i);
    const sample = (channel[i] ?? 0) * share;
    channel[i] = sample;
    sum += sample;
    weight += share;
  }
  const offset = weight > 0 ? sum / weight : 0;
  for (let i = 0; i < frames; i++) channel[i] = (channel[i] ?? 0) - offset * window(i);
}

function peakOf(channels: readonly Float64Array[]): number {
  let peak = 0;
  for (const channel of channels) {
    for (let i = 0; i < channel.length; i++) peak = Math.max(peak, Math.abs(channel[i] ?? 0));
  }
  return peak;
}

function normalised(channels: readonly Float64Array[]): void {
  const peak = peakOf(channels);
  const gain = peak > 0 ? loudest / peak : 0;
  for (const channel of channels) {
    for (let i = 0; i < channel.length; i++) channel[i] = (channel[i] ?? 0) * gain;
  }
}
