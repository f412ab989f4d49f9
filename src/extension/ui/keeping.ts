/** What people are told of their history, and what they are asked about it. */
import * as vscode from 'vscode';
import type { OfferAnswer } from '../engine/house.ts';
import type { Notice } from '../engine/session.ts';
import type { EarlierHistory } from '../store/location.ts';
import { type Action, withoutLinks } from './notifications.ts';
import type { Parts } from './parts.ts';

export function tellOfHistory({ notify, log }: Pick<Parts, 'notify' | 'log'>, { severity, sentence, path }: Notice): void {
  notify({ severity, text: sentence, actions: [{ title: vscode.l10n.t('Show Log'), run: () => log.show() }, ...path === undefined ? [] : [copyPath(path)]] });
}

/** Results that are not where they were wanted. */
export function tellOfResults({ notify, log }: Pick<Parts, 'notify' | 'log'>, folder: string, hasProject: boolean): void {
  const sentence = hasProject
    ? vscode.l10n.t('The folder for results can’t be written, so results are kept in Darkroom’s own storage: {0}', folder)
    : vscode.l10n.t('No folder is open, so results are kept in Darkroom’s own storage: {0}', folder);
  log.warn(sentence);
  notify({ severity: hasProject ? 'warning' : 'info', text: sentence, actions: [copyPath(folder)] });
}

/** Not every editor can show a folder of the machine that it runs on; every one can copy where it is. */
function copyPath(path: string): Action {
  return { title: vscode.l10n.t('Copy Path'), run: () => vscode.env.clipboard.writeText(path) };
}

/** Asked in its own notification, because it needs an answer and may wait for one. */
export async function offerHistory(earlier: EarlierHistory): Promise<OfferAnswer> {
  const take = vscode.l10n.t('Take Over');
  const decline = vscode.l10n.t('Not This One');
  const chosen = await vscode.window.showInformationMessage(
    withoutLinks(vscode.l10n.t('There is a history of this project from when it was at {0}. Generations: {1}, the latest of {2}.',
      earlier.root, earlier.generations, day(earlier.latestAt))),
    take, decline,
  );
  if (chosen === take) return 'take-over';
  return chosen === decline ? 'decline' : 'later';
}

function day(time: number): string {
  return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium' }).format(time);
}
