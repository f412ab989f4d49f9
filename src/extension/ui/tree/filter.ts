/** What the Generations view is narrowed to: some states, some providers, words of the prompt. Empty stands for all. */
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { type Group, groupLabel, groups } from '../../../shared/status.ts';
import { count } from '../../../shared/text.ts';
import { matches, wordsOf } from '../../store/search.ts';
import type { Shown } from './rows.ts';

const filterSchema = v.object({
  groups: v.array(v.picklist(groups)),
  providers: v.array(v.pipe(v.string(), v.maxLength(100))),
  search: v.pipe(v.string(), v.maxLength(500)),
});
export type Filter = v.InferOutput<typeof filterSchema>;

export const noFilter: Filter = { groups: [], providers: [], search: '' };

/** @param kept as it was written down, by whatever version */
export function readFilter(kept: unknown): Filter {
  const parsed = v.safeParse(filterSchema, kept);
  return parsed.success ? parsed.output : noFilter;
}

export function isFiltering(filter: Filter): boolean {
  return filter.groups.length > 0 || filter.providers.length > 0 || wordsOf(filter.search).length > 0;
}

export function lets(filter: Filter, generation: { readonly provider: string; readonly prompt: string }, group: Group): boolean {
  return (filter.groups.length === 0 || filter.groups.includes(group))
    && (filter.providers.length === 0 || filter.providers.includes(generation.provider))
    && matches(generation.prompt, wordsOf(filter.search));
}

/** "Failed · fal · “castle”" */
export function nameOf({ groups: chosen, providers, search }: Filter, labelOf: (provider: string) => string): string {
  return [
    groups.filter(group => chosen.includes(group)).map(group => groupLabel[group]()).join(', '),
    providers.map(labelOf).join(', '),
    wordsOf(search).length === 0 ? '' : `“${search.trim()}”`,
  ].filter(part => part !== '').join(' · ');
}

/** "Failed · fal · “castle” — 12 of 4,310" */
export function messageOfFilter(name: string, { groups: shown, within }: Shown, all: number, locale?: string): string {
  const n = count([...shown.values()].reduce((sum, group) => sum + group.count, 0), locale);
  if (within === null) return l10n.t('{0} — {1} of {2}', name, n, count(all, locale));
  return within.of === 'matches'
    ? l10n.t('{0} — {1} of the newest {2} with these words', name, n, count(within.newest, locale))
    : l10n.t('{0} — {1} in the newest {2}', name, n, count(within.newest, locale));
}
