/** Makes a history that was damaged whole again from the results on disk: what has its files is completed. */
import type { FoundResult } from '../assets/results.ts';
import { type StoredAttempt, attemptById, saveAttempt } from '../store/attempts.ts';
import type { Database, Writer } from '../store/database.ts';
import { addEvent } from '../store/events.ts';
import { addGeneration, generationById } from '../store/generations.ts';
import { completed, firstAttempt } from './transitions.ts';

/** Generations in one write. */
const atOnce = 20;

/** @returns how many generations were added or became completed */
export async function rebuild(db: Database, results: AsyncIterable<FoundResult>, clock: () => number, newId: () => string): Promise<number> {
  let made = 0;
  let groups: FoundResult[][] = [];
  const flush = async (): Promise<void> => {
    const some = groups;
    groups = [];
    if (some.length > 0) made += await db.write(tx => some.filter(group => rebuildOne(tx, group, clock(), newId)).length);
  };
  for await (const result of results) {
    const group = groups.at(-1);
    if (group?.[0]?.generation.id === result.generation.id) group.push(result);
    else {
      if (groups.length >= atOnce) await flush();
      groups.push([result]);
    }
  }
  await flush();
  return made;
}

/** @returns whether anything changed */
function rebuildOne(tx: Writer, group: readonly FoundResult[], now: number, newId: () => string): boolean {
  const [first] = group as [FoundResult];
  const { id } = first.generation;
  // Removed from the history; its files stayed.
  if (tx.get('SELECT 1 FROM tombstone WHERE id = ?', id) !== undefined) return false;
  const known = generationById(tx, id);
  if (known !== undefined && known.attempt.end !== 'completed') return become(tx, known.attempt, group, now, newId);
  if (known !== undefined) return addLinks(tx, known.generation.createdAt, group, newId);
  const { generation, sentAt } = first;
  // A row that went astray may have its id.
  const attempt = { ...firstAttempt(attemptById(tx, first.attempt) === undefined ? first.attempt : newId(), id, generation.createdAt, 'none', null), sentAt: sentAt ?? generation.createdAt };
  addGeneration(tx, id, generation, withResults(attempt, group, now));
  addLinks(tx, generation.createdAt, group, newId);
  tell(tx, id, attempt.id, now);
  return true;
}

/** All its results are there, so it is completed, whatever its row says. */
function become(tx: Writer, attempt: StoredAttempt, group: readonly FoundResult[], now: number, newId: () => string): boolean {
  const [{ count, generation, attempt: made }] = group as [FoundResult];
  // Or the row of the attempt that made them is lost or went astray, and another one stands in its place.
  const isItsOwn = made === attempt.id || attemptById(tx, made)?.generationId !== attempt.generationId;
  const positions = new Set(group.map(result => result.position));
  if (!isItsOwn || positions.size < count) return false;
  saveAttempt(tx, withResults({ ...attempt, end: null, endedAt: null, sentAt: attempt.sentAt ?? group[0]!.sentAt ?? generation.createdAt }, group, now));
  addLinks(tx, generation.createdAt, group, newId);
  tell(tx, attempt.generationId, attempt.id, now);
  return true;
}

function withResults(attempt: StoredAttempt, group: readonly FoundResult[], now: number): StoredAttempt {
  const [first] = group as [FoundResult];
  const finishedAt = attempt.finishedAt ?? first.finishedAt ?? now;
  return completed({
    ...attempt, remoteId: attempt.remoteId ?? first.remoteId, finishedAt, unconfirmedAt: null,
    outputs: group.map(({ file }) => ({ file })), charge: attempt.charge ?? first.cost,
  }, finishedAt);
}

/** @returns whether one was missing */
function addLinks(tx: Writer, placedAt: number, group: readonly FoundResult[], newId: () => string): boolean {
  let added = 0;
  for (const { generation: { id }, position, file } of group) {
    if (tx.get("SELECT 1 FROM link WHERE generation_id = ? AND role = 'output' AND position = ?", id, position) !== undefined) continue;
    const asset = tx.get<{ id: string }>('SELECT id FROM asset WHERE path = ?', file.path)?.id ?? newId();
    // Without its hash: that is known of bytes that were read, and here a file only says so.
    tx.run(`INSERT INTO asset (id, path, kind, size, modified_at, width, height, card, sort_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (path) DO UPDATE SET card = excluded.card, sort_at = excluded.sort_at, missing = 0`,
      asset, file.path, file.kind, file.size, file.modifiedAt, file.width, file.height, position === 0 ? id : asset, placedAt);
    tx.run("INSERT INTO link (id, generation_id, role, position, asset_id) VALUES (?, ?, 'output', ?, ?)", newId(), id, position, asset);
    tx.run('UPDATE generation SET rev = ? WHERE id = ?', tx.rev, id);
    added++;
  }
  return added > 0;
}

function tell(tx: Writer, generation: string, attempt: string, at: number): void {
  addEvent(tx, generation, { attemptId: attempt, at, kind: 'completed', text: '' });
}
