import * as vscode from 'vscode';
import { requireTrust } from '../actions.ts';
import type { KeyedService, Parts } from '../parts.ts';
import { messageOf } from '../webview.ts';

/** Asks a service whether it takes the key that is kept for it; it costs nothing, and the answer is told either way. */
export async function testKey(parts: Parts): Promise<void> {
  requireTrust();
  const services = parts.keyed();
  await parts.keys.load(services.map(({ origin }) => origin));
  const chosen = await choose(services.filter(({ origin }) => parts.keys.has(origin) === true));
  if (chosen !== undefined) await testKeyOf(parts, chosen);
}

export async function testKeyOf(parts: Parts, { id, label, testKey: ask }: KeyedService): Promise<void> {
  requireTrust();
  if (ask === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t(
      '{0} does not say how its key can be tested. Add “keyTest” to it in the setting darkroom.customProviders, for example {1}: an address that only a good key can read.',
      label, '"keyTest": { "path": "/v1/account" }'));
    return;
  }
  const outcome = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Testing the key for {0}', label), cancellable: true },
    (_, token) => outcomeOf(ask, token));
  switch (outcome.kind) {
    case 'stopped': return;
    case 'accepted': return void vscode.window.showInformationMessage(vscode.l10n.t('{0} accepted the key.', label));
    case 'refused': return offerAnother(outcome.sentence, id);
    case 'unknown': return void vscode.window.showWarningMessage(vscode.l10n.t('Whether the key for {0} is good is not known. {1}', label, outcome.sentence));
  }
}

type Outcome = { readonly kind: 'accepted' | 'stopped' } | { readonly kind: 'refused' | 'unknown'; readonly sentence: string };

async function outcomeOf(ask: NonNullable<KeyedService['testKey']>, token: vscode.CancellationToken): Promise<Outcome> {
  const stopping = new AbortController();
  const subscription = token.onCancellationRequested(() => stopping.abort());
  try {
    await ask(stopping.signal);
    return { kind: 'accepted' };
  } catch (error) {
    if (token.isCancellationRequested) return { kind: 'stopped' };
    return { kind: isRefusal(error) ? 'refused' : 'unknown', sentence: messageOf(error) };
  } finally {
    subscription.dispose();
  }
}

/** A provider's error carries its class; what providers throw is theirs to import. */
function isRefusal(error: unknown): boolean {
  const failure = error instanceof Error && 'failure' in error ? error.failure : undefined;
  return typeof failure === 'object' && failure !== null && 'class' in failure && failure.class === 'auth';
}

async function offerAnother(sentence: string, service: string): Promise<void> {
  const set = vscode.l10n.t('Set Key');
  if (await vscode.window.showWarningMessage(sentence, set) === set) await vscode.commands.executeCommand('darkroom.setKey', service);
}

async function choose(services: readonly KeyedService[]): Promise<KeyedService | undefined> {
  if (services.length < 2) {
    if (services.length === 0) void vscode.window.showInformationMessage(vscode.l10n.t('There is no key to test. Set one with “Darkroom: Set Key”.'));
    return services[0];
  }
  const picked = await vscode.window.showQuickPick(
    services.map(service => ({ label: service.label, description: service.origin, service })), { placeHolder: vscode.l10n.t('Test the key of which provider?'), ignoreFocusOut: true });
  return picked?.service;
}
