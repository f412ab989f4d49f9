/** Files of the editor that lie on the machine the extension host runs on. */
import type { Uri } from 'vscode';

/** The absolute path; `null` where it is elsewhere (virtual folders, unsaved documents, the web). Server-backed windows have a scheme of their own. */
export function localPath({ scheme, fsPath }: Pick<Uri, 'scheme' | 'fsPath'>): string | null {
  return scheme === 'file' || scheme === 'vscode-remote' ? fsPath : null;
}
