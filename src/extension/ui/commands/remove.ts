import * as vscode from 'vscode';
import { snippet } from '../../../shared/model.ts';
import { count } from '../../../shared/text.ts';
import { generationById } from '../../store/generations.ts';
import { removeAllEnded } from '../../store/removal.ts';
import type { Parts } from '../parts.ts';
import { busyInView } from '../tree/busy.ts';
import { targets } from './target.ts';

/** Takes ended generations out of the history, after asking. Their files stay. */
export async function remove(parts: Parts, args: readonly unknown[]): Promise<void> {
  const chosen = await targets(parts, args, vscode.l10n.t('Remove which generation from the history?'), facts => facts.end !== null);
  const rows = chosen.flatMap(({ id }) => generationById(parts.session.db, id) ?? []);
  const ended = rows.filter(({ attempt }) => attempt.end !== null);
  const unfinished = rows.length - ended.length;
  if (chosen.length === 0) return;
  if (rows.length === 0) throw new Error(vscode.l10n.t('This generation is no longer in the history.'));
  if (ended.length === 0) {
    throw new Error(rows.length === 1
      ? vscode.l10n.t('It is not finished. Cancel it first, or wait until it is.')
      : vscode.l10n.t('They are not finished. Cancel them first, or wait until they are.'));
  }
  const question = ended.length === 1
    ? vscode.l10n.t('Remove “{0}” from the history?', snippet(ended[0]!.generation.prompt))
    : vscode.l10n.t('Remove {0} generations from the history?', count(ended.length, vscode.env.language));
  const stays = unfinished === 0 ? [] : [unfinished === 1
    ? vscode.l10n.t('1 is not finished and stays.')
    : vscode.l10n.t('{0} are not finished and stay.', count(unfinished, vscode.env.language))];
  await removeAsked(parts, ended.map(({ generation }) => generation.id), question, stays);
}

/** @param more what to know besides that the files stay */
export async function removeAsked(parts: Parts, ids: readonly string[], question: string, more: readonly string[]): Promise<void> {
  const go = vscode.l10n.t('Remove');
  const detail = [vscode.l10n.t('Their files stay. What they cost stays counted.'), ...more].join(' ');
  if (await vscode.window.showWarningMessage(question, { modal: true, detail }, go) !== go) return;
  await busyInView(() => removeAllEnded(parts.session.db, ids));
}
