/** The choice of a project's file for an input: the newest first, and any other by the editor's own dialog. */
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Asset, InputSpec, MediaKind } from '../../shared/model.ts';
import { endingsByKind } from '../assets/index.ts';
import { localPath } from '../platform/localPath.ts';
import { listFiles } from '../platform/projectFiles.ts';
import { latestAssets } from '../store/assets.ts';
import { newest } from './newest.ts';
import type { Parts } from './parts.ts';
import { pulse } from './pulse.ts';

/** Rows of the list: more are found by name in the dialog. */
const mostListed = 500;

interface Row extends vscode.QuickPickItem {
  /** Absolute; absent for the way to the dialog. */
  readonly path?: string;
}

/** @returns the file, in the index; `undefined` where none was chosen */
export async function chooseInput(parts: Parts, provider: string, model: string, name: string): Promise<Asset | undefined> {
  const input = inputOf(parts, provider, model, name);
  const row = await pick(parts, input);
  const path = row === undefined ? undefined : row.path ?? await browse(input);
  return path === undefined ? undefined : parts.desk.takeFile(path, input);
}

/**
 * Takes the file that was dropped onto an input, by the address that VS Code gave the page.
 * @throws with a sentence when it lies outside the project, or is not what this input takes
 */
export function dropInput(parts: Parts, provider: string, model: string, name: string, address: string): Promise<Asset> {
  const uri = vscode.Uri.parse(address);
  // The address of another machine is not even looked at.
  const path = uri.scheme === 'file' && uri.authority !== '' ? null : localPath(uri);
  if (path === null) throw new Error(vscode.l10n.t('This is no file of the project. Drop one from the Explorer.'));
  return parts.desk.takeFile(path, inputOf(parts, provider, model, name));
}

function inputOf({ desk }: Parts, provider: string, model: string, name: string): InputSpec {
  const input = desk.specs().find(({ id }) => id === provider)?.models.find(({ id }) => id === model)?.inputs?.find(each => each.name === name);
  if (input === undefined) throw new Error(vscode.l10n.t('This model takes no such file any more. Load the form again.'));
  return input;
}

function endingsOf(kinds: readonly MediaKind[]): string[] {
  return kinds.flatMap(kind => endingsByKind[kind]);
}

/** What the index knows is there at once; what the project has besides comes as it is found. */
async function pick(parts: Parts, { label, kinds }: InputSpec): Promise<Row | undefined> {
  const list = vscode.window.createQuickPick<Row>();
  const found = newest<Row>(mostListed);
  const note = (path: string, modifiedAt: number): void => {
    // A name may look like an icon's.
    found.note(path, modifiedAt, () => ({ label: basename(path).replaceAll('$(', '$ ('), description: vscode.workspace.asRelativePath(dirname(path)).replaceAll('$(', '$ ('), path }));
  };
  const others: Row = { label: vscode.l10n.t('Browse…'), iconPath: new vscode.ThemeIcon('folder-opened'), alwaysShow: true };
  const draw = (): void => {
    const active = list.activeItems;
    const rows = found.list();
    list.items = [others, { label: '', kind: vscode.QuickPickItemKind.Separator }, ...rows];
    if (active.length > 0 && active[0] !== others) list.activeItems = active;
    else if (rows[0] !== undefined) list.activeItems = [rows[0]];
  };
  const later = pulse(250, draw);
  const looking = new vscode.CancellationTokenSource();
  list.title = label;
  list.placeholder = vscode.l10n.t('Choose a file of the project');
  list.matchOnDescription = true;
  list.keepScrollPosition = true;
  list.ignoreFocusOut = true;
  list.busy = true;
  // The index knows drawings as well, which nobody takes.
  for (const { path, modifiedAt } of latestAssets(parts.session.db, kinds)) if (!/\.svg$/iu.test(path)) note(path, modifiedAt);
  draw();
  listFiles(endingsOf(kinds), files => {
    for (const file of files) note(file.path, file.modifiedAt);
    later.beat();
    return Promise.resolve();
  }, looking.token).catch((error: unknown) => parts.log.error('the project\'s media could not be listed', error)).finally(() => {
    if (!looking.token.isCancellationRequested) list.busy = false;
  });
  try {
    return await new Promise<Row | undefined>(resolve => {
      list.onDidAccept(() => resolve(list.selectedItems[0]));
      list.onDidHide(() => resolve(undefined));
      list.show();
    });
  } finally {
    looking.cancel();
    looking.dispose();
    later.dispose();
    list.dispose();
  }
}

async function browse({ label, kinds }: InputSpec): Promise<string | undefined> {
  const [chosen] = await vscode.window.showOpenDialog({
    title: label, openLabel: vscode.l10n.t('Choose'), canSelectMany: false, defaultUri: vscode.workspace.workspaceFolders?.[0]?.uri,
    filters: { [vscode.l10n.t('Media')]: endingsOf(kinds) },
  }) ?? [];
  return chosen?.fsPath;
}
