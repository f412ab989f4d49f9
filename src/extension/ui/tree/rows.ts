/** What stands in each group of the Generations view, read from the store: at most 200 rows a group, and how many there are. */
import { type Group, groups, statusOf } from '../../../shared/status.ts';
import type { Timing } from '../../../shared/timing.ts';
import type { Reader } from '../../store/database.ts';
import { type StoredGeneration, atWork, pageLimit, tally } from '../../store/generations.ts';
import { type Entry, type Kind, counted, listed, rowsOf } from '../../store/lists.ts';
import { type Found, findByPrompt, wordsOf } from '../../store/search.ts';
import type { Filter } from './filter.ts';

export interface GroupRows {
  readonly rows: readonly StoredGeneration[];
  /** All that belong to it, also those not listed. */
  readonly count: number;
}

export interface Shown {
  /** Those that have anything, in their order. */
  readonly groups: ReadonlyMap<Group, GroupRows>;
  /** How far a search looked, where that was not through everything. */
  readonly within: Found['within'];
}

export type TimingOf = (generation: StoredGeneration['generation']) => Timing;

export function groupOf(row: StoredGeneration, now: number, timingOf: TimingOf): Group {
  const phase = statusOf(row.attempt, now, timingOf(row.generation));
  return groupByPhase[phase];
}

const groupByPhase = {
  unconfirmed: 'unconfirmed', stalled: 'stalled', uploading: 'processing', submitting: 'processing', accepted: 'processing',
  running: 'processing', downloading: 'processing', cancelling: 'processing', retry: 'pending', waiting: 'pending',
  held: 'pending', paused: 'pending', failed: 'failed', completed: 'completed', cancelled: 'cancelled',
} as const;

/** @param known rows read before; one that is as it was is not read again */
export function readGroups(
  db: Reader, now: number, timingOf: TimingOf, filter: Filter, known: ReadonlyMap<string, StoredGeneration> = new Map(),
): Shown {
  const words = wordsOf(filter.search);
  const found = words.length === 0 ? null : findByPrompt(db, words);
  const all = found === null ? byState(db, now, timingOf, filter, known) : bySearch(db, now, timingOf, filter, found.entries, known);
  const wanted = groups.filter(group => filter.groups.length === 0 || filter.groups.includes(group));
  return {
    groups: new Map(wanted.flatMap(group => {
      const rows = all.get(group);
      return rows === undefined || rows.count === 0 ? [] : [[group, rows] as const];
    })),
    within: found?.within ?? null,
  };
}

/** Each group is a list of its own in the store, but for what only time and the facts of a row tell apart: that is little, and read whole. */
function byState(
  db: Reader, now: number, timingOf: TimingOf, { providers }: Filter, known: ReadonlyMap<string, StoredGeneration>,
): Map<Group, GroupRows> {
  const read = (kind: Kind): StoredGeneration[] => rowsOf(db, listed(db, kind, providers).map(entry => entry.id), known);
  const list = (kind: Kind): GroupRows => {
    const rows = read(kind);
    return { rows, count: rows.length < pageLimit ? rows.length : counted(db, kind, providers) };
  };
  const isIn = (row: StoredGeneration, group: Group): boolean => groupOf(row, now, timingOf) === group;
  const [unconfirmed, unsent] = [list('unconfirmed'), list('unsent')];
  const uploading = read('uploading').filter(row => isIn(row, 'processing'));
  const sent = atWork(db).filter(({ generation }) => providers.length === 0 || providers.includes(generation.provider)).reverse();
  const working = [...uploading, ...sent];
  const [stalled, processing] = (['stalled', 'processing'] as const).map(group => working.filter(row => isIn(row, group))) as [StoredGeneration[], StoredGeneration[]];
  // More than an engine works on at once: they are counted where they most likely are.
  const beyond = providers.length > 0 ? 0 : tally(db).sent - unconfirmed.count - sent.length;
  return new Map<Group, GroupRows>([
    ['unconfirmed', unconfirmed],
    ['stalled', { rows: stalled.slice(0, pageLimit), count: stalled.length }],
    ['processing', { rows: processing.slice(0, pageLimit), count: processing.length + beyond }],
    ['pending', { rows: unsent.rows.filter(row => isIn(row, 'pending')).reverse(), count: unsent.count - uploading.length }],
    ['failed', list('failed')],
    ['completed', list('completed')],
    ['cancelled', list('cancelled')],
  ]);
}

function bySearch(
  db: Reader, now: number, timingOf: TimingOf, { providers }: Filter, found: readonly Entry[], known: ReadonlyMap<string, StoredGeneration>,
): Map<Group, GroupRows> {
  const entries = found.filter(entry => providers.length === 0 || providers.includes(entry.provider));
  const active = rowsOf(db, entries.filter(entry => entry.end === null).map(entry => entry.id), known);
  const byGroup = new Map<Group, GroupRows>([...Map.groupBy(active, row => groupOf(row, now, timingOf))]
    .map(([group, rows]) => [group, { rows: rows.slice(0, pageLimit), count: rows.length }]));
  for (const end of ['failed', 'completed', 'cancelled'] as const) {
    const ended = entries.filter(entry => entry.end === end).sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0));
    byGroup.set(end, { rows: rowsOf(db, ended.slice(0, pageLimit).map(entry => entry.id), known), count: ended.length });
  }
  return byGroup;
}
