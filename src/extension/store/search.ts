/**
 * Generations by words of their prompt, the newest first. Bounded, so that a history of any size answers at once: where there was
 * more than is looked at, the answer says so.
 */
import { oneLine } from '../../shared/legible.ts';
import type { Reader } from './database.ts';
import { type Entry, entryColumns } from './lists.ts';

export interface Found {
  /** The newest first. */
  readonly entries: readonly Entry[];
  /** What was looked at, where that was not all: so many of the newest matches, or of the newest generations. */
  readonly within: { readonly newest: number; readonly of: 'matches' | 'generations' } | null;
}

export interface Bounds {
  /** Matches that are looked at. */
  readonly matches: number;
  /** Generations that are looked through for words the index has no pieces of. */
  readonly scanned: number;
}

const usualBounds: Bounds = { matches: 1000, scanned: 5000 };

/** The index knows pieces of three letters. */
const piece = 3;
const mostWords = 8;

/** The words of a search: each has to be in the prompt, in any order and any case. */
export function wordsOf(text: string): string[] {
  return [...new Set(oneLine(text).toLowerCase().split(' '))].filter(word => word !== '').slice(0, mostWords);
}

export function matches(prompt: string, words: readonly string[]): boolean {
  const text = prompt.toLowerCase();
  return words.every(word => text.includes(word));
}

/** @param words at least one, as {@link wordsOf} gives them */
export function findByPrompt(db: Reader, words: readonly string[], bounds = usualBounds): Found {
  const long = words.filter(word => [...word].length >= piece);
  const short = words.filter(word => !long.includes(word));
  return long.length === 0 ? scan(db, short, bounds) : lookUp(db, long, short, bounds);
}

/** By the index, which walks back from the newest. */
function lookUp(db: Reader, long: readonly string[], short: readonly string[], bounds: Bounds): Found {
  const phrase = long.map(word => `"${word.replaceAll('"', '""')}"`).join(' AND ');
  const hits = db.all<{ n: number }>('SELECT rowid AS n FROM prompt_index WHERE prompt_index MATCH ? ORDER BY rowid DESC LIMIT ?', phrase, bounds.matches + 1)
    .map(hit => hit.n);
  const entries = db.all<Entry>(`SELECT ${entryColumns} FROM json_each(?) AS hit CROSS JOIN searchable ON searchable.n = hit.value
    CROSS JOIN attempt ON attempt.generation_id = searchable.generation_id AND superseded = 0
    ${short.length === 0 ? '' : `CROSS JOIN generation ON generation.id = searchable.generation_id WHERE ${hasAll(short)}`}`,
  JSON.stringify(hits.slice(0, bounds.matches)), ...patternsOf(short));
  return { entries, within: hits.length > bounds.matches ? { newest: bounds.matches, of: 'matches' } : null };
}

/** One or two letters are looked for in the newest prompts themselves. */
function scan(db: Reader, words: readonly string[], bounds: Bounds): Found {
  const found = db.all<Entry>(`SELECT ${entryColumns}
    FROM (SELECT id FROM generation ORDER BY created_at DESC, id DESC LIMIT ?) AS newest
    CROSS JOIN generation ON generation.id = newest.id CROSS JOIN attempt ON attempt.generation_id = generation.id AND superseded = 0
    WHERE ${hasAll(words)} LIMIT ?`, bounds.scanned, ...patternsOf(words), bounds.matches + 1);
  if (found.length > bounds.matches) return { entries: found.slice(0, bounds.matches), within: { newest: bounds.matches, of: 'matches' } };
  const more = db.get('SELECT 1 FROM generation ORDER BY created_at DESC, id DESC LIMIT 1 OFFSET ?', bounds.scanned) !== undefined;
  return { entries: found, within: more ? { newest: bounds.scanned, of: 'generations' } : null };
}

/** LIKE knows the two cases of English letters only, so other ones come in both. */
function hasAll(words: readonly string[]): string {
  return words.map(() => "(prompt LIKE ? ESCAPE '\\' OR prompt LIKE ? ESCAPE '\\')").join(' AND ');
}

/** The patterns of LIKE for {@link hasAll}. */
export function patternsOf(words: readonly string[]): string[] {
  return words.flatMap(word => [word, word.toUpperCase()].map(each => `%${each.replace(/[\\%_]/gu, '\\$&')}%`));
}
