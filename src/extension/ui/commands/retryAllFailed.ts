import * as vscode from 'vscode';
import { type FailureClass, failureClasses } from '../../../shared/model.ts';
import { count, failureLabel } from '../../../shared/text.ts';
import type { EndedEntry } from '../../store/lists.ts';
import type { Parts } from '../parts.ts';
import type { GenerationsView } from '../tree/view.ts';
import { requireTrust } from '../actions.ts';
import { retryMany } from './retryMany.ts';
import { wholeOf } from './whole.ts';

/** What a retry is of little use for, and why: chosen only by hand. */
const doubtful: Readonly<Partial<Record<FailureClass, () => string>>> = {
  invalid: () => vscode.l10n.t('It will be refused again unless the request changes'),
  moderation: () => vscode.l10n.t('It will be refused again unless the request changes'),
  lost: () => vscode.l10n.t('The first one may have been charged, and a retry may be charged again'),
};

/** Runs what failed again, also what no list has loaded: by class, because not every failure goes away by itself. */
export async function retryAllFailed(parts: Parts, view: GenerationsView): Promise<void> {
  requireTrust();
  const { entries, only } = await wholeOf(parts, 'failed', view.narrowedTo);
  if (entries.length === 0) {
    void vscode.window.showInformationMessage(only === null ? vscode.l10n.t('Nothing has failed.') : vscode.l10n.t('Nothing that the filter shows has failed.'));
    return;
  }
  const byClass = Map.groupBy(entries, entry => entry.class ?? 'provider');
  const classes = await choose(byClass);
  if (classes === undefined || classes.length === 0) return;
  const counts = classes.map(each => vscode.l10n.t('{0} {1}', count(byClass.get(each)?.length ?? 0, vscode.env.language), failureLabel[each]()));
  await retryMany(parts, classes.flatMap(each => byClass.get(each) ?? []), [`${counts.join(', ')}.`, ...only === null ? [] : [only]], true);
}

/** One class that may well work the next time needs no choice. */
async function choose(byClass: ReadonlyMap<FailureClass, readonly EndedEntry[]>): Promise<readonly FailureClass[] | undefined> {
  const classes = failureClasses.filter(each => byClass.has(each));
  if (classes.length === 1 && doubtful[classes[0]!] === undefined) return classes;
  const chosen = await vscode.window.showQuickPick(classes.map(each => {
    const detail = doubtful[each]?.();
    return {
      label: failureLabel[each](), description: count(byClass.get(each)?.length ?? 0, vscode.env.language), picked: detail === undefined, class: each,
      ...(detail === undefined ? {} : { detail }),
    };
  }), { canPickMany: true, ignoreFocusOut: true, placeHolder: vscode.l10n.t('Retry which failures?') });
  return chosen?.map(choice => choice.class);
}
