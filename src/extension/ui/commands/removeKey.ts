import * as vscode from 'vscode';
import type { Parts } from '../parts.ts';

/** Removes a key from the secret storage, after asking; also one whose service no setting names any more. */
export async function removeKey(parts: Parts): Promise<void> {
  const services = parts.keyed();
  const origins = await parts.keys.origins(services.map(({ origin }) => origin));
  if (origins.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No key is kept.'));
    return;
  }
  const choices = origins.map(origin => {
    const labels = services.filter(service => service.origin === origin).map(({ label }) => label);
    return { label: labels.length > 0 ? labels.join(', ') : origin, description: labels.length > 0 ? origin : vscode.l10n.t('in no setting any more'), origin };
  });
  const chosen = await vscode.window.showQuickPick(choices, { placeHolder: vscode.l10n.t('Remove which key?'), matchOnDescription: true, ignoreFocusOut: true });
  if (chosen === undefined) return;
  const remove = vscode.l10n.t('Remove Key');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Remove the key for {0}?', chosen.label),
    { modal: true, detail: vscode.l10n.t('Until a key is set again, new generations there are held, and those under way can’t be asked about.') }, remove);
  if (answer !== remove) return;
  await parts.keys.remove(chosen.origin);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Key for {0} removed', chosen.label), 3000);
}
