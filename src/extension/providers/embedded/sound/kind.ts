/** A kind of sound, as a recipe. */
import type { Score } from './score.ts';

export interface Kind {
  /** How long one of it lasts when nobody says how long. */
  readonly seconds: number;
  /** It goes on evenly, as rain does, and can repeat without a seam; a tone fits its cycles into the time. */
  readonly goesOn?: 'noise' | 'tone';
  /** From one of it to the next, in seconds; where it beats time by its nature, it goes on to the end of a longer sound. */
  readonly every?: number;
  readonly beats?: boolean;
  /** How many when nobody says how many; 1 when absent. */
  readonly times?: number;
  /** It knows what to do with a material; others only take on the ring of metal. */
  readonly takesMaterial?: boolean;
  /** How much of a room one hears around it, 0 to 1. */
  readonly room?: number;
  play(score: Score): void;
}
