/**
 * Runs one `task` at a time. Calls during a run ask for exactly one more run after it, however many they were,
 * so the last run began after the last call. A task that rejects ends its own run only.
 */
export function coalesced(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;

  const runs = async (): Promise<void> => {
    try {
      do {
        again = false;
        await task();
      } while (again);
    } finally {
      running = null;
    }
  };
  return () => {
    again = true;
    running ??= runs();
    return running;
  };
}
