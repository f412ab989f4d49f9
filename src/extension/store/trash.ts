/** What lies in Darkroom's own trash, as rows. */
import { type FoundFile, followFile, noteFile } from './assets.ts';
import type { Reader, Writer } from './database.ts';

/** A file in the trash. Its asset's path is the one in there, and counts as missing. */
export interface Trashed {
  readonly id: string;
  readonly path: string;
  /** The one that it had. */
  readonly from: string;
  /** Files that were moved together have the same time, and no others have it. Epoch milliseconds. */
  readonly at: number;
  readonly size: number;
  readonly modifiedAt: number;
}

const columns = 'trash.id, asset.path, trash.path AS "from", at, size, modified_at AS modifiedAt FROM trash CROSS JOIN asset ON asset.id = trash.id';

export function trashedById(db: Reader, id: string): Trashed | undefined {
  return db.get<Trashed>(`SELECT ${columns} WHERE trash.id = ?`, id);
}

/** A page, the latest first. @param before the last one of the page before */
export function trashedPage(db: Reader, limit: number, before?: Pick<Trashed, 'at' | 'id'>): Trashed[] {
  return db.all<Trashed>(`SELECT ${columns} WHERE (at, trash.id) < (?, ?) ORDER BY at DESC, trash.id DESC LIMIT ?`,
    before?.at ?? Number.MAX_SAFE_INTEGER, before?.id ?? '', limit);
}

/** The oldest that were moved until then, it included. */
export function trashedUntil(db: Reader, at: number, limit: number): Trashed[] {
  return db.all<Trashed>(`SELECT ${columns} WHERE at <= ? ORDER BY at LIMIT ?`, at, limit);
}

/** The files of one move. */
export function trashedAt(db: Reader, at: number): Trashed[] {
  return db.all<Trashed>(`SELECT ${columns} WHERE at = ?`, at);
}

/** The time of the latest move; `null` where nothing is in the trash. */
export function latestMove(db: Reader): number | null {
  return db.get<{ at: number | null }>('SELECT max(at) AS at FROM trash')!.at;
}

export function trashWeight(db: Reader): { readonly count: number; readonly bytes: number } {
  return db.get<{ count: number; bytes: number }>('SELECT count(*) AS count, coalesce(sum(size), 0) AS bytes FROM trash CROSS JOIN asset ON asset.id = trash.id')!;
}

/** Whether a file of the trash lies in this folder. @param folder absolute, with a slash at its end */
export function isKnownInTrash(db: Reader, folder: string): boolean {
  return db.get('SELECT 1 FROM asset WHERE path > ? AND path < ? AND EXISTS (SELECT 1 FROM trash WHERE trash.id = asset.id) LIMIT 1', folder, `${folder}\u{10ffff}`) !== undefined;
}

/** A file is in the trash, or about to be: its row goes along, with its links, its verdict and its history. @param file as it is on the disk */
export function intoTrash(tx: Writer, id: string, file: FoundFile, inTrash: string, at: number): void {
  noteFile(tx, file, () => id);
  tx.run('INSERT OR REPLACE INTO trash (id, path, at) VALUES (?, ?, ?)', id, file.path, at);
  followFile(tx, id, inTrash, file.modifiedAt);
  tx.run('UPDATE asset SET missing = 1 WHERE id = ?', id);
}

/** It is to go to this path. What is on its way out is not emptied meanwhile. @returns whether it still was in the trash */
export function reserve(tx: Writer, id: string, path: string, now: number): boolean {
  return tx.run('UPDATE trash SET path = ?, at = max(at, ?) WHERE id = ?', path, now, id) > 0;
}

/** It lies outside again. */
export function outOfTrash(tx: Writer, id: string, path: string, modifiedAt: number): void {
  tx.run('DELETE FROM trash WHERE id = ?', id);
  followFile(tx, id, path, modifiedAt);
}

/**
 * It is gone for good, or about to be. What belongs to a generation stays known, as missing.
 * @param until one that was moved later, or is on its way out, stays
 * @returns whether it may be taken away
 */
export function forgetTrashed(tx: Writer, id: string, until: number): boolean {
  if (tx.run('DELETE FROM trash WHERE id = ? AND at <= ?', id, until) === 0) return false;
  tx.run('DELETE FROM asset WHERE id = ? AND NOT EXISTS (SELECT 1 FROM link WHERE asset_id = asset.id)', id);
  tx.run('UPDATE generation SET rev = ? WHERE id IN (SELECT generation_id FROM link WHERE asset_id = ?)', tx.rev, id);
  return true;
}
