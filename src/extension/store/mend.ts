/**
 * What rows of a damaged or older history become when they are carried over. Pure: row in, row out, `null` where
 * nothing can be made of it.
 *
 * A single flipped bit passes for a value, so everything that code relies on is checked here: ids, names from lists,
 * JSON, times. What is only shown stays as it is.
 */
import { holdReasons, operations, recoveryModes, verdicts } from '../../shared/model.ts';
import { eventKinds } from './events.ts';
import type { Row } from './salvage.ts';

type Value = Row[string];
/** A row in the making: a column that it had not stays absent. */
type Mended = Readonly<Record<string, Value | undefined>>;

/** How far a row can be trusted: as it was last, or an older state after which more may have happened. */
export type Age = 'last' | 'older';

const id = /^[\x20-\x7e]{1,300}$/u;
/** Year 5138, in epoch milliseconds. */
const latestTime = 1e14;
const kinds = ['image', 'video', 'audio'];

const tables: Readonly<Record<string, (row: Row, now: number) => Mended | null>> = {
  generation: (row, now) => isId(row.id) && isText(row.provider) && isText(row.model) ? {
    ...row, prompt: textOf(row.prompt), created_at: timeOf(row.created_at) ?? now,
    operation: oneOf(row.operation, operations) ?? operations[0], parameters: jsonOf(row.parameters, isObject) ?? '{}',
  } : null,
  attempt: (row, now) => isId(row.id) && isId(row.generation_id) && isText(row.provider) ? {
    ...timesOf(row), ordinal: wholeOf(row.ordinal) ?? 1, superseded: flagOf(row.superseded), paused: flagOf(row.paused),
    created_at: timeOf(row.created_at) ?? now, placed_at: timeOf(row.placed_at) ?? timeOf(row.created_at) ?? now,
    recovery: oneOf(row.recovery, recoveryModes) ?? 'none', held_because: oneOf(row.held_because, holdReasons),
    troubles: wholeOf(row.troubles) ?? 0, outputs: jsonOf(row.outputs, Array.isArray), failure: jsonOf(row.failure, isFailure),
    end: oneOf(row.end, ['completed', 'failed', 'cancelled']), remote_id: isText(row.remote_id) ? row.remote_id : null,
    progress: amountOf(row.progress), estimate: amountOf(row.estimate), charge: amountOf(row.charge),
    over_limit: 'over_limit' in row ? flagOf(row.over_limit) : undefined,
  } : null,
  asset: (row, now) => isId(row.id) && isText(row.path) && oneOf(row.kind, kinds) !== null && wholeOf(row.size) !== null ? {
    ...row, modified_at: timeOf(row.modified_at) ?? 0, sort_at: timeOf(row.sort_at) ?? now, card: isId(row.card) ? row.card : row.id!,
    width: wholeOf(row.width), height: wholeOf(row.height), missing: flagOf(row.missing),
    verdict: 'verdict' in row ? oneOf(row.verdict, verdicts) : undefined, verdict_at: 'verdict_at' in row ? timeOf(row.verdict_at) : undefined,
  } : null,
  link: row => isId(row.id) && isId(row.generation_id) && isId(row.asset_id) && oneOf(row.role, ['input', 'output']) !== null && wholeOf(row.position) !== null
    ? { ...row, reference: 'reference' in row ? jsonOf(row.reference, isReference) : undefined } : null,
  // A transfer can be made again; half of one is worth nothing.
  upload: row => isId(row.id) && isId(row.asset_id) && isText(row.provider) && jsonOf(row.reference, isReference) !== null && timeOf(row.started_at) !== null
    ? { ...timesOf(row), failure: jsonOf(row.failure, isFailure), turn: 'turn' in row ? null : undefined } : null,
  event: row => isId(row.generation_id) && isId(row.attempt_id) && timeOf(row.at) !== null && oneOf(row.kind, eventKinds) !== null ? { ...row, text: textOf(row.text) } : null,
  trash: row => isId(row.id) && isText(row.path) && timeOf(row.at) !== null ? row : null,
  preset: (row, now) => isId(row.id) && isText(row.name) && jsonOf(row.body, isObject) !== null ? { ...row, at: timeOf(row.at) ?? now } : null,
  tombstone: row => isId(row.id) ? row : null,
  draft: row => jsonOf(row.body, isObject) !== null ? row : null,
};

/** The row as it can be carried over; of a table that is not known here it stays as it is. */
export function mended(table: string, row: Row, now: number): Row | null {
  return Object.hasOwn(tables, table) ? tables[table]!(row, now) as Row | null : row;
}

/**
 * Queries that give a row where a history makes no sense: what would break whoever reads it. Of the columns that every
 * version has. CHECK constraints are among them, because SQLite does not look at those of a file that it may not write.
 */
export const senseless: readonly string[] = [
  `SELECT 1 FROM generation WHERE NOT json_valid(parameters) OR operation NOT IN (${listOf(operations)}) OR created_at NOT BETWEEN 0 AND ${latestTime} LIMIT 1`,
  `SELECT 1 FROM attempt WHERE recovery NOT IN (${listOf(recoveryModes)}) OR held_because NOT IN (${listOf(holdReasons)})
    OR "end" NOT IN ('completed', 'failed', 'cancelled') OR NOT json_valid(coalesce(outputs, '[]')) OR NOT json_valid(coalesce(failure, '{}')) LIMIT 1`,
  `SELECT 1 FROM attempt WHERE max(${['created_at', 'placed_at', 'ordinal', 'troubles', ...['not_before', 'sent_at', 'not_found_at', 'unconfirmed_at', 'accepted_at', 'word_at',
    'gone_at', 'finished_at', 'cancel_wished_at', 'cancel_sent_at', 'due_at', 'ended_at'].map(name => `coalesce(${name}, 0)`)].join(', ')}) NOT BETWEEN 0 AND ${latestTime} LIMIT 1`,
  `SELECT 1 FROM asset WHERE max(size, modified_at, sort_at, coalesce(width, 0), coalesce(height, 0)) NOT BETWEEN 0 AND ${Number.MAX_SAFE_INTEGER} LIMIT 1`,
  'SELECT 1 FROM generation WHERE NOT EXISTS (SELECT 1 FROM attempt WHERE generation_id = generation.id AND superseded = 0) LIMIT 1',
  "SELECT 1 FROM link WHERE role NOT IN ('input', 'output') LIMIT 1",
  'SELECT 1 FROM draft WHERE id <> 1 OR NOT json_valid(body) LIMIT 1',
  `SELECT 1 WHERE (SELECT group_concat(id) FROM state) IS NOT '1' OR (SELECT group_concat(id) FROM leader) IS NOT '1' OR (SELECT count(*) FROM tally) < 6`,
];

/** Which of two states of one attempt came later, by what can only be learned and not forgotten. */
export function isFurther(one: Row, other: Row): boolean {
  return stepOf(one) > stepOf(other);
}

function stepOf(row: Row): number {
  if (row.end != null) return 4;
  if (row.finished_at != null) return 3;
  if (row.remote_id != null) return 2;
  return row.sent_at != null ? 1 : 0;
}

/** What happened to an attempt that was under way. */
export type Outcome = 'goes-on' | 'unconfirmed' | 'not-sent' | 'cancelled';

/** Nothing is sent again by itself: what is known at the provider goes on being asked for, the rest waits for the person. */
export function outcomeOf(row: Row, age: Age): Outcome {
  if (row.end != null || row.remote_id != null || row.finished_at != null && row.outputs != null) return 'goes-on';
  if (row.sent_at != null || age === 'older') return 'unconfirmed';
  return row.cancel_wished_at != null ? 'cancelled' : 'not-sent';
}

function timesOf(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, name.endsWith('_at') || name === 'not_before' ? timeOf(value) : value]));
}

function isId(value: Value | undefined): boolean {
  return typeof value === 'string' && id.test(value);
}

function isText(value: Value | undefined): boolean {
  return typeof value === 'string' && value !== '' && !value.includes('\0');
}

function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value.replaceAll('\0', '') : '';
}

function timeOf(value: Value | undefined): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value < latestTime ? value : null;
}

function wholeOf(value: Value | undefined): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function amountOf(value: Value | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 && value < 1e9 ? value : null;
}

function flagOf(value: Value | undefined): number {
  return value === 1 ? 1 : 0;
}

function oneOf(value: Value | undefined, list: readonly string[]): string | null {
  return typeof value === 'string' && list.includes(value) ? value : null;
}

function jsonOf(value: Value | undefined, holds: (parsed: unknown) => boolean): string | null {
  try {
    return typeof value === 'string' && holds(JSON.parse(value)) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFailure(value: unknown): boolean {
  return isObject(value) && typeof (value as Record<string, unknown>).class === 'string' && typeof (value as Record<string, unknown>).sentence === 'string';
}

function isReference(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function listOf(words: readonly string[]): string {
  return words.map(word => `'${word}'`).join(', ');
}
