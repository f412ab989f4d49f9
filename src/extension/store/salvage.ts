/** What can still be read of a damaged database through SQLite, table by table: broken places are stepped over. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

export type Row = Readonly<Record<string, SQLInputValue>>;
type Key = string | number;

/** Names of a table's columns in their order; none where there is no such table or nobody can tell. */
export function columnsOf(connection: DatabaseSync, table: string): string[] {
  return infoOf(connection, table).map(column => column.name);
}

/**
 * Every row that can be read, each once, of a table with a key of one column; of another as many as come before the first break.
 * Where reading breaks it goes on after the shortest step that works, and comes back for what lies between.
 * @param onBroken hears where
 */
export function* readableRows(connection: DatabaseSync, table: string, onBroken: (place: string) => void): Generator<Row> {
  const keys = infoOf(connection, table).filter(column => column.pk > 0);
  const key = keys.length === 1 ? keys[0]! : null;
  const rows = `SELECT * FROM "${table}"`;
  if (key === null) {
    if (!(yield* scan(connection, rows, [], null)).ended) onBroken(table);
    return;
  }
  const name = `"${key.name}"`;
  let from: Key | null = null;
  // Times in a row that a place which could be found could not be read: then the steps grow.
  let inVain = 0;
  for (;;) {
    const up: Scanned = yield* scan(connection, `${rows} ${from === null ? '' : `WHERE ${name} >= ?`} ORDER BY ${name}`, from === null ? [] : [from], { name: key.name, from, up: true });
    if (up.ended) return;
    const last: Key = up.last ?? from ?? (key.type === 'INTEGER' ? 0 : '');
    inVain = up.last === null ? inVain + 1 : 0;
    onBroken(`${table} after ${JSON.stringify(last)}`);
    const next: Key | null = nextReadable(connection, table, name, last, inVain);
    const between = next === null ? `${name} > ?` : `${name} > ? AND ${name} < ?`;
    yield* scan(connection, `${rows} WHERE ${between} ORDER BY ${name} DESC`, next === null ? [last] : [last, next], { name: key.name, from: null, up: false });
    if (next === null) return;
    from = next;
  }
}

interface Scanned {
  readonly ended: boolean;
  readonly last: Key | null;
}

interface Order {
  readonly name: string;
  /** Where it begins. */
  readonly from: Key | null;
  readonly up: boolean;
}

/** Hands over rows until it ends or breaks. Keys that go back are a break too: then the tree leads astray or in a circle. */
function* scan(connection: DatabaseSync, sql: string, values: Key[], order: Order | null): Generator<Row, Scanned> {
  let last: Key | null = null;
  try {
    const statement = connection.prepare(sql);
    // A number beyond what JavaScript can hold is an error otherwise, and one flipped bit makes one.
    statement.setReadBigInts(true);
    for (const raw of statement.iterate(...values) as Iterable<Row>) {
      const row = plain(raw);
      if (order !== null) {
        const key = row[order.name] as Key;
        if (order.from !== null && key < order.from || last !== null && (order.up ? key <= last : key >= last)) return { ended: false, last };
        last = key;
      }
      yield row;
    }
    return { ended: true, last };
  } catch (error) {
    if (!isSqlite(error)) throw error;
    return { ended: false, last };
  }
}

function plain(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? numberOf(value) : value]));
}

function numberOf(value: bigint): number | null {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : null;
}

/** The nearest place after `last` from which something, or the end, can be read. */
function nextReadable(connection: DatabaseSync, table: string, name: string, last: Key, inVain: number): Key | null {
  for (const step of stepsFrom(last, inVain)) {
    try {
      connection.prepare(`SELECT ${name} FROM "${table}" WHERE ${name} >= ? ORDER BY ${name} LIMIT 1`).get(step);
      return step;
    } catch (error) {
      if (!isSqlite(error)) throw error;
    }
  }
  return null;
}

/** @param skip how many of the shortest steps to leave out */
function* stepsFrom(last: Key, skip: number): Generator<Key> {
  if (typeof last === 'number') {
    for (let step = 2 ** skip; step < 2 ** 40; step *= 2) yield last + step;
    return;
  }
  // Ids are random: the first letters divide them evenly. A letter further at the eighth place first, at the first place last.
  for (let at = last; at < '~'; skip = 0) {
    const padded = at.padEnd(8, '0');
    for (let place = Math.max(1, 8 - skip); place >= 1; place--) {
      at = padded.slice(0, place - 1) + String.fromCharCode(padded.charCodeAt(place - 1) + 1);
      yield at;
    }
  }
}

function infoOf(connection: DatabaseSync, table: string): { name: string; type: string; pk: number }[] {
  try {
    return connection.prepare('SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid').all(table) as { name: string; type: string; pk: number }[];
  } catch (error) {
    if (!isSqlite(error)) throw error;
    return [];
  }
}

function isSqlite(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error;
}
