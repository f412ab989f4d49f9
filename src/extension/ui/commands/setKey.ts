import * as vscode from 'vscode';
import type { KeyedService, Parts } from '../parts.ts';
import { testKeyOf } from './testKey.ts';

/** Asks for a service's key and keeps it for that service's web origin, and no other. */
export async function setKey(parts: Parts, args: readonly unknown[]): Promise<void> {
  const services = parts.keyed();
  const named = services.find(service => service.id === args[0]);
  const chosen = named ?? await choose(services);
  if (chosen === undefined) return;
  const key = await vscode.window.showInputBox({
    title: vscode.l10n.t('Key for {0}', chosen.label),
    prompt: vscode.l10n.t('It is kept in the editor\'s secret storage and sent to {0} only.', chosen.origin),
    password: true, ignoreFocusOut: true,
    validateInput: typed => /[\r\n]/u.test(typed) || typed.trim() === '' ? vscode.l10n.t('A key is one line that is not empty.') : undefined,
  });
  if (key === undefined) return;
  await parts.keys.set(chosen.origin, key.trim());
  if (chosen.testKey === undefined || !vscode.workspace.isTrusted) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('Key for {0} kept', chosen.label), 3000);
    return;
  }
  // The key is kept: who called needs not wait until somebody reads the offer.
  offerTest(parts, chosen).catch((error: unknown) => parts.log.error('darkroom.setKey', error));
}

async function offerTest(parts: Parts, service: KeyedService): Promise<void> {
  const test = vscode.l10n.t('Test Key');
  if (await vscode.window.showInformationMessage(vscode.l10n.t('The key for {0} is kept.', service.label), test) === test) await testKeyOf(parts, service);
}

async function choose(services: readonly KeyedService[]): Promise<KeyedService | undefined> {
  if (services.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No provider here takes a key. Declare one in the setting darkroom.customProviders of your user settings.'));
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(
    services.map(service => ({ label: service.label, description: service.origin, service })), { placeHolder: vscode.l10n.t('Set the key of which provider?'), ignoreFocusOut: true });
  return picked?.service;
}
