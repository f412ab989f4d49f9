/**
 * The gallery's list, narrowed or in another order than that of time. No index has those, so they are read whole, a part at a time with
 * other work in between, and once for each state of the history; pages are cut from that.
 */
import type { Filter, MediaKind } from '../../shared/model.ts';
import { type Narrow, type Sort, isPlain, mediaKinds } from '../../shared/narrow.ts';
import { type Card, type Wanted, cardOf, cards, placeOf } from './cards.ts';
import type { Reader } from './database.ts';
import { cardCounts, currentRev } from './generations.ts';
import { type Grouped, folderOf, groupedBy, liesIn } from './groups.ts';
import { patternsOf, wordsOf } from './search.ts';

export interface ListPage {
  /** Of the history, not newer than what was read. */
  readonly rev: number;
  readonly total: number;
  readonly cards: readonly Card[];
  /** Where the list is in groups. */
  readonly groups?: Grouped<never>['groups'];
}

interface Place { readonly key: string; readonly offset: number }

/** A card with the name that it shows. */
interface NamedCard extends Card {
  readonly shown: string;
}

export interface Row extends NamedCard {
  /** A file's name; the prompt where there is no file yet. */
  readonly name: string;
  readonly kind: MediaKind;
  /** Of its file, where that matters and it has one. */
  readonly folder: string | null;
}

/** Rows read without other work in between: some milliseconds' worth. */
const partSize = 1000;

/** What comes after the last slash. */
const fileName = "substr(asset.path, length(rtrim(asset.path, replace(replace(asset.path, '\\', '/'), '/', ''))) + 1)";
/** What a generation without a file will be. */
const promised = "CASE operation WHEN 'text-to-audio' THEN 'audio' WHEN 'text-to-video' THEN 'video' WHEN 'image-to-video' THEN 'video' ELSE 'image' END";

/** A list that is walked along its key. */
interface Source {
  /** The keys of the next part: after the first parameter, as many as the second says. */
  readonly part: string;
  /** What those are. */
  readonly rows: string;
}

const files: Source = {
  part: 'SELECT id AS at FROM asset WHERE id > ? ORDER BY id LIMIT ?',
  rows: `SELECT sort_at AS at, card AS key, asset.id AS assetId, generation.id AS generationId, ${fileName} AS name, asset.kind AS kind, verdict, ${folderOf} AS folder,
    generation.provider AS provider, prompt, model, parameters
    FROM asset LEFT JOIN link ON link.asset_id = asset.id AND role = 'output' LEFT JOIN generation ON generation.id = generation_id
    WHERE asset.id > ? AND asset.id <= ? AND missing = 0`,
};

function placeholders(ends: string): Source {
  return {
    part: 'SELECT generation_id AS at FROM attempt WHERE superseded = 0 AND generation_id > ? ORDER BY generation_id LIMIT ?',
    rows: `SELECT placed_at AS at, generation_id AS key, NULL AS assetId, generation_id AS generationId, prompt AS name, ${promised} AS kind, NULL AS verdict, NULL AS folder,
      generation.provider AS provider, prompt, model, parameters
      FROM attempt JOIN generation ON generation.id = generation_id
      WHERE superseded = 0 AND generation_id > ? AND generation_id <= ? AND ${ends}`,
  };
}

const sources: Readonly<Record<Filter, readonly Source[]>> = {
  all: [files, placeholders("(\"end\" IS NULL OR \"end\" IN ('failed', 'cancelled'))")],
  active: [placeholders('"end" IS NULL')],
  failed: [placeholders("\"end\" = 'failed'")],
  completed: [files],
};

const byTime = (a: Row, b: Row): number => b.at - a.at || (a.key < b.key ? 1 : -1);

const orders: Readonly<Record<Sort, () => (a: Row, b: Row) => number>> = {
  time: () => byTime,
  name: () => {
    const { compare } = new Intl.Collator(undefined, { numeric: true });
    return (a, b) => compare(a.name, b.name) || byTime(a, b);
  },
  kind: () => (a, b) => mediaKinds.indexOf(a.kind) - mediaKinds.indexOf(b.kind) || byTime(a, b),
};

/** What a project calls a folder; `null` where it is none of its own. */
export type FolderName = (folder: string) => string | null;

/** @returns all cards of a narrowed list, in its order, and its groups */
export async function listed(
  db: Reader, filter: Filter, { search, kinds, provider, made, verdict, folder, sort, group, zone }: Narrow, nameOf: FolderName = String,
): Promise<Grouped<NamedCard>> {
  const within = folder === null ? null : liesIn(folder);
  const words = wordsOf(search);
  const texts = ['name', 'prompt', 'model'].map(column => `${column} LIKE ? ESCAPE '\\' OR ${column} LIKE ? ESCAPE '\\'`).join(' OR ');
  const conditions = [
    ...kinds.length > 0 ? ['kind IN (SELECT value FROM json_each(?))'] : [],
    ...provider !== null ? ['provider = ?'] : [],
    ...made ? ['generationId IS NOT NULL'] : [],
    ...verdict === null ? [] : verdict === 'undecided' ? ['assetId IS NOT NULL AND verdict IS NULL'] : ['verdict = ?'],
    ...words.map(() => `(${texts} OR CAST(json_extract(parameters, '$.seed') AS TEXT) = ?)`),
  ];
  const values = [
    ...kinds.length > 0 ? [JSON.stringify(kinds)] : [],
    ...provider !== null ? [provider] : [],
    ...verdict === null || verdict === 'undecided' ? [] : [verdict],
    ...words.flatMap(word => [...Array.from({ length: 3 }, () => patternsOf([word])).flat(), word]),
  ];
  const found: Row[] = [];
  for (const { part, rows } of sources[filter]) {
    const sql = `SELECT at, key, assetId, generationId, name, kind, coalesce(prompt, name) AS shown, ${folder !== null || group === 'folder' ? 'folder' : 'NULL AS folder'} FROM (${rows}) ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}`;
    for (let after = '', last = endOf(db, part, after); last !== null; after = last, last = endOf(db, part, after)) {
      const read = db.all<Row>(sql, after, last, ...values);
      found.push(...within === null ? read : read.filter(row => row.folder !== null && within(row.folder)));
      await new Promise(resolve => setImmediate(resolve));
    }
  }
  const { cards: ordered, groups } = groupedBy(group, found.sort(orders[sort]()), zone, nameOf);
  return { cards: ordered.map(({ key, at, assetId, generationId, shown }) => ({ key, at, assetId, generationId, shown })), groups };
}

/** The last key of the part after this one; `null` where there is none. */
function endOf(db: Reader, part: string, after: string): string | null {
  return db.get<{ at: string | null }>(`SELECT max(at) AS at FROM (${part})`, after, partSize)?.at ?? null;
}

/** Gives pages of any list, and keeps the last one that it had to read whole. */
export class Listings {
  private last: { readonly of: string; readonly list: Promise<Grouped<NamedCard>> } | null = null;
  private readonly nameOf: FolderName | undefined;

  constructor(nameOf?: FolderName) {
    this.nameOf = nameOf;
  }

  async page(db: Reader, filter: Filter, narrow: Narrow, offset: number, limit: number): Promise<ListPage> {
    // It may change while a list is walked through.
    const rev = currentRev(db);
    if (isPlain(narrow)) return { rev, total: cardCounts(db)[filter], cards: cards(db, filter, offset, limit) };
    const { cards: all, groups } = await this.whole(db, filter, narrow);
    return { rev, total: all.length, cards: all.slice(offset, offset + limit), ...groups && { groups } };
  }

  /** Where a card stands, from 0; `undefined` where it is hidden. */
  async placeOf(db: Reader, filter: Filter, narrow: Narrow, wanted: Wanted): Promise<Place | undefined> {
    if (isPlain(narrow)) return placeOf(db, filter, wanted);
    const key = cardOf(db, wanted)?.key;
    const offset = key === undefined ? -1 : (await this.whole(db, filter, narrow)).cards.findIndex(card => card.key === key);
    return key === undefined || offset === -1 ? undefined : { key, offset };
  }

  /** Where the next card stands whose name begins so, from a place on and from the beginning again; `null` where there is none. */
  async seek(db: Reader, filter: Filter, narrow: Narrow, name: string, from: number): Promise<number | null> {
    const wanted = name.toLocaleLowerCase();
    const fits = ({ shown }: NamedCard): boolean => shown.trimStart().slice(0, name.length).toLocaleLowerCase() === wanted;
    const { cards: all } = await this.whole(db, filter, narrow);
    const after = all.findIndex((card, at) => at >= from && fits(card));
    const found = after >= 0 ? after : all.findIndex(fits);
    return found < 0 ? null : found;
  }

  private whole(db: Reader, filter: Filter, narrow: Narrow): Promise<Grouped<NamedCard>> {
    const of = JSON.stringify([currentRev(db), filter, narrow]);
    if (this.last?.of !== of) {
      const reading = { of, list: listed(db, filter, narrow, this.nameOf) };
      this.last = reading;
      // One that failed is read again.
      reading.list.catch(() => { if (this.last === reading) this.last = null; });
    }
    return this.last.list;
  }
}
