import * as vscode from 'vscode';
import { canRetry } from '../../../shared/status.ts';
import { generationById } from '../../store/generations.ts';
import * as actions from '../actions.ts';
import type { Parts } from '../parts.ts';
import { maySpend } from './spend.ts';
import { targets } from './target.ts';

/** Runs failed, canceled or unconfirmed generations again, as new attempts. */
export async function retry(parts: Parts, args: readonly unknown[]): Promise<void> {
  for (const { id, foreign } of await targets(parts, args, vscode.l10n.t('Retry which generation?'), canRetry)) {
    const row = generationById(parts.session.db, id);
    if (foreign && row !== undefined) {
      const may = await maySpend(vscode.l10n.t('A command'), 1, parts.desk.labelOf(row.generation.provider), parts.desk.priceOf(row.generation));
      if (!may) return;
    }
    await actions.retry(parts, id);
  }
}
