/** Which of the workspace's folders a file lies in. */
import path, { type PlatformPath, posix } from 'node:path';
import * as vscode from 'vscode';
import { localPath } from '../platform/localPath.ts';

/** The innermost of the folders that hold a file; `null` where none does. */
export function rootOf(file: string, roots: readonly string[], on: PlatformPath = path): string | null {
  const holding = roots.filter(root => {
    const way = on.relative(root, file);
    return way !== '' && way !== '..' && !way.startsWith(`..${on.sep}`) && !on.isAbsolute(way);
  });
  return holding.sort((a, b) => b.length - a.length)[0] ?? null;
}

/** A file as the Explorer knows it: server-backed windows have a scheme of their own. */
export function uriInProject(file: string): vscode.Uri | null {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => ({ uri, root: localPath(uri) }));
  const root = rootOf(file, folders.flatMap(each => each.root ?? []));
  const uri = folders.find(each => root !== null && each.root === root)?.uri;
  return uri === undefined || root === null ? null : uri.with({ path: posix.join(uri.path, path.relative(root, file).split(path.sep).join('/')) });
}
