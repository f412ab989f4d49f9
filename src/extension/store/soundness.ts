/**
 * Whether a database is whole and makes sense. Asked where it may have been harmed, not at every start. The indexes are
 * compared with their tables too: a job that an index lacks is not shown, not asked after, and lost.
 */
import type { DatabaseSync } from 'node:sqlite';
import { isDamage, isForeign, messageOf } from './trouble.ts';

/**
 * What is wrong with it, for the log; nothing when it is sound.
 * @param senseless queries that give a row where the content makes no sense
 */
export function findingsOf(connection: DatabaseSync, senseless: readonly string[] = []): string[] {
  try {
    const found = connection.prepare('PRAGMA integrity_check(20)').all() as { integrity_check: string }[];
    const broken = found.map(row => row.integrity_check).filter(finding => finding !== 'ok');
    if (broken.length > 0) return broken;
    return senseless.filter(sql => connection.prepare(sql).get() !== undefined).map(sql => `makes no sense: ${sql.replace(/\s+/gu, ' ')}`);
  } catch (error) {
    // A table whose inner order is lost can't even be asked.
    if (isDamage(error) || isForeign(error)) return [messageOf(error)];
    throw error;
  }
}
