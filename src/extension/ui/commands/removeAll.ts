import * as vscode from 'vscode';
import type { End } from '../../../shared/model.ts';
import { groupLabel } from '../../../shared/status.ts';
import { count } from '../../../shared/text.ts';
import { tally } from '../../store/generations.ts';
import type { Parts } from '../parts.ts';
import type { GenerationsView } from '../tree/view.ts';
import { removeAsked } from './remove.ts';
import { wholeOf } from './whole.ts';

const ends = ['failed', 'completed', 'cancelled'] as const;

/** Takes a whole group of ended generations out of the history, also those that no list has loaded, after naming the count. */
export async function removeAll(parts: Parts, view: GenerationsView, args: readonly unknown[]): Promise<void> {
  const [node] = args;
  const end = (parts.isRow(node) && node.kind === 'group' ? ends.find(each => each === node.group) : undefined) ?? await pick(parts);
  if (end === undefined) return;
  const { entries, only } = await wholeOf(parts, end, view.narrowedTo);
  if (entries.length === 0) {
    void vscode.window.showInformationMessage(only ?? vscode.l10n.t('There is nothing to remove.'));
    return;
  }
  const label = groupLabel[end]();
  const question = entries.length === 1
    ? vscode.l10n.t('Remove 1 generation from the history? It is of “{0}”.', label)
    : vscode.l10n.t('Remove {0} generations from the history? They are of “{1}”.', count(entries.length, vscode.env.language), label);
  await removeAsked(parts, entries.map(entry => entry.id), question, only === null ? [] : [only]);
}

async function pick({ session }: Parts): Promise<End | undefined> {
  const n = tally(session.db);
  const choices = ends.filter(end => n[end] > 0).map(end => ({ label: groupLabel[end](), description: count(n[end], vscode.env.language), end }));
  if (choices.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is nothing to remove.'));
    return undefined;
  }
  return (await vscode.window.showQuickPick(choices, { placeHolder: vscode.l10n.t('Remove all of which?'), ignoreFocusOut: true }))?.end;
}
