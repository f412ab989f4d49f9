/** The settings, read where they may come from. What could redirect a key or spend money is never read from a workspace. */
import * as vscode from 'vscode';

/** Where results go, relative to the project's folder. */
export function outputFolderSetting(scope: vscode.Uri | undefined): string {
  const folder = vscode.workspace.getConfiguration('darkroom', scope).get<unknown>('outputFolder');
  return typeof folder === 'string' && folder.trim() !== '' ? folder : 'assets/generated';
}

/** Declared services, from the user's or the machine's settings only, whatever a repository's files say. */
export function customProvidersSetting(): unknown {
  const inspected = vscode.workspace.getConfiguration('darkroom').inspect<unknown>('customProviders');
  return inspected?.globalValue ?? [];
}

export function onSettingsChanged(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration(event => {
    if (event.affectsConfiguration('darkroom')) listener();
  });
}
