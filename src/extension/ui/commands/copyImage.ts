/** Puts a card's picture on the clipboard, by way of the gallery's page. */
import * as vscode from 'vscode';
import type { Gallery } from '../gallery.ts';
import type { Parts } from '../parts.ts';
import { fileTargets } from './fileTarget.ts';

export async function copyImage(parts: Parts, gallery: Gallery, args: readonly unknown[]): Promise<void> {
  // From the palette: the card that has the focus there.
  if (args[0] === undefined) return gallery.copyImage(null);
  const [file] = await fileTargets(parts, args.slice(0, 1), vscode.l10n.t('Copy which picture?'));
  if (file !== undefined) gallery.copyImage(file.asset.id);
}
