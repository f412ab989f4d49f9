/** Writes a diagnosis without keys, prompts and names into a new document, for a person to read, keep or send. */
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { storageFolder } from '../../platform/paths.ts';
import { customProvidersSetting, dailyLimitSetting, notificationsSetting, outputFolderSetting } from '../../platform/settings.ts';
import { latestPrompts, pastTroubles, quickCheck, storeFacts } from '../../store/diagnosis.ts';
import { tally } from '../../store/generations.ts';
import { lookAt } from '../attention.ts';
import { type Diagnosis, type HistoryFacts, type ProviderFacts, reportText } from '../diagnosis.ts';
import type { Parts } from '../parts.ts';
import { messageOf } from '../webview.ts';

export async function report(parts: Parts): Promise<void> {
  const check = await asksForCheck();
  if (check === undefined) return;
  const content = reportText(await diagnosisOf(parts, check), text => parts.log.clean(text));
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'markdown', content }));
  parts.notify({
    severity: 'info', text: vscode.l10n.t('The report holds no keys, prompts or file names. Read it before you share it.'),
    actions: [{ title: vscode.l10n.t('Save…'), run: () => vscode.commands.executeCommand('workbench.action.files.saveAs') }],
  });
}

/** The check reads the whole history, which may take a moment when it is long. @returns `undefined` when it was dismissed */
async function asksForCheck(): Promise<boolean | undefined> {
  const chosen = await vscode.window.showQuickPick([
    { label: vscode.l10n.t('Write the Report'), check: false },
    { label: vscode.l10n.t('Check the History First'), description: vscode.l10n.t('reads all of it'), check: true },
  ], { placeHolder: vscode.l10n.t('What should the report hold?'), ignoreFocusOut: true });
  return chosen?.check;
}

async function diagnosisOf(parts: Parts, check: boolean): Promise<Diagnosis> {
  const { context, desk, log, clock } = parts;
  const storage = storageFolder(context);
  const history = parts.session.isOpen || existsSync(join(storage, 'history.db')) ? attempted(() => historyOf(parts, check)) : { failed: 'nothing was generated yet' };
  return {
    at: clock(),
    versions: versionsOf(context),
    workspace: [
      ['trusted', vscode.workspace.isTrusted ? 'yes' : 'no'], ['folders', String(vscode.workspace.workspaceFolders?.length ?? 0)],
      ['storage', context.storageUri === undefined ? 'of all windows without a folder' : 'of the workspace'],
    ],
    history,
    files: [...await filesIn(storage), ...await filesIn(context.globalStorageUri.fsPath)],
    providers: providersOf(parts),
    settings: settingsInForce(),
    spent: attempted(() => desk.spent()),
    log: log.recent(),
  };
}

/** What can't be told is told as that: a report matters most where something is broken. */
function attempted<T>(facts: () => T): T | { readonly failed: string } {
  try {
    return facts();
  } catch (error) {
    return { failed: messageOf(error) };
  }
}

function historyOf({ session, desk, clock }: Parts, check: boolean): HistoryFacts {
  const { db } = session;
  const store = storeFacts(db);
  const own = store.leader.holder.startsWith(`${process.pid}@`);
  return {
    store, readOnly: db.readOnly, check: check ? quickCheck(db) : null,
    worker: session.leads ? 'this window' : own || store.leader.holder === '' ? 'nobody' : 'another window',
    tally: tally(db), attention: lookAt(db, clock(), generation => desk.timingOf(generation)).attention,
    troubles: pastTroubles(db), prompts: latestPrompts(db),
  };
}

function versionsOf({ extension }: vscode.ExtensionContext): [string, string][] {
  const { version } = extension.packageJSON as { version: string };
  return [
    ['Darkroom', version], ['editor', `${vscode.env.appName} ${vscode.version}`], ['Node', process.versions.node],
    ['SQLite', process.versions.sqlite ?? 'not there'], ['system', `${process.platform} ${process.arch} ${release()}`],
    // Where it is no kind of remote, it is the name of a machine.
    ['remote', vscode.env.remoteName === undefined ? 'no' : /^[a-z-]+$/u.test(vscode.env.remoteName) ? vscode.env.remoteName : 'a server'], ['shown in', vscode.env.uiKind === vscode.UIKind.Web ? 'a browser' : 'a desktop window'],
    ['language', vscode.env.language],
  ];
}

/** The files of ours, by name and size; of a folder what its files take. */
async function filesIn(folder: string): Promise<{ name: string; size: number }[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return Promise.all(entries.slice(0, 100).map(async entry => {
    const path = join(folder, entry.name);
    return entry.isDirectory()
      ? { name: `folder ${entry.name}`, size: (await filesIn(path)).reduce((sum, { size }) => sum + size, 0) }
      : { name: entry.name, size: await stat(path).then(({ size }) => size, () => 0) };
  }));
}

function providersOf({ desk, keyed, keys }: Parts): ProviderFacts[] {
  const hosts = declaredHosts();
  return desk.specs().map(({ id, models }) => {
    const service = keyed().find(each => each.id === id);
    return {
      id, host: hosts.get(id) ?? null, models: models.length,
      key: service === undefined ? 'not needed' : keys.has(service.origin) === true ? 'set' : 'missing',
      held: attemptedText(() => desk.refusalOf(id)?.reason ?? null),
    };
  });
}

function attemptedText(text: () => string | null): string | null {
  try {
    return text();
  } catch (error) {
    return messageOf(error);
  }
}

/** Of the settings as they stand: only an id and where it points to. */
function declaredHosts(): Map<string, string> {
  const setting = customProvidersSetting();
  const entries = Array.isArray(setting) ? setting as unknown[] : [];
  return new Map(entries.flatMap(entry => {
    const { id, origin } = (typeof entry === 'object' && entry !== null ? entry : {}) as { id?: unknown; origin?: unknown };
    return typeof id === 'string' && typeof origin === 'string' && URL.canParse(origin) ? [[id, new URL(origin).host] as const] : [];
  }));
}

function settingsInForce(): [string, string][] {
  const setting = customProvidersSetting();
  const folder = outputFolderSetting(vscode.workspace.workspaceFolders?.[0]?.uri);
  return [
    ['outputFolder', folder === 'assets/generated' ? 'as it comes' : 'changed'],
    ['notifications', notificationsSetting()],
    ['dailyLimit', dailyLimitSetting() === null ? 'none' : String(dailyLimitSetting())],
    ['customProviders', Array.isArray(setting) ? `${setting.length} declared` : 'not a list'],
  ];
}
