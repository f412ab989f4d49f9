/** The files that go along with a generation, as links to the project's assets. */
import type { Asset, Reference } from '../../shared/model.ts';
import { assetById } from './assets.ts';
import type { Reader, Writer } from './database.ts';

export interface InputLink {
  /** Of the model's input. */
  readonly name: string;
  readonly asset: Asset;
  /** SHA-256 of the bytes that were sent, or that a reference was sent for; `null` before. */
  readonly hash: string | null;
  /** What was sent in their place. */
  readonly reference: Reference | null;
}

/** @param inputs an asset's id by the input's name */
export function addInputs(tx: Writer, generationId: string, inputs: Readonly<Record<string, string>>): void {
  Object.entries(inputs).forEach(([name, asset], position) => {
    tx.run("INSERT INTO link (id, generation_id, role, position, asset_id, name) VALUES (?, ?, 'input', ?, ?, ?)",
      `${generationId} ${name}`, generationId, position, asset, name);
  });
}

/** Those that go along with it; a file that was only associated with it has no name here. */
export function inputsOf(db: Reader, generationId: string): InputLink[] {
  const rows = db.all<{ name: string; asset_id: string; hash: string | null; reference: string | null }>(
    "SELECT name, asset_id, hash, reference FROM link WHERE generation_id = ? AND role = 'input' AND name IS NOT NULL ORDER BY position LIMIT 100", generationId);
  return rows.flatMap(({ name, asset_id: id, hash, reference }) => {
    const asset = assetById(db, id);
    return asset === undefined ? [] : [{ name, asset, hash, reference: reference === null ? null : JSON.parse(reference) as Reference }];
  });
}

/** Keeps what is sent in the place of a file, so that the same can be sent again and is known ever after. */
export function noteSent(tx: Writer, generationId: string, name: string, hash: string, reference: Reference | null): void {
  tx.run("UPDATE link SET hash = ?, reference = ? WHERE generation_id = ? AND role = 'input' AND name = ?",
    hash, reference === null ? null : JSON.stringify(reference), generationId, name);
}
