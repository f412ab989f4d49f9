/** What a sound is written on: voices with their time and place, played into two channels when all are there. */
import { clamp, cosine, power2, sine } from '../arithmetic.ts';
import { type Random, randomFrom } from '../random.ts';

/** Sound as a function: each call gives the next sample. So are envelopes and moving frequencies. */
export type Signal = () => number;

/** A number that stays or moves. */
export type Moving = number | Signal;

/** What generators and filters need to know. */
export interface Clock {
  /** Samples in a second. */
  readonly rate: number;
  readonly random: Random;
}

export const materials = ['wood', 'metal', 'stone', 'glass', 'water', 'grain', 'leaves'] as const;
export type Material = (typeof materials)[number];

/** What the words say of how it is to sound. */
export interface Manner {
  /** A factor on all frequencies. */
  readonly pitch: number;
  /** 0 softly to 1 hard. */
  readonly force: number;
  /** A factor on the speed of what repeats itself. */
  readonly pace: number;
  readonly material: Material | null;
  /** Sad or eerie. */
  readonly minor: boolean;
  readonly action: 'open' | 'close' | null;
  /** A hash of the words, the same for every seed. */
  readonly words: number;
}

export interface Place {
  /** Seconds after the beginning; 0 when not given. */
  readonly at?: number;
  /** Seconds; to the end when not given. */
  readonly for?: number;
  readonly level?: number;
  /** -1 left to 1 right. */
  readonly pan?: number;
}

/** What a kind of sound gets to write on. */
export interface Score extends Clock, Manner {
  /** How long it is to last. */
  readonly seconds: number;
  play(place: Place, signal: Signal): void;
  /** Two voices of one making, to the left and to the right. */
  wide(place: Place, make: () => Signal): void;
  /** The frequency nearest to this one that fits whole cycles into a sound that repeats. */
  cycle(frequency: number): number;
}

interface Voice {
  readonly from: number;
  readonly length: number;
  readonly left: number;
  readonly right: number;
  readonly signal: Signal;
}

/** How many samples are played between two reports. */
const stride = 4096;

export class Stage {
  readonly rate: number;
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly #voices: Voice[] = [];

  constructor(rate: number, frames: number) {
    this.rate = rate;
    this.left = new Float64Array(frames);
    this.right = new Float64Array(frames);
  }

  /** A part of the stage's time to write on. `loop` is the length of a repeating sound in seconds. */
  score(part: { from: number; seconds: number; seed: number; loop: number | null; manner: Manner }): Score {
    const { from, seconds, loop } = part;
    const play = (place: Place, signal: Signal): void => this.#add(from, seconds, place, signal);
    return {
      ...part.manner,
      rate: this.rate, random: randomFrom(part.seed), seconds, play,
      wide(place, make) {
        for (const pan of [-0.75, 0.75]) play({ ...place, pan, level: (place.level ?? 1) * 0.72 }, make());
      },
      cycle: frequency => (loop === null ? frequency : Math.max(1, Math.round(frequency * loop)) / loop),
    };
  }

  #add(begin: number, seconds: number, place: Place, signal: Signal): void {
    const at = place.at ?? 0;
    const from = Math.floor((begin + at) * this.rate);
    const length = Math.min(Math.round((place.for ?? seconds - at) * this.rate), this.left.length - from);
    const level = place.level ?? 1;
    const turn = (clamp(place.pan ?? 0, -1, 1) + 1) / 8;
    if (from >= 0 && length > 0) this.#voices.push({ from, length, left: level * cosine(turn), right: level * sine(turn), signal });
  }

  /** Plays all voices. @param onProgress told from 0 rising to 1 */
  render(onProgress: (progress: number) => void): void {
    const total = this.#voices.reduce((sum, { length }) => sum + length, 0);
    let played = 0;
    for (const voice of this.#voices) {
      for (let at = 0; at < voice.length; at += stride) {
        this.#play(voice, at, Math.min(voice.length, at + stride));
        onProgress((played + Math.min(voice.length, at + stride)) / total);
      }
      played += voice.length;
    }
  }

  /** Each voice begins and ends softly enough that none of them clicks where it is cut. */
  #play({ from, length, left, right, signal }: Voice, start: number, end: number): void {
    const rise = this.rate * 0.0004;
    const drop = Math.min(this.rate * 0.006, length * 0.3);
    for (let i = start; i < end; i++) {
      let sample = signal();
      if (i < rise) sample *= i / rise;
      if (length - i < drop) sample *= (length - i) / drop;
      this.left[from + i] = (this.left[from + i] ?? 0) + sample * left;
      this.right[from + i] = (this.right[from + i] ?? 0) + sample * right;
    }
  }
}

/** The factor of so many semitones. */
export function semitones(count: number): number {
  return power2(count / 12);
}
