/** The places of the editor where files are named: the Explorer, and paths in text and code. */
import * as vscode from 'vscode';
import { registerCodeLens } from './codeLens.ts';
import { registerBadges } from './decorations.ts';
import { registerHover } from './hover.ts';
import { followMarks } from './marksFeed.ts';
import type { Parts } from './parts.ts';

export function registerFilePlaces(parts: Parts): vscode.Disposable {
  const feed = followMarks(parts);
  // Elsewhere the file manager would open on another machine, or not at all.
  void vscode.commands.executeCommand('setContext', 'darkroom.isLocal', vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop);
  return vscode.Disposable.from(feed, registerBadges(feed), registerCodeLens(feed), registerHover(parts, feed));
}
