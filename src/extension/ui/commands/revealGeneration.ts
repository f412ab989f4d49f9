import * as vscode from 'vscode';
import type { Parts } from '../parts.ts';
import type { GenerationsView } from '../tree/view.ts';
import { target } from './target.ts';

/** Shows a job in the Generations view, selected and focused. */
export async function revealGeneration(parts: Parts, view: GenerationsView, args: readonly unknown[]): Promise<void> {
  const shown = await target(parts, args, vscode.l10n.t('Show which generation?'), () => true);
  if (shown === undefined) return;
  await vscode.commands.executeCommand('darkroom.generations.focus');
  if (!await view.reveal(shown.id)) throw new Error(vscode.l10n.t('This generation is no longer in the history.'));
}
