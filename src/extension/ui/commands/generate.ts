import * as v from 'valibot';
import * as vscode from 'vscode';
import { operations } from '../../../shared/model.ts';
import { mayPassLimit } from '../limit.ts';
import type { Parts } from '../parts.ts';
import { requireTrust } from '../actions.ts';
import type { Studio } from '../studio.ts';
import { maySpend } from './spend.ts';

/** What the command takes; what is left out is the first provider's, model's or parameter's default. */
const argumentSchema = v.object({
  provider: v.optional(v.string()),
  model: v.optional(v.string()),
  operation: v.optional(v.picklist(operations)),
  prompt: v.string(),
  parameters: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])), {}),
});

/** Opens the form; called with a request it generates, after asking where that may cost money. @returns the id of the generation */
export async function generate(parts: Parts, studio: Studio, args: readonly unknown[]): Promise<string | undefined> {
  if (args[0] === undefined || args[0] === null) {
    await studio.open();
    return undefined;
  }
  requireTrust();
  const given = v.safeParse(argumentSchema, args[0]);
  if (!given.success) throw new Error(vscode.l10n.t('Generate takes a request: prompt, and where wanted provider, model, operation and parameters.'));
  const spec = parts.desk.specs().find(provider => given.output.provider === undefined || provider.id === given.output.provider);
  const model = spec?.models.find(candidate => given.output.model === undefined || candidate.id === given.output.model);
  const { problems, request } = parts.desk.checkRequest({
    provider: given.output.provider ?? spec?.id ?? '', model: given.output.model ?? model?.id ?? '',
    operation: given.output.operation ?? model?.operation ?? 'text-to-image', prompt: given.output.prompt, parameters: given.output.parameters,
  });
  if (request === null) throw new Error(problems.map(problem => problem.message).join(' '));
  const may = await maySpend(vscode.l10n.t('A command'), 1, parts.desk.labelOf(request.provider), parts.desk.priceOf(request));
  if (!may) return undefined;
  const overLimit = await mayPassLimit(parts, parts.desk.priceOf(request), 1);
  return overLimit === null ? undefined : parts.desk.place(request, overLimit);
}
