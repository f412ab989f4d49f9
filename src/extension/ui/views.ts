/** Rows as the surfaces show them: without addresses, raw replies and what only the engine needs. */
import { basename, dirname, relative } from 'node:path';
import * as vscode from 'vscode';
import type { Asset } from '../../shared/model.ts';
import type { AssetView, GalleryItem, GenerationView } from '../../shared/protocol.ts';
import type { StateFacts } from '../../shared/status.ts';
import { assetById, outputAssets } from '../store/assets.ts';
import type { StoredAttempt } from '../store/attempts.ts';
import type { Card } from '../store/cards.ts';
import type { Reader } from '../store/database.ts';
import { type StoredGeneration, generationById } from '../store/generations.ts';
import type { Desk } from '../engine/desk.ts';

/** Longest prompt that a list needs. */
const promptLength = 300;

export function stateFacts(attempt: StoredAttempt): StateFacts {
  const { outputs: _outputs, requestHash: _hash, adoptedAt: _adopted, overLimit: _over, lookedAt: _looked, failure, ...facts } = attempt;
  if (failure === null) return { ...facts, failure: null };
  const { raw: _raw, ...told } = failure;
  return { ...facts, failure: told };
}

export function generationView({ generation, attempt }: StoredGeneration, desk: Desk): GenerationView {
  const spec = desk.specs().find(provider => provider.id === generation.provider);
  return {
    id: generation.id,
    prompt: generation.prompt.slice(0, promptLength),
    provider: spec?.label ?? generation.provider,
    model: spec?.models.find(model => model.id === generation.model)?.label ?? generation.model,
    operation: generation.operation,
    createdAt: generation.createdAt,
    facts: stateFacts(attempt),
    timing: desk.timingOf(generation),
  };
}

/** @param address makes a file's webview address */
export function assetView(asset: Asset, address: (path: string) => string): AssetView {
  return {
    id: asset.id, name: basename(asset.path), folder: folderName(asset.path), kind: asset.kind,
    url: tooLargeToShow(asset) ? '' : `${address(asset.path)}?v=${asset.modifiedAt}-${asset.size}`,
    size: asset.size, modifiedAt: asset.modifiedAt, width: asset.width, height: asset.height, verdict: asset.verdict,
  };
}

/** As the project names it; a file that lies in no folder of a project's folder says that folder's name. */
function folderName(path: string): string {
  const folder = dirname(vscode.workspace.asRelativePath(path));
  return folder === '.' ? folderLabel(dirname(path)) ?? '' : folder;
}

/** As the project names a folder of its own, one of the project's by its name; `null` for any other. */
export function folderLabel(folder: string): string | null {
  const project = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder));
  if (project === undefined) return null;
  return relative(project.uri.fsPath, folder) === '' ? project.name : vscode.workspace.asRelativePath(folder);
}

/** Decoding it would take gigabytes: it is kept, and opened outside the gallery. */
function tooLargeToShow({ width, height }: Asset): boolean {
  return (width ?? 0) * (height ?? 0) > 64_000_000;
}

export function galleryItem(db: Reader, card: Card, desk: Desk, address: (path: string) => string): GalleryItem {
  const generation = card.generationId === null ? undefined : generationById(db, card.generationId);
  const asset = card.assetId === null ? undefined : assetById(db, card.assetId);
  return {
    key: card.key, at: card.at,
    generation: generation === undefined ? null : generationView(generation, desk),
    asset: asset === undefined ? null : assetView(asset, address),
  };
}

/** A generation with its first result, as a chip shows it. */
export function recentItem(db: Reader, row: StoredGeneration, desk: Desk, address: (path: string) => string): GalleryItem {
  const asset = outputAssets(db, row.generation.id)[0];
  return {
    key: row.generation.id, at: row.generation.createdAt,
    generation: generationView(row, desk), asset: asset === undefined ? null : assetView(asset, address),
  };
}
