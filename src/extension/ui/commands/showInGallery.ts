import * as vscode from 'vscode';
import type { Gallery } from '../gallery.ts';
import type { Parts } from '../parts.ts';
import { target } from './target.ts';

/** Shows a generation's card in the gallery, and puts the focus on it. */
export async function showInGallery(parts: Parts, gallery: Gallery, args: readonly unknown[]): Promise<void> {
  const shown = await target(parts, args, vscode.l10n.t('Show which generation?'), () => true);
  if (shown !== undefined) gallery.open(shown.id);
}
