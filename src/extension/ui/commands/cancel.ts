import * as vscode from 'vscode';
import { canCancel } from '../../../shared/status.ts';
import * as actions from '../actions.ts';
import type { Parts } from '../parts.ts';
import { targets } from './target.ts';

/** Wishes generations cancelled; what waits goes at once. */
export async function cancel(parts: Parts, args: readonly unknown[]): Promise<void> {
  for (const { id } of await targets(parts, args, vscode.l10n.t('Cancel which generation?'), canCancel)) await actions.cancel(parts, id);
}
