/** Opens a workspace's history, whatever became of it: a damaged one is put right, and who asks hears of it. */
import { doHere, isOlder, recovery, sendAway, weightOf } from './chores.ts';
import { Database, type DatabaseOptions } from './database.ts';
import type { Recovery } from './recover.ts';

export interface HistoryOptions extends Omit<DatabaseOptions, 'steps' | 'care'> {
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** The script for what a damaged, large or older history needs (engine/care.ts). */
  readonly care: string | URL;
  /** Bytes of a file that is looked after on this thread, at most: some tens of milliseconds' work to check. */
  readonly small?: number;
  readonly onRecovered: (recovery: Recovery) => void;
}

/** How long to wait for another window that does the same, in milliseconds: with a large file it can take minutes. */
const patience = { here: 5000, elsewhere: 600_000 };

/** @throws {StoreError} when it can't be opened */
export function openHistory(path: string, options: HistoryOptions): Database {
  const { clock, care, small = 8 * 1024 * 1024, onRecovered, ...rest } = options;
  const isLarge = (): boolean => weightOf(path) > small;
  const tell = (made: Recovery | null): void => { if (made !== null) onRecovered(made); };
  return new Database(path, {
    ...rest,
    care: {
      check: at => isLarge() ? sendAway<'check'>(care, { do: 'check', path: at }) : doHere<'check'>(care, { do: 'check', path: at }),
      repair: (at, damage, damaged) => {
        const large = isLarge();
        const chore = recovery(at, damage, damaged, clock(), large ? patience.elsewhere : patience.here);
        return large ? sendAway<'recover'>(care, chore).then(tell) : tell(doHere<'recover'>(care, chore));
      },
      upgrade: at => isLarge() && isOlder(at) ? sendAway<'upgrade'>(care, { do: 'upgrade', path: at, patience: patience.elsewhere }).then(() => undefined) : undefined,
    },
  });
}
