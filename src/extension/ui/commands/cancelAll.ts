import * as vscode from 'vscode';
import { count } from '../../../shared/text.ts';
import { tally } from '../../store/generations.ts';
import { counted } from '../../store/lists.ts';
import type { Parts } from '../parts.ts';
import { busyInView } from '../tree/busy.ts';
import type { GenerationsView } from '../tree/view.ts';

/** Cancels everything that is not ended, after naming the count. What is unconfirmed is not: nobody knows where it is. */
export async function cancelAll(parts: Parts, view: GenerationsView): Promise<void> {
  const { db } = parts.session;
  const n = tally(db);
  const [unsent, sent] = [n.unsent, n.sent - counted(db, 'unconfirmed', [])];
  if (unsent + sent === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Nothing is running or waiting.'));
    return;
  }
  const number = (each: number): string => count(each, vscode.env.language);
  const facts = [
    sent === 0 ? vscode.l10n.t('None of them was sent yet.') : vscode.l10n.t('{0} of them were sent already and may still be charged.', number(sent)),
    ...view.filterName === '' ? [] : [vscode.l10n.t('These are all, also what the filter hides.')],
  ];
  const go = vscode.l10n.t('Cancel All');
  const chosen = await vscode.window.showWarningMessage(
    unsent + sent === 1 ? vscode.l10n.t('Cancel 1 generation?') : vscode.l10n.t('Cancel {0} generations?', number(unsent + sent)),
    { modal: true, detail: facts.join(' ') }, go);
  if (chosen === go) await busyInView(() => parts.desk.cancelAll());
}
