import * as vscode from 'vscode';
import { isHeld, phaseTable, statusOf } from '../../../shared/status.ts';
import { type StoredGeneration, generationById } from '../../store/generations.ts';
import { requireTrust } from '../actions.ts';
import type { Parts } from '../parts.ts';
import { stateFacts } from '../views.ts';
import { mayPassLimit } from '../limit.ts';
import { fitting, targets } from './target.ts';

/** Sends what is held: lets its provider be tried again, or lets it pass the day's limit, after asking once for all of it. */
export async function tryAgain(parts: Parts, args: readonly unknown[]): Promise<void> {
  requireTrust();
  const chosen = await targets(parts, args, vscode.l10n.t('Try which held generation again?'), isHeld);
  const rows = fitting(parts, chosen, ({ attempt }) => isHeld(attempt)).map(({ id }) => heldRow(parts, id));
  const overLimit = rows.filter(({ attempt }) => attempt.heldBecause === 'day-limit');
  if (overLimit.length > 0 && await mayPassLimit(parts, costOf(overLimit), overLimit.length) !== null) {
    for (const { generation } of overLimit) await parts.desk.allowOverLimit(generation.id);
  }
  const providers = Map.groupBy(rows.filter(row => !overLimit.includes(row)), ({ generation }) => generation.provider);
  for (const [provider, held] of providers) {
    if (held.some(({ attempt }) => attempt.heldBecause === 'key') && needsKey(parts, provider)) await vscode.commands.executeCommand('darkroom.setKey', provider);
    else await parts.desk.tryAgain(provider);
  }
}

/** @throws with the reason where nothing holds it any more */
function heldRow({ desk, session, clock }: Parts, id: string): StoredGeneration {
  const row = generationById(session.db, id);
  if (row === undefined) throw new Error(vscode.l10n.t('This generation is no longer in the history.'));
  if (isHeld(row.attempt)) return row;
  const phase = statusOf(stateFacts(row.attempt), clock(), desk.timingOf(row.generation));
  throw new Error(vscode.l10n.t('This generation is not held; its state is “{0}”.', phaseTable[phase].label()));
}

/** Dollars of all whose price is known; `null` where none is. */
function costOf(rows: readonly StoredGeneration[]): number | null {
  const known = rows.flatMap(({ attempt }) => attempt.estimate ?? []);
  return known.length === 0 ? null : known.reduce((sum, each) => sum + each, 0);
}

function needsKey({ keyed, keys }: Parts, provider: string): boolean {
  return keyed().some(service => service.id === provider && keys.has(service.origin) === false);
}
