/** What the commands that change files have in common. */
import * as vscode from 'vscode';

/** @throws with the sentence for people */
export function requireTrustedFiles(): void {
  if (!vscode.workspace.isTrusted) throw new Error(vscode.l10n.t('This workspace is not trusted, so Darkroom changes no files in it. Trust it first.'));
}

export type Change = 'copy' | 'move' | 'trash' | 'restore' | 'rename';

/** What the disk says is no sentence. */
export function readable(error: unknown, name: string, change: Change): unknown {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return error;
  return new Error(sentence(name, error.message, change), { cause: error });
}

function sentence(name: string, why: string, change: Change): string {
  switch (change) {
    case 'copy': return vscode.l10n.t('“{0}” could not be copied: {1}', name, why);
    case 'move': return vscode.l10n.t('“{0}” could not be moved: {1}', name, why);
    case 'trash': return vscode.l10n.t('“{0}” could not be moved to the trash: {1}', name, why);
    case 'restore': return vscode.l10n.t('“{0}” could not be restored: {1}', name, why);
    case 'rename': return vscode.l10n.t('“{0}” could not be renamed: {1}', name, why);
  }
}
