/** What is sent: the templates of the settings, filled with what a person asked for. */
import * as l10n from '@vscode/l10n';
import type { GenerationRequest, ParameterValue, Problem } from '../../../shared/model.ts';
import { ProviderError } from '../contract.ts';
import type { Call } from '../contract.ts';
import type { HttpRequest } from '../http.ts';
import type { CustomCall, CustomHttpConfig } from './config.ts';
import { Misfit, fillBody, fillHeader, fillPath } from './template.ts';
import type { Values } from './template.ts';

/** A request without the key. */
export type Unsigned = Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>;

/**
 * @param remoteId the provider's id of the job, where there is one already
 * @throws {ProviderError} `invalid`, not sent, where a value does not fit into path or header
 */
export function requestFor(
  part: CustomCall, config: CustomHttpConfig, call: Pick<Call, 'request' | 'reference'>, remoteId: string | null, inputs: Values = new Map(),
): Unsigned {
  return sendable(part, config, new Map([...valuesOf(call.request, call.reference, remoteId, config), ...inputs]));
}

/** A request that is about no one generation: only these values are filled in. */
export function requestOf(part: CustomCall, config: CustomHttpConfig, values: Values): Unsigned {
  return sendable(part, config, values);
}

/** The request that tests the key: it is about no generation, so nothing is filled in. */
export function keyTestFor(keyTest: NonNullable<CustomHttpConfig['keyTest']>, config: CustomHttpConfig): Unsigned {
  return sendable({ ...keyTest, method: 'GET' }, config, new Map());
}

function sendable(part: CustomCall, config: CustomHttpConfig, values: Values): Unsigned {
  try {
    return filled(part, config, values);
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw new ProviderError({ class: 'invalid', sentence: misfitSentence(error, config.label) }, 'not-sent');
  }
}

/** What of a request would not fit, told before it is sent. */
export function problemsOf(request: GenerationRequest, config: CustomHttpConfig): Problem[] {
  try {
    filled(config.submit, config, valuesOf(request, 'reference', null, config));
    return [];
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    return [{ field: error.field === '' ? 'prompt' : error.field, message: misfitSentence(error, config.label) }];
  }
}

/** @throws {Misfit} */
function filled(part: CustomCall, config: CustomHttpConfig, values: Values): Unsigned {
  const headers = Object.entries(part.headers).flatMap(([name, template]) => {
    const value = fillHeader(template, values);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    method: part.method,
    url: `${config.origin}${fillPath(part.path, values)}`,
    headers: Object.fromEntries(headers),
    ...(part.body === undefined ? {} : { body: fillBody(part.body, values) }),
  };
}

/** Of the parameters only those that the model has; the names that Darkroom gives itself can't be taken over. */
function valuesOf(request: GenerationRequest, reference: string, remoteId: string | null, config: CustomHttpConfig): Values {
  const { model, operation, prompt, parameters } = request;
  const values = new Map<string, ParameterValue>();
  const declared = config.models.find(each => each.id === model)?.parameters ?? [];
  for (const { name } of declared) {
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (value !== undefined) values.set(name, value);
  }
  for (const [name, value] of Object.entries({ model, operation, prompt, reference })) values.set(name, value);
  if (remoteId !== null) values.set('remoteId', remoteId);
  return values;
}

function misfitSentence({ field, place }: Misfit, label: string): string {
  return place === 'header'
    ? l10n.t('{0} takes “{1}” in a header, which can hold plain ASCII text in one line only. Change it.', label, field)
    : l10n.t('{0} takes “{1}” in its address, where it can’t be “.” or “..”. Change it.', label, field);
}
