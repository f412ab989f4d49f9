/** What every texture pattern is drawn on: a torus with a scale, a seed, colours, and tools cut to fit them. */
import { mix } from '../arithmetic.ts';
import type { Ramp, Rgb, Tint } from '../colour.ts';
import { type Field, type Octaves, ridgesOf, sumOf } from '../noise.ts';
import { type Random, randomFrom } from '../random.ts';
import type { Reading } from '../words.ts';
import { type Cells, type Lookup, cellsOf } from './cells.ts';

/** One place of the surface; one object is filled again and again. Colours are linear light. */
export interface Texel extends Rgb {
  /** In units of the picture's shorter side. */
  height: number;
  /** 0: lit from outside. 1: shines by itself. */
  glow: number;
  /** 0: chalk. 1: glass. */
  gloss: number;
}

/** Fills in one place; `u` and `v` run from 0 to 1 and repeat outside. */
export type Shader = (u: number, v: number, texel: Texel) => void;

export interface Pattern {
  /** What it looks like when the prompt names no colour: the substance, and what lies between or upon it. */
  readonly tint: Tint;
  readonly accent: Tint;
  /** How much of a named colour's chroma it takes; stone stays duller than cloth. */
  readonly takesColour: number;
  make(ground: Ground): Shader;
}

/** How a layer of noise lies on the torus. */
export interface Layer {
  /** Cells on the shorter side. */
  readonly cells: number;
  readonly octaves?: number;
  readonly gain?: number;
  /** Stretches the cells: 4 makes them four times as long that way. */
  readonly wide?: number;
  readonly tall?: number;
}

export type CellOptions = Partial<Pick<Cells, 'jitter' | 'borders' | 'softness'> & Pick<Layer, 'wide' | 'tall'>>;

/** Colours a pattern paints with. */
export interface Colours {
  readonly base: Ramp;
  readonly accent: Ramp;
  /** The base in deep shade: joints, gaps, soil. */
  readonly deep: Ramp;
  /** What glows, from ember to white heat. */
  readonly fire: Ramp;
}

export interface GroundFacts {
  /** Sides of the torus; the picture's shorter side is 1. */
  readonly across: number;
  readonly down: number;
  /** Side of a picture point, in the same unit. */
  readonly point: number;
  /** 0 to 1. */
  readonly detail: number;
  readonly seed: number;
  readonly colours: Colours;
  readonly reading: Reading;
}

export class Ground {
  readonly across: number;
  readonly down: number;
  readonly point: number;
  readonly detail: number;
  readonly colours: Colours;
  readonly reading: Reading;
  readonly random: Random;

  constructor(facts: GroundFacts) {
    this.across = facts.across;
    this.down = facts.down;
    this.point = facts.point;
    this.detail = facts.detail;
    this.colours = facts.colours;
    this.reading = facts.reading;
    this.random = randomFrom(facts.seed);
  }

  /** Whole cells that fit on the torus; an even number where rows are staggered. */
  columns(cells: number, even = false): number {
    return whole(cells * this.across / this.reading.mood.scale, even);
  }

  rows(cells: number, even = false): number {
    return whole(cells * this.down / this.reading.mood.scale, even);
  }

  /** Soft noise, about -1 to 1. */
  noise(layer: Layer, seed = this.random.seed()): Field {
    return sumOf({ ...this.#octaves(layer), seed });
  }

  /** Crests, 0 to 1. */
  ridges(layer: Layer): Field {
    return ridgesOf({ ...this.#octaves(layer), seed: this.random.seed() });
  }

  /** Cellular noise with so many cells on the shorter side. */
  cells(cells: number, options: CellOptions = {}): Lookup {
    const facts: Cells = {
      columns: Math.max(3, this.columns(cells / (options.wide ?? 1))),
      rows: Math.max(3, this.rows(cells / (options.tall ?? 1))),
      seed: this.random.seed(),
      jitter: options.jitter ?? 0.9,
      borders: options.borders ?? false,
      softness: options.softness ?? 0,
    };
    return cellsOf(facts);
  }

  /** Octaves finer than two picture points would only flicker. */
  #octaves({ cells, octaves = 6, gain = 0.5, wide = 1, tall = 1 }: Layer): Omit<Octaves, 'seed'> {
    const periodX = this.columns(cells / wide);
    const periodY = this.rows(cells / tall);
    const finest = Math.max(periodX / this.across, periodY / this.down);
    let count = 1;
    while (count < octaves && finest * (1 << count) * this.point <= 0.5) count++;
    const rough = this.reading.mood.rough;
    return { periodX, periodY, count, gain: Math.min(0.78, gain * mix(0.6, 1.33, this.detail) * mix(0.85, 1.18, rough)) };
  }
}

function whole(cells: number, even: boolean): number {
  const count = Math.max(1, Math.round(cells));
  return even && count % 2 === 1 ? count + 1 : count;
}
