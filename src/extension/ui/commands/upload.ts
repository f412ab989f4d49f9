/** Brings files to a provider by themselves, and takes that back. Nothing of it is charged, but files leave the machine. */
import { basename } from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { fileSize } from '../../../shared/fileSize.ts';
import type { ProviderSpec } from '../../../shared/model.ts';
import { endingsByKind, noteMedia } from '../../assets/index.ts';
import { localPath } from '../../platform/localPath.ts';
import { filesIn } from '../../platform/projectFiles.ts';
import { assetByPath } from '../../store/assets.ts';
import { type WaitingUpload, wishedUploads } from '../../store/uploads.ts';
import { requireTrust } from '../actions.ts';
import type { Parts } from '../parts.ts';
import { fileTargets } from './fileTarget.ts';
import { idSchema } from './target.ts';

/** The provider whose uploads the gallery shows comes along with what is called there. */
const providerSchema = v.object({ uploads: idSchema });

/** @returns how many files wait now that did not; `undefined` when nobody wants it */
export async function upload(parts: Parts, args: readonly unknown[]): Promise<number | undefined> {
  requireTrust();
  const provider = providerIn(parts, args) ?? await pickProvider(parts);
  if (provider === undefined) return undefined;
  const files = await fileTargets(parts, args.slice(0, 1), vscode.l10n.t('Upload which files?'), true);
  if (files.length === 0) return undefined;
  const bytes = files.reduce((sum, { asset }) => sum + asset.size, 0);
  // An argument is anybody's: a keybinding's, a task's, another extension's.
  if (files.some(({ foreign }) => foreign) && !await mayUpload(provider, files.length, bytes, vscode.l10n.t('It was not started from Darkroom\'s own views, so Darkroom asks first.'))) return undefined;
  return wish(parts, provider, files.map(({ asset }) => asset.id));
}

/** All media of a folder of the project, after a question. */
export async function uploadFolder(parts: Parts, args: readonly unknown[]): Promise<number | undefined> {
  requireTrust();
  const uri = args[0] instanceof vscode.Uri ? args[0] : (await vscode.window.showOpenDialog({ title: vscode.l10n.t('Upload which folder?'), canSelectFiles: false, canSelectFolders: true }))?.[0];
  if (uri === undefined) return undefined;
  const folder = localPath(uri);
  if (folder === null) throw new Error(vscode.l10n.t('This folder is not on the machine that Darkroom runs on.'));
  if (vscode.workspace.getWorkspaceFolder(uri) === undefined) throw new Error(vscode.l10n.t('“{0}” lies outside the project. Copy it into the project first.', basename(folder)));
  const provider = await pickProvider(parts);
  if (provider === undefined) return undefined;
  const inputs = provider.models.flatMap(model => model.inputs ?? []);
  const kinds = (['image', 'video', 'audio'] as const).filter(kind => inputs.length === 0 || inputs.some(input => input.kinds.includes(kind)));
  const found = await filesIn(uri, kinds.flatMap(kind => endingsByKind[kind]));
  if (found.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('“{0}” has no file that {1} takes.', basename(folder), provider.label));
    return undefined;
  }
  const bytes = found.reduce((sum, { size }) => sum + size, 0);
  if (!await mayUpload(provider, found.length, bytes, vscode.l10n.t('From the folder “{0}” and the folders in it. What {1} has already is not sent again.', basename(folder), provider.label))) return undefined;
  await noteMedia(parts.session.db, found, parts.newId);
  return wish(parts, provider, found.flatMap(({ path }) => assetByPath(parts.session.db, path)?.id ?? []));
}

/** @returns how many there were to cancel */
export async function cancelUpload(parts: Parts, args: readonly unknown[]): Promise<number> {
  const given = v.safeParse(providerSchema, args[0]);
  if (given.success) {
    const files = await fileTargets(parts, args.slice(0, 1), '', true);
    return parts.desk.cancelUploads(given.output.uploads, files.map(({ asset }) => asset.id));
  }
  const chosen = await pickWaiting(parts);
  let all = 0;
  for (const { provider, assetId } of chosen) all += await parts.desk.cancelUploads(provider, [assetId]);
  return all;
}

async function wish(parts: Parts, provider: ProviderSpec, assets: readonly string[]): Promise<number> {
  const waiting = await parts.desk.upload(provider.id, assets);
  parts.session.work();
  vscode.window.setStatusBarMessage(waiting === 0
    ? vscode.l10n.t('{0} has it already, or it is on its way', provider.label)
    : waiting === 1 ? vscode.l10n.t('1 file goes to {0}', provider.label) : vscode.l10n.t('{0} files go to {1}', waiting, provider.label), 5000);
  return waiting;
}

async function mayUpload(provider: ProviderSpec, count: number, bytes: number, detail: string): Promise<boolean> {
  const go = vscode.l10n.t('Upload');
  const size = fileSize(bytes, vscode.env.language);
  return go === await vscode.window.showWarningMessage(
    count === 1 ? vscode.l10n.t('Upload 1 file ({0}) to {1}?', size, provider.label) : vscode.l10n.t('Upload {0} files ({1}) to {2}?', count, size, provider.label),
    { modal: true, detail }, go);
}

function providerIn({ desk }: Parts, args: readonly unknown[]): ProviderSpec | undefined {
  const given = v.safeParse(providerSchema, args[0]);
  if (!given.success) return undefined;
  const provider = desk.uploaders().find(({ id }) => id === given.output.uploads);
  if (provider === undefined) throw new Error(vscode.l10n.t('{0} takes no uploads.', desk.labelOf(given.output.uploads)));
  return provider;
}

async function pickProvider({ desk }: Parts): Promise<ProviderSpec | undefined> {
  const all = desk.uploaders();
  if (all.length === 0) throw new Error(vscode.l10n.t('No provider takes uploads. Describe the upload step of one in the setting darkroom.customProviders.'));
  const items = all.map(spec => ({ label: spec.label, description: spec.id, spec }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Upload to which provider?'), ignoreFocusOut: true }))?.spec;
}

async function pickWaiting({ session, desk }: Parts): Promise<readonly WaitingUpload[]> {
  const items = wishedUploads(session.db).map(waiting => ({ label: basename(waiting.path).replaceAll('$(', '$ ('), description: desk.labelOf(waiting.provider), waiting }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No upload is on its way.'));
    return [];
  }
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Cancel which uploads?'), canPickMany: true, ignoreFocusOut: true });
  return (chosen ?? []).map(({ waiting }) => waiting);
}
