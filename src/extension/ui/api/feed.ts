/** Changes of the history for whoever listens from outside: ids only, told together, and nothing is opened for it. */
import { changesSince, currentRev } from '../../store/generations.ts';
import type { Session } from '../../engine/session.ts';
import { pulse } from '../pulse.ts';
import type { GenerationsChange } from './darkroom.d.ts';

/** @param within milliseconds in which changes are told together */
export function followChanges(session: Pick<Session, 'isOpen' | 'db' | 'onChanged'>, tell: (change: GenerationsChange) => void, onError: (error: unknown) => void, within: number): { dispose(): void } {
  let seen: number | null = session.isOpen ? revOf(session) : null;
  const look = pulse(within, () => {
    if (!session.isOpen) return;
    try {
      const since = seen;
      if (since === null) {
        // Opened only now: what came between the opening and this look can't be told one by one.
        seen = currentRev(session.db);
        return tell(Object.freeze({ changed: null, removed: Object.freeze([]) }));
      }
      const { rev, changed, removed } = changesSince(session.db, since);
      seen = rev;
      // A history that was put right may count from less: then nothing says what changed.
      if (changed === null || rev < since) tell(Object.freeze({ changed: null, removed: Object.freeze([]) }));
      else if (changed.length + removed.length > 0) tell(Object.freeze({ changed: Object.freeze([...changed]), removed: Object.freeze([...removed]) }));
    } catch (error) {
      onError(error);
    }
  });
  const listening = session.onChanged(() => look.beat());
  return { dispose: () => { listening.dispose(); look.dispose(); } };
}

function revOf({ db }: Pick<Session, 'db'>): number | null {
  try {
    return currentRev(db);
  } catch {
    return null;
  }
}
