/** Seeded chance: the same numbers for the same seed, everywhere and for ever. */

/** Scrambles 32 bits so that neighbouring inputs have unrelated outputs (the finaliser of MurmurHash3). */
export function scramble(bits: number): number {
  let h = bits | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A new seed out of two numbers. The order counts. */
export function combine(seed: number, other: number): number {
  return scramble(Math.imul(seed, 0x9e3779b1) + scramble(other));
}

/** A hash of text by its UTF-16 code units (FNV-1a, scrambled). */
export function hashOf(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    h = Math.imul(h ^ (unit & 0xff), 0x01000193);
    h = Math.imul(h ^ (unit >>> 8), 0x01000193);
  }
  return scramble(h);
}

/** 32 bits that belong to a place on a grid. */
export function hashAt(x: number, y: number, seed: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ seed;
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return (h ^ (h >>> 15)) >>> 0;
}

/** A number from 0 to 1 out of a hash; `part` 0 to 3 gives four that are independent enough for looks. */
export function share(hash: number, part = 0): number {
  return (part === 0 ? hash : scramble(hash + Math.imul(part, 0x632be5ab))) / 4294967296;
}

/** A stream of chance. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  between(low: number, high: number): number;
  /** An integer from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  chance(probability: number): boolean;
  /** @param choices at least one */
  pick<T>(choices: readonly T[]): T;
  /** A seed for something of its own. */
  seed(): number;
}

/** The generator is mulberry32: 32 bits of state, good enough for pictures. */
export function randomFrom(seed: number): Random {
  let state = seed | 0;
  const bits = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  const next = (): number => bits() / 4294967296;
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: probability => next() < probability,
    pick: <T>(choices: readonly T[]) => choices[Math.floor(next() * choices.length)] as T,
    seed: bits,
  };
}
