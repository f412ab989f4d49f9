/** Takes ended generations out of the history. Their files stay; a tombstone tells every surface, in every window, that they are gone. */
import type { Database, Writer } from './database.ts';

/** @returns which were removed: what has not ended stays */
export function removeEnded(tx: Writer, ids: readonly string[]): string[] {
  return ids.filter(id => {
    const ended = tx.get('SELECT 1 FROM attempt WHERE generation_id = ? AND superseded = 0 AND "end" IS NOT NULL', id);
    if (ended === undefined) return false;
    tx.run('INSERT OR REPLACE INTO tombstone (id, rev) VALUES (?, ?)', id, tx.rev);
    // Attempts, links and events go with it, and its place in the search.
    return tx.run('DELETE FROM generation WHERE id = ?', id) > 0;
  });
}

/** The same for any number: in small transactions, with other work of the extension host between them. @returns how many were removed */
export async function removeAllEnded(db: Database, ids: readonly string[], atOnce = 20): Promise<number> {
  let removed = 0;
  for (let from = 0; from < ids.length; from += atOnce) {
    removed += (await db.write(tx => removeEnded(tx, ids.slice(from, from + atOnce)))).length;
    await new Promise(resolve => setImmediate(resolve));
  }
  return removed;
}
