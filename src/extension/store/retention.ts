/**
 * Keeps a history within its limits: the oldest that have ended go, their files stay. What may still cost something, or
 * may still bring something, never goes.
 */
import type { Database, Reader } from './database.ts';
import { removeAllEnded } from './removal.ts';
import { tally } from './generations.ts';

export interface HistoryLimits {
  readonly maxGenerations: number;
  readonly maxBytes: number;
}

/** Generations that are looked for at once. */
const batch = 100;
/** Pages given back in one write. */
const pagesAtOnce = 200;
/** Free pages that are worth giving back: a share of the file. Fewer are used again soon. */
const freeShare = 0.1;

/**
 * @param isOver asked between two writes: whether to leave the rest for another time
 * @returns how many generations were removed
 */
export async function keepWithin(db: Database, { maxGenerations, maxBytes }: HistoryLimits, isOver: () => boolean = () => false): Promise<number> {
  const count = generationsIn(db);
  const used = usedBytes(db);
  // A little below the limit, so that not every new generation costs an old one. What that does not reach the next time does.
  const tooLarge = used > maxBytes ? Math.ceil((used - maxBytes * 0.95) / (used / count)) : 0;
  let removed = 0;
  for (let over = Math.max(count - maxGenerations, tooLarge); over > removed && !isOver();) {
    const gone = await removeAllEnded(db, oldestEnded(db, Math.min(batch, over - removed)));
    if (gone === 0) break;
    removed += gone;
  }
  if (!isOver()) await giveBack(db);
  return removed;
}

/**
 * The oldest that may go: ended, no attempt of theirs was sent without anybody knowing what became of it, and none has a result
 * at its provider that could still be fetched.
 */
function oldestEnded(db: Reader, limit: number): string[] {
  return db.all<{ id: string }>(`SELECT generation.id FROM generation
    JOIN attempt AS current ON current.generation_id = generation.id AND current.superseded = 0 AND current."end" IS NOT NULL
      AND NOT (current."end" = 'failed' AND current.finished_at IS NOT NULL AND json_extract(current.failure, '$.class') IS NOT 'lost')
    WHERE NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.generation_id = generation.id AND sent_at IS NOT NULL
      AND ("end" IS NULL OR remote_id IS NULL AND "end" = 'failed' AND (unconfirmed_at IS NOT NULL OR json_extract(failure, '$.class') = 'lost')))
    ORDER BY generation.created_at, generation.id LIMIT ?`, limit).map(row => row.id);
}

function generationsIn(db: Reader): number {
  const n = tally(db);
  return n.unsent + n.sent + n.completed + n.failed + n.cancelled;
}

/** Bytes of what is in it, without what was given up and not yet given back. */
function usedBytes(db: Reader): number {
  return (pragma(db, 'page_count') - pragma(db, 'freelist_count')) * pragma(db, 'page_size');
}

async function giveBack(db: Database): Promise<void> {
  while (pragma(db, 'auto_vacuum') === 2 && pragma(db, 'freelist_count') > Math.max(pagesAtOnce, pragma(db, 'page_count') * freeShare)) {
    const before = pragma(db, 'freelist_count');
    await db.write(tx => tx.all(`PRAGMA incremental_vacuum(${pagesAtOnce})`));
    if (pragma(db, 'freelist_count') >= before) return;
    await new Promise(resolve => setImmediate(resolve));
  }
}

function pragma(db: Reader, name: string): number {
  return Object.values(db.get<Record<string, number>>(`PRAGMA ${name}`) ?? {})[0] ?? 0;
}
