/** Puts the paths of files on the clipboard, one a line, and shows one in the Explorer or in the system's file manager. */
import path from 'node:path';
import * as vscode from 'vscode';
import { rootsOfWorkspace } from '../codeLens.ts';
import { plainPath, rootOf, wayTo } from '../insertText.ts';
import type { Parts } from '../parts.ts';
import { uriInProject } from '../projectUri.ts';
import { fileTargets } from './fileTarget.ts';

export async function copyPath(parts: Parts, args: readonly unknown[]): Promise<void> {
  await copy(parts, args, file => file);
}

/** From the workspace's folder; all of it for a file that lies in none. */
export async function copyRelativePath(parts: Parts, args: readonly unknown[]): Promise<void> {
  await copy(parts, args, file => wayTo(file, { folder: null, root: rootOf(file, rootsOfWorkspace(), path) }, path));
}

async function copy(parts: Parts, args: readonly unknown[], pathOf: (file: string) => string): Promise<void> {
  const files = await fileTargets(parts, args, vscode.l10n.t('Copy the path of which file?'));
  if (files.length === 0) return;
  // What is pasted into a terminal must not have line breaks of its own.
  await vscode.env.clipboard.writeText(files.map(({ asset }) => plainPath(pathOf(asset.path))).join('\n'));
  vscode.window.setStatusBarMessage(files.length === 1 ? vscode.l10n.t('Path copied') : vscode.l10n.t('{0} paths copied', files.length), 3000);
}

/** Only offered where this window and its files are on one machine. */
export async function revealInOS(parts: Parts, args: readonly unknown[]): Promise<void> {
  const [file] = await fileTargets(parts, args.slice(0, 1), vscode.l10n.t('Show which file?'));
  if (file !== undefined) await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(file.asset.path));
}

export async function revealInExplorer(parts: Parts, args: readonly unknown[]): Promise<void> {
  const [file] = await fileTargets(parts, args.slice(0, 1), vscode.l10n.t('Show which file?'));
  if (file === undefined) return;
  const uri = uriInProject(file.asset.path);
  if (uri === null) throw new Error(vscode.l10n.t('This file lies outside the project, in {0}. Copy it to a folder of the project.', path.dirname(file.asset.path)));
  await vscode.commands.executeCommand('revealInExplorer', uri);
}
