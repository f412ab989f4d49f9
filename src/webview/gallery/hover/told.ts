/** What the details beside a card tell: of a job where it stands and what comes next, of a file what it is and what made it. */
import * as l10n from '@vscode/l10n';
import { fileSize } from '../../../shared/fileSize.ts';
import type { AssetView, GalleryItem, GenerationView } from '../../../shared/protocol.ts';
import { type Phase, isEnded, statusOf } from '../../../shared/status.ts';
import { duration, money, price, sinceThen, stateReason, stateTitle } from '../../../shared/text.ts';
import { makerOf, nameOf, verdictWord } from '../../describe.ts';

export interface Told {
  readonly title: string;
  /** Of a job; `null` for a file that nobody asked for here. */
  readonly phase: Phase | null;
  /** The state, and since when. */
  readonly state: string;
  readonly rows: readonly { readonly what: string; readonly says: string }[];
}

export function told(item: GalleryItem, now: number, locale?: string): Told {
  const { asset, generation } = item;
  const phase = generation === null ? null : statusOf(generation.facts, now, generation.timing);
  const rows = [
    ...generation === null || asset !== null ? [] : [[l10n.t('Made by'), makerOf(generation)] as const],
    ...generation === null || phase === null || phase === 'completed' ? [] : jobRows(generation, phase, now, locale),
    ...asset === null ? [] : fileRows(asset, generation, locale),
    ...generation === null ? [] : [[l10n.t('Cost'), costOf(generation, phase!, locale)] as const],
  ];
  return {
    title: nameOf(item), phase,
    state: generation === null || phase === null ? '' : [stateTitle(phase, generation.facts, now), sinceWhen(generation, now, locale)].join(' · '),
    rows: rows.filter(([, says]) => says !== '').map(([what, says]) => ({ what, says })),
  };
}

/** The same in one sentence, for who hears it. */
export function spoken({ title, state, rows }: Told): string {
  return [title, state, ...rows.map(({ what, says }) => l10n.t('{0}: {1}', what, says))].filter(part => part !== '').join('. ');
}

function sinceWhen({ createdAt, facts }: GenerationView, now: number, locale?: string): string {
  return facts.endedAt === null ? duration(now - (facts.acceptedAt ?? facts.sentAt ?? createdAt)) : sinceThen(facts.endedAt, now, locale);
}

type Row = readonly [what: string, says: string];

function jobRows(generation: GenerationView, phase: Phase, now: number, locale?: string): Row[] {
  return [
    [l10n.t('Last word'), lastWord(generation, phase, now, locale)],
    [l10n.t('Usual'), isEnded(phase) ? '' : usual(generation)],
    [l10n.t('Next'), next(generation, phase, now)],
  ];
}

function lastWord({ facts, provider }: GenerationView, phase: Phase, now: number, locale?: string): string {
  const { failure, word, wordAt, acceptedAt } = facts;
  if (failure !== null && (wordAt === null || failure.at >= wordAt)) return l10n.t('{0} {1}', failure.sentence, sinceThen(failure.at, now, locale));
  if (word !== null && wordAt !== null) return l10n.t('{0}: “{1}”, {2}', provider, word, sinceThen(wordAt, now, locale));
  if (acceptedAt !== null) return l10n.t('{0} accepted it, {1}', provider, sinceThen(acceptedAt, now, locale));
  return phase === 'cancelled' ? '' : l10n.t('none yet');
}

function usual({ timing, model, provider }: GenerationView): string {
  const name = model === '' ? provider : model;
  if (timing.usual === null) return l10n.t('not known, no runs of {0} so far', name);
  return timing.runs === 1 ? l10n.t('{0}, from 1 run of {1}', duration(timing.usual), name) : l10n.t('{0}, from {1} runs of {2}', duration(timing.usual), timing.runs, name);
}

/** What happens next by itself, and when. */
function next({ facts, provider }: GenerationView, phase: Phase, now: number): string {
  const { dueAt, notBefore, ordinal } = facts;
  const asks = (): string => (dueAt === null || dueAt - now < 1000 ? l10n.t('asks {0} now', provider) : l10n.t('asks {0} again in {1}', provider, duration(dueAt - now)));
  switch (phase) {
    case 'unconfirmed': return l10n.t('nothing by itself: check again, send again or dismiss it');
    case 'uploading': return l10n.t('is sent when its files have arrived');
    case 'submitting': return l10n.t('{0} answers', provider);
    case 'stalled':
    case 'accepted':
    case 'running': return asks();
    case 'downloading': return l10n.t('the file is fetched and checked');
    case 'cancelling': return l10n.t('{0} is asked to stop', provider);
    case 'retry': return l10n.t('attempt {0} in {1}', ordinal, duration((notBefore ?? now) - now));
    case 'waiting': return l10n.t('is sent when {0} has room', provider);
    case 'held': return stateReason(phase, facts, provider, now);
    case 'paused': return l10n.t('nothing until it is resumed');
    case 'failed':
    case 'cancelled': return l10n.t('nothing by itself: Retry asks for it again');
    case 'completed': return '';
  }
}

function costOf({ facts }: GenerationView, phase: Phase, locale?: string): string {
  if (facts.charge !== null) return facts.charge === 0 ? price(0, locale) : money(facts.charge, locale);
  if (phase === 'failed' && facts.failure?.charged === false || phase === 'cancelled' && facts.sentAt === null) return l10n.t('not charged');
  const estimate = price(facts.estimate, locale);
  if (facts.estimate === 0 || facts.sentAt === null || isEnded(phase)) return estimate;
  return phase === 'unconfirmed' ? l10n.t('{0}, if it arrived', estimate) : l10n.t('{0}, also if canceled now', estimate);
}

function fileRows(asset: AssetView, generation: GenerationView | null, locale?: string): Row[] {
  return [
    // Without a job it is the title.
    [l10n.t('Name'), generation === null ? '' : asset.name],
    [l10n.t('Folder'), asset.folder],
    [l10n.t('Size'), fileSize(asset.size, locale)],
    [l10n.t('Dimensions'), asset.width === null || asset.height === null ? '' : l10n.t('{0} × {1}', asset.width, asset.height)],
    [l10n.t('Made by'), generation === null ? l10n.t('not made here') : makerOf(generation)],
    [l10n.t('Verdict'), verdictWord(asset)],
  ];
}
