/** What can be done with what lies in the trash: brought back, the latest move or what is picked, and thrown away. */
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { type Trash, empty, restore } from '../../assets/trash.ts';
import { type Trashed, latestMove, trashWeight, trashedAt, trashedPage } from '../../store/trash.ts';
import { fileSize } from '../../../shared/fileSize.ts';
import { ago, count } from '../../../shared/text.ts';
import { rootsOfWorkspace } from '../codeLens.ts';
import type { Parts } from '../parts.ts';
import { messageOf } from '../webview.ts';
import { readable, requireTrustedFiles } from './changing.ts';

export function trashOf({ session, clock, newId, mediaFolders }: Parts): Trash {
  return { db: session.db, clock, newId, roots: () => [...rootsOfWorkspace(), ...mediaFolders()] };
}

/** Brings back what was moved last; called again, what was moved before that. */
export async function undoTrash(parts: Parts): Promise<void> {
  const at = latestMove(parts.session.db);
  if (at === null) return void vscode.window.showInformationMessage(vscode.l10n.t('Nothing is in Darkroom\'s trash.'));
  await restoreMove(parts, at);
}

/** Brings back the files of one move. */
export async function restoreMove(parts: Parts, at: number): Promise<void> {
  await bringBack(parts, trashedAt(parts.session.db, at));
}

/** Files that a pick offers: enough to look through. */
const offered = 1000;

interface Choice extends vscode.QuickPickItem { readonly row: Trashed }

export async function restoreFromTrash(parts: Parts): Promise<void> {
  const rows = trashedPage(parts.session.db, offered);
  if (rows.length === 0) return void vscode.window.showInformationMessage(vscode.l10n.t('Nothing is in Darkroom\'s trash.'));
  const { language } = vscode.env;
  const choices = rows.map((row): Choice => ({
    row,
    // A name may look like an icon's.
    label: basename(row.from).replaceAll('$(', '$ ('),
    description: vscode.workspace.asRelativePath(dirname(row.from)).replaceAll('$(', '$ ('),
    detail: [vscode.l10n.t('Moved to the trash {0}', ago(row.at, parts.clock(), language)), new Date(row.at).toLocaleDateString(language), fileSize(row.size, language)].join(' · '),
  }));
  const chosen = await vscode.window.showQuickPick(choices, {
    canPickMany: true, placeHolder: vscode.l10n.t('Restore which files?'), matchOnDescription: true, ignoreFocusOut: true,
  });
  if (chosen !== undefined && chosen.length > 0) await bringBack(parts, chosen.map(({ row }) => row));
}

async function bringBack(parts: Parts, rows: readonly Trashed[]): Promise<void> {
  requireTrustedFiles();
  const trash = trashOf(parts);
  const placed: string[] = [];
  const failures: unknown[] = [];
  for (const { id, from } of rows) {
    try {
      placed.push(await restore(trash, id));
    } catch (error) {
      // The others can still come back.
      failures.push(readable(error, basename(from), 'restore'));
    }
  }
  const [first] = placed;
  if (first !== undefined) {
    vscode.window.setStatusBarMessage(placed.length === 1
      ? vscode.l10n.t('Restored to {0}', vscode.workspace.asRelativePath(first).replaceAll('$(', '$ ('))
      : vscode.l10n.t('{0} files restored', placed.length), 5000);
  }
  if (failures.length > 0) throw new Error(messageOf(failures[0]), { cause: failures[0] });
  if (rows.length === 0) throw new Error(vscode.l10n.t('What was moved is no longer in the trash.'));
}

/** Takes all of it away for good, after asking. */
export async function emptyTrash(parts: Parts): Promise<void> {
  requireTrustedFiles();
  const { db } = parts.session;
  const until = latestMove(db);
  if (until === null) return void vscode.window.showInformationMessage(vscode.l10n.t('Nothing is in Darkroom\'s trash.'));
  const { count: files, bytes } = trashWeight(db);
  const { language } = vscode.env;
  const text = files === 1
    ? vscode.l10n.t('Delete the file in Darkroom\'s trash for good? It takes {0}.', fileSize(bytes, language))
    : vscode.l10n.t('Delete {0} files in Darkroom\'s trash for good? They take {1}.', count(files, language), fileSize(bytes, language));
  const go = files === 1 ? vscode.l10n.t('Delete File') : vscode.l10n.t('Delete Files');
  if (await vscode.window.showWarningMessage(text, { modal: true, detail: vscode.l10n.t('They can\'t be restored. What made them stays in the history.') }, go) !== go) return;
  // What is moved while the question stands is not meant.
  const gone = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Emptying Darkroom\'s trash') }, () => empty(db, until));
  vscode.window.setStatusBarMessage(gone === 1 ? vscode.l10n.t('1 file deleted') : vscode.l10n.t('{0} files deleted', count(gone, language)), 5000);
}
