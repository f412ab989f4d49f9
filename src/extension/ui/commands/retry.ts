import * as vscode from 'vscode';
import { canRetry, isUnconfirmed } from '../../../shared/status.ts';
import { count } from '../../../shared/text.ts';
import { generationById } from '../../store/generations.ts';
import * as actions from '../actions.ts';
import type { Parts } from '../parts.ts';
import { retryMany } from './retryMany.ts';
import { maySpend } from './spend.ts';
import { type Target, targets } from './target.ts';

/** Runs failed, canceled or unconfirmed generations again, as new attempts. Several are asked about once. */
export async function retry(parts: Parts, args: readonly unknown[]): Promise<void> {
  const chosen = await targets(parts, args, vscode.l10n.t('Retry which generation?'), canRetry);
  const [only] = chosen;
  if (only !== undefined && chosen.length === 1) await retryOne(parts, only);
  else if (chosen.length > 1) await retrySelected(parts, chosen);
}

async function retryOne(parts: Parts, { id, foreign }: Target): Promise<void> {
  const row = generationById(parts.session.db, id);
  if (foreign && row !== undefined) {
    const may = await maySpend(vscode.l10n.t('A command'), 1, parts.desk.labelOf(row.generation.provider), parts.desk.priceOf(row.generation));
    if (!may) return;
  }
  await actions.retry(parts, id);
}

/** Several rows can only have been selected in our own tree. */
async function retrySelected(parts: Parts, chosen: readonly Target[]): Promise<void> {
  actions.requireTrust();
  const rows = chosen.flatMap(({ id }) => generationById(parts.session.db, id) ?? []);
  const fit = rows.filter(({ attempt }) => canRetry(attempt));
  if (fit.length === 0) throw new Error(vscode.l10n.t('None of these generations has failed; there is nothing to retry.'));
  const unconfirmed = fit.filter(({ attempt }) => isUnconfirmed(attempt)).length;
  const others = chosen.length - fit.length;
  const facts = [
    ...unconfirmed === 0 ? [] : [unconfirmed === 1
      ? vscode.l10n.t('Of 1, nobody knows whether the first request arrived. Sent again, it may be charged twice.')
      : vscode.l10n.t('Of {0}, nobody knows whether the first request arrived. Sent again, they may be charged twice.', count(unconfirmed, vscode.env.language))],
    ...others === 0 ? [] : [others === 1
      ? vscode.l10n.t('1 has not failed and stays as it is.')
      : vscode.l10n.t('{0} have not failed and stay as they are.', count(others, vscode.env.language))],
  ];
  await retryMany(parts, fit.map(({ generation }) => generation), facts, false);
}
