/** What is told outside of Darkroom's own views, in words and figures: how much is on its way, and what needs somebody. */
import * as l10n from '@vscode/l10n';
import { type Failure, snippet } from './model.ts';
import type { StateFacts } from './status.ts';
import { count, failureLabel, money, stateReason } from './text.ts';

/** How many of each. `running` are with a provider or on their way back, and nothing is wrong with them. */
export interface Attention {
  readonly running: number;
  /** Not sent yet: queued, held or paused. */
  readonly waiting: number;
  readonly unconfirmed: number;
  readonly stalled: number;
  /** Failed ones that nobody has looked at. */
  readonly failed: number;
}

export const nothing: Attention = { running: 0, waiting: 0, unconfirmed: 0, stalled: 0, failed: 0 };

export function needing({ unconfirmed, stalled, failed }: Attention): number {
  return unconfirmed + stalled + failed;
}

/** The number on the activity bar: running and what needs attention. */
export function badgeCount(attention: Attention): number {
  return attention.running + needing(attention);
}

/** "3 running, 4 need attention"; '' where there is nothing to say. What waits is named only where nothing runs. */
export function inShort(attention: Attention): string {
  return [onItsWay(attention), needed(needing(attention))].filter(part => part !== '').join(', ');
}

function onItsWay({ running, waiting }: Attention): string {
  if (running > 0) return l10n.t('{0} running', count(running));
  return waiting > 0 ? l10n.t('{0} waiting', count(waiting)) : '';
}

function needed(n: number): string {
  if (n === 0) return '';
  return n === 1 ? l10n.t('1 needs attention') : l10n.t('{0} need attention', count(n));
}

/** One sentence each, what needs somebody first. */
export function sentences({ running, waiting, unconfirmed, stalled, failed }: Attention): string[] {
  const told: string[] = [];
  if (unconfirmed > 0) told.push(l10n.t('{0} unconfirmed: the answer was lost, it may be charged', count(unconfirmed)));
  if (stalled > 0) told.push(l10n.t('{0} stalled: much longer than usual', count(stalled)));
  if (failed > 0) told.push(l10n.t('{0} failed', count(failed)));
  if (running > 0) told.push(l10n.t('{0} running', count(running)));
  if (waiting > 0) told.push(l10n.t('{0} waiting', count(waiting)));
  return told;
}

export const newsKinds = ['failed', 'unconfirmed', 'stalled', 'completed'] as const;
export type NewsKind = (typeof newsKinds)[number];

/** One generation that came to something. */
export interface News {
  readonly kind: NewsKind;
  readonly prompt: string;
  readonly facts: StateFacts;
  /** The provider's label. */
  readonly provider: string;
}

/** What a notification says of these; '' of none. */
export function newsText(news: readonly News[], now: number): string {
  const [only] = news;
  if (only === undefined) return '';
  if (news.length === 1) return alone(only, now);
  return newsKinds.map(kind => together(kind, news.filter(each => each.kind === kind))).filter(part => part !== '').join(' ');
}

function alone({ kind, prompt, facts, provider }: News, now: number): string {
  const name = snippet(prompt, 40);
  switch (kind) {
    case 'failed': return l10n.t('“{0}” failed. {1}', name, stateReason('failed', facts, provider, now));
    case 'unconfirmed': return l10n.t('“{0}” is unconfirmed. {1}', name, stateReason('unconfirmed', facts, provider, now));
    case 'stalled': return l10n.t('“{0}” takes much longer than usual. {1}: {2}', name, provider, stateReason('stalled', facts, provider, now));
    case 'completed': return l10n.t('“{0}” is done.', name);
  }
}

function together(kind: NewsKind, news: readonly News[]): string {
  if (news.length === 0) return '';
  const n = count(news.length);
  switch (kind) {
    case 'failed': return news.length === 1 ? l10n.t('1 failed. {0}', reasonOf(news)) : l10n.t('{0} failed. {1}', n, reasonOf(news));
    case 'unconfirmed': return l10n.t('{0} unconfirmed: the answer was lost, it may be charged.', n);
    case 'stalled': return l10n.t('{0} stalled: much longer than usual.', n);
    case 'completed': return l10n.t('{0} done.', n);
  }
}

/** The reason they share, else how many there were of each class, the most frequent first; then what they cost together. */
function reasonOf(news: readonly News[]): string {
  const failures = news.flatMap(({ facts: { failure } }) => failure ?? []);
  const sentences = new Set(failures.map(({ sentence }) => sentence));
  return [sentences.size === 1 ? [...sentences][0] : byClass(failures), costOf(news)].filter(part => part !== '').join(' ');
}

function byClass(failures: readonly Pick<Failure, 'class'>[]): string {
  const classes = new Map<Failure['class'], number>();
  for (const { class: name } of failures) classes.set(name, (classes.get(name) ?? 0) + 1);
  const told = [...classes].sort((a, b) => b[1] - a[1]).map(([name, n]) => `${count(n)} ${failureLabel[name]()}`);
  return told.length === 0 ? '' : `${told.join(', ')}.`;
}

function costOf(news: readonly News[]): string {
  const charged = news.reduce((sum, { facts: { charge } }) => sum + (charge ?? 0), 0);
  const unknown = news.some(({ facts: { charge, failure } }) => charge === null && failure?.charged !== false);
  if (charged > 0) return unknown ? l10n.t('Charged at least {0}.', money(charged)) : l10n.t('Charged {0}.', money(charged));
  return unknown ? '' : l10n.t('Not charged.');
}
