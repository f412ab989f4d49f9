/** What stands in the Studio's form. Kept so that closing the view or the window loses nothing. */
import type { Reader, Writer } from './database.ts';

export function loadDraft(db: Reader): unknown {
  const row = db.get<{ body: string }>('SELECT body FROM draft');
  return row === undefined ? undefined : JSON.parse(row.body) as unknown;
}

export function saveDraft(tx: Writer, draft: unknown): void {
  tx.run('INSERT INTO draft (id, body) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body', JSON.stringify(draft));
}
