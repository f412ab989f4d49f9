/** Whole pictures, for a page that puts them on the clipboard. */
import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import { isInTrash } from '../../shared/trashName.ts';
import { headOf } from '../assets/head.ts';
import { assetById } from '../store/assets.ts';
import type { Reader } from '../store/database.ts';

/** A clipboard holds pixels, four bytes each, in more than one program at once. */
const mostPixels = 64_000_000;

/** @returns what the page may ask for it under. @throws with the sentence for people */
export async function wholePicture(db: Reader, id: string, address: (path: string) => string): Promise<{ url: string }> {
  const asset = assetById(db, id);
  if (asset === undefined || isInTrash(asset.path)) throw new Error(l10n.t('This file is no longer in the index.'));
  const head = await headOf(asset.path);
  const name = basename(asset.path);
  if (head === 'missing') throw new Error(l10n.t('“{0}” is no longer there.', name));
  if (head === 'large' || typeof head !== 'string' && (head.width ?? 0) * (head.height ?? 0) > mostPixels) {
    throw new Error(l10n.t('“{0}” has more than 64 megapixels, too many for the clipboard. Copy its path instead.', name));
  }
  if (typeof head === 'string' || head.kind !== 'image') throw new Error(l10n.t('“{0}” is no picture that can be copied.', name));
  return { url: `${address(asset.path)}?v=${head.modifiedAt}-${head.size}` };
}
