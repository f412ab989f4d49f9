import * as vscode from 'vscode';
import { noFilter } from '../tree/filter.ts';
import type { GenerationsView } from '../tree/view.ts';

/** Shows all generations again. */
export async function clearFilter(view: GenerationsView): Promise<void> {
  view.narrowTo(noFilter);
  await vscode.commands.executeCommand('darkroom.generations.focus');
}
