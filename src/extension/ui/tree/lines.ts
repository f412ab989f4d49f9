/** What stands under a row of the Generations view: the last word, what is usual and what comes next, or why it failed; then its attempts. */
import * as l10n from '@vscode/l10n';
import { snippet } from '../../../shared/model.ts';
import { phaseTable, statusOf } from '../../../shared/status.ts';
import { count, duration, failureLabel, sinceThen, stateReason, stateTitle } from '../../../shared/text.ts';
import type { StoredAttempt } from '../../store/attempts.ts';
import type { StoredGeneration } from '../../store/generations.ts';
import type { Hold } from '../../store/ledger.ts';
import type { Timing } from '../../../shared/timing.ts';
import { costOf } from '../cost.ts';

/** What a row needs besides itself. */
export interface RowContext {
  /** The provider's label. */
  readonly provider: string;
  readonly now: number;
  /** The person's language. */
  readonly locale: string;
  readonly timing: Timing;
  /** Why the provider's queue waits, as the provider said it. */
  readonly hold: Hold | null;
  /** Whether the provider can be asked what became of a request. */
  readonly canCheck: boolean;
}

export interface Line {
  /** Unique under its row. */
  readonly name: string;
  readonly label: string;
  readonly description: string;
  /** The whole of it, where the two above are short. */
  readonly more?: string;
  readonly icon: string;
  readonly color: string | null;
}

const warning = 'list.warningForeground';

export function linesOf(row: StoredGeneration, context: RowContext): Line[] {
  const { attempt } = row;
  const phase = statusOf(attempt, context.now, context.timing);
  switch (phase) {
    case 'failed': return failedLines(attempt, context.provider);
    case 'completed':
    case 'cancelled': return [];
    case 'held': return heldLines(attempt, context);
    case 'unconfirmed': return [{ name: 'lost', label: stateReason(phase, attempt, context.provider, context.now), description: '', icon: 'question', color: warning }, ...lastTrouble(attempt, context)];
    case 'stalled': return [...lastWord(attempt, context), ...stalledLines(attempt, context), ...lastTrouble(attempt, context)];
    default: return [...lastWord(attempt, context), ...lastTrouble(attempt, context)];
  }
}

/** "Attempt 2 · rate limited · 14:03 · not charged", the latest first. */
export function attemptLines(attempts: readonly StoredAttempt[], { provider, now, timing, locale }: RowContext): Line[] {
  return attempts.map(attempt => {
    const phase = statusOf(attempt, now, timing);
    const why = phase === 'failed' && attempt.failure !== null ? failureLabel[attempt.failure.class]() : stateTitle(phase, attempt, now);
    return {
      name: `attempt ${attempt.ordinal}`,
      label: l10n.t('Attempt {0}', attempt.ordinal),
      description: [why, clockTime(attempt.endedAt ?? attempt.sentAt ?? attempt.createdAt, now, locale), costOf(attempt, locale)].join(' · '),
      more: stateReason(phase, attempt, provider, now),
      icon: phaseTable[phase].icon, color: phaseTable[phase].color,
    };
  });
}

/** "stalled for 14 min, Pixverse says generating, asks again in 40 s" */
export function stalledSpoken(attempt: StoredAttempt, context: RowContext): string {
  const { provider, now } = context;
  const next = asksAgain(attempt, context);
  return [
    l10n.t('stalled for {0}', runningFor(attempt, now)),
    attempt.word === null ? l10n.t('{0} has said nothing', provider) : l10n.t('{0} says {1}', provider, attempt.word),
    ...next === null ? [] : [next.charAt(0).toLocaleLowerCase(context.locale) + next.slice(1)],
  ].join(', ');
}

function lastWord({ word, wordAt }: StoredAttempt, { provider, now, locale }: RowContext): Line[] {
  return word === null || wordAt === null ? []
    : [{ name: 'word', label: l10n.t('{0}: “{1}”', provider, word), description: sinceThen(wordAt, now, locale), icon: 'info', color: null }];
}

function lastTrouble({ failure }: StoredAttempt, { now, locale }: RowContext): Line[] {
  return failure === null ? []
    : [{ name: 'trouble', label: failure.sentence, description: sinceThen(failure.at, now, locale), icon: 'warning', color: warning }];
}

/** What is usual, and when it is asked next: without these, "stalled" is only a word. */
function stalledLines(attempt: StoredAttempt, context: RowContext): Line[] {
  const { timing: { usual, runs }, now, locale } = context;
  const next = asksAgain(attempt, context);
  const compared = usual === null ? l10n.t('no runs to compare with yet')
    : runs === 1 ? l10n.t('the one run before took {0}', duration(usual)) : l10n.t('usually {0}, by {1} runs', duration(usual), count(runs, locale));
  return [
    { name: 'usual', label: l10n.t('Running for {0}', runningFor(attempt, now)), description: compared, icon: 'watch', color: warning },
    ...next === null ? [] : [{ name: 'next', label: next, description: '', icon: 'clockface', color: null }],
  ];
}

/** `null` where nobody asks: the engine rests in an untrusted workspace. */
function asksAgain({ dueAt }: StoredAttempt, { now }: RowContext): string | null {
  if (dueAt === null || dueAt < now - 60_000) return null;
  return dueAt > now ? l10n.t('Asks again in {0}', duration(dueAt - now)) : l10n.t('Asks again now');
}

function runningFor({ acceptedAt, createdAt }: StoredAttempt, now: number): string {
  return duration(now - (acceptedAt ?? createdAt));
}

/** The provider's own sentence, and when it is tried again. */
function heldLines(attempt: StoredAttempt, { provider, now, timing, hold, locale }: RowContext): Line[] {
  const said = hold !== null && hold.reason === attempt.heldBecause ? hold : null;
  const reason = stateReason(statusOf(attempt, now, timing), attempt, provider, now);
  const lines: Line[] = [{ name: 'held', label: reason, description: '', icon: 'lock', color: warning }];
  if (said !== null && said.sentence !== reason) {
    lines.push({ name: 'refusal', label: said.sentence, description: sinceThen(said.since, now, locale), icon: 'comment', color: null });
  }
  return [...lines, { name: 'next', label: nextTry(attempt, said, now), description: '', icon: 'clockface', color: null }];
}

function nextTry({ heldBecause }: StoredAttempt, hold: Hold | null, now: number): string {
  if (heldBecause === 'day-limit') return l10n.t('Goes on tomorrow, or with Try Held Again');
  if (hold === null || hold.until === null) return l10n.t('Waits for you');
  return hold.until > now ? l10n.t('Tries again in {0}', duration(hold.until - now)) : l10n.t('Tries again now');
}

/** Why it failed, then what the provider itself said. */
function failedLines({ failure, remoteId }: StoredAttempt, provider: string): Line[] {
  const { raw = '', sentence = '' } = failure ?? {};
  return [
    { name: 'error', label: sentence, description: '', icon: 'error', color: 'list.errorForeground' },
    ...raw === '' ? [] : [{ name: 'raw', label: `“${snippet(raw, 200)}”`, description: '', icon: 'comment', color: null }],
    ...remoteId === null ? [] : [{ name: 'remote id', label: l10n.t('Id at {0}', provider), description: remoteId, icon: 'info', color: null }],
  ];
}

/** "14:03", and the day where it is not today's. */
function clockTime(at: number, now: number, locale: string): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(locale, sameDay ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}
