/** What people want to have brought to a provider by itself, as rows, and what can be said of it. */
import type { UploadView } from '../../shared/uploads.ts';
import { assetById } from '../store/assets.ts';
import type { Reader, Writer } from '../store/database.ts';
import { type Upload, dropUpload, isUnderWay, lastTurn, saveUpload, uploadOf } from '../store/uploads.ts';
import { usable } from './inputs.ts';
import type { Wisher } from './wishes.ts';

const writeSize = 200;

/** Asks for these files in their order; what is there or on its way stays as it is. @returns how many wait now that did not */
export function wishUploads({ db, clock, newId }: Wisher, provider: string, assets: readonly string[]): Promise<number> {
  return inParts(db, assets, (tx, assetId) => {
    const before = uploadOf(tx, provider, assetId);
    const asset = assetById(tx, assetId);
    const now = clock();
    if (asset === undefined || before !== undefined && (isUnderWay(before) || isThere(tx, before, asset.hash, now))) return false;
    saveUpload(tx, {
      provider, assetId, startedAt: now, hash: null, sent: 0, sentAt: null, reference: null, uploadedAt: null, expiresAt: null, failure: null, interruptedAt: null,
      wishedAt: now, turn: Math.max(now, lastTurn(tx, provider) + 1),
    }, newId);
    void tx.rev;
    return true;
  });
}

/** Takes them out of the line, or breaks them off; what goes for a generation is canceled with it. @returns how many */
export function wishCancelUploads({ db }: Pick<Wisher, 'db'>, provider: string, assets: readonly string[]): Promise<number> {
  return inParts(db, assets, (tx, assetId) => {
    const upload = uploadOf(tx, provider, assetId);
    if (upload === undefined || upload.wishedAt === null || !isUnderWay(upload)) return false;
    dropUpload(tx, upload);
    return true;
  });
}

async function inParts(db: Wisher['db'], assets: readonly string[], act: (tx: Writer, asset: string) => boolean): Promise<number> {
  let all = 0;
  for (let at = 0; at < assets.length; at += writeSize) {
    const part = assets.slice(at, at + writeSize);
    all += await db.write(tx => part.filter(asset => act(tx, asset)).length);
    // Other work of the extension host comes between two parts.
    await new Promise(resolve => setImmediate(resolve));
  }
  return all;
}

/** Whether the provider has the file as it is now, and keeps it. */
function isThere(db: Reader, { provider, reference, hash }: Upload, now: string | null, at: number): boolean {
  return reference !== null && hash !== null && hash === now && usable(db, provider, hash, at) !== undefined;
}

/** @param held why nothing goes to this provider now, or `null` @returns `null` where a file is not uploaded */
export function uploadViewOf(db: Reader, provider: string, assetId: string, held: string | null, now: number): UploadView | null {
  const upload = uploadOf(db, provider, assetId);
  if (upload === undefined) return null;
  const asset = assetById(db, assetId);
  const view = (state: UploadView['state'], why = '', progress: number | null = null): UploadView => ({ state, why, progress, own: upload.wishedAt !== null });
  if (upload.reference !== null) return isThere(db, upload, asset?.hash ?? null, now) ? view('uploaded') : null;
  if (upload.failure !== null) return view('failed', upload.failure.sentence);
  if (upload.interruptedAt !== null) return view('interrupted');
  if (upload.turn !== null) return held === null ? view('waiting') : view('held', held);
  if (upload.hash === null) return view('hashing');
  if (upload.sentAt !== null) return view('processing');
  return view('uploading', '', asset === undefined || asset.size === 0 ? 0 : Math.min(1, upload.sent / asset.size));
}
