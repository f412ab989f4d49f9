/** Assets and links as rows. */
import { dirname } from 'node:path';
import type { Asset, MediaKind, Verdict } from '../../shared/model.ts';
import type { Reader, Writer } from './database.ts';
import type { OutputFile, StoredOutput } from './outputs.ts';

export interface AssetRecord {
  id: string; path: string; kind: string; size: number; modified_at: number; width: number | null; height: number | null;
  hash: string | null; card: string; sort_at: number; missing: number; verdict: string | null;
}

export function toAsset(row: AssetRecord): Asset {
  return {
    id: row.id, path: row.path, kind: row.kind as MediaKind, size: row.size, modifiedAt: row.modified_at,
    width: row.width, height: row.height, hash: row.hash, verdict: row.verdict as Verdict,
  };
}

export function assetById(db: Reader, id: string): Asset | undefined {
  const row = db.get<AssetRecord>('SELECT * FROM asset WHERE id = ?', id);
  return row && toAsset(row);
}

export function assetByPath(db: Reader, path: string): Asset | undefined {
  const row = db.get<AssetRecord>('SELECT * FROM asset WHERE path = ?', path);
  return row && toAsset(row);
}

/** The files a generation made, in their order. */
export function outputAssets(db: Reader, generationId: string): Asset[] {
  return db.all<AssetRecord>(`SELECT asset.* FROM link JOIN asset ON asset.id = asset_id
    WHERE generation_id = ? AND role = 'output' ORDER BY position LIMIT 100`, generationId).map(toAsset);
}

/** The generation a file came from. */
export function sourceGeneration(db: Reader, assetId: string): string | undefined {
  return db.get<{ generation_id: string }>("SELECT generation_id FROM link WHERE asset_id = ? AND role = 'output'", assetId)?.generation_id;
}

/** What the index found on disk. */
export interface FoundFile {
  readonly path: string;
  readonly kind: MediaKind;
  readonly size: number;
  readonly modifiedAt: number;
}

/** Notes a file of the project: new, changed, or back again. Whether anything changed. */
export function noteFile(tx: Writer, file: FoundFile, newId: () => string): boolean {
  const known = tx.get<AssetRecord>('SELECT * FROM asset WHERE path = ?', file.path);
  if (known === undefined) {
    const id = newId();
    tx.run(`INSERT INTO asset (id, path, kind, size, modified_at, card, sort_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      id, file.path, file.kind, file.size, file.modifiedAt, id, file.modifiedAt);
    return true;
  }
  if (known.size === file.size && known.modified_at === file.modifiedAt && known.missing === 0) return false;
  const changed = known.size !== file.size || known.modified_at !== file.modifiedAt;
  // Another content: what was read from the old one no longer holds.
  tx.run(`UPDATE asset SET size = ?, modified_at = ?, missing = 0, hash = iif(?, NULL, hash), width = iif(?, NULL, width),
    height = iif(?, NULL, height), kind = iif(?, ?, kind) WHERE id = ?`,
    file.size, file.modifiedAt, changed ? 1 : 0, changed ? 1 : 0, changed ? 1 : 0, changed ? 1 : 0, file.kind, known.id);
  return true;
}

/** What a file's bytes say. */
export interface Content {
  readonly kind: MediaKind;
  /** Of the file when they were read. */
  readonly size: number;
  readonly modifiedAt: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly hash?: string;
}

/** Notes what was read of a known file, unless it is another by now; what is not given stays. */
export function noteContent(tx: Writer, assetId: string, { kind, size, modifiedAt, width, height, hash }: Content): void {
  tx.run('UPDATE asset SET kind = ?, width = ?, height = ?, hash = coalesce(?, hash) WHERE id = ? AND size = ? AND modified_at = ?',
    kind, width, height, hash ?? null, assetId, size, modifiedAt);
}

/** Its bytes are not what they were taken for. */
export function forgetHash(tx: Writer, assetId: string): void {
  tx.run('UPDATE asset SET hash = NULL WHERE id = ?', assetId);
}

/** The latest files of these kinds that are there (at most 200). */
export function latestAssets(db: Reader, kinds: readonly MediaKind[]): Asset[] {
  return db.all<AssetRecord>(`SELECT * FROM asset WHERE missing = 0 AND kind IN (${kinds.map(() => '?').join(', ')})
    ORDER BY sort_at DESC, card DESC LIMIT 200`, ...kinds).map(toAsset);
}

/** The file is no longer there; its row stays, with what is known of it. Whether anything changed. */
export function noteMissing(tx: Writer, path: string): boolean {
  return tx.run('UPDATE asset SET missing = 1 WHERE path = ? AND missing = 0', path) > 0;
}

/** Whether a generation has a file of this path, be it there or not. */
export function isLinkedPath(db: Reader, path: string): boolean {
  return db.get('SELECT 1 FROM asset JOIN link ON asset_id = asset.id WHERE path = ? LIMIT 1', path) !== undefined;
}

/** A file went to another place: its row goes along, with its links and all that is known of it. */
export function followFile(tx: Writer, id: string, path: string, modifiedAt: number): void {
  const from = tx.get<{ path: string }>('SELECT path FROM asset WHERE id = ?', id)?.path;
  // Whoever watches the project may have noted it as a new one already.
  tx.run('DELETE FROM asset WHERE path = ? AND id <> ? AND NOT EXISTS (SELECT 1 FROM link WHERE asset_id = asset.id)', path, id);
  tx.run('UPDATE asset SET path = ?, modified_at = ?, missing = 0 WHERE id = ?', path, modifiedAt, id);
  tx.run('UPDATE generation SET rev = ? WHERE id IN (SELECT generation_id FROM link WHERE asset_id = ?)', tx.rev, id);
  const made = tx.all<{ id: string; outputs: string }>(`SELECT attempt.id, outputs FROM link JOIN attempt USING (generation_id)
    WHERE asset_id = ? AND role = 'output' AND outputs IS NOT NULL`, id);
  for (const attempt of made) {
    const outputs = (JSON.parse(attempt.outputs) as StoredOutput[]).map(output =>
      output.file === undefined || output.file.path !== from ? output : { ...output, file: { ...output.file, path } });
    tx.run('UPDATE attempt SET outputs = ? WHERE id = ?', JSON.stringify(outputs), attempt.id);
  }
}

/** Paths of all files believed to be there, after `after` (exclusive), in order. */
export function presentPaths(db: Reader, after: string, limit: number): string[] {
  return db.all<{ path: string }>('SELECT path FROM asset WHERE path > ? AND missing = 0 ORDER BY path LIMIT ?', after, limit).map(row => row.path);
}

/** Folders that results lie in. Read in pages, with other work of the extension host between them. */
export async function resultFolders(db: Reader, atOnce = 500): Promise<string[]> {
  const folders = new Set<string>();
  for (let after = ''; ;) {
    const page = db.all<{ path: string; made: number }>(`SELECT path, EXISTS (SELECT 1 FROM link WHERE asset_id = asset.id AND role = 'output') AND NOT EXISTS (SELECT 1 FROM trash WHERE trash.id = asset.id) AS made
      FROM asset WHERE path > ? ORDER BY path LIMIT ?`, after, atOnce);
    for (const { path, made } of page) if (made === 1) folders.add(dirname(path));
    if (page.length < atOnce) return [...folders];
    after = page.at(-1)!.path;
    await new Promise(resolve => setImmediate(resolve));
  }
}

/** A generation's results become assets; the first takes the place of the card that stood for it. */
export function addOutputs(tx: Writer, generationId: string, sortAt: number, files: readonly OutputFile[], newId: () => string): void {
  files.forEach((file, position) => {
    const asset = tx.get<{ id: string }>('SELECT id FROM asset WHERE path = ?', file.path)?.id ?? newId();
    tx.run(`INSERT INTO asset (id, path, kind, size, modified_at, width, height, hash, card, sort_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (path) DO UPDATE SET kind = excluded.kind, size = excluded.size, modified_at = excluded.modified_at, width = excluded.width,
        height = excluded.height, hash = excluded.hash, card = excluded.card, sort_at = excluded.sort_at, missing = 0`,
      asset, file.path, file.kind, file.size, file.modifiedAt, file.width, file.height, file.hash, position === 0 ? generationId : asset, sortAt);
    // A history that was put right may have the link already.
    tx.run(`INSERT INTO link (id, generation_id, role, position, asset_id) VALUES (?, ?, 'output', ?, ?)
      ON CONFLICT (generation_id, role, position) DO UPDATE SET asset_id = excluded.asset_id`, newId(), generationId, position, asset);
  });
}
