/** Where Darkroom keeps its things. */
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type * as vscode from 'vscode';

/**
 * The folder of this workspace's history. Server-backed editors give each further window of a workspace a folder
 * of its own (`…-1`, `…-2`); one workspace has one history, so that suffix is taken off.
 */
export function storageFolder(context: Pick<vscode.ExtensionContext, 'storageUri' | 'globalStorageUri'>): string {
  return context.storageUri === undefined ? join(context.globalStorageUri.fsPath, 'no-folder') : canonicalStorage(context.storageUri.fsPath);
}

/** `…/workspaceStorage/<id>-1/<extension>` → `…/workspaceStorage/<id>/<extension>`; workspace ids are hexadecimal. */
export function canonicalStorage(path: string): string {
  const parts = path.split(sep);
  const at = parts.length - 2;
  const id = parts[at];
  if (id !== undefined) parts[at] = id.replace(/^(-?[0-9a-f]+)-[1-9]$/iu, '$1');
  return parts.join(sep);
}

/**
 * The folder for results inside the project, `null` where the setting leads out of it.
 * @param root absolute path of the project's folder
 * @param setting as the user wrote it, with either slash
 */
export function outputFolder(root: string, setting: string): string | null {
  const folder = resolve(root, setting.replaceAll('\\', '/').trim());
  const inside = relative(root, folder);
  return inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside) ? null : folder;
}
