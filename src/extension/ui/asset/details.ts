/** All that is known of one file, for whoever looks at it: from the history, the file beside it, or the file itself. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Asset, ParameterValue } from '../../../shared/model.ts';
import { legible } from '../../../shared/legible.ts';
import type { AssetDetails, Provenance } from '../../../shared/protocol.ts';
import { money } from '../../../shared/text.ts';
import { hasSilentSound, readEmbedded, readSidecar } from '../../assets/provenance.ts';
import { assetById, outputAssets, sourceGeneration } from '../../store/assets.ts';
import { type StoredAttempt, attemptsOf } from '../../store/attempts.ts';
import { type StoredGeneration, generationById } from '../../store/generations.ts';
import { inputsOf } from '../../store/inputs.ts';
import { madeFrom } from '../../store/links.ts';
import { costOf } from '../cost.ts';
import type { Parts } from '../parts.ts';
import { assetView, generationView, stateFacts } from '../views.ts';

/** Attempts told, the latest first. */
const mostAttempts = 20;
/** Files told of each sort. */
const mostFiles = 24;

/** @param address makes a file's webview address. @throws with the sentence for people */
export async function detailsOf(parts: Parts, id: string, address: (path: string) => string): Promise<AssetDetails> {
  const { session: { db }, desk } = parts;
  const asset = assetById(db, id);
  if (asset === undefined) throw new Error(vscode.l10n.t('This file is no longer in the index.'));
  const source = sourceGeneration(db, id);
  const row = source === undefined ? undefined : generationById(db, source);
  const attempts = row === undefined ? [] : attemptsOf(db, row.generation.id).slice(0, mostAttempts);
  const linked = (file: Asset): AssetDetails['inputs'][number] => ({ id: file.id, name: basename(file.path), kind: file.kind, asset: assetView(file, address) });
  return {
    asset: assetView(asset, address), path: vscode.workspace.asRelativePath(asset.path), hash: asset.hash,
    silent: asset.kind === 'video' && await hasSilentSound(asset.path),
    made: row === undefined ? await elsewhere(parts, asset) : ofHistory(parts, row, attempts),
    generation: row === undefined ? null : generationView(row, desk),
    attempts: attempts.map(attempt => ({ facts: stateFacts(attempt), cost: costOf(attempt, vscode.env.language) })),
    inputs: row === undefined ? [] : inputsOf(db, row.generation.id).map(({ asset: file }) => linked(file)),
    siblings: row === undefined ? [] : outputAssets(db, row.generation.id).filter(file => file.id !== id).slice(0, mostFiles).map(linked),
    children: madeFrom(db, id, mostFiles).map(linked),
    again: row === undefined ? null : await againOf(parts, row),
  };
}

function ofHistory({ desk }: Parts, { generation, attempt }: StoredGeneration, attempts: readonly StoredAttempt[]): Provenance {
  const model = desk.specs().find(({ id }) => id === generation.provider)?.models.find(({ id }) => id === generation.model);
  return {
    from: 'history', tool: '', prompt: legible(generation.prompt), negative: '', provider: desk.labelOf(generation.provider), model: model?.label ?? generation.model,
    operation: generation.operation,
    parameters: Object.entries(generation.parameters).map(([name, value]) => {
      const spec = model?.parameters.find(each => each.name === name);
      return { name: spec?.label ?? name, value: spec?.choices?.find(choice => choice.value === value)?.label ?? shown(value) };
    }),
    cost: costOfAll(attempts), at: attempt.endedAt,
  };
}

/** What all attempts were charged together, where any was; else what the last says. */
function costOfAll(attempts: readonly StoredAttempt[]): string | null {
  const charged = attempts.reduce((sum, { charge }) => sum + (charge ?? 0), 0);
  if (charged > 0) return money(charged, vscode.env.language);
  return attempts[0] === undefined ? null : costOf(attempts[0], vscode.env.language);
}

async function elsewhere({ desk }: Parts, asset: Asset): Promise<Provenance | null> {
  const told = await readSidecar(asset.path);
  if (told !== null) {
    const { provider, model, operation, prompt, parameters, cost, at } = told;
    return {
      from: 'sidecar', tool: '', prompt: legible(prompt), negative: '', provider: legible(desk.labelOf(provider)), model: legible(model), operation, at,
      parameters: Object.entries(parameters).map(([name, value]) => ({ name: legible(name), value: shown(value) })),
      cost: cost === null || cost <= 0 ? null : money(cost, vscode.env.language),
    };
  }
  const words = asset.kind === 'image' ? await readEmbedded(asset.path) : null;
  return words === null ? null : {
    from: 'file', tool: words.tool, prompt: legible(words.prompt), negative: legible(words.negative), provider: '', model: legible(words.model), operation: null,
    parameters: words.parameters.map(({ name, value }) => ({ name: legible(name), value: legible(value) })), cost: null, at: null,
  };
}

function shown(value: ParameterValue): string {
  return typeof value === 'boolean' ? (value ? vscode.l10n.t('yes') : vscode.l10n.t('no')) : legible(String(value));
}

async function againOf({ desk }: Parts, { generation }: StoredGeneration): Promise<AssetDetails['again']> {
  const draft = desk.draftOf(generation.id);
  if (draft === undefined) return null;
  const { problems, request } = await desk.checkAll(draft);
  const spec = desk.specs().find(({ id }) => id === draft.provider)?.models.find(({ id }) => id === draft.model);
  return {
    price: desk.priceOf(generation), seed: spec?.parameters.some(({ type }) => type === 'seed') ?? false,
    problem: request === null ? problems[0]?.message ?? null : null,
  };
}
