/** Presets of the Studio: its form without prompt and files, kept under a name. */
import * as v from 'valibot';
import * as vscode from 'vscode';
import { oneLine } from '../../../shared/legible.ts';
import { mostPresets, presetBody, presets, removePreset, savePreset as keepPreset } from '../../store/presets.ts';
import type { Parts } from '../parts.ts';
import { keptOf, presetOf, wishOf } from '../presets.ts';
import type { Studio } from '../studio.ts';
import { idSchema } from './target.ts';

const longest = 60;

const argumentSchema = v.object({ preset: idSchema });

export async function savePreset({ session, desk, clock, newId }: Parts, studio: Studio): Promise<void> {
  const kept = keptOf(studio.draft(), desk.specs());
  const label = desk.specs().find(({ id }) => id === kept.provider)?.models.find(({ id }) => id === kept.model)?.label;
  const there = presets(session.db);
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Save as Preset'),
    prompt: label === undefined ? vscode.l10n.t('It keeps provider, model and parameters.') : vscode.l10n.t('It keeps provider, model and parameters: now {0}.', label),
    // Nothing to complain of as long as nothing was typed.
    value: freeName(label ?? vscode.l10n.t('Preset'), there.map(({ name }) => name)), ignoreFocusOut: true,
    validateInput: text => problemOf(oneLine(text), there.map(({ name }) => name)),
  });
  if (typed === undefined) return;
  const name = oneLine(typed);
  await session.db.write(tx => keepPreset(tx, { id: newId(), name }, kept, clock()));
  vscode.window.setStatusBarMessage(vscode.l10n.t('Preset “{0}” kept', name.replaceAll('$(', '$ (')), 3000);
}

function freeName(label: string, taken: readonly string[]): string {
  const stem = oneLine(label).slice(0, longest - 4);
  for (let n = 1; ; n++) {
    const name = n === 1 ? stem : `${stem} ${n}`;
    if (!taken.includes(name)) return name;
  }
}

function problemOf(name: string, taken: readonly string[]): vscode.InputBoxValidationMessage | undefined {
  const wrong = (message: string): vscode.InputBoxValidationMessage => ({ message, severity: vscode.InputBoxValidationSeverity.Error });
  if (name === '') return wrong(vscode.l10n.t('Give it a name.'));
  if (name.length > longest) return wrong(vscode.l10n.t('A name has at most {0} characters.', longest));
  if (taken.includes(name)) return { message: vscode.l10n.t('There is a preset of this name. Enter replaces it.'), severity: vscode.InputBoxValidationSeverity.Warning };
  return taken.length < mostPresets ? undefined : wrong(vscode.l10n.t('There are {0} presets, and no more can be kept. Delete one first, or replace one by its name.', mostPresets));
}

/** Puts what fits of it into the form. */
export async function applyPreset(parts: Parts, studio: Studio, args: readonly unknown[]): Promise<void> {
  const preset = await presetFor(parts, args, vscode.l10n.t('Apply which preset?'));
  if (preset === undefined) return;
  const body = presetOf(presetBody(parts.session.db, preset.id));
  if (body === undefined) throw new Error(vscode.l10n.t('The preset “{0}” can’t be read.', preset.name));
  await studio.put(wishOf(body, preset.name, studio.draft(), parts.desk.specs()));
}

export async function deletePreset(parts: Parts): Promise<void> {
  const preset = await presetFor(parts, [], vscode.l10n.t('Delete which preset?'));
  if (preset === undefined) return;
  const go = vscode.l10n.t('Delete');
  if (await vscode.window.showWarningMessage(vscode.l10n.t('Delete the preset “{0}”?', preset.name), { modal: true }, go) !== go) return;
  await parts.session.db.write(tx => removePreset(tx, preset.id));
}

async function presetFor({ session }: Parts, args: readonly unknown[], placeHolder: string): Promise<{ id: string; name: string } | undefined> {
  const there = presets(session.db);
  const given = v.safeParse(argumentSchema, args[0]);
  if (given.success) {
    const named = there.find(({ id }) => id === given.output.preset);
    if (named === undefined) throw new Error(vscode.l10n.t('This preset is not there any more.'));
    return named;
  }
  if (there.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no preset yet. Keep the form as one with “Darkroom: Save as Preset…”.'));
    return undefined;
  }
  // A name may look like an icon's.
  const picked = await vscode.window.showQuickPick(there.map(({ id, name }) => ({ id, name, label: name.replaceAll('$(', '$ (') })), { placeHolder, ignoreFocusOut: true });
  return picked;
}
