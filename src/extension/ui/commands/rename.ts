/** Gives a file another name in its folder. Its sidecar and its row go along, and nothing is replaced. */
import { basename, dirname, join, parse } from 'node:path';
import * as vscode from 'vscode';
import { nameProblem } from '../../assets/fileName.ts';
import { type Destination, isFree, renameTo } from '../../assets/relocate.ts';
import { followFile, isLinkedPath } from '../../store/assets.ts';
import { rootsOfWorkspace } from '../codeLens.ts';
import type { Parts } from '../parts.ts';
import { readable, requireTrustedFiles } from './changing.ts';
import { fileTargets } from './fileTarget.ts';

export async function rename(parts: Parts, args: readonly unknown[]): Promise<void> {
  requireTrustedFiles();
  const [file] = await fileTargets(parts, args.slice(0, 1), vscode.l10n.t('Rename which file?'));
  if (file === undefined) return;
  const { session: { db }, newId } = parts;
  const { id, path } = file.asset;
  const from = basename(path);
  if (file.foreign && !await mayRename(from)) return;
  const to: Destination = {
    folder: dirname(path), within: [], sources: [...rootsOfWorkspace(), ...parts.mediaFolders()], isTaken: taken => isLinkedPath(db, taken), newId,
  };
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Rename “{0}”', from), value: from, valueSelection: [0, parse(from).name.length], ignoreFocusOut: true,
    validateInput: async typed => {
      if (typed === from) return null;
      return nameProblem(typed, from) ?? (await isFree(join(to.folder, typed), to) ? null : vscode.l10n.t('Another file has this name, or had it and is remembered. Choose another one.'));
    },
  });
  if (name === undefined || name === from) return;
  try {
    await renameTo(path, name, to, (target, modifiedAt) => db.write(tx => followFile(tx, id, target, modifiedAt)));
  } catch (error) {
    throw readable(error, from, 'rename');
  }
}

async function mayRename(name: string): Promise<boolean> {
  const go = vscode.l10n.t('Rename…');
  const detail = vscode.l10n.t('It was not started from Darkroom\'s own views, so Darkroom asks first.');
  return await vscode.window.showWarningMessage(vscode.l10n.t('A command wants to rename “{0}”.', name), { modal: true, detail }, go) === go;
}
