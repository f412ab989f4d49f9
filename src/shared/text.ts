/** Sentences and figures for people: short, plain, localisable, the same on every surface. */
import * as l10n from '@vscode/l10n';
import type { FailureClass, HoldReason, Operation } from './model.ts';
import { type Phase, type StateFacts, phaseTable } from './status.ts';

/** "38 s", "1 min 12 s", "14 min", "2 h"; for the past, from a day on, a date serves better (see {@link ago}). */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return l10n.t('{0} s', seconds);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10 && seconds % 60 !== 0) return l10n.t('{0} min {1} s', minutes, seconds % 60);
  if (minutes < 60) return l10n.t('{0} min', minutes);
  return l10n.t('{0} h', Math.floor(minutes / 60));
}

const day = 24 * 3_600_000;

/** How long ago: "4 min", after a day the date. */
export function ago(at: number, now: number, locale?: string): string {
  return now - at < day
    ? duration(now - at)
    : new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(at);
}

/** The same as a phrase of its own: "4 min ago", after a day the date. */
export function sinceThen(at: number, now: number, locale?: string): string {
  return now - at < day ? l10n.t('{0} ago', duration(now - at)) : ago(at, now, locale);
}

export function percent(fraction: number): string {
  return l10n.t('{0} %', Math.floor(Math.min(1, Math.max(0, fraction)) * 100));
}

export function count(n: number, locale?: string): string {
  return new Intl.NumberFormat(locale).format(n);
}

/** What one request costs: dollars, `null` where it is not known. */
export function price(dollars: number | null, locale?: string): string {
  if (dollars === null) return l10n.t('price not known');
  if (dollars === 0) return l10n.t('free');
  return l10n.t('about {0}', money(dollars, locale));
}

/** To the cent, below ten cents finer; what is less than a tenth of a cent still tells its first digit. */
export function money(dollars: number, locale?: string): string {
  const digits = dollars >= 0.1 ? 2 : dollars >= 0.001 || dollars <= 0 ? 3 : Math.min(6, Math.ceil(-Math.log10(dollars)));
  return new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits: digits }).format(dollars);
}

export const operationLabel: Readonly<Record<Operation, () => string>> = {
  'text-to-image': () => l10n.t('Text to image'),
  'image-to-image': () => l10n.t('Image to image'),
  'text-to-video': () => l10n.t('Text to video'),
  'image-to-video': () => l10n.t('Image to video'),
  'text-to-audio': () => l10n.t('Text to audio'),
  upscale: () => l10n.t('Upscale'),
};

/** One or two words for a failure's class, as in "Replicate · moderation". */
export const failureLabel: Readonly<Record<FailureClass, () => string>> = {
  invalid: () => l10n.t('not accepted'),
  moderation: () => l10n.t('moderation'),
  auth: () => l10n.t('key refused'),
  credit: () => l10n.t('no credit left'),
  concurrency: () => l10n.t('no free slot'),
  rate: () => l10n.t('rate limited'),
  provider: () => l10n.t('provider error'),
  network: () => l10n.t('not reachable'),
  timeout: () => l10n.t('no answer in time'),
  lost: () => l10n.t('lost'),
  local: () => l10n.t('on this machine'),
};

export const holdSentence: Readonly<Record<HoldReason, (provider: string) => string>> = {
  key: provider => l10n.t('{0} needs a valid key. Set Key starts it.', provider),
  credit: provider => l10n.t('No credit at {0}. Nothing is sent.', provider),
  provider: provider => l10n.t('{0} is down. Nothing is sent.', provider),
  'day-limit': () => l10n.t('The limit of this day is reached.'),
};

/** Automatic attempts of one generation, at most; the sentence of a waiting retry names it. */
export const attemptLimit = 5;

/** The bold word of a card and the group word of a row: the phase's label, or what it waits for. */
export function stateTitle(phase: Phase, facts: StateFacts, now: number): string {
  if (phase === 'retry' && facts.notBefore !== null) return l10n.t('Retry in {0}', duration(facts.notBefore - now));
  return phaseTable[phase].label();
}

/** Why it is in this state and what that costs; '' where the state says it all. */
export function stateReason(phase: Phase, facts: StateFacts, provider: string, now: number): string {
  switch (phase) {
    case 'unconfirmed': return l10n.t('The answer was lost. It may be charged.');
    case 'stalled': return facts.word === null
      ? l10n.t('No news for {0}.', duration(now - (facts.acceptedAt ?? now)))
      : l10n.t('“{0}” for {1}', facts.word, duration(now - (facts.acceptedAt ?? now)));
    case 'uploading': return facts.failure === null ? '' : facts.failure.sentence;
    case 'submitting': return facts.notFoundAt === null && facts.failure === null
      ? l10n.t('sending to {0}', provider)
      : l10n.t('asking {0} whether it arrived', provider);
    case 'accepted':
    case 'running': return runningReason(facts, now);
    case 'downloading': return facts.failure === null ? '' : facts.failure.sentence;
    case 'cancelling': return facts.sentAt === null ? '' : l10n.t('{0} may still charge for it', provider);
    case 'retry': return facts.failure === null
      ? l10n.t('Attempt {0} of {1}.', facts.ordinal, attemptLimit)
      : l10n.t('{0}. Attempt {1} of {2}.', capitalised(failureLabel[facts.failure.class]()), facts.ordinal, attemptLimit);
    case 'waiting': return l10n.t('waits for {0}', provider);
    case 'held': return facts.failure?.sentence ?? (facts.heldBecause === null ? '' : holdSentence[facts.heldBecause](provider));
    case 'paused': return l10n.t('paused by you');
    case 'failed': return failedReason(facts);
    case 'completed': return facts.cancelWishedAt === null ? '' : l10n.t('after cancel');
    case 'cancelled': return facts.sentAt === null ? l10n.t('by you, before it was sent') : l10n.t('by you');
  }
}

function runningReason(facts: StateFacts, now: number): string {
  // It runs on, as far as anyone knows; what is in the way of asking is the news.
  if (facts.failure !== null && facts.troubles > 0) return facts.failure.sentence;
  const elapsed = duration(now - (facts.acceptedAt ?? now));
  return facts.word === null || facts.progress !== null ? elapsed : l10n.t('{0}, “{1}”', elapsed, facts.word);
}

function failedReason(facts: StateFacts): string {
  if (facts.failure === null) return '';
  if (facts.charge !== null && facts.charge > 0) return l10n.t('{0} Charged {1}.', facts.failure.sentence, money(facts.charge));
  if (facts.failure.charged === false) return l10n.t('{0} Not charged.', facts.failure.sentence);
  return facts.failure.sentence;
}

/** What a screen reader says of a state, read with the name of the card or row. */
export function stateSpoken(phase: Phase, facts: StateFacts, provider: string, now: number): string {
  const parts = [stateTitle(phase, facts, now)];
  if (facts.progress !== null && (phase === 'running' || phase === 'uploading' || phase === 'downloading')) parts.push(l10n.t('{0} percent', Math.floor(facts.progress * 100)));
  const reason = stateReason(phase, facts, provider, now);
  if (reason !== '') parts.push(reason);
  return parts.join(', ');
}

/** The reason where there is little room, as on a card: what a failure cost comes before what to do about it. */
export function cardReason(phase: Phase, facts: StateFacts, provider: string, now: number): string {
  const reason = stateReason(phase, facts, provider, now);
  if (phase === 'held' && facts.heldBecause !== null) return holdSentence[facts.heldBecause](provider);
  if (phase !== 'failed' || facts.failure === null || reason === facts.failure.sentence) return reason;
  return `${capitalised(failureLabel[facts.failure.class]())}. ${reason.slice(facts.failure.sentence.length + 1)}`;
}

function capitalised(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}
