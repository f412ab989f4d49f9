/** The gallery's list by folder or by day: the folders that there are, their ids, and a list cut into groups. */
import { createHash } from 'node:crypto';
import { type Grouping, mostGroups, unnamed } from '../../shared/narrow.ts';
import type { Reader } from './database.ts';
import type { FolderName, Row } from './listing.ts';

export interface ListGroup {
  readonly id: string;
  /** A folder's name; '' where the id says it. */
  readonly label: string;
  readonly count: number;
}

export interface Grouped<Of> {
  readonly cards: readonly Of[];
  /** Absent where the list is in none. `version` is another one when they are. */
  readonly groups: { readonly version: string; readonly all: ListGroup[] } | undefined;
}

export interface FolderChoice {
  readonly id: string;
  readonly label: string;
  /** Files in it and below it. */
  readonly count: number;
}

/** Folders to choose from, at most. */
export const mostFolders = 200;

/** The folder of a file, with the slash that ends it. */
export const folderOf = "rtrim(asset.path, replace(replace(asset.path, '\\', '/'), '/', ''))";

/** The same for a folder whenever it is asked for, and no way back to its path. */
export function folderId(folder: string): string {
  return createHash('sha256').update(folder).digest('hex').slice(0, 16);
}

/** Without the slash that ends it; a drive's own stays. */
function trimmed(folder: string): string {
  return folder.length > 1 ? folder.replace(/(?<!^|:)[\\/]$/u, '') : folder;
}

/** The folder, and those above it. */
function andAbove(folder: string): string[] {
  const found = [];
  for (let at = trimmed(folder); ;) {
    found.push(at);
    const above = trimmed(at.slice(0, Math.max(at.lastIndexOf('/'), at.lastIndexOf('\\')) + 1));
    if (above === '' || above === at) return found;
    at = above;
  }
}

/** Whether a folder is that of the id, or below it; each folder is looked at once. */
export function liesIn(id: string): (folder: string) => boolean {
  const known = new Map<string, boolean>();
  return folder => {
    let lies = known.get(folder);
    if (lies === undefined) known.set(folder, lies = andAbove(folder).some(each => folderId(each) === id));
    return lies;
  };
}

/** The folders with the most files, by name. @param wanted is among them where it is there at all */
export async function foldersIn(db: Reader, nameOf: FolderName, wanted: string | null, atOnce = 1000): Promise<FolderChoice[]> {
  const direct = new Map<string, number>();
  for (let after: string | null = ''; after !== null;) {
    const last: string | null = db.get<{ id: string | null }>('SELECT max(id) AS id FROM (SELECT id FROM asset WHERE id > ? ORDER BY id LIMIT ?)', after, atOnce)?.id ?? null;
    if (last !== null) {
      for (const { folder, n } of db.all<{ folder: string; n: number }>(`SELECT ${folderOf} AS folder, count(*) AS n FROM asset WHERE id > ? AND id <= ? AND missing = 0 GROUP BY folder`, after, last)) direct.set(folder, (direct.get(folder) ?? 0) + n);
    }
    after = last;
    await new Promise(resolve => setImmediate(resolve));
  }
  const counts = new Map<string, number>();
  for (const [folder, n] of direct) for (const each of andAbove(folder)) counts.set(each, (counts.get(each) ?? 0) + n);
  const found = [...counts].flatMap(([folder, n]) => {
    const label = nameOf(folder);
    return label === null ? [] : [{ id: folderId(folder), label, count: n }];
  }).sort((a, b) => b.count - a.count);
  return found.filter(({ id }, at) => at < mostFolders || id === wanted).sort(byLabel());
}

function byLabel(): (a: { label: string }, b: { label: string }) => number {
  const { compare } = new Intl.Collator(undefined, { numeric: true });
  return (a, b) => compare(a.label, b.label);
}

/** Cuts a list into groups, in each of which its order stays: folders by name, days the newest first. What has no file comes before the folders. */
export function groupedBy<Of extends Pick<Row, 'at' | 'folder'>>(by: Grouping, rows: readonly Of[], zone: string, nameOf: FolderName): Grouped<Of> {
  if (by === 'none') return { cards: rows, groups: undefined };
  const key = by === 'day' ? dayIn(zone) : ({ folder }: Of): string => folder ?? '';
  const lists = new Map<string, Of[]>();
  for (const row of rows) {
    const of = key(row);
    const list = lists.get(of);
    if (list === undefined) lists.set(of, [row]);
    else list.push(row);
  }
  const named = [...lists].map(([of, list]) => {
    if (by === 'day') return { id: of, label: '', list };
    const folder = trimmed(of);
    return of === '' ? { id: unnamed.fileless, label: '', list } : { id: folderId(folder), label: nameOf(folder) ?? folder, list };
  });
  named.sort(by === 'day' ? (a, b) => (a.id < b.id ? 1 : -1) : byLabel());
  const kept = named.length > mostGroups ? [...named.slice(0, mostGroups - 1), { id: unnamed.rest, label: '', list: named.slice(mostGroups - 1).flatMap(({ list }) => list) }] : named;
  const all = kept.map(({ id, label, list }) => ({ id, label, count: list.length }));
  return { cards: kept.flatMap(({ list }) => list), groups: { version: folderId(JSON.stringify(all)), all } };
}

/** Milliseconds in which no time zone changes its day. */
const quarter = 900_000;
const quartersOfDay = 96;

/** Tells the day of a time, as 2026-01-31. Asking is slow: for each day of UTC it is asked only when the other one begins. */
function dayIn(zone: string): (row: { readonly at: number }) => string {
  const format = formatIn(zone);
  const known = new Map<number, { readonly before: string; readonly after: string; readonly from: number }>();
  const dayOf = (part: number): string => format.format(part * quarter);
  const look = (first: number): { before: string; after: string; from: number } => {
    const [before, after] = [dayOf(first), dayOf(first + quartersOfDay - 1)];
    let [low, high] = [first, first + quartersOfDay - 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (dayOf(middle) === before) low = middle + 1;
      else high = middle;
    }
    return { before, after, from: low };
  };
  return ({ at }) => {
    const part = Math.floor(at / quarter);
    const day = Math.floor(part / quartersOfDay);
    let found = known.get(day);
    if (found === undefined) known.set(day, found = look(day * quartersOfDay));
    return part < found.from ? found.before : found.after;
  };
}

/** By the machine's own time zone where it does not know this one. */
function formatIn(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  } catch {
    return new Intl.DateTimeFormat('sv-SE', { year: 'numeric', month: '2-digit', day: '2-digit' });
  }
}
