import * as vscode from 'vscode';
import { generationById } from '../../store/generations.ts';
import type { Parts } from '../parts.ts';
import { targets } from './target.ts';

/** Puts whole prompts on the clipboard, an empty line between them. */
export async function copyPrompt(parts: Parts, args: readonly unknown[]): Promise<void> {
  const chosen = await targets(parts, args, vscode.l10n.t('Copy the prompt of which generation?'), () => true);
  const prompts = chosen.flatMap(({ id }) => generationById(parts.session.db, id)?.generation.prompt ?? []);
  if (chosen.length === 0) return;
  if (prompts.length === 0) throw new Error(vscode.l10n.t('This generation is no longer in the history.'));
  await vscode.env.clipboard.writeText(prompts.join('\n\n'));
  vscode.window.setStatusBarMessage(prompts.length === 1 ? vscode.l10n.t('Prompt copied') : vscode.l10n.t('{0} prompts copied', prompts.length), 3000);
}
