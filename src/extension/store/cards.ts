/**
 * The gallery's list: the project's files and, from the moment of submit, the generations that have none yet,
 * in one order. An asset stands where its generation's card stood.
 */
import type { Filter } from '../../shared/model.ts';
import type { Reader } from './database.ts';

/** One cell. `key` is the same before and after the asset arrived. */
export interface Card {
  readonly key: string;
  readonly at: number;
  readonly assetId: string | null;
  readonly generationId: string | null;
}

// Each list is read in order from an index, and several are merged. A generation's key is its id.
const files = 'SELECT sort_at AS at, card AS key, id AS assetId, NULL AS generationId FROM asset WHERE missing = 0';
const placeholders = 'SELECT placed_at AS at, generation_id AS key, NULL AS assetId, generation_id AS generationId FROM attempt WHERE superseded = 0';
const active = `${placeholders} AND "end" IS NULL`;
const ended = (end: 'failed' | 'cancelled'): string => `${placeholders} AND "end" IS NOT NULL AND "end" = '${end}'`;

const lists: Readonly<Record<Filter, string>> = {
  all: [files, active, ended('failed'), ended('cancelled')].join(' UNION ALL '),
  active,
  failed: ended('failed'),
  completed: files,
};

export function cards(db: Reader, filter: Filter, offset: number, limit: number): Card[] {
  return db.all<Card>(`SELECT page.at, page.key, page.assetId, coalesce(page.generationId, source.generation_id) AS generationId
    FROM (${lists[filter]} ORDER BY at DESC, key DESC LIMIT ? OFFSET ?) AS page
    LEFT JOIN link AS source ON source.asset_id = page.assetId AND source.role = 'output'
    ORDER BY page.at DESC, page.key DESC`, limit, offset);
}

/** What is looked for: a generation's first card, or a file's. */
export type Wanted = { readonly generation: string } | { readonly asset: string };

/** Its key, and its place in the order of time. */
export function cardOf(db: Reader, wanted: Wanted): Pick<Card, 'key' | 'at'> | undefined {
  return 'asset' in wanted
    ? db.get<Pick<Card, 'key' | 'at'>>('SELECT card AS key, sort_at AS at FROM asset WHERE id = ? AND missing = 0', wanted.asset)
    : db.get<Pick<Card, 'key' | 'at'>>('SELECT id AS key, created_at AS at FROM generation WHERE id = ?', wanted.generation);
}

/** Where a card stands in the list, from 0; `undefined` where the filter hides it. */
export function placeOf(db: Reader, filter: Filter, wanted: Wanted): { key: string; offset: number } | undefined {
  const card = cardOf(db, wanted);
  if (card === undefined) return undefined;
  const shown = db.get(`SELECT 1 FROM (${lists[filter]}) WHERE at = ? AND key = ?`, card.at, card.key);
  if (shown === undefined) return undefined;
  const before = db.get<{ n: number }>(`SELECT count(*) AS n FROM (${lists[filter]}) WHERE (at, key) > (?, ?)`, card.at, card.key)!;
  return { key: card.key, offset: before.n };
}
