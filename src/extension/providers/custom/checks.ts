/** Whether a described service makes sense as a whole; each finding names the field and what to do. */
import * as l10n from '@vscode/l10n';
import type { CustomCall, CustomHttpConfig, CustomModel } from './config.ts';
import { inputFindings, ofFile, templatesOf } from './fileChecks.ts';
import { hasStrayMark, namesIn } from './template.ts';

export interface Finding {
  readonly field: string;
  readonly message: string;
}

const given = ['prompt', 'model', 'operation', 'reference', 'remoteId'];
/** Headers that the client writes itself, or that would change whom it talks to. */
const ownHeaders = new Set(['host', 'content-length', 'transfer-encoding', 'connection', 'accept-encoding', 'te', 'upgrade', 'expect', 'trailer']);

export function findingsIn(config: CustomHttpConfig): Finding[] {
  return [...callFindings(config), ...replyFindings(config), ...recoveryFindings(config), ...inputFindings(config), ...config.models.flatMap(modelFindings)];
}

function callFindings(config: CustomHttpConfig): Finding[] {
  const parameters = new Set(config.models.flatMap(model => model.parameters.map(each => each.name)));
  const found: Finding[] = [];
  const inputs = config.models.flatMap(model => model.inputs.map(each => `input.${each.name}`));
  const { submit, poll, result, cancel, find, statusAll, upload, key, keyTest } = config;
  const calls: Readonly<Record<string, CustomCall | undefined>> = {
    submit, poll, result, cancel, find, statusAll, upload, keyTest: keyTest && { ...keyTest, method: 'GET' },
  };
  for (const [part, call] of Object.entries(calls)) {
    if (call === undefined) continue;
    const known = new Set(part === 'upload' ? ofFile : part === 'statusAll' ? ['ids'] : [...given, ...parameters]);
    if (part === 'submit' || part === 'find') known.delete('remoteId');
    if (part === 'submit') for (const each of inputs) known.add(each);
    if (part === 'keyTest') known.clear();
    const template = [call.path, Object.values(call.headers), call.body ?? null, ...(part === 'upload' ? templatesOf(config) : [])];
    if (hasStrayMark(template)) found.push({ field: part, message: l10n.t('holds a “${” that is no name. Only names such as “${prompt}” are filled in; write “$${” for a plain “${”') });
    for (const name of namesIn(template)) {
      if (name === 'key') found.push({ field: part, message: l10n.t('may not name “${key}”. The key goes only into the header of “key”') });
      else if (part === 'keyTest') found.push({ field: part, message: l10n.t('names “{0}”, but a test of the key is about no generation. Write the address as it is', `\${${name}}`) });
      else if (!known.has(name)) found.push({ field: part, message: l10n.t('names “{0}”, which is neither a parameter of a model nor one of: {1}', `\${${name}}`, [...known].slice(0, given.length).join(', ')) });
    }
    if (call.method === 'GET' && call.body !== undefined) found.push({ field: `${part}.body`, message: l10n.t('can’t be sent with GET. Use POST, or put it into the path') });
    for (const header of [...Object.keys(call.headers), ...(part === 'upload' ? Object.keys(upload?.put.headers ?? {}) : [])]) {
      const forbidden = ownHeaders.has(header.toLowerCase()) || header.toLowerCase() === key?.header.toLowerCase();
      if (forbidden) found.push({ field: `${part}.headers.${header}`, message: l10n.t('is a header that Darkroom writes itself. Remove it') });
    }
  }
  if (key !== undefined && (!namesIn(key.value).has('key') || namesIn(key.value).size > 1 || hasStrayMark(key.value))) {
    found.push({ field: 'key.value', message: l10n.t('has to name “${key}” and nothing else, as in “Bearer ${key}”') });
  }
  if (key === undefined && keyTest !== undefined) found.push({ field: 'keyTest', message: l10n.t('needs “key”, which says how the key is sent') });
  if (key !== undefined && ownHeaders.has(key.header.toLowerCase())) found.push({ field: 'key.header', message: l10n.t('is a header that Darkroom writes itself. Name the one that carries the key') });
  return found;
}

function replyFindings({ submit, poll, result, cancel, recovery, words }: CustomHttpConfig): Finding[] {
  const found: Finding[] = [];
  const ids = submit.reply.remoteId !== undefined || recovery === 'client-id';
  if (poll === undefined && submit.reply.outputs === undefined) found.push({ field: 'poll', message: l10n.t('is missing. Without it the reply of “submit” has to hold the results: set “submit.reply.outputs”') });
  if (poll !== undefined && !ids) found.push({ field: 'submit.reply.remoteId', message: l10n.t('is missing. “poll” needs the id that the service gave') });
  if (poll !== undefined && words.succeeded.length === 0) found.push({ field: 'words.succeeded', message: l10n.t('is missing. Name the words by which the service says that it finished') });
  if (poll !== undefined && result === undefined && poll.reply.outputs === undefined) found.push({ field: 'poll.reply.outputs', message: l10n.t('is missing. Say where the reply holds the results, or describe “result”') });
  if (poll === undefined && cancel !== undefined) found.push({ field: 'cancel', message: l10n.t('needs “poll”, which tells how the job ended') });
  if (poll === undefined && result !== undefined) found.push({ field: 'result', message: l10n.t('needs “poll”, which tells when to ask for it') });
  if (result !== undefined && result.reply.outputs === undefined) found.push({ field: 'result.reply.outputs', message: l10n.t('is missing. Say where the reply holds the results') });
  const lists = Object.entries(words).flatMap(([kind, list]) => (kind === 'succeeded' ? [] : list)).map(word => word.toLowerCase());
  const both = words.succeeded.find(word => lists.includes(word.toLowerCase()));
  if (both !== undefined) found.push({ field: 'words', message: l10n.t('has “{0}” both under “succeeded” and elsewhere. Keep one', both) });
  return found;
}

function recoveryFindings({ submit, poll, find, duplicate, recovery }: CustomHttpConfig): Finding[] {
  const found: Finding[] = [];
  const named = namesIn([submit.path, Object.values(submit.headers), submit.body ?? null]).has('reference');
  if (recovery !== 'none' && !named) found.push({ field: 'submit', message: l10n.t('has to send “${reference}”: recovery “{0}” rests on it', recovery) });
  if (recovery === 'lookup' && find === undefined) found.push({ field: 'find', message: l10n.t('is missing. Recovery “lookup” asks it what became of a submit') });
  if (recovery === 'client-id' && poll === undefined) found.push({ field: 'poll', message: l10n.t('is missing. Recovery “client-id” asks it what became of a submit') });
  if (recovery === 'key-reject' && duplicate === undefined) found.push({ field: 'duplicate', message: l10n.t('is missing. Say with which status the service rejects a key that was used before') });
  if (recovery === 'key-reject' && duplicate?.remoteId === undefined && find === undefined) {
    found.push({ field: 'find', message: l10n.t('is missing. A rejected key tells no id: set “duplicate.remoteId”, or describe “find”') });
  }
  if (find?.reply.items !== undefined && find.reply.reference === undefined) {
    found.push({ field: 'find.reply.reference', message: l10n.t('is missing. Say where each element holds the reference, so that no other job is taken for this one') });
  }
  return found;
}

function modelFindings(model: CustomModel): Finding[] {
  const found: Finding[] = [];
  const seen = new Set<string>();
  const taken = new Set(model.inputs.map(({ name }) => name));
  for (const { name, type, minimum = -Infinity, maximum = Infinity, choices, default: preset } of model.parameters) {
    const field = `models.${model.id}.parameters.${name}`;
    const say = (message: string) => void found.push({ field, message });
    if (given.includes(name) || name === 'key') say(l10n.t('has a name that Darkroom uses itself. Choose another'));
    if (seen.has(name) || taken.has(name)) say(l10n.t('is there twice. Keep one'));
    seen.add(name);
    if (minimum > maximum) say(l10n.t('has a minimum above its maximum'));
    if (type === 'choice' && (choices === undefined || choices.length === 0)) say(l10n.t('needs “choices”'));
    if (preset === undefined) continue;
    const wanted = type === 'boolean' ? 'boolean' : type === 'string' || type === 'choice' ? 'string' : 'number';
    if (typeof preset !== wanted) say(l10n.t('has a default of the wrong type'));
    else if (typeof preset === 'number' && (preset < minimum || preset > maximum || (type !== 'number' && !Number.isInteger(preset)))) say(l10n.t('has a default outside its own bounds'));
    else if (type === 'choice' && !choices?.some(choice => choice.value === preset)) say(l10n.t('has a default that is none of its choices'));
  }
  return found;
}
