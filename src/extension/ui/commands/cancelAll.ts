import * as vscode from 'vscode';
import { tally } from '../../store/generations.ts';
import type { Parts } from '../parts.ts';

/** Cancels everything that is not ended, after naming the count. */
export async function cancelAll(parts: Parts): Promise<void> {
  const { unsent, sent } = tally(parts.session.db);
  if (unsent + sent === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Nothing is running or waiting.'));
    return;
  }
  const go = vscode.l10n.t('Cancel All');
  const chosen = await vscode.window.showWarningMessage(
    unsent + sent === 1 ? vscode.l10n.t('Cancel 1 generation?') : vscode.l10n.t('Cancel {0} generations?', unsent + sent),
    { modal: true, detail: sent === 0 ? vscode.l10n.t('None of them was sent yet.') : vscode.l10n.t('{0} of them were sent already and may still be charged.', sent) }, go);
  if (chosen === go) await parts.desk.cancelAll();
}
