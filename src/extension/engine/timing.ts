/** When to ask again: quick for quick jobs, slow for slow ones, slower after troubles, never in step with others. */

export interface TimingOptions {
  readonly random: () => number;
  /** First wait after a trouble, in milliseconds; doubles with each. */
  readonly backoff: number;
  /** Longest wait between two tries, in milliseconds. */
  readonly longest: number;
}

/** Nothing under way rests longer, in milliseconds: a later time was written by a clock that went wrong. */
export const longestRest = 3_600_000;

/** Whole milliseconds until the next status query: 8 % of the elapsed time, within the provider's minimum and 15 s, ±20 %. */
export function pollDelay(elapsed: number, atLeast: number, { random, longest }: TimingOptions): number {
  const wished = Math.min(Math.max(elapsed * 0.08, atLeast), Math.max(longest, atLeast));
  return Math.round(Math.max(atLeast, wished * (0.8 + 0.4 * random())));
}

/** Whole milliseconds to wait after the n-th trouble in a row (from 1): full jitter over a doubling range. */
export function backoffDelay(troubles: number, { random, backoff, longest }: TimingOptions): number {
  const range = Math.min(longest, backoff * 2 ** Math.min(troubles - 1, 20));
  return Math.round(range / 2 + random() * range / 2);
}

/** Whole milliseconds between two tries while nobody can be reached: they use up no try, so the wait does not grow. */
export function awayDelay(options: TimingOptions): number {
  return backoffDelay(4, options);
}
