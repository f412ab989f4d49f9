import * as vscode from 'vscode';
import { canFetchAgain } from '../../../shared/status.ts';
import { requireTrust } from '../actions.ts';
import type { Parts } from '../parts.ts';
import { fitting, targets } from './target.ts';

/** Asks the provider once more for a result that did not arrive, under the id it has there. Costs nothing. */
export async function fetchAgain(parts: Parts, args: readonly unknown[]): Promise<void> {
  requireTrust();
  const chosen = await targets(parts, args, vscode.l10n.t('Fetch the result of which generation?'), canFetchAgain);
  for (const { id } of fitting(parts, chosen, ({ attempt }) => canFetchAgain(attempt))) {
    if (!await parts.desk.fetch(id)) throw new Error(vscode.l10n.t('There is nothing to fetch: the provider gave no id, or said itself that it failed.'));
  }
}
