/** Moves files to Darkroom's own trash. Where the project names one of them it asks first; otherwise undoing is enough. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { type Reference, type References, findReferences, placeName } from '../../assets/references.ts';
import { moveToTrash } from '../../assets/trash.ts';
import { textsOfProject } from '../../platform/projectFiles.ts';
import { latestMove } from '../../store/trash.ts';
import { withoutLinks } from '../notifications.ts';
import type { Parts } from '../parts.ts';
import { readable, requireTrustedFiles } from './changing.ts';
import { type FileTarget, fileTargets } from './fileTarget.ts';
import { restoreMove, trashOf } from './restore.ts';

/** The search for uses is told of, and can be stopped, when it takes longer than this many milliseconds. */
const toldAfter = 500;

export async function moveFilesToTrash(parts: Parts, args: readonly unknown[]): Promise<void> {
  requireTrustedFiles();
  const files = await fileTargets(parts, args, vscode.l10n.t('Move which files to the trash?'), true);
  if (files.length === 0) return;
  const uses = await usesOf(parts, files);
  if (uses === null || !await mayTrash(files, uses)) return;
  const trash = trashOf(parts);
  // Moves are undone in their order, whatever the clock does.
  const at = Math.max(parts.clock(), (latestMove(trash.db) ?? 0) + 1);
  let moved = 0;
  try {
    for (const { asset } of files) {
      await moveToTrash(trash, asset, at).catch((error: unknown) => { throw readable(error, basename(asset.path), 'trash'); });
      moved++;
    }
  } finally {
    if (moved > 0) tell(parts, files.slice(0, moved), at, uses.complete);
  }
}

function tell(parts: Parts, files: readonly FileTarget[], at: number, complete: boolean): void {
  const text = files.length === 1
    ? vscode.l10n.t('“{0}” is in Darkroom\'s trash.', basename(files[0]!.asset.path))
    : vscode.l10n.t('{0} files are in Darkroom\'s trash.', files.length);
  const more = complete ? [] : [vscode.l10n.t('Not all of the project could be searched for uses.')];
  parts.notify({ severity: 'info', text: withoutLinks([text, ...more].join(' ')), actions: [{ title: vscode.l10n.t('Undo'), run: () => restoreMove(parts, at) }] });
}

/** @returns `null` where the search was stopped: then nothing is moved either */
async function usesOf({ clock }: Parts, files: readonly FileTarget[]): Promise<References | null> {
  const stop = new vscode.CancellationTokenSource();
  const names = [...new Set(files.map(({ asset }) => basename(asset.path)))];
  const own = new Set(files.map(({ asset }) => asset.path));
  const search = async (): Promise<References> => {
    const { paths, complete } = await textsOfProject(stop.token);
    const texts = paths.filter(path => !own.has(path));
    const { found, complete: read } = await findReferences(texts, names, clock, () => stop.token.isCancellationRequested);
    return { found, complete: complete && read };
  };
  const searching = search();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>(resolve => { timer = setTimeout(() => resolve('late'), toldAfter); });
  try {
    if (await Promise.race([searching, late]) === 'late') {
      await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Searching the project for uses'), cancellable: true }, async (_, token) => {
        token.onCancellationRequested(() => stop.cancel());
        await searching;
      });
    }
    const uses = await searching;
    return stop.token.isCancellationRequested ? null : uses;
  } finally {
    clearTimeout(timer);
    stop.dispose();
  }
}

/** What came from a command of somebody else is asked about in any case. */
async function mayTrash(files: readonly FileTarget[], { found }: References): Promise<boolean> {
  const foreign = files.some(each => each.foreign);
  if (found.length === 0 && !foreign) return true;
  const name = basename(files[0]!.asset.path);
  const wanted = files.length === 1 ? vscode.l10n.t('A command wants to move “{0}” to the trash.', name) : vscode.l10n.t('A command wants to move {0} files to the trash.', files.length);
  const text = found.length === 0 ? wanted : usedText(found, files.length);
  const detail = [
    ...foreign && found.length > 0 ? [wanted] : [],
    ...foreign ? [vscode.l10n.t('It was not started from Darkroom\'s own views, so Darkroom asks first.')] : [],
    ...found.length > 0 ? [vscode.l10n.t('What names it will not find it any more. Undo brings it back.')] : [],
  ].join(' ');
  const go = vscode.l10n.t('Move to Trash');
  const show = vscode.l10n.t('Show Places');
  const answer = await vscode.window.showWarningMessage(text, { modal: true, detail }, go, ...found.length > 0 ? [show] : []);
  if (answer === show) await showPlaces(found);
  return answer === go;
}

function usedText(found: readonly Reference[], files: number): string {
  const names = new Set(found.map(({ name }) => name));
  const [first] = found;
  const others = found.length - 1;
  const where = others === 0 ? vscode.l10n.t('“{0}” is used in {1}.', first!.name, placeName(first!))
    : others === 1 ? vscode.l10n.t('“{0}” is used in {1} and 1 more place.', first!.name, placeName(first!))
      : vscode.l10n.t('“{0}” is used in {1} and {2} more places.', first!.name, placeName(first!), others);
  if (files === 1) return where;
  return names.size === 1
    ? vscode.l10n.t('1 of {0} files is used in the project: “{1}” in {2}.', files, first!.name, placeName(first!))
    : vscode.l10n.t('{0} of {1} files are used in the project: “{2}” in {3}, for one.', names.size, files, first!.name, placeName(first!));
}

interface Place extends vscode.QuickPickItem { readonly reference: Reference }

async function showPlaces(found: readonly Reference[]): Promise<void> {
  const places = found.map((reference): Place => ({
    reference,
    label: `${vscode.workspace.asRelativePath(reference.file)}:${reference.line}`.replaceAll('$(', '$ ('),
    description: reference.name.replaceAll('$(', '$ ('),
  }));
  const chosen = await vscode.window.showQuickPick(places, { placeHolder: vscode.l10n.t('Nothing was moved. Show which place?'), matchOnDescription: true });
  if (chosen === undefined) return;
  const { file, line } = chosen.reference;
  const start = new vscode.Position(line - 1, 0);
  await vscode.window.showTextDocument(vscode.Uri.file(file), { selection: new vscode.Range(start, start) });
}
