/** What people think of files: favourite, discarded, or nothing yet. */
import type { Asset, Verdict } from '../../shared/model.ts';
import { type AssetRecord, toAsset } from './assets.ts';
import type { Reader, Writer } from './database.ts';

/** @param at when it was decided */
export function judge(tx: Writer, ids: readonly string[], verdict: Verdict, at: number): void {
  for (const id of ids) {
    const changed = tx.run('UPDATE asset SET verdict = ?, verdict_at = iif(? IS NULL, NULL, ?) WHERE id = ? AND verdict IS NOT ?', verdict, verdict, at, id, verdict);
    if (changed > 0) tx.run('UPDATE generation SET rev = ? WHERE id IN (SELECT generation_id FROM link WHERE asset_id = ?)', tx.rev, id);
  }
}

/** A result that somebody may judge, with what made it. */
export interface Judged {
  readonly asset: Asset;
  readonly generationId: string;
  readonly at: number;
}

/** Completed generations that are looked through for results without a verdict, the latest. */
const lookedThrough = 2000;
/** Results of one review. */
export const reviewLimit = 200;

/**
 * The latest results without a verdict, and those that got theirs since then; the oldest first, so that what comes in comes last.
 * @param since epoch milliseconds
 */
export function toReview(db: Reader, since: number): Judged[] {
  return db.all<AssetRecord & { generationId: string }>(`SELECT asset.*, made.generation_id AS generationId FROM (
      SELECT generation_id, placed_at FROM attempt WHERE superseded = 0 AND "end" IS NOT NULL AND "end" = 'completed' ORDER BY placed_at DESC, generation_id DESC LIMIT ?
    ) AS made JOIN link ON link.generation_id = made.generation_id AND role = 'output' JOIN asset ON asset.id = link.asset_id
    WHERE missing = 0 AND (verdict IS NULL OR verdict_at >= ?) ORDER BY made.placed_at DESC, made.generation_id DESC, position DESC LIMIT ?`, lookedThrough, since, reviewLimit)
    .map(row => ({ asset: toAsset(row), generationId: row.generationId, at: row.sort_at })).reverse();
}
