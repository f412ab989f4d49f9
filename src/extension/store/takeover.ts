/**
 * Copies the history of a project that was moved into the one of its new place, in small writes, while everything goes
 * on. The old one is only read and stays. What was under way there is not sent from here: nobody knows whether somebody
 * still works at it there.
 */
import type { DatabaseSync } from 'node:sqlite';
import { stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import * as l10n from '@vscode/l10n';
import { isInTrash } from '../../shared/trashName.ts';
import type { Database, Writer } from './database.ts';
import { addEvent } from './events.ts';
import { mended, outcomeOf } from './mend.ts';
import { connectForReading } from './open.ts';
import type { Row } from './salvage.ts';

export interface Move {
  /** The old database file. */
  readonly path: string;
  /** Where the project was, and where it is. */
  readonly from: string;
  readonly to: string;
}

/** Generations in one write. */
const atOnce = 25;

/**
 * May be done again after it was interrupted: what is there already stays.
 * @param isOver asked between two writes: whether to leave the rest for another time
 * @returns how many generations were copied
 */
export async function takeOver(db: Database, move: Move, clock: () => number, newId: () => string, isOver: () => boolean): Promise<number> {
  const old = connectForReading(move.path);
  try {
    let copied = 0;
    for (let after = ''; ;) {
      const ids = (old.prepare('SELECT id FROM generation WHERE id > ? ORDER BY id LIMIT ?').all(after, atOnce) as { id: string }[]).map(row => row.id);
      if (ids.length === 0 || isOver()) return copied;
      after = ids.at(-1)!;
      const parts = await Promise.all(ids.map(id => read(old, id, move, clock())));
      copied += await db.write(tx => parts.filter(part => part !== null && write(tx, part, move, clock(), newId)).length);
      await new Promise(resolve => setImmediate(resolve));
    }
  } finally {
    old.close();
  }
}

/** One generation with all that belongs to it. */
interface Part {
  readonly generation: Row;
  readonly attempts: readonly Row[];
  readonly links: readonly Row[];
  readonly assets: readonly Row[];
  /** Where those of them were that lie in the trash. */
  readonly trash: readonly Row[];
  readonly events: readonly Row[];
}

async function read(old: DatabaseSync, id: string, move: Move, now: number): Promise<Part | null> {
  const rows = (table: string, sql: string): Row[] => (old.prepare(sql).all(id) as Row[]).map(row => mended(table, row, now)).filter(row => row !== null);
  const [generation] = rows('generation', 'SELECT * FROM generation WHERE id = ?');
  if (generation === undefined) return null;
  const assets = rows('asset', 'SELECT * FROM asset WHERE id IN (SELECT asset_id FROM link WHERE generation_id = ?)');
  return {
    generation,
    attempts: rows('attempt', 'SELECT * FROM attempt WHERE generation_id = ? ORDER BY ordinal'),
    links: rows('link', 'SELECT * FROM link WHERE generation_id = ?'),
    // The oldest histories know no trash.
    trash: old.prepare("SELECT 1 FROM sqlite_master WHERE name = 'trash'").get() === undefined ? []
      : rows('trash', 'SELECT * FROM trash WHERE id IN (SELECT asset_id FROM link WHERE generation_id = ?)'),
    assets: await Promise.all(assets.map(asset => found(asset, move))),
    events: rows('event', 'SELECT * FROM event WHERE generation_id = ? ORDER BY id'),
  };
}

/** The asset at its new path. A file that is not there, or is another one, counts as missing. */
async function found(asset: Row, move: Move): Promise<Row> {
  const path = moved(asset.path as string, move);
  if (isInTrash(path)) return { ...asset, path, missing: 1 };
  const file = await stat(path).catch(() => null);
  if (file === null || !file.isFile() || file.size !== asset.size) return { ...asset, path, missing: 1 };
  const modifiedAt = Math.floor(file.mtimeMs);
  // Its bytes were read when it was older: they may be others by now.
  return { ...asset, path, missing: 0, modified_at: modifiedAt, hash: modifiedAt === asset.modified_at ? asset.hash! : null };
}

function moved(path: string, { from, to }: Move): string {
  const way = relative(from, path);
  return way === '' || way === '..' || way.startsWith(`..${sep}`) || way === path ? path : join(to, way);
}

/** @returns whether it was new */
function write(tx: Writer, part: Part, move: Move, now: number, newId: () => string): boolean {
  const { generation, attempts, links, assets, trash, events } = part;
  if (tx.get('SELECT 1 FROM generation WHERE id = ?', generation.id!) !== undefined) return false;
  insert(tx, 'generation', { ...generation, rev: tx.rev });
  const known = new Map(assets.map(asset => [asset.id, takeAsset(tx, asset)]));
  for (const { id, path, at } of trash) tx.run('INSERT OR IGNORE INTO trash (id, path, at) VALUES (?, ?, ?)', known.get(id) ?? null, moved(path as string, move), at!);
  for (const attempt of attempts) insert(tx, 'attempt', here(attempt, move, now));
  for (const link of links) insert(tx, 'link', { ...link, asset_id: known.get(link.asset_id) ?? null });
  for (const { id: _id, ...event } of events) insert(tx, 'event', event);
  const last = attempts.at(-1);
  if (last === undefined) insert(tx, 'attempt', unknown(generation, newId(), move, now));
  else if (last.end === null && outcomeOf(last, 'last') !== 'goes-on') addEvent(tx, generation.id as string, { attemptId: last.id as string, at: now, kind: 'trouble', text: sentenceOf(move) });
  return true;
}

/** What was under way as it stands here. */
function here(attempt: Row, move: Move, now: number): Row {
  const row: Row = { ...attempt, outputs: movedOutputs(attempt.outputs ?? null, move) };
  if (row.end !== null) return row;
  const failure = JSON.stringify({ class: 'local', sentence: sentenceOf(move), at: now });
  switch (outcomeOf(row, 'last')) {
    case 'goes-on': return row;
    case 'unconfirmed': return { ...row, unconfirmed_at: row.unconfirmed_at ?? now, due_at: null, failure };
    case 'not-sent': return { ...row, end: 'failed', ended_at: now, due_at: null, failure };
    case 'cancelled': return { ...row, end: 'cancelled', ended_at: now, due_at: null };
  }
}

function unknown(generation: Row, id: string, move: Move, now: number): Row {
  return {
    id, generation_id: generation.id!, ordinal: 1, provider: generation.provider!, placed_at: generation.created_at!, created_at: generation.created_at!,
    sent_at: generation.created_at!, recovery: 'none', unconfirmed_at: now, failure: JSON.stringify({ class: 'local', sentence: sentenceOf(move), at: now }),
  };
}

function sentenceOf({ from }: Move): string {
  return l10n.t('Taken over from {0}, where it was not finished. Whether it was sent from there is not known here.', from);
}

function movedOutputs(outputs: Row[string], move: Move): string | null {
  if (typeof outputs !== 'string') return null;
  return JSON.stringify((JSON.parse(outputs) as { file?: { path: string } }[]).map(output =>
    typeof output.file?.path === 'string' ? { ...output, file: { ...output.file, path: moved(output.file.path, move) } } : output));
}

/** @returns the id of the asset here: one that was listed before keeps its own */
function takeAsset(tx: Writer, asset: Row): string {
  const there = tx.get<{ id: string }>('SELECT id FROM asset WHERE path = ?', asset.path!);
  if (there === undefined) {
    insert(tx, 'asset', asset);
    return asset.id as string;
  }
  const card = asset.card === asset.id ? there.id : asset.card!;
  tx.run('UPDATE asset SET card = ?, sort_at = ?, hash = coalesce(hash, ?), width = coalesce(width, ?), height = coalesce(height, ?) WHERE id = ?',
    card, asset.sort_at!, asset.hash!, asset.width!, asset.height!, there.id);
  return there.id;
}

const columns = new Map<string, readonly string[]>();

function insert(tx: Writer, table: string, row: Row): void {
  let own = columns.get(table);
  if (own === undefined) columns.set(table, own = tx.all<{ name: string }>('SELECT name FROM pragma_table_info(?)', table).map(column => column.name));
  const names = own.filter(name => row[name] !== undefined);
  tx.run(`INSERT OR IGNORE INTO "${table}" (${names.map(name => `"${name}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`, ...names.map(name => row[name]!));
}

