/**
 * The one place that says what state a generation is in. State is derived from facts and never stored;
 * every surface (tree, badges, cards, status bar) reads it here, with the same icon, colour and words.
 */
import * as l10n from '@vscode/l10n';
import type { AttemptFacts, Failure, Filter } from './model.ts';
import type { Timing } from './timing.ts';

export const phases = [
  'unconfirmed', 'stalled', 'uploading', 'submitting', 'accepted', 'running', 'downloading', 'cancelling',
  'retry', 'waiting', 'held', 'paused', 'failed', 'completed', 'cancelled',
] as const;
export type Phase = (typeof phases)[number];

export type Status = 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';

/** The groups of the Generations view, in their order. */
export const groups = ['unconfirmed', 'stalled', 'processing', 'pending', 'failed', 'completed', 'cancelled'] as const;
export type Group = (typeof groups)[number];

/** What a colour may mean; surfaces map it to a theme colour, and never use colour alone. */
export type Tone = 'wait' | 'work' | 'ask' | 'fail' | 'done';

export interface PhaseLook {
  readonly status: Status;
  readonly group: Group;
  readonly filter: Exclude<Filter, 'all'> | null;
  readonly icon: string;
  /** A VS Code theme colour id; `null` for the ordinary foreground. */
  readonly color: string | null;
  readonly tone: Tone;
  readonly label: () => string;
}

const warning = 'list.warningForeground';
const blue = 'charts.blue';

export const phaseTable: Readonly<Record<Phase, PhaseLook>> = {
  unconfirmed: { status: 'processing', group: 'unconfirmed', filter: 'active', icon: 'question', color: warning, tone: 'ask', label: () => l10n.t('Unconfirmed') },
  stalled: { status: 'processing', group: 'stalled', filter: 'active', icon: 'watch', color: warning, tone: 'ask', label: () => l10n.t('Stalled') },
  uploading: { status: 'processing', group: 'processing', filter: 'active', icon: 'cloud-upload', color: blue, tone: 'work', label: () => l10n.t('Uploading') },
  submitting: { status: 'processing', group: 'processing', filter: 'active', icon: 'sync~spin', color: blue, tone: 'work', label: () => l10n.t('Processing') },
  accepted: { status: 'processing', group: 'processing', filter: 'active', icon: 'sync~spin', color: blue, tone: 'work', label: () => l10n.t('Processing') },
  running: { status: 'processing', group: 'processing', filter: 'active', icon: 'sync~spin', color: blue, tone: 'work', label: () => l10n.t('Processing') },
  downloading: { status: 'processing', group: 'processing', filter: 'active', icon: 'cloud-download', color: blue, tone: 'work', label: () => l10n.t('Downloading') },
  cancelling: { status: 'processing', group: 'processing', filter: 'active', icon: 'circle-slash', color: blue, tone: 'work', label: () => l10n.t('Canceling') },
  retry: { status: 'pending', group: 'pending', filter: 'active', icon: 'history', color: warning, tone: 'ask', label: () => l10n.t('Retry') },
  waiting: { status: 'pending', group: 'pending', filter: 'active', icon: 'clockface', color: null, tone: 'wait', label: () => l10n.t('Pending') },
  held: { status: 'pending', group: 'pending', filter: 'active', icon: 'lock', color: warning, tone: 'ask', label: () => l10n.t('Held') },
  paused: { status: 'pending', group: 'pending', filter: 'active', icon: 'debug-pause', color: null, tone: 'wait', label: () => l10n.t('Paused') },
  failed: { status: 'failed', group: 'failed', filter: 'failed', icon: 'error', color: 'list.errorForeground', tone: 'fail', label: () => l10n.t('Failed') },
  completed: { status: 'completed', group: 'completed', filter: 'completed', icon: 'pass', color: 'charts.green', tone: 'done', label: () => l10n.t('Completed') },
  cancelled: { status: 'cancelled', group: 'cancelled', filter: null, icon: 'circle-slash', color: null, tone: 'wait', label: () => l10n.t('Canceled') },
};

export const groupLabel: Readonly<Record<Group, () => string>> = {
  unconfirmed: phaseTable.unconfirmed.label,
  stalled: phaseTable.stalled.label,
  processing: phaseTable.running.label,
  pending: phaseTable.waiting.label,
  failed: phaseTable.failed.label,
  completed: phaseTable.completed.label,
  cancelled: phaseTable.cancelled.label,
};

/** What a state is derived from; outputs and raw replies have no part in it. */
export type StateFacts = Omit<AttemptFacts, 'outputs' | 'failure' | 'adoptedAt' | 'overLimit' | 'lookedAt'> & { readonly failure: Omit<Failure, 'raw'> | null };

/** The phase these facts add up to at `now`. */
export function statusOf(facts: StateFacts, now: number, timing: Pick<Timing, 'stalledAfter'>): Phase {
  if (facts.end !== null) return facts.end;
  if (facts.sentAt === null) return notYetSent(facts, now);
  if (facts.finishedAt !== null) return 'downloading';
  if (facts.unconfirmedAt !== null) return 'unconfirmed';
  if (facts.cancelWishedAt !== null) return 'cancelling';
  if (facts.remoteId === null) return 'submitting';
  if (heardFor(facts) >= timing.stalledAfter) return 'stalled';
  return facts.word === null ? 'accepted' : 'running';
}

/**
 * Milliseconds from the acceptance to the last time the provider was asked. Not the time since: while nobody asks (a closed
 * window, a computer asleep) nothing is known, and nothing is said.
 */
function heardFor({ acceptedAt, wordAt, failure }: StateFacts): number {
  return acceptedAt === null ? 0 : Math.max(wordAt ?? 0, failure?.at ?? 0) - acceptedAt;
}

function notYetSent(facts: StateFacts, now: number): Phase {
  if (facts.cancelWishedAt !== null) return 'cancelling';
  if (facts.paused) return 'paused';
  if (facts.heldBecause !== null) return 'held';
  if (facts.notBefore !== null && facts.notBefore > now) return 'retry';
  return facts.uploadingAt === null ? 'waiting' : 'uploading';
}

/** Whether the generation is done, one way or another: only an explicit retry goes on from here. */
export function isEnded(phase: Phase): boolean {
  return phase === 'completed' || phase === 'failed' || phase === 'cancelled';
}

export function canCancel(facts: StateFacts): boolean {
  return facts.end === null && facts.cancelWishedAt === null && facts.unconfirmedAt === null && facts.finishedAt === null;
}

/** Sent, the answer lost, and left to the user. */
export function isUnconfirmed({ end, unconfirmedAt }: StateFacts): boolean {
  return end === null && unconfirmedAt !== null;
}

/** Waiting for a cause to go away: a key, credit, a provider that is down, the next day. */
export function isHeld({ end, sentAt, heldBecause }: StateFacts): boolean {
  return end === null && sentAt === null && heldBecause !== null;
}

/** Whether its result can be asked for once more, under the id it has or where an answer said it is: it ended here, and not by the provider's word. */
export function canFetchAgain({ end, remoteId, finishedAt, failure }: StateFacts): boolean {
  return end === 'failed' && (finishedAt !== null || remoteId !== null && ['lost', 'network', 'timeout', 'local'].includes(failure?.class ?? ''));
}

/** An unconfirmed one can be sent again too, but only after a warning that it may be charged twice. */
export function canRetry(facts: StateFacts): boolean {
  return facts.end === 'failed' || facts.end === 'cancelled' || isUnconfirmed(facts);
}
