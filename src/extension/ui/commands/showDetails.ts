import * as vscode from 'vscode';
import { generationById } from '../../store/generations.ts';
import { detailsUri } from '../details.ts';
import type { Parts } from '../parts.ts';
import { target } from './target.ts';

/** Opens all that is known of a generation as a document. */
export async function showDetails(parts: Parts, args: readonly unknown[]): Promise<void> {
  const shown = await target(parts, args, vscode.l10n.t('Show the details of which generation?'), () => true);
  if (shown === undefined) return;
  const row = generationById(parts.session.db, shown.id);
  if (row === undefined) throw new Error(vscode.l10n.t('This generation is no longer in the history.'));
  await vscode.window.showTextDocument(detailsUri(row.generation), { preview: true });
}
