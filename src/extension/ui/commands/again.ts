/** Asks for what was asked for before: the same, with another seed, or as the form's beginning. */
import * as vscode from 'vscode';
import type { Draft } from '../../../shared/protocol.ts';
import { requireTrust } from '../actions.ts';
import { mayPassLimit } from '../limit.ts';
import type { Parts } from '../parts.ts';
import type { Studio } from '../studio.ts';
import { maySpend } from './spend.ts';
import { type Target, target } from './target.ts';

/** @returns the id of the new generation; `undefined` where nothing was chosen or a question was answered with no */
export async function again(parts: Parts, args: readonly unknown[], how: 'same' | 'new-seed'): Promise<string | undefined> {
  const chosen = await choose(parts, args, how === 'same' ? vscode.l10n.t('Generate which one again?') : vscode.l10n.t('Generate which one with a new seed?'));
  if (chosen === undefined) return undefined;
  requireTrust();
  const draft = draftOf(parts, chosen);
  const { problems, request } = await parts.desk.checkAll(how === 'same' ? draft : withoutSeed(parts, draft));
  if (request === null) throw new Error(problems.map(problem => problem.message).join(' '));
  const price = parts.desk.priceOf(request);
  if (chosen.foreign && !await maySpend(vscode.l10n.t('A command'), 1, parts.desk.labelOf(request.provider), price)) return undefined;
  const overLimit = await mayPassLimit(parts, price, 1);
  return overLimit === null ? undefined : parts.desk.place(request, overLimit);
}

/** Nothing is sent: the form waits for the person. */
export async function withChanges(parts: Parts, studio: Studio, args: readonly unknown[]): Promise<void> {
  const chosen = await choose(parts, args, vscode.l10n.t('Generate which one with changes?'));
  if (chosen === undefined) return;
  const { provider, model, operation, prompt, parameters, inputs = {} } = draftOf(parts, chosen);
  await studio.put({ choice: { provider, model, operation }, prompt, parameters, inputs, says: null });
}

function choose(parts: Parts, args: readonly unknown[], placeholder: string): Promise<Target | undefined> {
  return target(parts, args, placeholder, () => true);
}

function draftOf({ desk }: Parts, { id }: Target): Draft {
  const draft = desk.draftOf(id);
  if (draft === undefined) throw new Error(vscode.l10n.t('This generation is no longer in the history.'));
  return draft;
}

/** A seed that is left out gets a new number. */
function withoutSeed({ desk }: Parts, draft: Draft): Draft {
  const model = desk.specs().find(({ id }) => id === draft.provider)?.models.find(({ id }) => id === draft.model);
  const seeds = new Set(model?.parameters.filter(({ type }) => type === 'seed').map(({ name }) => name));
  if (model !== undefined && seeds.size === 0) throw new Error(vscode.l10n.t('{0} takes no seed.', model.label));
  return { ...draft, parameters: Object.fromEntries(Object.entries(draft.parameters).filter(([name]) => !seeds.has(name))) };
}
