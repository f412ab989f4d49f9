/** What a service's reply means: its words, results, costs and complaints, read where the settings say they are. */
import * as l10n from '@vscode/l10n';
import type { Failure, FailureClass, RemoteOutput } from '../../../shared/model.ts';
import { ProviderError } from '../contract.ts';
import type { Certainty } from '../contract.ts';
import { ReplyError } from '../http/failures.ts';
import { oneLine } from '../../../shared/legible.ts';
import { excerpt, holdsKey } from '../http/redact.ts';
import { withoutKey } from './addresses.ts';
import type { CustomHttpConfig, ResultReply } from './config.ts';
import { numberAt, textAt, timeAt, valueAt } from './pointer.ts';

/** A reply, and what it takes to read it. */
export interface Reading {
  readonly config: CustomHttpConfig;
  readonly json: unknown;
  /** The reply as text, redacted. */
  readonly raw: string;
  /** Added to the provider's times to have ours (milliseconds). */
  readonly skew: number;
  readonly now: number;
  readonly secrets: readonly string[];
}

const mostOutputs = 100;
const longestUrl = 8192;
const longestId = 512;
/** Characters of a status word. */
const longestWord = 100;
const longestRaw = 2000;
/** Dollars; what costs more is a mistake, or meant to look like one. */
const mostCharged = 1_000_000;

/**
 * An id as the service gave it: text, or a whole number that came exactly. What can't be sent back and shown as it is
 * (control characters, marks of direction, halves of characters, `.` and `..`, without end, with the key in it) is none.
 */
export function idAt(json: unknown, pointer: string | undefined, secrets: readonly string[]): string | undefined {
  const value = valueAt(json, pointer);
  const id = Number.isSafeInteger(value) ? String(value) : value;
  const fit = typeof id === 'string' && id.length <= longestId && id === oneLine(id) && !/^\.{0,2}$|\ufffd/u.test(id) && !holdsKey(id, secrets);
  return fit ? id : undefined;
}

/** The service's own word, as it came, in one line short enough to be shown. */
export function wordAt({ json, secrets }: Reading, pointer: string | undefined): string | undefined {
  const word = textAt(json, pointer);
  return word === undefined ? undefined : oneLine(excerpt(word, secrets, longestWord)) || undefined;
}

export function isOneOf(words: readonly string[], word: string | undefined): boolean {
  return word !== undefined && words.some(each => each.toLowerCase() === word.toLowerCase());
}

/** The results that can be fetched; relative addresses count from the service's origin. */
export function outputsOf({ config, json, skew, now, secrets }: Reading, reply: ResultReply): RemoteOutput[] {
  const found = valueAt(json, reply.outputs);
  const items: readonly unknown[] = Array.isArray(found) ? found : [found];
  const told = timeAt(json, reply.expiresAt);
  const expiresAt = told !== undefined ? told + skew : config.keepsFor === undefined ? null : Math.round(now + config.keepsFor * 1000);
  return items.slice(0, mostOutputs).flatMap(item => {
    const address = typeof item === 'string' ? item : valueAt(item, reply.url);
    if (typeof address !== 'string' || address.trim() === '' || address.length > longestUrl) return [];
    const url = URL.parse(address, config.origin);
    const kept = url?.protocol === 'https:' || url?.protocol === 'http:' ? withoutKey(url.href, secrets) : undefined;
    return kept === undefined ? [] : [{ url: kept, expiresAt }];
  });
}

/** From 0 to 1. */
export function progressOf({ config, json }: Reading, pointer: string | undefined): number | undefined {
  const progress = numberAt(json, pointer);
  return progress === undefined ? undefined : Math.min(1, Math.max(0, progress / config.progressScale));
}

/** Dollars. */
export function chargeOf({ config, json }: Reading, reply: ResultReply): number | undefined {
  const cost = (numberAt(json, reply.cost) ?? Number.NaN) * config.costUnit;
  return cost >= 0 && cost <= mostCharged ? cost : undefined;
}

/** A failure that the service reported of a job. */
export function failureOf(reading: Reading, reply: ResultReply, word: string | undefined): Omit<Failure, 'at'> {
  const { config, json, raw, secrets } = reading;
  const kind = classOf(config, [word, textAt(json, reply.code), textAt(json, reply.error)]) ?? 'provider';
  const complaint = complaintAt(json, reply.error);
  const charge = chargeOf(reading, reply);
  return {
    class: kind,
    sentence: sentenceOf(kind, config.label),
    raw: complaint === undefined ? raw : excerpt(complaint, secrets, longestRaw),
    charged: charge === undefined ? null : charge > 0,
  };
}

/** Whether the reply holds a complaint, although its status was a good one. */
export function complains({ config, json }: Reading, reply: ResultReply): boolean {
  return complaintAt(json, reply.error) !== undefined || classOf(config, [textAt(json, reply.code)]) !== undefined;
}

/** "Finished", and nothing to fetch. */
export function nothingGiven(reading: Reading, word: string | undefined, reply: ResultReply): Omit<Failure, 'at'> {
  const { config: { label }, json, raw } = reading;
  const found = valueAt(json, reply.outputs);
  const empty = found === undefined || found === null || found === '' || (typeof found === 'object' && Object.keys(found).length === 0);
  return { class: 'provider', sentence: empty ? sentenceOfNothing(label, word) : sentenceOfNoAddress(label, word), raw, charged: null };
}

function sentenceOfNothing(label: string, word: string | undefined): string {
  return word === undefined
    ? l10n.t('{0} says that it finished but gave no result. Look there, or generate again.', label)
    : l10n.t('{0} says that it finished (“{1}”) but gave no result. Look there, or generate again.', label, word);
}

function sentenceOfNoAddress(label: string, word: string | undefined): string {
  return word === undefined
    ? l10n.t('{0} says that it finished, but what it gave is no web address. Look there, and check in the settings where its replies hold the result.', label)
    : l10n.t('{0} says that it finished (“{1}”), but what it gave is no web address. Look there, and check the settings.', label, word);
}

/** A reply that lacks what it has to hold, or holds something else there. */
export function unreadable({ config, raw }: Reading, missing: string, certainty: Certainty = 'ambiguous'): ProviderError {
  const sentence = l10n.t('{0} answered without a usable “{1}”. Check in the settings where its replies hold it, and the address {2}.', config.label, missing, config.origin);
  return new ProviderError({ class: 'provider', sentence, raw }, certainty);
}

/** An answer with a bad status, with the class that the words of the settings give it. */
export function sharpened(error: unknown, config: CustomHttpConfig, reply: ResultReply): unknown {
  if (!(error instanceof ReplyError) || error.certainty !== 'refused') return error;
  const kind = classOf(config, [textAt(error.json, reply.code), textAt(error.json, reply.error), textAt(error.json, config.poll?.reply.word)]);
  if (kind === undefined || kind === error.failure.class) return error;
  const failure = { ...error.failure, class: kind, sentence: sentenceOf(kind, config.label) };
  return new ReplyError(error.status, error.json, failure, error.certainty, error.retryAfter);
}

function classOf({ words }: CustomHttpConfig, said: readonly (string | undefined)[]): FailureClass | undefined {
  for (const kind of ['moderation', 'concurrency', 'credit'] as const) {
    if (said.some(word => isOneOf(words[kind], word))) return kind;
  }
  return undefined;
}

function sentenceOf(kind: FailureClass, label: string): string {
  switch (kind) {
    case 'moderation': return l10n.t('Refused by moderation at {0}. Change the prompt and generate again.', label);
    case 'concurrency': return l10n.t('{0} takes no more jobs at once. Darkroom waits for a free slot.', label);
    case 'credit': return l10n.t('No credit left at {0}. Add credit there, then retry.', label);
    default: return l10n.t('{0} could not finish it. Change the request or try again.', label);
  }
}

/** Many services always send the field: nothing, zero, false and emptiness are no complaint. */
function complaintAt(json: unknown, pointer: string | undefined): string | undefined {
  const value = valueAt(json, pointer);
  if (!value || (typeof value === 'object' && Object.keys(value).length === 0)) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
