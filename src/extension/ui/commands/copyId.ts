import * as vscode from 'vscode';
import { generationById } from '../../store/generations.ts';
import type { Parts } from '../parts.ts';
import { targets } from './target.ts';

/** Puts ids on the clipboard, one a line. */
export async function copyId(parts: Parts, args: readonly unknown[]): Promise<void> {
  const chosen = await targets(parts, args, vscode.l10n.t('Copy the id of which generation?'), () => true);
  const ids = chosen.flatMap(({ id }) => generationById(parts.session.db, id)?.generation.id ?? []);
  if (chosen.length > 0) await copy(ids, vscode.l10n.t('This generation is no longer in the history.'));
}

/** The same for the ids that providers gave. */
export async function copyRemoteId(parts: Parts, args: readonly unknown[]): Promise<void> {
  const chosen = await targets(parts, args, vscode.l10n.t('Copy the remote id of which generation?'), facts => facts.remoteId !== null);
  const ids = chosen.flatMap(({ id }) => generationById(parts.session.db, id)?.attempt.remoteId ?? []);
  if (chosen.length > 0) await copy(ids, vscode.l10n.t('Its provider has given no id.'));
}

async function copy(ids: readonly string[], none: string): Promise<void> {
  if (ids.length === 0) throw new Error(none);
  await vscode.env.clipboard.writeText(ids.join('\n'));
  vscode.window.setStatusBarMessage(ids.length === 1 ? vscode.l10n.t('Id copied') : vscode.l10n.t('{0} ids copied', ids.length), 3000);
}
