/** What a card, a chip or a row says of an item, in words. */
import * as l10n from '@vscode/l10n';
import type { AssetView, GalleryItem, GenerationView } from '../shared/protocol.ts';
import { snippet } from '../shared/model.ts';
import { type Phase, type StateFacts, statusOf } from '../shared/status.ts';
import { ago, operationLabel, stateSpoken } from '../shared/text.ts';
import { fileSize } from '../shared/fileSize.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** What was asked for, from the first moment on; a file of the project that nobody asked for here has its own name. */
export function nameOf(item: GalleryItem): string {
  return item.generation === null ? item.asset?.name ?? '' : promptOf(item);
}

export function promptOf({ generation }: GalleryItem): string {
  if (generation === null) return '';
  const prompt = snippet(generation.prompt, 120);
  return prompt === '' ? operationLabel[generation.operation]() : prompt;
}

/** A name in two parts that are shown without a gap: the first may be cut, so that a file's extension stays. */
export function nameParts(item: GalleryItem): readonly [string, string] {
  const name = nameOf(item);
  const dot = item.generation !== null ? -1 : name.lastIndexOf('.');
  return dot <= 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot)];
}

/** How far it is, from 0 to 1, where that is known of what goes on now. */
export function progressOf(phase: Phase, facts: StateFacts): number | null {
  return phase === 'running' || phase === 'uploading' || phase === 'downloading' ? facts.progress : null;
}

/** When the newest thing known of it became known. */
export function lastUpdate(facts: StateFacts): number {
  const times = [
    facts.createdAt, facts.sentAt, facts.acceptedAt, facts.wordAt, facts.finishedAt, facts.unconfirmedAt,
    facts.cancelWishedAt, facts.cancelSentAt, facts.endedAt, facts.failure?.at ?? null,
  ];
  return Math.max(...times.filter(time => time !== null));
}

/** The line under the name: where it comes from, then when or how large. */
export function originOf(item: GalleryItem, now: number, locale?: string): readonly [string, string] {
  if (item.generation !== null) return [makerOf(item.generation), ageOf(lastUpdate(item.generation.facts), now, locale)];
  if (item.asset !== null) return [item.asset.folder, fileSize(item.asset.size, locale)];
  return ['', ''];
}

/** Who made it: the provider, and its model. */
export function makerOf({ provider, model }: GenerationView): string {
  return model === '' || model === provider ? provider : l10n.t('{0} · {1}', provider, model);
}

/** The state of an item's generation with its provider and its age. */
export function stateLine(generation: GenerationView, now: number, locale?: string): string {
  const phase = statusOf(generation.facts, now, generation.timing);
  return l10n.t('{0}, {1}', stateSpoken(phase, generation.facts, generation.provider, now), updateLine(generation, now, locale));
}

function updateLine(generation: GenerationView, now: number, locale?: string): string {
  const at = lastUpdate(generation.facts);
  const age = ageOf(at, now, locale);
  return now - at < minute || now - at >= day
    ? l10n.t('{0}, last update {1}', makerOf(generation), age)
    : l10n.t('{0}, last update {1} ago', makerOf(generation), age);
}

/** "now", "4 min", "2 h", then the date: no seconds, because it is told anew only every half minute. */
export function ageOf(at: number, now: number, locale?: string): string {
  const minutes = Math.floor((now - at) / minute);
  return minutes < 1 ? l10n.t('now') : ago(now - minutes * minute, now, locale);
}

/** What a screen reader says of a card besides its state, which its badge says. */
export function spokenOf(item: GalleryItem, now: number, locale?: string): string {
  const verdict = verdictWord(item.asset);
  if (verdict !== '') return l10n.t('{0}, {1}', spokenOf({ ...item, asset: { ...item.asset!, verdict: null } }, now, locale), verdict);
  if (item.generation !== null) return l10n.t('{0}, {1}', nameOf(item), updateLine(item.generation, now, locale));
  if (item.asset !== null) return l10n.t('{0}, {1}, {2}', item.asset.name, item.asset.folder, fileSize(item.asset.size, locale));
  return '';
}

/** '' where nobody has decided. */
export function verdictWord(asset: AssetView | null): string {
  return asset?.verdict === 'favourite' ? l10n.t('favorite') : asset?.verdict === 'discarded' ? l10n.t('discarded') : '';
}
