/** What stands beside the view's title: what is running and what was spent. */
import * as l10n from '@vscode/l10n';
import { count, money, price } from '../../../shared/text.ts';
import type { Spent } from '../../store/ledger.ts';

export interface Spending {
  readonly today: Spent;
  readonly month: Spent;
}

/** "3 running · $0.42 today · about $3.10 this month"; nothing of what is nothing. */
export function headingOf(running: number, spending: Spending | null, locale?: string): string {
  const parts = running === 0 ? [] : [l10n.t('{0} running', count(running, locale))];
  if (spending !== null && spending.today.spent > 0) parts.push(l10n.t('{0} today', dollars(spending.today, locale)));
  if (spending !== null && spending.month.spent > 0) parts.push(l10n.t('{0} this month', dollars(spending.month, locale)));
  return parts.join(' · ');
}

function dollars({ spent, estimated }: Spent, locale?: string): string {
  return estimated ? price(spent, locale) : money(spent, locale);
}
