import * as vscode from 'vscode';
import { type Group, groupLabel, groups, phaseTable } from '../../../shared/status.ts';
import { count } from '../../../shared/text.ts';
import { providersIn } from '../../store/lists.ts';
import type { Parts } from '../parts.ts';
import { noFilter } from '../tree/filter.ts';
import { groupPhase } from '../tree/items.ts';
import { readGroups } from '../tree/rows.ts';
import type { GenerationsView } from '../tree/view.ts';

interface Choice extends vscode.QuickPickItem {
  readonly group?: Group;
  readonly provider?: string;
}

/** Narrows the Generations view to some states and some providers; what was searched for stays. */
export async function filter(parts: Parts, view: GenerationsView): Promise<void> {
  const { db } = parts.session;
  const before = view.narrowedTo;
  const shown = readGroups(db, parts.clock(), generation => parts.desk.timingOf(generation), noFilter).groups;
  const number = (n: number): string => count(n, vscode.env.language);
  const states = groups.filter(group => shown.has(group) || before.groups.includes(group)).map((group): Choice => ({
    label: `$(${phaseTable[groupPhase[group]].icon}) ${groupLabel[group]()}`, description: number(shown.get(group)?.count ?? 0), group, picked: before.groups.includes(group),
  }));
  const known = providersIn(db);
  const gone = before.providers.filter(provider => !known.some(each => each.provider === provider)).map(provider => ({ provider, n: 0 }));
  const providers = [...known, ...gone].map(({ provider, n }): Choice => ({
    label: parts.desk.labelOf(provider).replaceAll('$(', '$ ('), description: number(n), provider, picked: before.providers.includes(provider),
  }));
  if (states.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is nothing to filter yet.'));
    return;
  }
  const separator = (label: string): Choice => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const chosen = await vscode.window.showQuickPick([separator(vscode.l10n.t('Status')), ...states, separator(vscode.l10n.t('Provider')), ...providers], {
    canPickMany: true, matchOnDescription: true, ignoreFocusOut: true,
    placeHolder: vscode.l10n.t('Show which? Nothing chosen of a kind shows all of it'),
  });
  if (chosen === undefined) return;
  view.narrowTo({ ...before, groups: chosen.flatMap(({ group }) => group ?? []), providers: chosen.flatMap(({ provider }) => provider ?? []) });
  await vscode.commands.executeCommand('darkroom.generations.focus');
}
