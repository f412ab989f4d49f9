/** The form as data: what is typed, what can be chosen, and what each control shows. */
import type { Operation, ParameterSpec } from '../../shared/model.ts';
import { operations } from '../../shared/model.ts';
import type { Draft, Result, Wish } from '../../shared/protocol.ts';

export type Provider = Result<'studio.load'>['providers'][number];
export type Model = Provider['models'][number];

export function providerOf(providers: readonly Provider[], draft: Draft): Provider | undefined {
  return providers.find(provider => provider.id === draft.provider);
}

export function modelOf(providers: readonly Provider[], draft: Draft): Model | undefined {
  return providerOf(providers, draft)?.models.find(model => model.id === draft.model);
}

/** What a provider can do, in the usual order. */
export function operationsOf(provider: Provider): Operation[] {
  return operations.filter(operation => provider.models.some(model => model.operation === operation));
}

function modelsFor(provider: Provider, operation: Operation): Model[] {
  return provider.models.filter(model => model.operation === operation);
}

/** The models for this operation where there are several: a choice of one is none. */
export function modelsToChoose(providers: readonly Provider[], draft: Draft): Model[] {
  const provider = providerOf(providers, draft);
  const models = provider === undefined ? [] : modelsFor(provider, draft.operation);
  return models.length > 1 ? models : [];
}

/**
 * The draft with a provider, an operation and a model that exist and fit each other, as near as can be to what it says.
 * What was typed stays, also where this model does not ask for it: another one may, or the person comes back.
 */
export function settled(draft: Draft, providers: readonly Provider[]): Draft {
  const provider = providerOf(providers, draft) ?? providers[0];
  const first = provider?.models[0];
  if (provider === undefined || first === undefined) return draft;
  const offered = modelsFor(provider, draft.operation);
  const model = offered.find(({ id }) => id === draft.model) ?? offered[0] ?? first;
  if (provider.id === draft.provider && model.id === draft.model && model.operation === draft.operation) return draft;
  return { ...draft, provider: provider.id, operation: model.operation, model: model.id, parameters: fitting(draft.parameters, model) };
}

/** Choices that the model does not offer go back to its default: they were picked from another list. */
function fitting(parameters: Draft['parameters'], model: Model): Draft['parameters'] {
  const spec = new Map(model.parameters.map(parameter => [parameter.name, parameter]));
  return Object.fromEntries(Object.entries(parameters).filter(([name, value]) => {
    const parameter = spec.get(name);
    if (parameter === undefined) return true;
    if (parameter.type === 'choice') return parameter.choices?.some(choice => choice.value === value) ?? false;
    return (parameter.type === 'boolean') === (typeof value === 'boolean');
  }));
}

/** An empty text is a parameter left alone. */
export function withParameter(draft: Draft, name: string, value: string | boolean): Draft {
  const { [name]: _, ...others } = draft.parameters;
  return { ...draft, parameters: value === '' ? others : { ...others, [name]: value } };
}

/** @param file an asset's id; `null` takes the file away */
export function withInput(draft: Draft, name: string, file: string | null): Draft {
  const { [name]: _, ...others } = draft.inputs ?? {};
  return { ...draft, inputs: file === null ? others : { ...others, [name]: file } };
}

/** The draft as a command wished it, with what fits of it. */
export function withWish(draft: Draft, { prompt = draft.prompt, choice, parameters, inputs }: Wish, providers: readonly Provider[]): Draft {
  const chosen = settled({ ...draft, ...choice, prompt, inputs: { ...draft.inputs, ...inputs } }, providers);
  if (parameters === undefined) return chosen;
  const own = new Set(modelOf(providers, chosen)?.parameters.map(({ name }) => name));
  const others = Object.entries(chosen.parameters).filter(([name]) => !own.has(name));
  return { ...chosen, parameters: { ...Object.fromEntries(others), ...parameters } };
}

/** What the control of a parameter shows as its value; a text field left alone is empty and names the default beside it. */
export function textOf(draft: Draft, parameter: ParameterSpec): string {
  const value = draft.parameters[parameter.name];
  if (typeof value === 'string') return value;
  return parameter.type === 'choice' ? String(parameter.default ?? parameter.choices?.[0]?.value ?? '') : '';
}

export function isChecked(draft: Draft, parameter: ParameterSpec): boolean {
  const value = draft.parameters[parameter.name];
  return typeof value === 'boolean' ? value : parameter.default === true;
}

const largestSeed = 2 ** 31 - 1;

/** A seed within the parameter's bounds; `random` is at least 0 and below 1. */
export function newSeed(parameter: ParameterSpec, random: number): string {
  const lowest = Math.ceil(parameter.minimum ?? 0);
  const highest = Math.floor(parameter.maximum ?? largestSeed);
  return String(lowest + Math.floor(random * (highest - lowest + 1)));
}
