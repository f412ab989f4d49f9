/** All that ended in one way, also what no list has loaded, as far as the view's filter shows it. */
import * as vscode from 'vscode';
import type { End } from '../../../shared/model.ts';
import { type EndedEntry, allEnded, rowsOf } from '../../store/lists.ts';
import { findByPrompt, wordsOf } from '../../store/search.ts';
import type { Parts } from '../parts.ts';
import { type Filter, isFiltering, nameOf } from '../tree/filter.ts';

export interface Whole {
  readonly entries: readonly EndedEntry[];
  /** A sentence on what the filter leaves out; `null` where there is none. */
  readonly only: string | null;
}

/** @param filter of it only providers and words count: which state is meant is said by `end` */
export async function wholeOf({ session: { db }, desk }: Parts, end: End, filter: Filter): Promise<Whole> {
  const narrowed = { ...filter, groups: [] };
  const words = wordsOf(filter.search);
  const entries = words.length === 0 ? await allEnded(db, end, filter.providers) : found(db, end, words, filter.providers);
  const name = nameOf(narrowed, provider => desk.labelOf(provider));
  return { entries, only: isFiltering(narrowed) ? vscode.l10n.t('Only what the filter shows: {0}.', name) : null };
}

function found(db: Parts['session']['db'], end: End, words: readonly string[], providers: readonly string[]): EndedEntry[] {
  const ids = findByPrompt(db, words).entries
    .filter(entry => entry.end === end && (providers.length === 0 || providers.includes(entry.provider))).map(entry => entry.id);
  return rowsOf(db, ids).map(({ generation: { id, provider, model }, attempt }) => ({ id, provider, model, class: attempt.failure?.class ?? null }));
}
