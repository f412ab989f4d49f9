/** What happened on the wire, as a failure with a class, a certainty and a sentence that says what to do. */
import * as l10n from '@vscode/l10n';
import type { FailureClass } from '../../../shared/model.ts';
import { ProviderError } from '../contract.ts';
import type { Certainty } from '../contract.ts';
import { excerpt, redact } from './redact.ts';
import { Trouble } from './trouble.ts';
import type { TroubleKind } from './trouble.ts';

/** Whom sentences name, and what must never appear in them. */
export interface Subject {
  /** The provider's label. */
  readonly who: string;
  readonly origin: string;
  readonly secrets: readonly string[];
}

/** A reply with a status that says no. Adapters that know more about the status read it here. */
export class ReplyError extends ProviderError {
  readonly status: number;
  /** The reply as JSON; `undefined` where it is none. */
  readonly json: unknown;

  constructor(
    status: number, json: unknown, failure: ProviderError['failure'], certainty: Certainty, retryAfter: number | null,
  ) {
    super(failure, certainty, { retryAfter });
    this.name = 'ReplyError';
    this.status = status;
    this.json = json;
  }
}

const classOfTrouble: Readonly<Record<TroubleKind, FailureClass>> = {
  address: 'provider', request: 'invalid', 'unknown-host': 'network', refused: 'network', tls: 'network', connection: 'network',
  'connect-time': 'network', 'headers-time': 'timeout', 'idle-time': 'timeout', 'total-time': 'timeout',
  redirect: 'provider', redirects: 'provider', 'too-large': 'provider', unreadable: 'provider', aborted: 'local',
};

/** What is the same however often one asks. */
const unusable: ReadonlySet<TroubleKind> = new Set(['address', 'redirects', 'unreadable']);

/** Characters of a reply that are kept with a failure. */
const longestRaw = 2000;
/** Characters of an address in a sentence: that of a stranger may be endless. */
const longestOrigin = 80;

/** @param place where it happened, for the details: method and address without query */
export function failureOfTrouble(trouble: Trouble, subject: Subject, place: string): ProviderError {
  const { who, origin, secrets } = subject;
  const raw = excerpt(`${place}: ${trouble.message}`, secrets, longestRaw);
  const sentence = sentenceOfTrouble(trouble, who, shortOrigin(trouble.target ?? origin, secrets));
  // The target may be a stranger's text, so it stays out of what is logged.
  const cause = new Trouble(trouble.kind, trouble.sent, trouble.code);
  return new ProviderError({ class: classOfTrouble[trouble.kind], sentence, raw }, trouble.sent ? 'ambiguous' : 'not-sent', { unusable: unusable.has(trouble.kind), cause });
}

/** Redacted before it is cut, so that no half of a key is left. */
function shortOrigin(origin: string, secrets: readonly string[]): string {
  const clean = redact(origin, secrets);
  return clean.length <= longestOrigin ? clean : `${clean.slice(0, longestOrigin - 1)}…`;
}

function sentenceOfTrouble(trouble: Trouble, who: string, origin: string): string {
  switch (trouble.kind) {
    case 'address': return l10n.t('{0} pointed to {1}, which Darkroom does not open. Only https addresses of the public internet and those declared in the settings are opened.', who, origin);
    case 'request': return l10n.t('The request to {0} can’t be sent: a header or the path holds a character that is not allowed there. Check the prompt and the settings.', who);
    case 'unknown-host': return l10n.t('{0} was not found at {1}. Check the address in the settings and your connection.', who, origin);
    case 'refused': return l10n.t('Nothing answers for {0} at {1}. Check that it runs and that the address in the settings is right.', who, origin);
    case 'tls': return l10n.t('No secure connection to {0} at {1}. Check that the address begins with the right http or https, and its certificate.', who, origin);
    case 'connection': return trouble.sent
      ? l10n.t('The connection to {0} broke before its answer was complete. Check your connection.', who)
      : l10n.t('The connection to {0} at {1} could not be made. Check your connection and the address in the settings.', who, origin);
    case 'connect-time': return l10n.t('{0} at {1} could not be reached in time. Check that it runs, the address in the settings and your connection.', who, origin);
    case 'headers-time': return l10n.t('{0} took the request but gave no answer in time. Look there before you send it again.', who);
    case 'idle-time':
    case 'total-time': return l10n.t('The answer of {0} came too slowly and was given up. Check your connection.', who);
    case 'redirect': return l10n.t('{0} answered with a redirect, which is not followed for a request that may cost money. Check the address in the settings: {1}.', who, origin);
    case 'redirects': return l10n.t('{0} redirected too often. Check the address in the settings: {1}.', who, origin);
    case 'too-large': return l10n.t('The answer of {0} is larger than Darkroom takes. Ask for less at once.', who);
    case 'unreadable': return l10n.t('The answer of {0} can’t be read. Check that the address in the settings is right: {1}.', who, origin);
    case 'aborted': return l10n.t('The call to {0} was stopped before its answer was complete.', who);
  }
}

/** A reply that should have been JSON and is not. */
export function failureOfNoJson(status: number, raw: string, subject: Subject): ReplyError {
  const sentence = l10n.t('{0} answered with something that is no JSON. Check that the address in the settings is its API and not its web page: {1}.', subject.who, shortOrigin(subject.origin, subject.secrets));
  return new ReplyError(status, undefined, { class: 'provider', sentence, raw: raw.slice(0, longestRaw) }, 'ambiguous', null);
}

/** A final answer that is not a success. */
export function failureOfStatus(status: number, json: unknown, raw: string, subject: Subject, retryAfter: number | null): ReplyError {
  const refused = status >= 400 && status < 500 && status !== 408;
  const sentence = sentenceOfStatus(status, { ...subject, origin: shortOrigin(subject.origin, subject.secrets) });
  return new ReplyError(status, json, { class: classOfStatus(status), sentence, raw }, refused ? 'refused' : 'ambiguous', retryAfter);
}

function classOfStatus(status: number): FailureClass {
  switch (status) {
    case 401: case 403: return 'auth';
    case 402: return 'credit';
    case 408: return 'timeout';
    case 429: return 'rate';
    default: return status >= 400 && status < 500 ? 'invalid' : 'provider';
  }
}

function sentenceOfStatus(status: number, { who, origin }: Subject): string {
  switch (status) {
    case 401: case 403: return l10n.t('{0} refused the key. Set a valid one with “Darkroom: Set Key”.', who);
    case 402: return l10n.t('No credit left at {0}. Add credit there, then retry.', who);
    case 404: case 405: case 410: return l10n.t('{0} does not know this address (status {1}). Check address and path in the settings: {2}.', who, status, origin);
    case 408: return l10n.t('{0} gave up waiting for the request. Look there before you send it again.', who);
    case 429: return l10n.t('{0} takes no more requests right now. Darkroom waits and tries again.', who);
    default: break;
  }
  if (status >= 500) return l10n.t('{0} has trouble of its own (status {1}). Try again later, or look at its status page.', who, status);
  if (status >= 400) return l10n.t('{0} did not accept the request (status {1}). Change the request and try again.', who, status);
  return l10n.t('{0} answered with a status nobody expects here ({1}). Check the address in the settings: {2}.', who, status, origin);
}
