/** Facts about a history for whoever looks into a trouble with it. Only looks; each is bounded. */
import type { FailureClass } from '../../shared/model.ts';
import type { Reader } from './database.ts';
import type { EventKind } from './events.ts';

export interface StoreFacts {
  readonly sqlite: string;
  readonly schema: number;
  readonly journal: string;
  /** Bytes, as the database counts them. */
  readonly size: number;
  readonly leader: { readonly holder: string; readonly epoch: number; readonly until: number };
}

export function storeFacts(db: Reader): StoreFacts {
  const one = <T>(sql: string): T => Object.values(db.get<Record<string, T>>(sql)!)[0]!;
  return {
    sqlite: one('SELECT sqlite_version()'), schema: one('PRAGMA user_version'), journal: one('PRAGMA journal_mode'),
    size: one<number>('PRAGMA page_count') * one<number>('PRAGMA page_size'),
    leader: db.get<StoreFacts['leader']>('SELECT holder, epoch, until FROM leader')!,
  };
}

/** What `quick_check` finds, "ok" where it finds nothing; takes a second per gigabyte or so. */
export function quickCheck(db: Reader): string[] {
  return db.all<{ quick_check: string }>('PRAGMA quick_check(20)').map(row => row.quick_check);
}

/** Something that went wrong, as the timeline has it. */
export interface PastTrouble {
  readonly at: number;
  readonly generation: string;
  readonly ordinal: number;
  readonly provider: string;
  readonly model: string;
  readonly kind: EventKind;
  /** Of the attempt's last failure. */
  readonly class: FailureClass | null;
  readonly text: string;
  /** To take it out of the text. */
  readonly prompt: string;
}

/** The latest troubles among the latest 2,000 events, the latest first. */
export function pastTroubles(db: Reader, limit = 50): PastTrouble[] {
  return db.all<PastTrouble>(`SELECT event.at, event.generation_id AS generation, ordinal, attempt.provider, model, kind,
    json_extract(failure, '$.class') AS class, text, prompt
    FROM (SELECT * FROM event ORDER BY id DESC LIMIT 2000) AS event
    JOIN attempt ON attempt.id = event.attempt_id JOIN generation ON generation.id = event.generation_id
    WHERE kind IN ('trouble', 'failed', 'unconfirmed', 'held', 'dismissed') ORDER BY event.id DESC LIMIT ?`, limit);
}

/** The prompts of the latest generations. */
export function latestPrompts(db: Reader, limit = 200): string[] {
  return db.all<{ prompt: string }>('SELECT prompt FROM generation ORDER BY created_at DESC, id DESC LIMIT ?', limit).map(row => row.prompt);
}
