/**
 * Work for what is in view: the first of the list first, few at once and never too much together. What is no longer
 * on the list is not begun, and told to stop where it was.
 */

export interface Job {
  /** Of this work: what is to be done anew has another one. */
  readonly key: string;
  /** What it takes, in the unit of the limit. */
  readonly weight: number;
}

export interface Queue<J extends Job> {
  /** What is wanted now, the most urgent first. */
  readonly set: (jobs: readonly J[]) => void;
}

export interface QueueLimits {
  readonly atOnce: number;
  /** Weight of all at work together; a heavier one works alone. */
  readonly together: number;
}

/** @param act does one job; it settles soon after its signal was aborted, and its own failures are its own matter */
export function createQueue<J extends Job>({ atOnce, together }: QueueLimits, act: (job: J, signal: AbortSignal) => Promise<void>): Queue<J> {
  const running = new Map<string, { readonly weight: number; readonly stop: AbortController }>();
  let waiting: readonly J[] = [];

  function begin(): void {
    for (const job of waiting) {
      // One that was told to stop and is wanted again begins anew when it has stopped.
      if (running.has(job.key)) continue;
      const load = [...running.values()].reduce((sum, { weight }) => sum + weight, 0);
      // A heavy one waits for its room; nobody overtakes it, or it would wait for ever.
      if (running.size >= atOnce || running.size > 0 && load + job.weight > together) break;
      void run(job);
    }
    waiting = waiting.filter(({ key }) => running.get(key)?.stop.signal.aborted ?? true);
  }

  async function run(job: J): Promise<void> {
    const stop = new AbortController();
    running.set(job.key, { weight: job.weight, stop });
    try {
      await act(job, stop.signal);
    } finally {
      running.delete(job.key);
      begin();
    }
  }

  return {
    set(jobs) {
      waiting = jobs;
      const wanted = new Set(jobs.map(({ key }) => key));
      for (const [key, { stop }] of running) if (!wanted.has(key)) stop.abort();
      begin();
    },
  };
}
