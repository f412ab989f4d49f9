/** Asks before money is spent for something that did not start in Darkroom's own form. */
import * as vscode from 'vscode';
import { price } from '../../../shared/text.ts';
import { requireTrust } from '../actions.ts';

/**
 * @param caller who asks, as people know it
 * @param dollars the estimate of all of it; 0 asks nothing, `null` is not known
 * @returns whether it may go on
 * @throws in an untrusted workspace, where the answer could only be no
 */
export async function maySpend(caller: string, count: number, provider: string, dollars: number | null): Promise<boolean> {
  requireTrust();
  if (dollars === 0) return true;
  const go = vscode.l10n.t('Generate');
  const chosen = await vscode.window.showWarningMessage(
    count === 1
      ? vscode.l10n.t('{0} wants 1 generation at {1}, {2}.', caller, provider, price(dollars, vscode.env.language))
      : vscode.l10n.t('{0} wants {1} generations at {2}, {3}.', caller, count, provider, price(dollars, vscode.env.language)),
    { modal: true, detail: vscode.l10n.t('It was not started from Darkroom\'s own form, so Darkroom asks first.') }, go);
  return chosen === go;
}
