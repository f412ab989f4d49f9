/** What a person can do about a request whose answer was lost: ask again, give its id, or let it go. Sending it again is Retry. */
import * as vscode from 'vscode';
import { isUnconfirmed } from '../../../shared/status.ts';
import { snippet } from '../../../shared/model.ts';
import { type StoredGeneration, generationById } from '../../store/generations.ts';
import { requireTrust } from '../actions.ts';
import type { Parts } from '../parts.ts';
import { fitting, target, targets } from './target.ts';

/** Asks the provider once more what became of it. */
export async function checkAgain(parts: Parts, args: readonly unknown[]): Promise<void> {
  requireTrust();
  const chosen = await targets(parts, args, vscode.l10n.t('Check which generation again?'), isUnconfirmed);
  for (const { id } of fitting(parts, chosen, ({ generation, attempt }) => isUnconfirmed(attempt) && parts.desk.canCheck(generation.provider))) {
    const { provider } = unconfirmedRow(parts, id).generation;
    if (!parts.desk.canCheck(provider)) {
      throw new Error(vscode.l10n.t('{0} can\'t be asked what became of a request. Look there, then use Adopt or Dismiss.', parts.desk.labelOf(provider)));
    }
    await parts.desk.checkAgain(id);
  }
}

/** Takes the id that the request has at the provider, as the person found it there. */
export async function adopt(parts: Parts, args: readonly unknown[]): Promise<void> {
  requireTrust();
  const chosen = await target(parts, args, vscode.l10n.t('Give the id of which generation?'), isUnconfirmed);
  if (chosen === undefined) return;
  const row = unconfirmedRow(parts, chosen.id);
  const provider = parts.desk.labelOf(row.generation.provider);
  const remoteId = await vscode.window.showInputBox({
    title: vscode.l10n.t('Adopt “{0}”', snippet(row.generation.prompt, 40)),
    prompt: vscode.l10n.t('The id that it has at {0}: look in its history for a request of this time. Nothing is sent again.', provider),
    ignoreFocusOut: true,
    validateInput: typed => /^[\x21-\x7e]{1,500}$/u.test(typed.trim()) ? undefined : vscode.l10n.t('An id is one word of letters, digits and signs.'),
  });
  if (remoteId === undefined) return;
  switch (await parts.desk.adopt(chosen.id, remoteId.trim())) {
    case 'adopted': return;
    case 'taken': throw new Error(vscode.l10n.t('Another generation has this id already.'));
    case 'not-unconfirmed': throw new Error(vscode.l10n.t('This generation is no longer unconfirmed.'));
  }
}

/** Lets them go: they end as lost. */
export async function dismiss(parts: Parts, args: readonly unknown[]): Promise<void> {
  const all = await targets(parts, args, vscode.l10n.t('Dismiss which generation?'), isUnconfirmed);
  const chosen = fitting(parts, all, ({ attempt }) => isUnconfirmed(attempt));
  if (chosen.length === 0) return;
  for (const { id } of chosen) unconfirmedRow(parts, id);
  const go = vscode.l10n.t('Dismiss');
  const answer = await vscode.window.showWarningMessage(
    chosen.length === 1 ? vscode.l10n.t('Dismiss 1 unconfirmed generation?') : vscode.l10n.t('Dismiss {0} unconfirmed generations?', chosen.length),
    {
      modal: true,
      detail: chosen.length === 1
        ? vscode.l10n.t('It ends as lost and is not asked for any more. It may have been charged. Its record stays, and an answer that comes late is still taken.')
        : vscode.l10n.t('They end as lost and are not asked for any more. They may have been charged. Their records stay, and an answer that comes late is still taken.'),
    }, go);
  if (answer !== go) return;
  for (const { id } of chosen) await parts.desk.dismiss(id);
}

/** @throws with the reason where there is nothing to be done about it any more */
function unconfirmedRow({ session }: Parts, id: string): StoredGeneration {
  const row = generationById(session.db, id);
  if (row === undefined) throw new Error(vscode.l10n.t('This generation is no longer in the history.'));
  if (!isUnconfirmed(row.attempt)) throw new Error(vscode.l10n.t('This generation is no longer unconfirmed.'));
  return row;
}
