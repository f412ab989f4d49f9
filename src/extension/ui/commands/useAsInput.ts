import * as vscode from 'vscode';
import { localPath } from '../../platform/localPath.ts';
import { placeFor, switchedTo } from '../../engine/inputPlace.ts';
import type { Parts } from '../parts.ts';
import type { Studio } from '../studio.ts';
import { fileTargets } from './fileTarget.ts';

/** Puts a file of the project into the first input of the form that takes it; nothing is sent. */
export async function useAsInput(parts: Parts, studio: Studio, args: readonly unknown[]): Promise<void> {
  const path = args[0] instanceof vscode.Uri ? pathOf(args[0]) : (await fileTargets(parts, args.slice(0, 1), vscode.l10n.t('Use which file as an input?')))[0]?.asset.path;
  if (path === undefined) return;
  const asset = await parts.desk.takeMedia(path);
  const place = placeFor(asset, studio.draft(), parts.desk.specs());
  if (typeof place === 'string') throw new Error(place);
  await studio.put({
    choice: { provider: place.provider.id, model: place.model.id, operation: place.model.operation },
    inputs: { [place.input.name]: asset.id },
    says: null, switched: switchedTo(place),
  });
}

/** As the Explorer names it. */
function pathOf(uri: vscode.Uri): string {
  const path = localPath(uri);
  if (path === null) throw new Error(vscode.l10n.t('This file is not on the machine that Darkroom runs on.'));
  return path;
}
