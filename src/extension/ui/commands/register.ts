/** All commands by their ids. An error becomes a sentence on screen and a line in the log. */
import * as vscode from 'vscode';
import { trackEditors } from '../documents.ts';
import { withoutLinks } from '../notifications.ts';
import type { Parts } from '../parts.ts';
import { messageOf } from '../webview.ts';
import type { Surfaces } from './all.ts';
import { type CommandId, commandIds } from './ids.ts';

export function registerCommands(parts: Parts, surfaces: Omit<Surfaces, 'editors'>): vscode.Disposable {
  const editors = trackEditors();
  return vscode.Disposable.from(editors, ...commandIds.map(id =>
    vscode.commands.registerCommand(id, (...args: unknown[]) => told(parts, id, args, { ...surfaces, editors }))));
}

async function told(parts: Parts, id: CommandId, args: readonly unknown[], surfaces: Surfaces): Promise<unknown> {
  try {
    const { run } = await import('./all.ts');
    return await run(id, args, parts, surfaces);
  } catch (error) {
    parts.log.error(id, error);
    void vscode.window.showErrorMessage(withoutLinks(messageOf(error)));
    return undefined;
  }
}
