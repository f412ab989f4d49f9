/** Files that are gone though something is known of them, and new ones that may be them under another path. Whole lists, read in parts. */
import type { MediaKind } from '../../shared/model.ts';
import type { Reader, Writer } from './database.ts';

export interface LostFile {
  readonly id: string;
  readonly kind: MediaKind;
  readonly size: number;
  readonly hash: string;
}

export interface NewFile {
  readonly id: string;
  readonly path: string;
  readonly kind: MediaKind;
  readonly size: number;
  readonly modifiedAt: number;
  readonly hash: string | null;
}

/** Rows read without other work in between. */
const partSize = 1000;

/** Gone, of a known content, with a job or a verdict that would be lost with it. What is in the trash is not lost. */
export function lostFiles(db: Reader): Promise<LostFile[]> {
  return inParts(db, `SELECT id, kind, size, hash FROM asset WHERE id > ? AND id <= ? AND missing = 1 AND hash IS NOT NULL
    AND (verdict IS NOT NULL OR EXISTS (SELECT 1 FROM link WHERE asset_id = asset.id)) AND NOT EXISTS (SELECT 1 FROM trash WHERE trash.id = asset.id)`);
}

/** There, of one of these sizes, and nothing is known of them. */
export function newFiles(db: Reader, sizes: readonly number[]): Promise<NewFile[]> {
  return inParts(db, `SELECT id, path, kind, size, modified_at AS modifiedAt, hash FROM asset WHERE id > ? AND id <= ? AND missing = 0 AND verdict IS NULL
    AND size IN (SELECT value FROM json_each(?)) AND NOT EXISTS (SELECT 1 FROM link WHERE asset_id = asset.id)`, JSON.stringify(sizes));
}

async function inParts<T>(db: Reader, sql: string, ...values: readonly string[]): Promise<T[]> {
  const found: T[] = [];
  for (let after = ''; ;) {
    const last = db.get<{ id: string | null }>('SELECT max(id) AS id FROM (SELECT id FROM asset WHERE id > ? ORDER BY id LIMIT ?)', after, partSize)!.id;
    if (last === null) return found;
    found.push(...db.all<T>(sql, after, last, ...values));
    after = last;
    await new Promise(resolve => setImmediate(resolve));
  }
}

/** What was read of a file, unless it is another one by now. */
export function noteHash(tx: Writer, { id, size, modifiedAt }: NewFile, hash: string): void {
  tx.run('UPDATE asset SET hash = ? WHERE id = ? AND size = ? AND modified_at = ?', hash, id, size, modifiedAt);
}

/** Files at this path and, where it is a folder, in it. What lies in the trash stays there. */
export function filesAt(db: Reader, path: string, inside: string, limit: number, after: string): { readonly id: string; readonly path: string }[] {
  return db.all(`SELECT id, path FROM asset WHERE (path = ? OR path > ? AND path < ?) AND path > ? AND NOT EXISTS (SELECT 1 FROM trash WHERE trash.id = asset.id)
    ORDER BY path LIMIT ?`, path, inside, `${inside}\u{10ffff}`, after, limit);
}
