/** Generations and what lists ask of them. Every list is bounded; pages go on after the last row (keyset). */
import type { Counts, Generation, GenerationRequest, HoldReason, Operation, Parameters } from '../../shared/model.ts';
import { type AttemptRecord, type StoredAttempt, addAttempt, toAttempt } from './attempts.ts';
import type { Reader, Writer } from './database.ts';
import { addInputs } from './inputs.ts';

/** A generation with its current attempt. */
export interface StoredGeneration {
  readonly generation: Generation;
  readonly attempt: StoredAttempt;
}

interface JoinedRecord extends AttemptRecord {
  g_created_at: number; g_provider: string; g_model: string; g_operation: string; g_prompt: string; g_parameters: string; g_rev: number;
}

const joined = `SELECT attempt.*, generation.created_at AS g_created_at, generation.provider AS g_provider, model AS g_model,
  operation AS g_operation, prompt AS g_prompt, parameters AS g_parameters, rev AS g_rev
  FROM attempt JOIN generation ON generation.id = generation_id`;

function toStored(row: JoinedRecord): StoredGeneration {
  return {
    generation: {
      id: row.generation_id, createdAt: row.g_created_at, provider: row.g_provider, model: row.g_model,
      operation: row.g_operation as Operation, prompt: row.g_prompt, parameters: JSON.parse(row.g_parameters) as Parameters, rev: row.g_rev,
    },
    attempt: toAttempt(row),
  };
}

/** Rows a list may ask for at once. */
export const pageLimit = 200;

/** Adds a generation with its first attempt; with them its card is there. */
export function addGeneration(
  tx: Writer, id: string, request: GenerationRequest, first: StoredAttempt,
): void {
  tx.run(
    'INSERT INTO generation (id, created_at, provider, model, operation, prompt, parameters, rev) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    id, first.createdAt, request.provider, request.model, request.operation, request.prompt, JSON.stringify(request.parameters), tx.rev,
  );
  addInputs(tx, id, request.inputs ?? {});
  addAttempt(tx, first);
}

export function generationById(db: Reader, id: string): StoredGeneration | undefined {
  const row = db.get<JoinedRecord>(`${joined} WHERE generation_id = ? AND superseded = 0`, id);
  return row && toStored(row);
}

/** What is with a provider, or on its way from it; the oldest first. */
export function sentGenerations(db: Reader, limit = pageLimit): StoredGeneration[] {
  return db.all<JoinedRecord>(`${joined} WHERE superseded = 0 AND "end" IS NULL AND sent_at IS NOT NULL
    ORDER BY attempt.created_at, attempt.id LIMIT ?`, limit).map(toStored);
}

/** What waits to be sent, in the order it is sent. */
export function unsentGenerations(db: Reader, limit = pageLimit): StoredGeneration[] {
  return db.all<JoinedRecord>(`${joined} WHERE superseded = 0 AND "end" IS NULL AND sent_at IS NULL
    ORDER BY attempt.created_at, attempt.id LIMIT ?`, limit).map(toStored);
}

/** The providers that something waits for. */
export function providersWaitedFor(db: Reader): string[] {
  const providers: string[] = [];
  // From one to the next by the index: a backlog of thousands is not read for it.
  for (let last = ''; ;) {
    const next = db.get<{ provider: string | null }>(`SELECT min(provider) AS provider FROM attempt
      WHERE superseded = 0 AND "end" IS NULL AND sent_at IS NULL AND provider > ?`, last)!.provider;
    if (next === null) return providers;
    providers.push(last = next);
  }
}

/**
 * The head of one provider's queue, so that no provider's backlog stands in another's way.
 * @param hold while nothing may be sent there: those that do not say so yet
 * @param room dollars left of the day's limit: those that it holds already are left out as long as they do not fit (as `passes` has it)
 */
export function queueOf(db: Reader, provider: string, hold: HoldReason | null, room: number, limit: number): StoredGeneration[] {
  return db.all<JoinedRecord>(`${joined} WHERE superseded = 0 AND "end" IS NULL AND sent_at IS NULL AND attempt.provider = ?
    AND CASE WHEN ? IS NOT NULL THEN held_because IS NOT ?
      ELSE held_because IS NOT 'day-limit' OR over_limit = 1 OR iif(estimate IS NULL, ? > 1e-9, estimate <= ? + 1e-9) END
    ORDER BY attempt.created_at, attempt.id LIMIT ?`, provider, hold, hold, room, room, limit).map(toStored);
}

const workedOn = 'superseded = 0 AND "end" IS NULL AND sent_at IS NOT NULL AND unconfirmed_at IS NULL';

/** Rows of what is at work that are read at once. */
export const atWorkLimit = pageLimit * 5;

/**
 * What is with a provider or on its way from it and can be worked on: not what only the user can go on with. The oldest first.
 * @param after only those that come after this one
 */
export function atWork(db: Reader, after: Pick<StoredAttempt, 'createdAt' | 'id'> | null = null, limit = atWorkLimit): StoredGeneration[] {
  return db.all<JoinedRecord>(`${joined} WHERE ${workedOn} AND (attempt.created_at, attempt.id) > (?, ?)
    ORDER BY attempt.created_at, attempt.id LIMIT ?`, after?.createdAt ?? -1, after?.id ?? '', limit).map(toStored);
}

/** Of each provider that has something at work: how many take a slot there, and of how many it has not answered yet. */
export function slotsTaken(db: Reader): { readonly provider: string; readonly slots: number; readonly unanswered: number }[] {
  return db.all(`SELECT provider, count(*) AS slots, count(*) FILTER (WHERE remote_id IS NULL) AS unanswered
    FROM attempt WHERE ${workedOn} AND finished_at IS NULL GROUP BY provider`);
}

/** What is not ended and nobody has wished cancelled yet, and where a cancel can do something; few enough for one short transaction. */
export function cancellable(db: Reader, limit = 40): string[] {
  return db.all<{ id: string }>(`SELECT generation_id AS id FROM attempt WHERE superseded = 0 AND "end" IS NULL AND sent_at IS NULL AND cancel_wished_at IS NULL
    UNION ALL SELECT generation_id AS id FROM attempt WHERE superseded = 0 AND "end" IS NULL AND sent_at IS NOT NULL AND cancel_wished_at IS NULL
      AND unconfirmed_at IS NULL AND finished_at IS NULL LIMIT ?`, limit)
    .map(row => row.id);
}

/** How many have their files on the way to a provider. */
export function uploadingCount(db: Reader): number {
  return db.get<{ n: number }>(`SELECT count(*) AS n FROM attempt
    WHERE superseded = 0 AND "end" IS NULL AND sent_at IS NULL AND uploading_at IS NOT NULL AND held_because IS NULL AND paused = 0`)!.n;
}

/** Whether there is anything left to do; asked once at activation. */
export function hasUnfinished(db: Reader): boolean {
  return db.get(`SELECT 1 FROM attempt WHERE superseded = 0 AND "end" IS NULL AND sent_at IS NOT NULL
    UNION ALL SELECT 1 FROM attempt WHERE superseded = 0 AND "end" IS NULL AND sent_at IS NULL LIMIT 1`) !== undefined;
}

/** Ended generations of one kind, the latest end first. */
export function endedGenerations(db: Reader, end: 'completed' | 'failed' | 'cancelled', limit = pageLimit): StoredGeneration[] {
  return db.all<JoinedRecord>(`${joined} WHERE superseded = 0 AND "end" IS NOT NULL AND "end" = ?
    ORDER BY ended_at DESC, attempt.id DESC LIMIT ?`, end, limit).map(toStored);
}

/** The latest generations, whatever their state. */
export function recentGenerations(db: Reader, limit: number): StoredGeneration[] {
  return db.all<JoinedRecord>(`${joined} WHERE superseded = 0 AND generation_id IN
    (SELECT id FROM generation ORDER BY created_at DESC, id DESC LIMIT ?)
    ORDER BY generation.created_at DESC, generation.id DESC`, limit).map(toStored);
}

/** What a page of generations may be of; `undefined` is all of them. */
export type PageOf = 'active' | 'completed' | 'failed' | 'cancelled' | undefined;

/**
 * A page of the generations in the order of their making, the newest first.
 * @param after the last one of the page before
 */
export function generationsPage(db: Reader, of: PageOf, after: Pick<Generation, 'id' | 'createdAt'> | null, limit: number): StoredGeneration[] {
  const from = [after?.createdAt ?? Number.MAX_SAFE_INTEGER, after?.id ?? ''] as const;
  if (of === undefined) {
    return db.all<JoinedRecord>(`${joined} WHERE superseded = 0 AND generation_id IN
      (SELECT id FROM generation WHERE (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT ?)
      ORDER BY generation.created_at DESC, generation.id DESC`, ...from, limit).map(toStored);
  }
  const [state, ...values] = of === 'active' ? ['"end" IS NULL'] : ['"end" IS NOT NULL AND "end" = ?', of];
  return db.all<JoinedRecord>(`${joined} WHERE superseded = 0 AND ${state} AND (placed_at, generation_id) < (?, ?)
    ORDER BY placed_at DESC, generation_id DESC LIMIT ?`, ...values, ...from, limit).map(toStored);
}

export interface Changes {
  readonly rev: number;
  /** Generations that were added or changed; `null` when there were too many to name. */
  readonly changed: readonly string[] | null;
  readonly removed: readonly string[];
}

/** What came after a revision: the one feed that every surface reads. */
export function changesSince(db: Reader, rev: number, limit = pageLimit): Changes {
  const now = currentRev(db);
  if (now === rev) return { rev, changed: [], removed: [] };
  const changed = db.all<{ id: string }>('SELECT id FROM generation WHERE rev > ? ORDER BY rev LIMIT ?', rev, limit + 1);
  const removed = db.all<{ id: string }>('SELECT id FROM tombstone WHERE rev > ? ORDER BY rev LIMIT ?', rev, limit + 1);
  const tooMany = changed.length > limit || removed.length > limit;
  return { rev: now, changed: tooMany ? null : changed.map(row => row.id), removed: removed.map(row => row.id) };
}

export function currentRev(db: Reader): number {
  return db.get<{ rev: number }>('SELECT rev FROM state')!.rev;
}

export type Tally = Readonly<Record<'unsent' | 'sent' | 'completed' | 'failed' | 'cancelled' | 'asset', number>>;

export function tally(db: Reader): Tally {
  const rows = db.all<{ what: string; n: number }>('SELECT what, n FROM tally');
  return Object.fromEntries(rows.map(row => [row.what, row.n])) as Tally;
}

/**
 * What the gallery counts: cards. A generation that is not completed is one card; the files of the project,
 * those of completed generations among them, are the completed ones.
 */
export function cardCounts(db: Reader): Counts {
  const n = tally(db);
  const active = n.unsent + n.sent;
  return { all: active + n.failed + n.cancelled + n.asset, active, failed: n.failed, completed: n.asset };
}
