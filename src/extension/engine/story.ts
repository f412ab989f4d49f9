/**
 * A job's story in the log: each line of its timeline, known by the generation's id, whichever window wrote it.
 * Follows the events as they are stored, so nothing that is written can be missing. Prompts are not in it.
 */
import { withoutQueries } from '../../shared/addresses.ts';
import { snippet } from '../../shared/model.ts';
import type { Reader } from '../store/database.ts';
import { type EventKind, type ToldEvent, eventsAfter, lastEventBefore } from '../store/events.ts';
import type { Session } from './session.ts';

export type Level = 'debug' | 'info' | 'warn' | 'error';

/** What the log says at each kind; a kind that is not named is a step. */
const levels: Readonly<Partial<Record<EventKind, Level>>> = {
  said: 'debug', 'not-found': 'debug', trouble: 'warn', held: 'warn', unconfirmed: 'warn', failed: 'error',
};

/** Characters of what was said. */
const longest = 300;

/** Lines read at once. */
const page = 200;

/** Events whose text is the person's own or names files by their prompt: the timeline has them, the log does not. */
const textless: ReadonlySet<EventKind> = new Set(['created', 'saved']);

function lineOf({ generation, ordinal, provider, kind, text }: ToldEvent): string {
  const told = textless.has(kind) ? '' : snippet(withoutQueries(text), longest);
  return `generation ${generation} attempt ${ordinal ?? '?'} at ${provider ?? '?'}: ${kind}${told === '' ? '' : `: ${told}`}`;
}

/** @param since epoch milliseconds: older events were told before */
export function followStories(session: Session, tell: (level: Level, line: string) => void, since: number): { dispose(): void } {
  let last: number | null = null;
  let again: NodeJS.Immediate | null = null;
  const catchUp = (db: Reader): void => {
    again = null;
    last ??= lastEventBefore(db, since);
    const events = eventsAfter(db, last, page);
    for (const event of events) tell(levels[event.kind] ?? 'info', lineOf(event));
    last = events.at(-1)?.n ?? Math.min(last, lastEventBefore(db, Infinity));
    // The rest after whatever else there is to do.
    if (events.length === page) again = setImmediate(() => { if (session.isOpen) catchUp(session.db); });
  };
  const listening = session.onChanged(() => { if (again === null && session.isOpen) catchUp(session.db); });
  return { dispose: () => { listening.dispose(); if (again !== null) clearImmediate(again); } };
}
