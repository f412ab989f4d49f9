/** The open project, and where its results go. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { outputFolder } from './paths.ts';
import { outputFolderSetting } from './settings.ts';

export interface ProjectPlace {
  readonly root: string;
  /** For results; inside of `root`. */
  readonly output: string;
  readonly storage: string;
}

/** `null` without a folder, and where the setting for results leads out of it. */
export function projectPlace(storage: string): ProjectPlace | null {
  const root = vscode.workspace.workspaceFolders?.[0];
  const output = root === undefined ? null : outputFolder(root.uri.fsPath, outputFolderSetting(root.uri));
  return root === undefined || output === null ? null : { root: root.uri.fsPath, output, storage };
}

/** The project's folder for results first; where there is none or it can't be written, the extension's own. */
export function outputFolders(project: ProjectPlace | null, storage: string): { readonly path: string; readonly within?: string }[] {
  const own = { path: join(storage, 'results') };
  return project === null ? [own] : [{ path: project.output, within: project.root }, own];
}
