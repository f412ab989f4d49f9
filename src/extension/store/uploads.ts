/** Transfers of assets to providers as rows, and what the providers call the files that they have. */
import type { Failure, Reference } from '../../shared/model.ts';
import type { Reader, Writer } from './database.ts';

/** What is known of an asset's latest transfer to one provider; times in epoch milliseconds. */
export interface Upload {
  readonly provider: string;
  readonly assetId: string;
  readonly startedAt: number;
  /** SHA-256 in hexadecimal; `null` while it is being computed. */
  readonly hash: string | null;
  /** Bytes that have left. */
  readonly sent: number;
  /** When the last one had left. */
  readonly sentAt: number | null;
  readonly reference: Reference | null;
  readonly uploadedAt: number | null;
  /** Until when the provider keeps it; `null` where it does not say. */
  readonly expiresAt: number | null;
  readonly failure: Failure | null;
  /** Since when nobody works at it any more. */
  readonly interruptedAt: number | null;
  /** When a person asked for it by itself; `null` where it goes for a generation. */
  readonly wishedAt: number | null;
  /** Its place in the line of those that wait; `null` once it has begun. */
  readonly turn: number | null;
}

interface UploadRecord {
  provider: string; asset_id: string; started_at: number; hash: string | null; sent: number; sent_at: number | null;
  reference: string | null; uploaded_at: number | null; expires_at: number | null; failure: string | null; interrupted_at: number | null;
  wished_at: number | null; turn: number | null;
}

function toUpload(row: UploadRecord): Upload {
  return {
    provider: row.provider, assetId: row.asset_id, startedAt: row.started_at, hash: row.hash, sent: row.sent, sentAt: row.sent_at,
    reference: row.reference === null ? null : JSON.parse(row.reference) as Reference, uploadedAt: row.uploaded_at, expiresAt: row.expires_at,
    failure: row.failure === null ? null : JSON.parse(row.failure) as Failure, interruptedAt: row.interrupted_at,
    wishedAt: row.wished_at, turn: row.turn,
  };
}

export function uploadOf(db: Reader, provider: string, assetId: string): Upload | undefined {
  const row = db.get<UploadRecord>('SELECT * FROM upload WHERE provider = ? AND asset_id = ?', provider, assetId);
  return row && toUpload(row);
}

/** Those that may still be used of what a provider has of this content, the one that lasts longest first. */
export function uploadsOfContent(db: Reader, provider: string, hash: string): Upload[] {
  return db.all<UploadRecord>(`SELECT * FROM upload WHERE provider = ? AND hash = ? AND reference IS NOT NULL
    ORDER BY expires_at IS NOT NULL, expires_at DESC, uploaded_at DESC LIMIT 20`, provider, hash).map(toUpload);
}

const columns = ['started_at', 'hash', 'sent', 'sent_at', 'reference', 'uploaded_at', 'expires_at', 'failure', 'interrupted_at', 'wished_at', 'turn'] as const;

export function saveUpload(tx: Writer, upload: Upload, newId: () => string): void {
  const { provider, assetId, startedAt, hash, sent, sentAt, reference, uploadedAt, expiresAt, failure, interruptedAt, wishedAt, turn } = upload;
  tx.run(`INSERT INTO upload (id, provider, asset_id, ${columns.join(', ')}) VALUES (?, ?, ?, ${columns.map(() => '?').join(', ')})
    ON CONFLICT (provider, asset_id) DO UPDATE SET ${columns.map(name => `${name} = excluded.${name}`).join(', ')}`,
    newId(), provider, assetId, startedAt, hash, sent, sentAt, reference === null ? null : JSON.stringify(reference), uploadedAt, expiresAt,
    failure === null ? null : JSON.stringify(failure), interruptedAt, wishedAt, turn);
}

/** Neither there, nor failed, nor given up. */
export function isUnderWay({ reference, failure, interruptedAt }: Upload): boolean {
  return reference === null && failure === null && interruptedAt === null;
}

/**
 * What was under way when its window went away is told as interrupted, until somebody begins anew; so is what waited in line.
 * @param since epoch milliseconds: what was wished from then on and only waits is still somebody's wish
 * @param atWork the assets of those that are at work after all
 */
export function interruptUploads(tx: Writer, now: number, since: number, atWork: readonly string[]): void {
  const n = tx.run(`UPDATE upload SET interrupted_at = ?, turn = NULL WHERE reference IS NULL AND failure IS NULL AND interrupted_at IS NULL
    AND (turn IS NULL OR started_at < ?) AND asset_id NOT IN (SELECT value FROM json_each(?))`, now, since, JSON.stringify(atWork));
  if (n > 0) void tx.rev;
}

/** The head of each provider's line. */
export function uploadLines(db: Reader, headOf: number): ReadonlyMap<string, readonly Upload[]> {
  const lines = new Map<string, readonly Upload[]>();
  for (let after = ''; ;) {
    const next = db.get<{ provider: string }>('SELECT provider FROM upload WHERE turn IS NOT NULL AND provider > ? ORDER BY provider LIMIT 1', after);
    if (next === undefined) return lines;
    after = next.provider;
    lines.set(after, db.all<UploadRecord>('SELECT * FROM upload WHERE turn IS NOT NULL AND provider = ? ORDER BY turn LIMIT ?', after, headOf).map(toUpload));
  }
}

export interface WaitingUpload {
  readonly provider: string;
  readonly assetId: string;
  readonly path: string;
}

/** Those that people asked for by themselves and that are not over, in their order (at most 200). */
export function wishedUploads(db: Reader): WaitingUpload[] {
  return db.all<{ provider: string; asset_id: string; path: string }>(`SELECT provider, asset_id, path FROM upload JOIN asset ON asset.id = asset_id
    WHERE reference IS NULL AND failure IS NULL AND interrupted_at IS NULL AND wished_at IS NOT NULL ORDER BY started_at LIMIT 200`)
    .map(row => ({ provider: row.provider, assetId: row.asset_id, path: row.path }));
}

/** The last place that anybody has in the line at a provider. */
export function lastTurn(db: Reader, provider: string): number {
  return db.get<{ last: number | null }>('SELECT max(turn) AS last FROM upload WHERE turn IS NOT NULL AND provider = ?', provider)?.last ?? 0;
}

/** It counts as never begun. */
export function dropUpload(tx: Writer, { provider, assetId }: Pick<Upload, 'provider' | 'assetId'>): void {
  tx.run('DELETE FROM upload WHERE provider = ? AND asset_id = ?', provider, assetId);
  void tx.rev;
}

/** The provider did not take these names of files: none of them is used again. */
export function forgetReferences(tx: Writer, provider: string, references: readonly Reference[]): void {
  for (const reference of references) tx.run('DELETE FROM upload WHERE provider = ? AND reference = ?', provider, JSON.stringify(reference));
}
