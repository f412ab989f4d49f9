import * as v from 'valibot';
import * as vscode from 'vscode';
import { openAsset as openFile, openResult } from '../actions.ts';
import type { Parts } from '../parts.ts';
import { targets } from './target.ts';

const assetSchema = v.object({ asset: v.pipe(v.string(), v.minLength(1), v.maxLength(100)) });

/** Opens a file of the project by its asset's id, or a generation's first result. */
export async function openAsset(parts: Parts, args: readonly unknown[]): Promise<void> {
  const asset = v.safeParse(assetSchema, args[0]);
  if (asset.success) return openFile(parts, asset.output.asset);
  for (const { id } of await targets(parts, args, vscode.l10n.t('Open the result of which generation?'), facts => facts.end === 'completed')) {
    await openResult(parts, id);
  }
}
