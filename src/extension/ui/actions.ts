/** What can be done to a generation or an asset from any surface. Asking first is the caller's part. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Asset } from '../../shared/model.ts';
import { canCancel, canRetry } from '../../shared/status.ts';
import { isInTrash } from '../../shared/trashName.ts';
import { assetById, outputAssets } from '../store/assets.ts';
import { generationById } from '../store/generations.ts';
import { mayPassLimit } from './limit.ts';
import type { Parts } from './parts.ts';

/** Retries it. One that may have been charged already is sent again only after a warning. */
export async function retry(parts: Parts, id: string): Promise<void> {
  requireTrust();
  const row = generationById(parts.session.db, id);
  if (row === undefined) throw new Error(vscode.l10n.t('This generation is no longer in the history.'));
  if (!canRetry(row.attempt)) throw new Error(vscode.l10n.t('This generation has not failed; there is nothing to retry.'));
  if (row.attempt.unconfirmedAt !== null && row.attempt.end === null) {
    const send = vscode.l10n.t('Send Again');
    const chosen = await vscode.window.showWarningMessage(
      vscode.l10n.t('Nobody knows whether the first request arrived. Sending it again may be charged twice.'), { modal: true }, send);
    if (chosen !== send) return;
  }
  const overLimit = await mayPassLimit(parts, parts.desk.priceOf(row.generation), 1);
  if (overLimit !== null) await parts.desk.retry(id, overLimit);
}

export async function cancel(parts: Parts, id: string): Promise<void> {
  const row = generationById(parts.session.db, id);
  if (row === undefined) throw new Error(vscode.l10n.t('This generation is no longer in the history.'));
  if (!canCancel(row.attempt)) return;
  await parts.desk.cancel(id);
}

/** @param stays whether what is opened next leaves it open */
export async function openAsset(parts: Parts, id: string, stays = false): Promise<void> {
  const asset = assetById(parts.session.db, id);
  if (asset === undefined) throw new Error(vscode.l10n.t('This file is no longer in the index.'));
  if (isInTrash(asset.path)) throw new Error(vscode.l10n.t('“{0}” is in the trash. Restore it first.', basename(asset.path)));
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(asset.path), ...stays ? [{ preview: false }] : []);
}

/** Opens it with the program that the system has for it, where the file is on the machine that shows the window. */
export async function openOutside(parts: Parts, id: string): Promise<void> {
  const asset = assetById(parts.session.db, id);
  if (asset === undefined) throw new Error(vscode.l10n.t('This file is no longer in the index.'));
  if (!await vscode.env.openExternal(vscode.Uri.file(asset.path))) throw new Error(vscode.l10n.t('No program could be started for this file. Show it in the Explorer and download it from there.'));
}

/** Opens the first result of a generation. */
export async function openResult(parts: Parts, generation: string, stays = false): Promise<void> {
  await openAsset(parts, firstResult(parts, generation).id, stays);
}

/** @throws with the reason where there is none */
export function firstResult(parts: Parts, generation: string): Asset {
  const asset = outputAssets(parts.session.db, generation)[0];
  if (asset !== undefined) return asset;
  const isDone = generationById(parts.session.db, generation)?.attempt.end === 'completed';
  throw new Error(isDone ? vscode.l10n.t('Its file is no longer in the project.') : vscode.l10n.t('This generation has no file yet.'));
}

/** In an untrusted workspace nothing is sent, whoever asks. @throws with the sentence for people */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted) throw new Error(vscode.l10n.t('This workspace is not trusted, so Darkroom sends nothing. Trust it to generate.'));
}
