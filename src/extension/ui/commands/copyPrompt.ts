import * as vscode from 'vscode';
import { generationById } from '../../store/generations.ts';
import type { Parts } from '../parts.ts';
import { targets } from './target.ts';

/** Puts a generation's whole prompt on the clipboard. */
export async function copyPrompt(parts: Parts, args: readonly unknown[]): Promise<void> {
  const [target] = await targets(parts, args, vscode.l10n.t('Copy the prompt of which generation?'), () => true);
  const row = target && generationById(parts.session.db, target.id);
  if (row === undefined) return;
  await vscode.env.clipboard.writeText(row.generation.prompt);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Prompt copied'), 3000);
}
