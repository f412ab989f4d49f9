/** Attempts as rows: facts in, facts out. What they mean is decided elsewhere. */
import type { AttemptFacts, End, Failure, HoldReason, RecoveryMode } from '../../shared/model.ts';
import type { Reader, Writer } from './database.ts';
import type { StoredOutput } from './outputs.ts';

/** An attempt's facts with what only the engine may see. */
export interface StoredAttempt extends AttemptFacts {
  readonly outputs: readonly StoredOutput[] | null;
  /** SHA-256 of the request as it was sent. */
  readonly requestHash: string | null;
}

export interface AttemptRecord {
  id: string; generation_id: string; ordinal: number; superseded: number; created_at: number;
  not_before: number | null; held_because: string | null; paused: number; uploading_at: number | null;
  sent_at: number | null; recovery: string; request_hash: string | null; not_found_at: number | null; unconfirmed_at: number | null;
  remote_id: string | null; accepted_at: number | null; word: string | null; word_at: number | null;
  progress: number | null; gone_at: number | null; finished_at: number | null; outputs: string | null;
  cancel_wished_at: number | null; cancel_sent_at: number | null; due_at: number | null; troubles: number;
  failure: string | null; end: string | null; ended_at: number | null; estimate: number | null; charge: number | null;
  adopted_at: number | null; over_limit: number; looked_at: number | null;
}

export function toAttempt(row: AttemptRecord): StoredAttempt {
  return {
    id: row.id, generationId: row.generation_id, ordinal: row.ordinal, createdAt: row.created_at,
    notBefore: row.not_before, heldBecause: row.held_because as HoldReason | null, paused: row.paused === 1, uploadingAt: row.uploading_at,
    sentAt: row.sent_at, recovery: row.recovery as RecoveryMode, requestHash: row.request_hash,
    notFoundAt: row.not_found_at, unconfirmedAt: row.unconfirmed_at,
    remoteId: row.remote_id, acceptedAt: row.accepted_at, word: row.word, wordAt: row.word_at,
    progress: row.progress, goneAt: row.gone_at, finishedAt: row.finished_at,
    outputs: row.outputs === null ? null : JSON.parse(row.outputs) as StoredOutput[],
    cancelWishedAt: row.cancel_wished_at, cancelSentAt: row.cancel_sent_at, dueAt: row.due_at, troubles: row.troubles,
    failure: row.failure === null ? null : JSON.parse(row.failure) as Failure,
    end: row.end as End | null, endedAt: row.ended_at, estimate: row.estimate, charge: row.charge,
    adoptedAt: row.adopted_at, overLimit: row.over_limit === 1, lookedAt: row.looked_at,
  };
}

const columns = [
  'id', 'generation_id', 'ordinal', 'created_at', 'not_before', 'held_because', 'paused', 'sent_at', 'recovery', 'request_hash',
  'not_found_at', 'unconfirmed_at', 'remote_id', 'accepted_at', 'word', 'word_at', 'progress', 'gone_at', 'finished_at',
  'outputs', 'cancel_wished_at', 'cancel_sent_at', 'due_at', 'troubles', 'failure', '"end"', 'ended_at', 'estimate', 'charge',
  'adopted_at', 'over_limit', 'looked_at', 'uploading_at',
] as const;

function valuesOf(a: StoredAttempt): (string | number | null)[] {
  return [
    a.id, a.generationId, a.ordinal, a.createdAt, a.notBefore, a.heldBecause, a.paused ? 1 : 0, a.sentAt, a.recovery, a.requestHash,
    a.notFoundAt, a.unconfirmedAt, a.remoteId, a.acceptedAt, a.word, a.wordAt, a.progress, a.goneAt, a.finishedAt,
    a.outputs === null ? null : JSON.stringify(a.outputs), a.cancelWishedAt, a.cancelSentAt, a.dueAt, a.troubles,
    a.failure === null ? null : JSON.stringify(a.failure), a.end, a.endedAt, a.estimate, a.charge,
    a.adoptedAt, a.overLimit ? 1 : 0, a.lookedAt, a.uploadingAt,
  ];
}

const insertSql = `INSERT INTO attempt (${columns.join(', ')}, provider, placed_at)
  SELECT ${columns.map(() => '?').join(', ')}, provider, created_at FROM generation WHERE id = ?`;
const updateSql = `UPDATE attempt SET ${columns.slice(4).map(name => `${name} = ?`).join(', ')} WHERE id = ?`;

/** Adds an attempt as the generation's current one; the one before is superseded. */
export function addAttempt(tx: Writer, attempt: StoredAttempt): void {
  tx.run('UPDATE attempt SET superseded = 1 WHERE generation_id = ? AND superseded = 0', attempt.generationId);
  tx.run(insertSql, ...valuesOf(attempt), attempt.generationId);
  touch(tx, attempt.generationId);
}

/** Writes facts back and stamps the generation; identity (id, generation, ordinal, creation) never changes. */
export function saveAttempt(tx: Writer, attempt: StoredAttempt): void {
  tx.run(updateSql, ...valuesOf(attempt).slice(4), attempt.id);
  touch(tx, attempt.generationId);
}

export function attemptById(db: Reader, id: string): StoredAttempt | undefined {
  const row = db.get<AttemptRecord>('SELECT * FROM attempt WHERE id = ?', id);
  return row && toAttempt(row);
}

/** All attempts of a generation, the latest first (at most 100). */
export function attemptsOf(db: Reader, generationId: string): StoredAttempt[] {
  return db.all<AttemptRecord>('SELECT * FROM attempt WHERE generation_id = ? ORDER BY ordinal DESC LIMIT 100', generationId).map(toAttempt);
}

/** The generation whose attempt has this id at a provider, if any. */
export function generationOfRemote(db: Reader, provider: string, remoteId: string): string | undefined {
  return db.get<{ id: string }>('SELECT generation_id AS id FROM attempt WHERE provider = ? AND remote_id = ? LIMIT 1', provider, remoteId)?.id;
}

function touch(tx: Writer, generationId: string): void {
  tx.run('UPDATE generation SET rev = ? WHERE id = ?', tx.rev, generationId);
}
