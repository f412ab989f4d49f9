import * as v from 'valibot';
import * as vscode from 'vscode';
import type { StateFacts } from '../../../shared/status.ts';
import { openAsset as openFile, openResult } from '../actions.ts';
import type { Parts } from '../parts.ts';
import { fitting, targets } from './target.ts';

const isDone = ({ end }: StateFacts): boolean => end === 'completed';

const assetSchema = v.object({ asset: v.pipe(v.string(), v.minLength(1), v.maxLength(100)) });

/** Opens a file of the project by its asset's id, or a generation's first result. */
export async function openAsset(parts: Parts, args: readonly unknown[]): Promise<void> {
  const asset = v.safeParse(assetSchema, args[0]);
  if (asset.success) return openFile(parts, asset.output.asset);
  const all = await targets(parts, args, vscode.l10n.t('Open the result of which generation?'), isDone);
  const chosen = fitting(parts, all, ({ attempt }) => isDone(attempt));
  for (const { id } of chosen) await openResult(parts, id, chosen.length > 1);
}
