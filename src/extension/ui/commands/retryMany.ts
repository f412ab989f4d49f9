/** Runs several generations again, after one question: how many, and what it may cost in all. */
import * as vscode from 'vscode';
import { count, price } from '../../../shared/text.ts';
import { mayPassLimit } from '../limit.ts';
import type { Parts } from '../parts.ts';
import { busyInView } from '../tree/busy.ts';

interface Retried {
  readonly id: string;
  readonly provider: string;
  readonly model: string;
}

/**
 * @param facts what to know before saying yes, besides the cost
 * @param always ask also where it is free and there is nothing to know
 */
export async function retryMany(parts: Parts, rows: readonly Retried[], facts: readonly string[], always: boolean): Promise<void> {
  const { dollars, words } = costOfAll(parts, rows);
  if (always || dollars !== 0 || facts.length > 0) {
    const go = vscode.l10n.t('Retry');
    const chosen = await vscode.window.showWarningMessage(
      rows.length === 1 ? vscode.l10n.t('Retry 1 generation?') : vscode.l10n.t('Retry {0} generations?', count(rows.length, vscode.env.language)),
      { modal: true, detail: [...facts, vscode.l10n.t('Cost in all: {0}.', words)].join('\n') }, go);
    if (chosen !== go) return;
  }
  const overLimit = await mayPassLimit(parts, dollars, rows.length);
  if (overLimit === null) return;
  await busyInView(async () => {
    for (const { id } of rows) await parts.desk.retry(id, overLimit);
  });
}

/** `dollars` is what is known of it; `null` where nothing is. */
function costOfAll({ desk }: Parts, rows: readonly Retried[]): { dollars: number | null; words: string } {
  const prices = rows.map(row => desk.priceOf(row));
  const unknown = prices.filter(each => each === null).length;
  const sum = prices.reduce<number>((all, each) => all + (each ?? 0), 0);
  if (unknown === 0) return { dollars: sum, words: price(sum, vscode.env.language) };
  if (unknown === rows.length) return { dollars: null, words: price(null) };
  return { dollars: sum === 0 ? null : sum, words: vscode.l10n.t('{0}, and {1} whose price is not known', price(sum, vscode.env.language), count(unknown, vscode.env.language)) };
}
