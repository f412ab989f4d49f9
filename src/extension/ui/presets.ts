/** What a preset keeps of the form, and what fits of it into the form as it is. */
import * as v from 'valibot';
import * as l10n from '@vscode/l10n';
import type { ModelSpec, ParameterSpec, ProviderSpec } from '../../shared/model.ts';
import { type Draft, type Wish, draftSchema } from '../../shared/protocol.ts';

const bodySchema = v.pick(draftSchema, ['provider', 'model', 'operation', 'parameters']);
export type PresetBody = v.InferOutput<typeof bodySchema>;

/** @returns `undefined` for what is no preset */
export function presetOf(body: unknown): PresetBody | undefined {
  const read = v.safeParse(bodySchema, body);
  return read.success ? read.output : undefined;
}

/** What the form says, without its prompt and its files, and without what was typed for other models. */
export function keptOf({ provider, model, operation, parameters }: Draft, specs: readonly ProviderSpec[]): PresetBody {
  const spec = modelIn(specs, provider, model);
  return { provider, model, operation, parameters: Object.fromEntries(Object.entries(parameters).filter(([name]) => spec?.parameters.some(each => each.name === name) ?? true)) };
}

/** What a preset asks of the form, and what of it is there no more. */
export function wishOf(preset: PresetBody, name: string, draft: Draft, specs: readonly ProviderSpec[]): Wish {
  const provider = specs.find(({ id }) => id === preset.provider);
  const wanted = modelIn(specs, preset.provider, preset.model);
  const model = wanted ?? provider?.models.find(({ operation }) => operation === preset.operation) ?? provider?.models[0] ?? modelIn(specs, draft.provider, draft.model);
  const gone = provider === undefined ? l10n.t('its provider “{0}” is not there any more', preset.provider)
    : wanted === undefined ? l10n.t('{0} has no model “{1}” any more; this is {2}', provider.label, preset.model, model?.label ?? '') : null;
  const entries = Object.entries(preset.parameters);
  const fits = entries.filter(([parameter, value]) => takes(model?.parameters.find(each => each.name === parameter), value));
  const left = entries.filter(entry => !fits.includes(entry)).map(([parameter]) => model?.parameters.find(each => each.name === parameter)?.label ?? parameter);
  const facts = [...gone === null ? [] : [gone], ...left.length === 0 ? [] : [l10n.t('not applied: {0}', left.join(', '))]];
  return {
    ...provider === undefined || model === undefined ? {} : { choice: { provider: provider.id, model: model.id, operation: model.operation } },
    parameters: Object.fromEntries(fits),
    says: facts.length === 0 ? null : l10n.t('Preset “{0}”: {1}.', name, facts.join('; ')),
  };
}

function modelIn(specs: readonly ProviderSpec[], provider: string, model: string): ModelSpec | undefined {
  return specs.find(({ id }) => id === provider)?.models.find(({ id }) => id === model);
}

/** Whether the control of this parameter can show such a value; whether it is within bounds is told at its field. */
function takes(parameter: ParameterSpec | undefined, value: string | boolean): boolean {
  if (parameter === undefined) return false;
  if (parameter.type === 'choice') return parameter.choices?.some(choice => choice.value === value) ?? false;
  return (parameter.type === 'boolean') === (typeof value === 'boolean');
}
