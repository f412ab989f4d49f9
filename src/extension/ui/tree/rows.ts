/** What stands in each group of the Generations view, read from the store: at most 200 a group. */
import { type Group, groups, statusOf } from '../../../shared/status.ts';
import type { Reader } from '../../store/database.ts';
import { type StoredGeneration, endedGenerations, pageLimit, sentGenerations, tally, unsentGenerations } from '../../store/generations.ts';
import { stateFacts } from '../views.ts';

export interface GroupRows {
  readonly rows: readonly StoredGeneration[];
  /** All that belong to it, also those not listed. */
  readonly count: number;
}

export function groupOf(row: StoredGeneration, now: number): Group {
  const phase = statusOf(stateFacts(row.attempt), now);
  return groupByPhase[phase];
}

const groupByPhase = {
  unconfirmed: 'unconfirmed', stalled: 'stalled', uploading: 'processing', submitting: 'processing', accepted: 'processing',
  running: 'processing', downloading: 'processing', cancelling: 'processing', retry: 'pending', waiting: 'pending',
  held: 'pending', paused: 'pending', failed: 'failed', completed: 'completed', cancelled: 'cancelled',
} as const;

/** The groups that have anything, in their order. */
export function readGroups(db: Reader, now: number): Map<Group, GroupRows> {
  const n = tally(db);
  const active = [...sentGenerations(db), ...unsentGenerations(db)];
  const listed = Map.groupBy(active, row => groupOf(row, now));
  // Only two groups can hold more than is read here: what waits, and what is with the providers.
  const beyond = { pending: Math.max(0, n.unsent - pageLimit), processing: Math.max(0, n.sent - pageLimit) };
  const found = new Map<Group, GroupRows>();
  for (const group of groups) {
    const rows = group === 'failed' || group === 'completed' || group === 'cancelled' ? endedGenerations(db, group) : (listed.get(group) ?? []).reverse();
    const all = group === 'failed' || group === 'completed' || group === 'cancelled' ? n[group]
      : rows.length + (group === 'pending' || group === 'processing' ? beyond[group] : 0);
    if (all > 0) found.set(group, { rows, count: all });
  }
  return found;
}
