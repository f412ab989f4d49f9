/** A file as the Explorer knows it. */
import path from 'node:path';
import * as vscode from 'vscode';
import { localPath } from '../platform/localPath.ts';
import { rootOf } from './insertText.ts';

/** Server-backed windows have a scheme of their own. @returns `null` for a file that lies in no folder of the workspace */
export function uriInProject(file: string): vscode.Uri | null {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => ({ uri, root: localPath(uri) }));
  const root = rootOf(file, folders.flatMap(each => each.root ?? []), path);
  const uri = folders.find(each => each.root === root)?.uri;
  return uri === undefined || root === null ? null : uri.with({ path: path.posix.join(uri.path, path.relative(root, file).split(path.sep).join('/')) });
}
