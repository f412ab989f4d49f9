/** The lists of the Generations view: ids by state and provider, read from indexes; whole rows only where they are shown. */
import type { End, FailureClass } from '../../shared/model.ts';
import type { Reader } from './database.ts';
import { type StoredGeneration, generationById, pageLimit, tally } from './generations.ts';

/** What an index lists. The other ones that were sent are few, because they are with a provider: see `atWork`. */
export type Kind = 'unconfirmed' | 'unsent' | 'uploading' | End;

/** A generation as far as lists are made of it. */
export interface Entry {
  readonly id: string;
  readonly provider: string;
  readonly end: End | null;
  readonly endedAt: number | null;
  /** Of its current attempt. */
  readonly createdAt: number;
}

const ended = (end: End): string => `attempt.superseded = 0 AND attempt."end" IS NOT NULL AND attempt."end" = '${end}'`;

const where: Readonly<Record<Kind, string>> = {
  unconfirmed: 'attempt.superseded = 0 AND attempt."end" IS NULL AND attempt.unconfirmed_at IS NOT NULL',
  unsent: 'attempt.superseded = 0 AND attempt."end" IS NULL AND attempt.sent_at IS NULL',
  uploading: 'attempt.superseded = 0 AND attempt."end" IS NULL AND attempt.sent_at IS NULL AND attempt.uploading_at IS NOT NULL',
  completed: ended('completed'), failed: ended('failed'), cancelled: ended('cancelled'),
};

/** Few are unconfirmed or uploading: all of them are looked through (the plus keeps SQLite from going through the provider's queue instead). */
const ofProvider: Readonly<Record<Kind, string>> = {
  unconfirmed: 'AND +attempt.provider = ?', uploading: 'AND +attempt.provider = ?',
  unsent: 'AND attempt.provider = ?', completed: 'AND attempt.provider = ?', failed: 'AND attempt.provider = ?', cancelled: 'AND attempt.provider = ?',
};

/** What waits is listed in the order in which it is sent, everything else the latest first. */
const order: Readonly<Record<Kind, { readonly sql: string; readonly compare: (a: Entry, b: Entry) => number }>> = {
  unconfirmed: { sql: 'attempt.created_at DESC, attempt.id DESC', compare: (a, b) => b.createdAt - a.createdAt },
  unsent: { sql: 'attempt.created_at, attempt.id', compare: (a, b) => a.createdAt - b.createdAt },
  uploading: { sql: 'attempt.uploading_at', compare: (a, b) => a.createdAt - b.createdAt },
  completed: latestEnd(), failed: latestEnd(), cancelled: latestEnd(),
};

function latestEnd(): (typeof order)[Kind] {
  return { sql: 'attempt.ended_at DESC, attempt.id DESC', compare: (a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0) };
}

/** The columns of an {@link Entry}, all of the current attempt. */
export const entryColumns = 'attempt.generation_id AS id, attempt.provider, attempt."end", attempt.ended_at AS endedAt, attempt.created_at AS createdAt';

/** @param providers all where it is empty */
export function listed(db: Reader, kind: Kind, providers: readonly string[], limit = pageLimit): Entry[] {
  const sql = (more: string): string => `SELECT ${entryColumns} FROM attempt WHERE ${where[kind]} ${more} ORDER BY ${order[kind].sql} LIMIT ?`;
  if (providers.length === 0) return db.all<Entry>(sql(''), limit);
  const lists = providers.map(provider => db.all<Entry>(sql(ofProvider[kind]), provider, limit));
  return lists.length === 1 ? lists[0]! : lists.flat().sort(order[kind].compare).slice(0, limit);
}

export function counted(db: Reader, kind: Kind, providers: readonly string[]): number {
  if (providers.length === 0 && kind !== 'unconfirmed' && kind !== 'uploading') return tally(db)[kind];
  const sql = (more: string): string => `SELECT count(*) AS n FROM attempt WHERE ${where[kind]} ${more}`;
  if (providers.length === 0) return db.get<{ n: number }>(sql(''))!.n;
  return providers.reduce((sum, provider) => sum + db.get<{ n: number }>(sql(ofProvider[kind]), provider)!.n, 0);
}

/** Whole rows, in this order. @param known rows read before: one that is as it was is not read again */
export function rowsOf(db: Reader, ids: readonly string[], known: ReadonlyMap<string, StoredGeneration> = new Map()): StoredGeneration[] {
  return db.all<{ id: string; rev: number }>('SELECT generation.id, rev FROM json_each(?) AS wanted CROSS JOIN generation ON generation.id = wanted.value', JSON.stringify(ids)).flatMap(({ id, rev }) => {
    const row = known.get(id);
    return (row?.generation.rev === rev ? row : generationById(db, id)) ?? [];
  });
}

/** The providers of the history, by name, and how many generations each has. */
export function providersIn(db: Reader): { readonly provider: string; readonly n: number }[] {
  const found: { provider: string; n: number }[] = [];
  // From one to the next by the index.
  for (let last = ''; ;) {
    const next = db.get<{ provider: string | null }>('SELECT min(provider) AS provider FROM generation WHERE provider > ?', last)!.provider;
    if (next === null) return found;
    found.push({ provider: last = next, n: db.get<{ n: number }>('SELECT count(*) AS n FROM generation WHERE provider = ?', next)!.n });
  }
}

/** An ended generation as far as it matters for doing something to all of a group. */
export interface EndedEntry {
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  /** Why it failed. */
  readonly class: FailureClass | null;
}

/**
 * All that ended so, also what no list has loaded, the latest end first. Read in pages, with other work of the extension host
 * between them; what ends meanwhile is left out.
 */
export async function allEnded(db: Reader, end: End, providers: readonly string[], atOnce = 200): Promise<EndedEntry[]> {
  const found: EndedEntry[] = [];
  for (let [endedAt, id] = [Infinity, '']; ;) {
    const page = endedPage(db, end, endedAt, id, atOnce);
    found.push(...page.filter(entry => providers.length === 0 || providers.includes(entry.provider)));
    const last = page.at(-1);
    if (last === undefined || page.length < atOnce) return found;
    [endedAt, id] = [last.endedAt, last.attempt];
    await new Promise(resolve => setImmediate(resolve));
  }
}

function endedPage(db: Reader, end: End, endedAt: number, id: string, limit: number): (EndedEntry & { endedAt: number; attempt: string })[] {
  return db.all(`SELECT generation.id, generation.provider, model, json_extract(failure, '$.class') AS class, attempt.ended_at AS endedAt, attempt.id AS attempt
    FROM attempt CROSS JOIN generation ON generation.id = attempt.generation_id WHERE ${ended(end)} AND (attempt.ended_at, attempt.id) < (?, ?)
    ORDER BY attempt.ended_at DESC, attempt.id DESC LIMIT ?`, Math.min(endedAt, Number.MAX_SAFE_INTEGER), id, limit);
}
