/** Which files belong to a generation, and in what part: those that it took and made, and those that somebody associated with it. */
import type { Asset } from '../../shared/model.ts';
import { type AssetRecord, toAsset } from './assets.ts';
import type { Reader, Writer } from './database.ts';

export type LinkRole = 'input' | 'output';

export interface Linked {
  readonly asset: Asset;
  readonly role: LinkRole;
  /** Of the model's input; `null` for outputs and for what was associated. */
  readonly name: string | null;
}

/** Files of one generation and role that are told of, and that may be associated. */
export const linkLimit = 100;

/** Results of an attempt that is still to come have the places before. */
const firstAssociated = 1_000_000;

/** Inputs first, each in their order. */
export function linkedAssets(db: Reader, generationId: string): Linked[] {
  return (['input', 'output'] as const).flatMap(role => db.all<AssetRecord & { name: string | null }>(
    'SELECT asset.*, link.name FROM link JOIN asset ON asset.id = asset_id WHERE generation_id = ? AND role = ? ORDER BY position LIMIT ?',
    generationId, role, linkLimit).map(row => ({ asset: toAsset(row), role, name: row.name })));
}

/** The latest files that were made of a file. */
export function madeFrom(db: Reader, assetId: string, limit = linkLimit): Asset[] {
  return db.all<AssetRecord>(`SELECT DISTINCT asset.* FROM link AS taken JOIN link AS made ON made.generation_id = taken.generation_id AND made.role = 'output'
    JOIN asset ON asset.id = made.asset_id WHERE taken.asset_id = ? AND taken.role = 'input' ORDER BY sort_at DESC LIMIT ?`, assetId, limit).map(toAsset);
}

/** `taken`: it is a result of another one. `full`: as many files as there may be belong to it. */
export type Association = 'done' | 'no-generation' | 'taken' | 'full';

/**
 * Notes that a file belongs to a generation. It gets no name, so that no request takes it along.
 * @param id of the link
 */
export function associate(tx: Writer, assetId: string, generationId: string, role: LinkRole, id: string): Association {
  if (tx.get('SELECT 1 FROM generation WHERE id = ?', generationId) === undefined) return 'no-generation';
  const same = tx.get('SELECT 1 FROM link WHERE asset_id = ? AND generation_id = ? AND role = ?', assetId, generationId, role);
  if (same !== undefined) return 'done';
  if (role === 'output' && tx.get("SELECT 1 FROM link WHERE asset_id = ? AND role = 'output'", assetId) !== undefined) return 'taken';
  const { n, last } = tx.get<{ n: number; last: number | null }>(
    'SELECT count(*) AS n, max(position) AS last FROM link WHERE generation_id = ? AND role = ?', generationId, role)!;
  if (n >= linkLimit) return 'full';
  tx.run('INSERT INTO link (id, generation_id, role, position, asset_id) VALUES (?, ?, ?, ?, ?)',
    id, generationId, role, Math.max(firstAssociated, (last ?? 0) + 1), assetId);
  tx.run('UPDATE generation SET rev = ? WHERE id = ?', tx.rev, generationId);
  return 'done';
}
