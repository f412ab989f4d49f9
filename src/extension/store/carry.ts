/** Carries rows from one source after the other into a new history, makes one whole of them, and decides about what was under way. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Age, isFurther, mended, outcomeOf } from './mend.ts';
import { looseRecords } from './pages.ts';
import { type Row, columnsOf, readableRows } from './salvage.ts';

export interface CarrierOptions {
  readonly now: number;
  readonly newId: () => string;
  readonly details: string[];
  readonly sentences: Sentences;
  /** Of everything that is carried: every surface reads it anew. */
  readonly rev: number;
}

export class Carrier {
  private readonly db: DatabaseSync;
  private readonly options: CarrierOptions;
  private readonly statements = new Map<string, StatementSync>();
  private readonly columns: ReadonlyMap<string, readonly string[]>;

  constructor(db: DatabaseSync, options: CarrierOptions) {
    this.db = db;
    this.options = options;
    const own = (db.prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'").all() as { name: string }[])
      // What triggers keep by themselves is not carried.
      .map(table => table.name).filter(name => !['state', 'leader', 'tally', 'searchable'].includes(name));
    const first = ['tombstone', 'generation', 'attempt', 'asset'];
    this.columns = new Map([...first, ...own.filter(name => !first.includes(name))].map(name => [name, columnsOf(db, name)]));
    db.exec('CREATE TEMP TABLE age (attempt_id TEXT PRIMARY KEY, older INTEGER NOT NULL) WITHOUT ROWID');
    db.exec('BEGIN');
  }

  carry(source: DatabaseSync, name: string, age: Age): void {
    const { details } = this.options;
    const eventsKnown = new Set((this.sql('SELECT DISTINCT generation_id AS id FROM event').all() as { id: string }[]).map(row => row.id));
    for (const table of this.columns.keys()) {
      let rows = 0;
      for (const row of readableRows(source, table, place => details.push(`unreadable in ${name}: ${place}`))) {
        // Each file numbers its events for itself.
        if (table === 'event' && eventsKnown.has(row.generation_id as string)) continue;
        if (this.take(table, table === 'event' ? without(row, 'id') : row, age)) rows++;
      }
      if (rows > 0) details.push(`${rows} rows of ${table} from ${name}`);
    }
  }

  carryLoose(path: string): void {
    // A row from before a column was added is shorter than the table.
    const least: Readonly<Record<string, number>> = { generation: 8, attempt: 32, asset: 11, link: 5 };
    const tables = Object.keys(least).map(name => ({ name, columns: this.columns.get(name)! }));
    let rows = 0;
    for (const values of looseRecords(path)) {
      for (const { name, columns } of tables) {
        if (values.length < least[name]! || values.length > columns.length) continue;
        if (this.take(name, Object.fromEntries(values.map((value, at) => [columns[at]!, value])), 'older')) rows++;
      }
    }
    if (rows > 0) this.options.details.push(`${rows} rows from loose pages`);
  }

  /** @returns whether the row was new, or further than the one there was */
  private take(table: string, row: Row, age: Age): boolean {
    let sound = mended(table, row, this.options.now);
    if (sound === null) return false;
    if (table === 'generation' && this.sql('SELECT 1 FROM tombstone WHERE id = ?').get(sound.id!) !== undefined) return false;
    if (table === 'attempt') {
      if (!this.isNews(sound, age)) return false;
      sound = this.inItsPlace(sound);
    }
    if ('rev' in sound) sound = { ...sound, rev: this.options.rev };
    const columns = this.columns.get(table)!.filter(name => sound[name] !== undefined);
    try {
      return this.sql(`INSERT OR IGNORE INTO "${table}" (${columns.map(name => `"${name}"`).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
        .run(...columns.map(name => sound[name]!)).changes > 0;
    } catch {
      // A value that the column can't hold: the row is not what it seems.
      return false;
    }
  }

  /** An attempt that is there already gives way only to a later state of itself, and only where it is not the last one known. */
  private isNews(row: Row, age: Age): boolean {
    const there = this.sql('SELECT * FROM attempt WHERE id = ?').get(row.id!) as Row | undefined;
    const known = this.sql('SELECT older FROM age WHERE attempt_id = ?').get(row.id!) as { older: number } | undefined;
    if (there !== undefined && !isFurther(row, there)) return false;
    if (known?.older === 0) {
      // An older file knows that it was sent, and the last one says that it was not: one of them is wrong.
      if (there?.sent_at === null && there.end === null) this.setAge(row, 'older');
      return false;
    }
    if (there !== undefined) this.sql('DELETE FROM attempt WHERE id = ?').run(row.id!);
    this.setAge(row, age);
    return true;
  }

  /** A generation has one current attempt, the last. */
  private inItsPlace(row: Row): Row {
    if (row.superseded === 1) return row;
    const current = this.sql('SELECT id, ordinal FROM attempt WHERE generation_id = ? AND superseded = 0').get(row.generation_id!) as { id: string; ordinal: number } | undefined;
    if (current === undefined) return row;
    if (current.ordinal >= (row.ordinal as number)) return { ...row, superseded: 1 };
    this.sql('UPDATE attempt SET superseded = 1 WHERE id = ?').run(current.id);
    return row;
  }

  private setAge(row: Row, age: Age): void {
    this.sql('INSERT OR REPLACE INTO age VALUES (?, ?)').run(row.id!, age === 'older' ? 1 : 0);
  }

  /**
   * Makes one whole of what was carried, and decides about what was under way.
   * @param epoch of the last leader
   */
  complete(epoch: number): void {
    const { db } = this;
    const { newId, rev, sentences } = this.options;
    // Attempts whose generation can't be read any more: what was paid for stays, under a name that says so.
    this.sql(`INSERT INTO generation (id, created_at, provider, model, operation, prompt, parameters, rev)
      SELECT generation_id, min(placed_at), provider, '', 'text-to-image', ?, '{}', ? FROM attempt
      WHERE generation_id NOT IN (SELECT id FROM generation) AND generation_id NOT IN (SELECT id FROM tombstone) GROUP BY generation_id`)
      .run(sentences.nameless, rev);
    db.exec(`DELETE FROM attempt WHERE generation_id NOT IN (SELECT id FROM generation);
      UPDATE attempt SET placed_at = generation.created_at, provider = generation.provider FROM generation
        WHERE generation.id = generation_id AND (placed_at <> generation.created_at OR attempt.provider <> generation.provider)`);
    this.removeStrays();
    const lost = this.sql(`SELECT id, created_at, provider, coalesce((SELECT max(ordinal) FROM attempt WHERE generation_id = generation.id), 0) AS ordinal
      FROM generation WHERE NOT EXISTS (SELECT 1 FROM attempt WHERE generation_id = generation.id AND superseded = 0)`).all() as unknown as LostRow[];
    for (const row of lost) this.addUnconfirmed(row, newId());
    const open = this.sql('SELECT attempt.*, age.older FROM attempt LEFT JOIN age ON attempt_id = attempt.id WHERE "end" IS NULL').all() as Row[];
    for (const row of open) this.settle(row);
    db.prepare('UPDATE state SET rev = ?').run(rev);
    // Whoever led the old file leads no more.
    db.prepare("UPDATE leader SET holder = '', epoch = ?, until = 0").run(epoch + 1000);
    db.exec('COMMIT; DROP TABLE age');
  }

  private removeStrays(): void {
    for (const [table, columns] of this.columns) {
      const references = this.sql('SELECT "table" AS parent, "from" FROM pragma_foreign_key_list(?)').all(table) as { parent: string; from: string }[];
      const key = columns.includes('id') ? 'id' : 'rowid';
      for (const { parent, from } of references) {
        const strays = this.sql(`DELETE FROM "${table}" WHERE ${key} IN (SELECT ${key} FROM "${table}" WHERE "${from}" NOT IN (SELECT id FROM "${parent}"))`).run();
        if (strays.changes > 0) this.options.details.push(`${strays.changes} rows of ${table} led nowhere`);
      }
    }
  }

  /** The row that says how it stands is lost: nobody knows. */
  private addUnconfirmed(row: LostRow, attempt: string): void {
    const { now, sentences } = this.options;
    this.sql(`INSERT INTO attempt (id, generation_id, ordinal, provider, placed_at, created_at, sent_at, recovery, unconfirmed_at, failure)
      VALUES (?, ?, ?, ?, ?, ?, ?, 'none', ?, ?)`)
      .run(attempt, row.id, row.ordinal + 1, row.provider, row.created_at, row.created_at, row.created_at, now, failureOf(sentences.lost, now));
    this.tell(row.id, attempt, 'unconfirmed', sentences.lost);
  }

  private settle(row: Row): void {
    const { now, sentences } = this.options;
    const outcome = outcomeOf(row, row.older === 0 ? 'last' : 'older');
    const [generation, attempt] = [row.generation_id as string, row.id as string];
    // Another attempt came after it, so it had ended.
    if (row.superseded === 1) return this.end(attempt, 'failed', sentences.lost);
    switch (outcome) {
      case 'goes-on': return;
      case 'unconfirmed':
        // Nothing may have been sent at all; the earliest time is what a search at the provider begins with.
        this.sql('UPDATE attempt SET sent_at = coalesce(sent_at, created_at), unconfirmed_at = coalesce(unconfirmed_at, ?), due_at = NULL, failure = ? WHERE id = ?')
          .run(now, failureOf(sentences.lost, now), attempt);
        return this.tell(generation, attempt, 'unconfirmed', sentences.lost);
      case 'not-sent':
        this.end(attempt, 'failed', sentences.notSent);
        return this.tell(generation, attempt, 'failed', sentences.notSent);
      case 'cancelled':
        this.end(attempt, 'cancelled', null);
        return this.tell(generation, attempt, 'cancelled', '');
    }
  }

  private end(attempt: string, end: 'failed' | 'cancelled', sentence: string | null): void {
    const { now } = this.options;
    this.sql('UPDATE attempt SET "end" = ?, ended_at = ?, due_at = NULL, failure = ? WHERE id = ?').run(end, now, sentence === null ? null : failureOf(sentence, now), attempt);
  }

  private tell(generation: string, attempt: string, kind: string, text: string): void {
    this.sql('INSERT INTO event (generation_id, attempt_id, at, kind, text) VALUES (?, ?, ?, ?, ?)').run(generation, attempt, this.options.now, kind, text);
  }

  private sql(text: string): StatementSync {
    let statement = this.statements.get(text);
    if (statement === undefined) this.statements.set(text, statement = this.db.prepare(text));
    return statement;
  }
}

function without(row: Row, column: string): Row {
  const { [column]: _left, ...rest } = row;
  return rest;
}

interface LostRow { readonly id: string; readonly created_at: number; readonly provider: string; readonly ordinal: number }

/** What is written into the history for people. */
export interface Sentences {
  readonly lost: string;
  readonly notSent: string;
  readonly nameless: string;
}

function failureOf(sentence: string, at: number): string {
  return JSON.stringify({ class: 'local', sentence, at });
}
