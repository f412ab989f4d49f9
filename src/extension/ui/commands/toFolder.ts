/** Copies and moves files to a folder of the project that a person chooses. Nobody else can name it. */
import { basename, posix } from 'node:path';
import * as vscode from 'vscode';
import { copyTo, moveTo } from '../../assets/relocate.ts';
import { localPath } from '../../platform/localPath.ts';
import { followFile, isLinkedPath } from '../../store/assets.ts';
import { rootsOfWorkspace } from '../codeLens.ts';
import type { Parts } from '../parts.ts';
import { uriInProject } from '../projectUri.ts';
import { readable, requireTrustedFiles } from './changing.ts';
import type { AskForFiles, FileTarget } from './fileTarget.ts';

type Kind = 'copy' | 'move';

export async function copyToFolder(parts: Parts, ask: AskForFiles): Promise<void> {
  await toFolder(parts, ask, 'copy');
}

/** Its row goes along, and so do its links. */
export async function moveToFolder(parts: Parts, ask: AskForFiles): Promise<void> {
  await toFolder(parts, ask, 'move');
}

async function toFolder(parts: Parts, ask: AskForFiles, kind: Kind): Promise<void> {
  requireTrustedFiles();
  const within = rootsOfWorkspace();
  if (within.length === 0) throw new Error(vscode.l10n.t('No folder is open that a file could go to. Open one first.'));
  const files = await ask(kind === 'copy' ? vscode.l10n.t('Copy which file?') : vscode.l10n.t('Move which file?'));
  if (files.length === 0 || !await mayTouch(files, kind)) return;
  const folder = await chooseFolder(files, kind);
  if (folder === undefined) return;
  const { session: { db }, newId } = parts;
  const to = { folder, within, sources: [...within, ...parts.mediaFolders()], isTaken: (path: string) => isLinkedPath(db, path), newId };
  const placed: string[] = [];
  for (const { asset } of files) {
    try {
      placed.push(kind === 'copy' ? await copyTo(asset.path, to)
        : await moveTo(asset.path, to, (path, modifiedAt) => db.write(tx => followFile(tx, asset.id, path, modifiedAt))));
    } catch (error) {
      throw readable(error, basename(asset.path), kind);
    }
  }
  vscode.window.setStatusBarMessage(told(placed, kind), 5000);
}

/** What came from a command of somebody else is asked about before anything else opens. */
async function mayTouch(files: readonly FileTarget[], kind: Kind): Promise<boolean> {
  if (!files.some(({ foreign }) => foreign)) return true;
  const name = basename(files[0]!.asset.path);
  const go = vscode.l10n.t('Choose Folder…');
  const text = kind === 'copy' ? vscode.l10n.t('A command wants to copy “{0}”.', name) : vscode.l10n.t('A command wants to move “{0}”.', name);
  const detail = vscode.l10n.t('It was not started from Darkroom\'s own views, so Darkroom asks first.');
  return await vscode.window.showWarningMessage(text, { modal: true, detail }, go) === go;
}

async function chooseFolder(files: readonly FileTarget[], kind: Kind): Promise<string | undefined> {
  const name = basename(files[0]!.asset.path);
  const [chosen] = await vscode.window.showOpenDialog({
    title: files.length > 1
      ? kind === 'copy' ? vscode.l10n.t('Copy {0} files to which folder?', files.length) : vscode.l10n.t('Move {0} files to which folder?', files.length)
      : kind === 'copy' ? vscode.l10n.t('Copy “{0}” to which folder?', name) : vscode.l10n.t('Move “{0}” to which folder?', name),
    openLabel: kind === 'copy' ? vscode.l10n.t('Copy Here') : vscode.l10n.t('Move Here'),
    canSelectFiles: false, canSelectFolders: true, canSelectMany: false,
    defaultUri: startOf(files[0]!),
  }) ?? [];
  if (chosen === undefined) return undefined;
  const folder = localPath(chosen);
  if (folder === null) throw new Error(vscode.l10n.t('This folder is not on the machine that Darkroom runs on. Choose one inside the project.'));
  return folder;
}

/** The file's own folder; the project's for one that lies outside it. */
function startOf({ asset }: FileTarget): vscode.Uri | undefined {
  const uri = uriInProject(asset.path);
  return uri === null ? vscode.workspace.workspaceFolders?.[0]?.uri : uri.with({ path: posix.dirname(uri.path) });
}

function told(placed: readonly string[], kind: Kind): string {
  const [first] = placed;
  if (placed.length !== 1 || first === undefined) return kind === 'copy' ? vscode.l10n.t('{0} files copied', placed.length) : vscode.l10n.t('{0} files moved', placed.length);
  const shown = vscode.workspace.asRelativePath(first).replaceAll('$(', '$ (');
  return kind === 'copy' ? vscode.l10n.t('Copied to {0}', shown) : vscode.l10n.t('Moved to {0}', shown);
}
