/** Which files a command means: a card's, the first results of rows in our tree, an id from elsewhere, or one that is picked. */
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { type Asset, snippet } from '../../../shared/model.ts';
import { isInTrash } from '../../../shared/trashName.ts';
import { assetById, latestAssets, outputAssets, sourceGeneration } from '../../store/assets.ts';
import { generationById } from '../../store/generations.ts';
import { firstResult } from '../actions.ts';
import type { Parts } from '../parts.ts';
import { fitting, idSchema, isSelection, targets } from './target.ts';

export interface FileTarget {
  readonly asset: Asset;
  /** What it was made from; `null` where that is not known. */
  readonly prompt: string | null;
  /** Whether it came from outside Darkroom's own views. */
  readonly foreign: boolean;
}

/** Finds out which files are meant, and asks where nobody said so. @param placeholder of the pick */
export type AskForFiles = (placeholder: string) => Promise<readonly FileTarget[]>;

/** A card of the gallery has both ids, where a generation made its file: what is meant is the file. */
const assetSchema = v.object({ asset: idSchema, menu: v.optional(v.string()) });

/**
 * The files a command means, all of them there and none of them in the trash.
 * @param many whether several may be picked
 * @returns empty when the pick was dismissed
 * @throws when it was called with something that has no file
 */
export async function fileTargets(parts: Parts, args: readonly unknown[], placeholder: string, many = false): Promise<FileTarget[]> {
  const chosen = await chosenFiles(parts, args, placeholder, many);
  const there = await Promise.all(chosen.map(async ({ asset }) => !isInTrash(asset.path) && await isFile(asset.path)));
  if (chosen.length > 0 && !there.includes(true) && isInTrash(chosen[0]!.asset.path)) throw new Error(vscode.l10n.t('“{0}” is in the trash. Restore it first.', basename(chosen[0]!.asset.path)));
  if (chosen.length > 0 && !there.includes(true)) throw new Error(vscode.l10n.t('“{0}” is no longer there.', basename(chosen[0]!.asset.path)));
  return chosen.filter((_, at) => there[at]);
}

function promptOf({ session: { db } }: Parts, asset: Asset): string | null {
  const source = sourceGeneration(db, asset.id);
  return source === undefined ? null : generationById(db, source)?.generation.prompt ?? null;
}

async function chosenFiles(parts: Parts, args: readonly unknown[], placeholder: string, many: boolean): Promise<FileTarget[]> {
  const [first] = args;
  if (first === undefined || first === null) return pick(parts, placeholder, many);
  if (isSelection(parts, first)) {
    return parts.selected().assets.flatMap(id => assetById(parts.session.db, id) ?? []).map(asset => ({ asset, prompt: promptOf(parts, asset), foreign: false }));
  }
  const given = v.safeParse(assetSchema, first);
  if (given.success) {
    const asset = assetById(parts.session.db, given.output.asset);
    if (asset === undefined) throw new Error(vscode.l10n.t('This file is no longer in the index.'));
    return [{ asset, prompt: promptOf(parts, asset), foreign: given.output.menu !== parts.menuToken }];
  }
  const rows = fitting(parts, await targets(parts, args, placeholder, () => true), ({ attempt }) => attempt.end === 'completed');
  const made = rows.filter(({ id }) => outputAssets(parts.session.db, id).length > 0);
  return (made.length > 0 ? made : rows.slice(0, 1)).map(({ id, foreign }) => {
    const asset = firstResult(parts, id);
    return { asset, prompt: promptOf(parts, asset), foreign };
  });
}

interface Choice extends vscode.QuickPickItem { readonly asset: Asset; readonly prompt: string | null }

async function pick(parts: Parts, placeholder: string, many: boolean): Promise<FileTarget[]> {
  const choices = latestAssets(parts.session.db, ['image', 'video', 'audio']).map((asset): Choice => {
    const prompt = promptOf(parts, asset);
    const about = [vscode.workspace.asRelativePath(dirname(asset.path)), ...prompt === null ? [] : [snippet(prompt)]].join(' · ');
    // A name may look like an icon's.
    return { asset, prompt, label: basename(asset.path).replaceAll('$(', '$ ('), description: about.replaceAll('$(', '$ (') };
  });
  if (choices.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No file of the project is known yet. Generate one, or open the gallery.'));
    return [];
  }
  const options = { placeHolder: placeholder, matchOnDescription: true, ignoreFocusOut: true };
  const chosen = many ? await vscode.window.showQuickPick(choices, { ...options, canPickMany: true }) : await vscode.window.showQuickPick(choices, options);
  return [chosen ?? []].flat().map(({ asset, prompt }) => ({ asset, prompt, foreign: false }));
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(found => found.isFile(), () => false);
}
