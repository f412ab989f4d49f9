/** A service without an adapter of its own, driven by its description in the settings. */
import * as l10n from '@vscode/l10n';
import type { ModelSpec, ParameterValue, RemoteOutput } from '../../../shared/model.ts';
import { ProviderError } from '../contract.ts';
import type { Asked, Call, FindReply, OutputBytes, PollReply, Provider, SubmitReply } from '../contract.ts';
import type { Http, HttpRequest, JsonReply, Limits } from '../http.ts';
import { ReplyError } from '../http/failures.ts';
import { excerpt, redact } from '../http/redact.ts';
import { lacksKey, withKey } from './addresses.ts';
import type { CustomCall, CustomHttpConfig, CustomModel, ResultReply } from './config.ts';
import { textAt, valueAt } from './pointer.ts';
import {
  chargeOf, complains, failureOf, idAt, isOneOf, nothingGiven, outputsOf, progressOf, sharpened, unreadable, wordAt,
} from './reply.ts';
import type { Reading } from './reply.ts';
import { keyTestJudged } from './keyTest.ts';
import { dataUrl } from './inline.ts';
import { type Unsigned, keyTestFor, problemsOf, requestFor, requestOf } from './request.ts';
import { mostInlineBytes, usualUploadBytes } from './schema.ts';
import type { Values } from './template.ts';
import { upload as uploadFile } from './upload.ts';

/** Characters of a reply that are kept for people. */
const longestRaw = 2000;

export interface CustomDependencies {
  /** Made with {@link declaredOrigins}; this provider's own, and ended with it. */
  readonly http: Http;
  /** The key that its owner entered for `config.origin`. */
  readonly key: () => Promise<string | undefined>;
  readonly now?: () => number;
}

/** The origins that the client of this service may reach although they are private. */
export function declaredOrigins(config: CustomHttpConfig): string[] {
  return [config.origin, ...config.fileOrigins];
}

export function createCustomProvider(config: CustomHttpConfig, { http, key, now = Date.now }: CustomDependencies): Provider {
  const { submit, poll, result, cancel, find, statusAll, upload, keyTest, recovery, words } = config;

  /** One call to the service's own origin, with its key. */
  async function ask(part: CustomCall, call: Call, remoteId: string | null, inputs?: Values): Promise<Reading> {
    return read(requestFor(part, config, call, remoteId, inputs), limitsOf(part), call.signal);
  }

  async function read(request: Unsigned & Pick<HttpRequest, 'stream'>, limits: { readonly limits?: Partial<Limits> }, signal: AbortSignal): Promise<Reading> {
    const { headers, secrets } = await keyHeaders();
    const reply = await http.json({ ...request, ...limits, who: config.label, headers: { ...request.headers, ...headers }, secrets, signal });
    return readingOf(reply, secrets);
  }

  async function keyHeaders(): Promise<{ readonly headers: Record<string, string>; readonly secrets: readonly string[] }> {
    if (config.key === undefined) return { headers: {}, secrets: [] };
    const secret = (await key())?.trim();
    if (secret === undefined || secret === '') throw noKey(l10n.t('Set a key for {0} with “Darkroom: Set Key”.', config.label));
    if (!/^[\x21-\x7e]+$/u.test(secret)) throw noKey(l10n.t('The key for {0} holds characters that no key has. Set it again with “Darkroom: Set Key”.', config.label));
    return { headers: { [config.key.header]: config.key.value.replaceAll('${key}', () => secret) }, secrets: [secret] };
  }

  function readingOf(reply: JsonReply, secrets: readonly string[]): Reading {
    const at = now();
    // HTTP dates know seconds only, so a small difference says nothing.
    const skew = reply.date === null || Math.abs(at - reply.date) < 5000 ? 0 : at - reply.date;
    return { config, json: reply.json, raw: reply.raw, skew, now: at, secrets };
  }

  function taken(reading: Reading, reference: string): SubmitReply {
    const { reply } = submit;
    const word = wordAt(reading, reply.word);
    const remoteId = idAt(reading.json, reply.remoteId, reading.secrets);
    const outputs = outputsOf(reading, reply);
    if (outputs.length > 0 && (reply.word === undefined || isOneOf(words.succeeded, word))) {
      return { kind: 'finished', remoteId, outputs, charge: chargeOf(reading, reply) };
    }
    // An id is worth more than any complaint beside it: the status tells what became of the job.
    if (poll !== undefined && remoteId !== undefined) return { kind: 'accepted', remoteId, word };
    if (complains(reading, reply) || isEnd(word)) throw new ProviderError(failureOf(reading, reply, word), 'refused');
    if (poll !== undefined && recovery === 'client-id') return { kind: 'accepted', remoteId: reference, word };
    if (poll !== undefined) throw unreadable(reading, reply.remoteId ?? '');
    throw new ProviderError(nothingGiven(reading, word, reply), 'ambiguous');
  }

  function isEnd(word: string | undefined): boolean {
    return isOneOf(words.failed, word) || isOneOf(words.moderation, word) || isOneOf(words.cancelled, word);
  }

  /** The key was used before: the job is there already, under an id that the rejection or a look-up tells. */
  async function rejected(error: ReplyError, call: Call): Promise<SubmitReply> {
    const remoteId = idAt(error.json, config.duplicate?.remoteId, (await keyHeaders()).secrets);
    if (remoteId !== undefined) return { kind: 'accepted', remoteId };
    const found = find === undefined ? undefined : await lookUp(call);
    if (found?.kind === 'found') return { kind: 'accepted', remoteId: found.remoteId, word: found.word };
    throw new ProviderError({
      class: 'provider',
      sentence: l10n.t('{0} has this request already but does not say under which id. Look there before you send it again.', config.label),
      raw: error.failure.raw,
    }, 'ambiguous');
  }

  async function lookUp(call: Call): Promise<FindReply> {
    if (find === undefined) return byOwnId(call);
    const { reply } = find;
    let reading: Reading;
    try {
      reading = await ask(find, call, null);
    } catch (error) {
      // A list that is not there means a wrong address, not an unknown reference.
      if (isGone(error) && reply.items === undefined) return { kind: 'not-found' };
      throw error;
    }
    const items = reply.items === undefined ? [reading.json] : valueAt(reading.json, reply.items);
    if (!Array.isArray(items)) throw unreadable(reading, reply.items ?? '');
    const item: unknown = items.find(each => reply.reference === undefined || textAt(each, reply.reference) === call.reference);
    if (item === undefined && reply.items === undefined) throw unreadable(reading, reply.reference ?? '');
    if (item === undefined) return { kind: 'not-found' };
    const remoteId = idAt(item, reply.remoteId, reading.secrets);
    if (remoteId === undefined) throw unreadable(reading, reply.remoteId);
    return { kind: 'found', remoteId, word: wordAt({ ...reading, json: item }, reply.word) };
  }

  /** Where the client chose the id, the status itself tells whether it is known. */
  async function byOwnId(call: Call): Promise<FindReply> {
    if (poll === undefined) throw new Error('a service without status has no look-up');
    try {
      const reading = await ask(poll, call, call.reference);
      return { kind: 'found', remoteId: call.reference, word: wordAt(reading, poll.reply.word) };
    } catch (error) {
      if (isGone(error)) return { kind: 'not-found' };
      throw error;
    }
  }

  async function state(call: Call, remoteId: string): Promise<PollReply> {
    if (poll === undefined) return { kind: 'gone' };
    let reading: Reading;
    try {
      reading = await ask(poll, call, remoteId);
    } catch (error) {
      if (isGone(error)) return { kind: 'gone' };
      throw sharpened(error, config, poll.reply);
    }
    return saidIn(reading, poll.reply, call, remoteId);
  }

  /** What a status says, asked for alone or found in a list. */
  async function saidIn(reading: Reading, reply: ResultReply & { readonly word: string; readonly progress?: string | undefined }, call: Call, remoteId: string): Promise<PollReply> {
    const word = wordAt(reading, reply.word);
    if (word === undefined) throw unreadable(reading, reply.word);
    const charge = chargeOf(reading, reply);
    if (isOneOf(words.moderation, word) || isOneOf(words.failed, word)) return { kind: 'failed', word, failure: failureOf(reading, reply, word), charge };
    if (isOneOf(words.cancelled, word)) return { kind: 'cancelled', word, charge };
    if (!isOneOf(words.succeeded, word)) return { kind: 'running', word, progress: progressOf(reading, reply.progress), charge };
    if (result !== undefined) return fetched(call, remoteId, word, charge);
    // A list may be too short for results: the status of the one tells them.
    return reply.outputs === undefined ? state(call, remoteId) : finished(reading, reply, word, charge);
  }

  async function states(all: NonNullable<typeof statusAll>, asked: readonly Asked[], signal: AbortSignal): Promise<Map<string, PollReply>> {
    const reading = await read(requestOf(all, config, new Map([['ids', asked.map(({ remoteId }) => remoteId)]])), limitsOf(all), signal);
    const items = valueAt(reading.json, all.reply.items);
    if (!Array.isArray(items)) throw unreadable(reading, all.reply.items);
    const byId = new Map(items.map((item: unknown) => [idAt(item, all.reply.remoteId, reading.secrets), item]));
    const replies = new Map<string, PollReply>();
    for (const { call, remoteId } of asked) {
      const json = byId.get(remoteId);
      if (json === undefined) continue;
      // One that can't be read is asked about by itself, and says then what is wrong.
      const raw = excerpt(JSON.stringify(json), reading.secrets, longestRaw);
      const reply = await saidIn({ ...reading, json, raw }, all.reply, call, remoteId).catch(() => undefined);
      if (reply !== undefined) replies.set(remoteId, reply);
    }
    return replies;
  }

  /** What stands for each file in the body. */
  async function inputValues({ inputs, signal }: Call): Promise<Values> {
    const values = new Map<string, ParameterValue>();
    for (const [name, input] of inputs ?? []) values.set(`input.${name}`, 'reference' in input ? input.reference : await dataUrl(input.file, signal));
    return values;
  }

  /** The results are told by a call of their own. */
  async function fetched(call: Call, remoteId: string, word: string, charge: number | undefined): Promise<PollReply> {
    if (result === undefined) return { kind: 'gone' };
    try {
      return finished(await ask(result, call, remoteId), result.reply, word, charge);
    } catch (error) {
      if (isGone(error)) return { kind: 'gone' };
      // Some services say "completed" and tell here that it did not work.
      const known = sharpened(error, config, result.reply);
      const about = known instanceof ReplyError && ['invalid', 'moderation'].includes(known.failure.class);
      if (about) return { kind: 'failed', word, failure: known.failure, charge };
      throw known;
    }
  }

  function finished(reading: Reading, reply: ResultReply, word: string, charge: number | undefined): PollReply {
    const outputs = outputsOf(reading, reply);
    const paid = chargeOf(reading, reply) ?? charge;
    return outputs.length > 0
      ? { kind: 'finished', word, outputs, charge: paid }
      : { kind: 'failed', word, failure: complains(reading, reply) ? failureOf(reading, reply, word) : nothingGiven(reading, word, reply), charge: paid };
  }

  async function open(call: Call, output: RemoteOutput): Promise<OutputBytes> {
    const kept = output.url ?? '';
    const isOwn = URL.parse(kept)?.origin === config.origin;
    if (!isOwn && lacksKey(kept)) throw keyElsewhere();
    const own = isOwn ? await keyHeaders() : { headers: {}, secrets: [] };
    const url = withKey(kept, own.secrets);
    try {
      const reply = await http.stream({ who: config.label, method: 'GET', url, headers: own.headers, secrets: own.secrets, signal: call.signal });
      return { ...reply, clean: text => redact(text, own.secrets) };
    } catch (error) {
      // Stores answer an address that ran out with all kinds of "no", 400 too.
      if (!(error instanceof ReplyError) || error.certainty !== 'refused' || error.failure.class === 'rate') throw error;
      const sentence = l10n.t('{0} no longer gives out this result at its address. Darkroom asks for a fresh one.', config.label);
      throw new ProviderError({ class: 'lost', sentence, raw: error.failure.raw }, error.certainty, { expired: true, cause: error });
    }
  }

  function keyElsewhere(): ProviderError {
    const sentence = l10n.t('{0} put the key into the address of a result on another server, and a key goes only to {1}. Fetch this result there yourself.', config.label, config.origin);
    return new ProviderError({ class: 'provider', sentence }, 'not-sent', { unusable: true });
  }

  function unknownModel(): ProviderError {
    return new ProviderError({ class: 'invalid', sentence: l10n.t('{0} has no such model in the settings. Choose another.', config.label) }, 'not-sent');
  }

  function noKey(sentence: string): ProviderError {
    return new ProviderError({ class: 'auth', sentence }, 'not-sent');
  }

  const provider: Provider = {
    spec: { id: config.id, label: config.label, models: config.models.map(each => modelSpec(each, config)) },
    capabilities: {
      recovery,
      canCancel: cancel !== undefined,
      concurrency: config.concurrency,
      pollEvery: config.pollEvery * 1000,
      needsKey: config.key !== undefined,
      ...(statusAll === undefined ? {} : { pollManyMost: statusAll.most }),
    },
    validate: request => problemsOf(request, config),
    async submit(call) {
      if (!config.models.some(model => model.id === call.request.model)) throw unknownModel();
      try {
        return taken(await ask(submit, call, null, await inputValues(call)), call.reference);
      } catch (error) {
        const isDuplicate = recovery === 'key-reject' && error instanceof ReplyError && error.status === config.duplicate?.status;
        if (isDuplicate) return rejected(error, call);
        throw sharpened(error, config, submit.reply);
      }
    },
    poll: state,
    open,
    dispose: () => http.dispose(),
  };
  if (upload !== undefined) {
    const line = { http, config, keyHeaders, ask: (request: Unsigned, limits: Partial<Limits>, signal: AbortSignal) => read(request, { limits }, signal) };
    provider.upload = (file, onSent, signal) => uploadFile(line, upload, file, onSent, signal);
  }
  if (statusAll !== undefined) provider.pollMany = (asked, signal) => states(statusAll, asked, signal);
  if (find !== undefined || (recovery === 'client-id' && poll !== undefined)) provider.find = lookUp;
  if (cancel !== undefined) {
    provider.cancel = async (call, remoteId) => {
      try {
        await ask(cancel, call, remoteId);
      } catch (error) {
        // It heard: an answer without JSON is enough, and "too late" is for the status to tell.
        if (!(error instanceof ReplyError) || !(error.status < 300 || error.status === 409 || error.status === 410)) throw error;
      }
    };
  }
  if (keyTest !== undefined) {
    provider.testKey = async signal => {
      const request = keyTestFor(keyTest, config);
      const { headers, secrets } = await keyHeaders();
      try {
        await http.json({ ...request, ...limitsOf(keyTest), who: config.label, headers: { ...request.headers, ...headers }, secrets, follow: false, signal });
      } catch (error) {
        throw keyTestJudged(error, config.label);
      }
    };
  }
  return provider;
}

/** Where the settings give a call its own time. */
function limitsOf({ timeout }: { readonly timeout?: number | undefined }): { readonly limits?: Partial<Limits> } {
  return timeout === undefined ? {} : { limits: { headers: timeout * 1000, total: timeout * 1000 } };
}

function isGone(error: unknown): boolean {
  return error instanceof ReplyError && (error.status === 404 || error.status === 410);
}

function modelSpec({ id, label, operation, parameters, inputs, promptLimit, price }: CustomModel, { inline }: CustomHttpConfig): ModelSpec {
  const most = inline ? mostInlineBytes : usualUploadBytes;
  return {
    id, operation, price,
    label: label ?? id,
    parameters: parameters.map(each => ({ ...each, label: each.label ?? each.name })),
    ...(inputs.length === 0 ? {} : { inputs: inputs.map(each => ({ ...each, label: each.label ?? each.name, maxBytes: each.maxBytes ?? most })) }),
    ...(promptLimit === undefined ? {} : { promptLimit }),
  };
}
