/** What people think of files: favourite, discarded, or nothing yet. */
import type { Verdict } from '../../shared/model.ts';
import type { Writer } from './database.ts';

/** @param at when it was decided */
export function judge(tx: Writer, ids: readonly string[], verdict: Verdict, at: number): void {
  for (const id of ids) {
    const changed = tx.run('UPDATE asset SET verdict = ?, verdict_at = iif(? IS NULL, NULL, ?) WHERE id = ? AND verdict IS NOT ?', verdict, verdict, at, id, verdict);
    if (changed > 0) tx.run('UPDATE generation SET rev = ? WHERE id IN (SELECT generation_id FROM link WHERE asset_id = ?)', tx.rev, id);
  }
}
