/** Checks what was typed against a model's typed parameters, and turns it into a request. */
import * as l10n from '@vscode/l10n';
import type { GenerationRequest, InputSpec, MediaKind, ModelSpec, ParameterSpec, ParameterValue, Problem } from '../../shared/model.ts';
import type { Draft } from '../../shared/protocol.ts';
import { type Provider, modelOf } from './contract.ts';

export interface Checked {
  readonly problems: readonly Problem[];
  /** Complete, with a seed drawn where none was typed; `null` while there are problems. */
  readonly request: GenerationRequest | null;
}

/** Largest seed that every service takes. */
export const seedLimit = 2 ** 32 - 1;

export function checkDraft(draft: Draft, provider: Provider | undefined, random: () => number = Math.random): Checked {
  if (provider === undefined) return { problems: [{ field: 'provider', message: l10n.t('Choose a provider.') }], request: null };
  const model = modelOf(provider, draft.model);
  if (model === undefined || model.operation !== draft.operation) {
    return { problems: [{ field: 'model', message: l10n.t('{0} has no such model. Choose another.', provider.spec.label) }], request: null };
  }
  const problems: Problem[] = [];
  const prompt = draft.prompt.trim();
  const promptProblem = checkPrompt(prompt, model);
  if (promptProblem !== null) problems.push({ field: 'prompt', message: promptProblem });
  const parameters: Record<string, ParameterValue> = {};
  for (const spec of model.parameters) {
    const typed = draft.parameters[spec.name];
    const value = typed === undefined || typed === '' ? initial(spec, random) : parse(spec, typed);
    if (value instanceof Mistake) problems.push({ field: spec.name, message: value.message });
    else if (value !== undefined) parameters[spec.name] = value;
  }
  const inputs: Record<string, string> = {};
  for (const { name, required } of model.inputs ?? []) {
    const chosen = draft.inputs?.[name];
    if (chosen !== undefined) inputs[name] = chosen;
    else if (required) problems.push({ field: name, message: l10n.t('Choose a file.') });
  }
  const request: GenerationRequest = {
    provider: provider.spec.id, model: model.id, operation: model.operation, prompt, parameters, ...(Object.keys(inputs).length === 0 ? {} : { inputs }),
  };
  if (problems.length === 0) problems.push(...provider.validate?.(request) ?? []);
  return { problems, request: problems.length === 0 ? request : null };
}

/** A request in the form's terms, so that requests from commands are checked as typed ones are. */
export function toDraft(request: GenerationRequest): Draft {
  const parameters = Object.fromEntries(Object.entries(request.parameters).map(([name, value]) => [name, typeof value === 'boolean' ? value : String(value)]));
  return { provider: request.provider, model: request.model, operation: request.operation, prompt: request.prompt, parameters, inputs: request.inputs };
}

/** Why a file can't be this input, by what its bytes say; `null` when it can. */
export function inputProblem({ label, kinds, maxBytes }: InputSpec, file: { readonly kind: MediaKind; readonly size: number }): string | null {
  if (!kinds.includes(file.kind)) return l10n.t('{0} takes {1}, and this file is {2}.', label, kinds.map(kind => kindNames[kind]()).join(', '), kindNames[file.kind]());
  return file.size <= maxBytes ? null : l10n.t('{0} takes at most {1}; this file has {2}.', label, megabytes(maxBytes), megabytes(file.size));
}

const kindNames: Readonly<Record<MediaKind, () => string>> = { image: () => l10n.t('a picture'), video: () => l10n.t('a video'), audio: () => l10n.t('a sound') };

/** "8 MB", "1.5 MB"; never less than there is. */
function megabytes(bytes: number): string {
  return l10n.t('{0} MB', Math.ceil(bytes / 100_000) / 10);
}

function checkPrompt(prompt: string, model: ModelSpec): string | null {
  if (prompt === '') return model.operation === 'text-to-audio' ? l10n.t('Say what it should sound like.') : l10n.t('Say what it should show.');
  const length = [...prompt].length;
  if (model.promptLimit !== undefined && length > model.promptLimit) {
    return l10n.t('{0} takes at most {1} characters; these are {2}.', model.label, model.promptLimit, length);
  }
  return null;
}

class Mistake {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

function initial(spec: ParameterSpec, random: () => number): ParameterValue | undefined {
  if (spec.default !== undefined) return spec.default;
  if (spec.type !== 'seed') return undefined;
  const from = spec.minimum ?? 0;
  const to = Math.min(spec.maximum ?? seedLimit, seedLimit);
  return from + Math.floor(random() * (to - from + 1));
}

function parse(spec: ParameterSpec, typed: string | boolean): ParameterValue | Mistake {
  switch (spec.type) {
    case 'boolean':
      if (typed === true || typed === 'true') return true;
      if (typed === false || typed === 'false') return false;
      return new Mistake(l10n.t('Choose yes or no.'));
    case 'string':
      return String(typed);
    case 'choice': {
      if (spec.choices?.some(choice => choice.value === typed)) return String(typed);
      return new Mistake(l10n.t('Choose one of: {0}.', (spec.choices ?? []).map(choice => choice.label).join(', ')));
    }
    case 'integer':
    case 'seed':
    case 'number':
      return parseNumber(spec, String(typed).trim());
  }
}

function parseNumber(spec: ParameterSpec, typed: string): number | Mistake {
  const whole = spec.type !== 'number';
  const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/iu.test(typed) ? Number(typed) : NaN;
  if (!Number.isFinite(value) || whole && !Number.isSafeInteger(value)) {
    return new Mistake(whole ? l10n.t('{0} is a whole number.', spec.label) : l10n.t('{0} is a number.', spec.label));
  }
  const minimum = spec.minimum ?? (spec.type === 'seed' ? 0 : -Infinity);
  const maximum = spec.maximum ?? (spec.type === 'seed' ? seedLimit : Infinity);
  if (value < minimum || value > maximum) return new Mistake(boundsMessage(spec.label, minimum, maximum));
  return value;
}

function boundsMessage(label: string, minimum: number, maximum: number): string {
  if (minimum === -Infinity) return l10n.t('{0} takes at most {1}.', label, maximum);
  if (maximum === Infinity) return l10n.t('{0} takes at least {1}.', label, minimum);
  return l10n.t('{0} takes {1} to {2}.', label, minimum, maximum);
}
