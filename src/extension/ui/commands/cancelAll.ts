import * as vscode from 'vscode';
import { canCancel } from '../../../shared/status.ts';
import { count } from '../../../shared/text.ts';
import { atWork, tally } from '../../store/generations.ts';
import { counted } from '../../store/lists.ts';
import type { Parts } from '../parts.ts';
import { busyInView } from '../tree/busy.ts';
import type { GenerationsView } from '../tree/view.ts';

/** Cancels everything that can be cancelled, after naming the count. What is unconfirmed can't: nobody knows where it is. */
export async function cancelAll(parts: Parts, view: GenerationsView): Promise<void> {
  const { db } = parts.session;
  const n = tally(db);
  // What is at work is listed up to a thousand; of more than that all are counted.
  const working = atWork(db);
  const sent = n.sent - counted(db, 'unconfirmed', []) - working.filter(({ attempt }) => !canCancel(attempt)).length;
  const { unsent } = n;
  if (unsent + sent === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is nothing to cancel.'));
    return;
  }
  const number = (each: number): string => count(each, vscode.env.language);
  const facts = [
    sentAlready(sent, unsent),
    ...view.filterName === '' ? [] : [vscode.l10n.t('These are all, also what the filter hides.')],
  ];
  const go = vscode.l10n.t('Cancel All');
  const chosen = await vscode.window.showWarningMessage(
    unsent + sent === 1 ? vscode.l10n.t('Cancel 1 generation?') : vscode.l10n.t('Cancel {0} generations?', number(unsent + sent)),
    { modal: true, detail: facts.join(' ') }, go);
  if (chosen === go) await busyInView(() => parts.desk.cancelAll());
}

function sentAlready(sent: number, unsent: number): string {
  if (sent + unsent === 1) return sent === 1 ? vscode.l10n.t('It was sent already and may still be charged.') : vscode.l10n.t('It was not sent yet.');
  if (sent === 0) return vscode.l10n.t('None of them was sent yet.');
  return sent === 1
    ? vscode.l10n.t('1 of them was sent already and may still be charged.')
    : vscode.l10n.t('{0} of them were sent already and may still be charged.', count(sent, vscode.env.language));
}
