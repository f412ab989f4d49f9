/**
 * What is usual for a model, from its own runs; until it has enough of them, a prior for its operation counts too.
 * A job is stalled when it takes clearly longer than nearly all runs before it.
 */
import type { Operation } from './model.ts';

export interface Timing {
  /** Milliseconds from the acceptance after which a job that the provider still runs counts as stalled. */
  readonly stalledAfter: number;
  /** Milliseconds of the middle run; `null` without runs. */
  readonly usual: number | null;
  /** How many runs this rests on. */
  readonly runs: number;
}

/** Milliseconds that 19 of 20 runs of an unknown model take at most, roughly: pictures in a minute or two, videos in several. */
const prior: Readonly<Record<Operation, number>> = {
  'text-to-image': 90_000, 'image-to-image': 90_000, upscale: 120_000, 'text-to-audio': 120_000,
  'text-to-video': 480_000, 'image-to-video': 480_000,
};

/** Runs from which the prior has no say any more. */
const enough = 8;

/** Nobody is helped by "stalled" after a second. */
const usualFloor = 10_000;

/**
 * @param durations milliseconds from acceptance to finish of past runs, in any order
 * @param floor no job is stalled sooner, in milliseconds
 */
export function timingFrom(durations: readonly number[], operation: Operation, floor = usualFloor): Timing {
  const sorted = [...durations].sort((a, b) => a - b);
  const runs = sorted.length;
  if (runs === 0) return { stalledAfter: Math.max(floor, beyond(prior[operation])), usual: null, runs };
  const own = sorted[Math.ceil(runs * 0.95) - 1]!;
  // A few runs may all have been lucky: the wider of the two counts for them, less with each run.
  const trust = Math.min(1, runs / enough);
  const slowest = trust === 1 ? own : Math.max(own, own ** trust * prior[operation] ** (1 - trust));
  return { stalledAfter: Math.max(floor, beyond(slowest)), usual: sorted[Math.floor((runs - 1) / 2)]!, runs };
}

/** Beyond nearly all runs: half as long again, for short ones a quarter of a minute, but never more than twice as long. */
function beyond(slowest: number): number {
  return Math.min(2 * slowest, Math.max(1.5 * slowest, slowest + 15_000));
}
