/** The interval after a signal that came to nothing. */
const shortest = 50;

/**
 * Passes a signal on at most so often: at once the first time, then once at the end of each interval it came in.
 * @param act returns `false` where it came to nothing: then the next signal waits less
 */
export function pulse(within: number, act: () => boolean | void): { beat(): void; dispose(): void } {
  let timer: NodeJS.Timeout | null = null;
  let again = false;
  let disposed = false;
  const rest = (): void => {
    timer = null;
    if (!again) return;
    again = false;
    run();
  };
  const run = (): void => {
    timer = setTimeout(rest, within);
    if (act() !== false) return;
    clearTimeout(timer);
    timer = setTimeout(rest, Math.min(within, shortest));
  };
  return {
    beat: () => {
      if (disposed) return;
      if (timer === null) run();
      else again = true;
    },
    dispose: () => {
      disposed = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
