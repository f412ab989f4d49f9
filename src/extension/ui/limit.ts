/** The day's limit, asked about before it is passed. The engine holds what passes it unasked. */
import * as vscode from 'vscode';
import { count as number, money, price } from '../../shared/text.ts';
import type { Parts } from './parts.ts';

/**
 * @param dollars the estimate of all of it; `null` is not known
 * @returns whether it may pass the limit (`false`: it does not need to); `null` when the person said no
 */
export async function mayPassLimit(parts: Pick<Parts, 'desk'>, dollars: number | null, count: number): Promise<boolean | null> {
  const passed = parts.desk.limitPassedBy(dollars);
  if (passed === null) return false;
  const go = vscode.l10n.t('Generate Anyway');
  const locale = vscode.env.language;
  const spent = vscode.l10n.t('{0} of {1} are spent today; this is {2}.', money(passed.spent, locale), money(passed.limit, locale), price(dollars, locale));
  const chosen = await vscode.window.showWarningMessage(
    count === 1 ? vscode.l10n.t('This generation passes your limit of the day.') : vscode.l10n.t('These {0} generations pass your limit of the day.', number(count, locale)),
    { modal: true, detail: vscode.l10n.t('{0} The limit is the setting darkroom.dailyLimit.', spent) }, go);
  return chosen === go ? true : null;
}
