import * as vscode from 'vscode';
import { isHeld, phaseTable, statusOf } from '../../../shared/status.ts';
import { generationById } from '../../store/generations.ts';
import { requireTrust } from '../actions.ts';
import type { Parts } from '../parts.ts';
import { stateFacts } from '../views.ts';
import { mayPassLimit } from '../limit.ts';
import { targets } from './target.ts';

/** Sends what is held: lets its provider be tried again, or lets it pass the day's limit, after asking. */
export async function tryAgain(parts: Parts, args: readonly unknown[]): Promise<void> {
  requireTrust();
  const { desk, session, clock } = parts;
  for (const { id } of await targets(parts, args, vscode.l10n.t('Try which held generation again?'), isHeld)) {
    const row = generationById(session.db, id);
    if (row === undefined) throw new Error(vscode.l10n.t('This generation is no longer in the history.'));
    if (!isHeld(row.attempt)) {
      const phase = statusOf(stateFacts(row.attempt), clock(), desk.timingOf(row.generation));
      throw new Error(vscode.l10n.t('This generation is not held; its state is “{0}”.', phaseTable[phase].label()));
    }
    if (row.attempt.heldBecause === 'day-limit') {
      if (await mayPassLimit(parts, row.attempt.estimate, 1) !== null) await desk.allowOverLimit(id);
    } else if (row.attempt.heldBecause === 'key' && parts.keyed().some(service => service.id === row.generation.provider && parts.keys.has(service.origin) === false)) {
      await vscode.commands.executeCommand('darkroom.setKey', row.generation.provider);
    } else await desk.tryAgain(row.generation.provider);
  }
}
