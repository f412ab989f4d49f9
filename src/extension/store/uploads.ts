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
}

interface UploadRecord {
  provider: string; asset_id: string; started_at: number; hash: string | null; sent: number; sent_at: number | null;
  reference: string | null; uploaded_at: number | null; expires_at: number | null; failure: string | null; interrupted_at: number | null;
}

function toUpload(row: UploadRecord): Upload {
  return {
    provider: row.provider, assetId: row.asset_id, startedAt: row.started_at, hash: row.hash, sent: row.sent, sentAt: row.sent_at,
    reference: row.reference === null ? null : JSON.parse(row.reference) as Reference, uploadedAt: row.uploaded_at, expiresAt: row.expires_at,
    failure: row.failure === null ? null : JSON.parse(row.failure) as Failure, interruptedAt: row.interrupted_at,
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

const columns = ['started_at', 'hash', 'sent', 'sent_at', 'reference', 'uploaded_at', 'expires_at', 'failure', 'interrupted_at'] as const;

export function saveUpload(tx: Writer, upload: Upload, newId: () => string): void {
  const { provider, assetId, startedAt, hash, sent, sentAt, reference, uploadedAt, expiresAt, failure, interruptedAt } = upload;
  tx.run(`INSERT INTO upload (id, provider, asset_id, ${columns.join(', ')}) VALUES (?, ?, ?, ${columns.map(() => '?').join(', ')})
    ON CONFLICT (provider, asset_id) DO UPDATE SET ${columns.map(name => `${name} = excluded.${name}`).join(', ')}`,
    newId(), provider, assetId, startedAt, hash, sent, sentAt, reference === null ? null : JSON.stringify(reference), uploadedAt, expiresAt,
    failure === null ? null : JSON.stringify(failure), interruptedAt);
}

/** What was under way when its window went away is told as interrupted, until somebody begins anew. */
export function interruptUploads(tx: Writer, now: number): void {
  tx.run('UPDATE upload SET interrupted_at = ? WHERE reference IS NULL AND failure IS NULL AND interrupted_at IS NULL', now);
}

/** The provider did not take these names of files: none of them is used again. */
export function forgetReferences(tx: Writer, provider: string, references: readonly Reference[]): void {
  for (const reference of references) tx.run('DELETE FROM upload WHERE provider = ? AND reference = ?', provider, JSON.stringify(reference));
}
