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

/** Dollars a day over all workspaces, `null` without a limit; from the user's or the machine's settings only. */
export function dailyLimitSetting(): number | null {
  const limit = vscode.workspace.getConfiguration('darkroom').inspect<unknown>('dailyLimit')?.globalValue;
  return typeof limit === 'number' && Number.isFinite(limit) && limit >= 0 ? limit : null;
}

/** How large a history may become; from the user's or the machine's settings only, because a repository's could empty it. */
export function historyLimitsSetting(): { readonly maxGenerations: number; readonly maxBytes: number } {
  const most = (name: string, usual: number, least: number): number => {
    const value = vscode.workspace.getConfiguration('darkroom').inspect<unknown>(`history.${name}`)?.globalValue;
    return typeof value === 'number' && Number.isFinite(value) ? Math.max(least, value) : usual;
  };
  return { maxGenerations: most('maxGenerations', 100_000, 100), maxBytes: most('maxMegabytes', 500, 10) * 1024 * 1024 };
}

export const notificationSettings = ['failures', 'all', 'none'] as const;

/** What is told of jobs by a notification. */
export function notificationsSetting(): (typeof notificationSettings)[number] {
  const told = vscode.workspace.getConfiguration('darkroom').get<unknown>('notifications');
  return notificationSettings.find(each => each === told) ?? 'failures';
}

/** Whether the Explorer marks files that something is generated with. */
export function explorerBadgesSetting(): boolean {
  return vscode.workspace.getConfiguration('darkroom').get<unknown>('explorerBadges') !== false;
}

/** Whether lines that name a file with an active or failed job say so. */
export function codeLensSetting(): boolean {
  return vscode.workspace.getConfiguration('darkroom').get<unknown>('codeLens') !== false;
}

export function onSettingsChanged(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration(event => {
    if (event.affectsConfiguration('darkroom')) listener();
  });
}
