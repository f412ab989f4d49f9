/**
 * Media files that a text names: what ends like one, back to the quote, bracket or space that it begins after. One pass, and what
 * is looked at of each is bounded, so that no line, however long, costs more than its length.
 */
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { endingsByKind } from '../assets/index.ts';

export interface Mention {
  /** Of the first character in the text, and behind the last. */
  readonly start: number;
  readonly end: number;
  /** As it is written. */
  readonly text: string;
}

/** Characters of a path, at most. */
const longest = 300;

const ending = new RegExp(`\\.(?:${Object.values(endingsByKind).flat().join('|')})(?![\\w-]|\\.\\w)`, 'giu');

/** What a path may be closed by, and what it is opened by then; spaces may stand in it. In prose brackets hold more than a path. */
const pairs: Readonly<Record<string, RegExp>> = {
  '"': /"([^"]*)$/u, '\'': /'([^']*)$/u, '`': /`([^`]*)$/u, ')': /(?:\]|\burl)\(([^()]*)$/u, '>': /\(<([^<>]*)$/u,
};

/** Where a path begins that nothing closes. */
const outside = /[\s"'`()<>[\]{}|,;:=*?!#&]/u;

/** In their order, without overlaps. */
export function mentionsIn(text: string): Mention[] {
  const found: Mention[] = [];
  let from = 0;
  for (const match of text.matchAll(ending)) {
    const end = match.index + match[0].length;
    const start = startOf(text, match.index, end, Math.max(from, match.index - longest));
    if (start === match.index) continue;
    found.push({ start, end, text: text.slice(start, end) });
    from = end;
  }
  return found;
}

function startOf(text: string, dot: number, end: number, least: number): number {
  const held = pairs[text[end] ?? '']?.exec(text.slice(least, dot))?.[1];
  // What is quoted is the path, where nothing in it says that it is more than one.
  if (held !== undefined && !/^\s|:\/\/|["'`<>|{}\n\t]/u.test(held)) return dot - held.length;
  let start = dot;
  while (start > least && !outside.test(text[start - 1]!)) start--;
  return start;
}

/**
 * The files of the project that it may mean, the likeliest first: from the document's folder, then from each folder of the
 * workspace. A way that leads out of the project is none.
 * @param folder of the document; absent where it has none @param roots absolute folders of the workspace
 */
export function filesMeant({ text }: Pick<Mention, 'text'>, folder: string | null, roots: readonly string[]): string[] {
  const written = decoded(text);
  if (written.startsWith('//') || written.includes('\0')) return [];
  const path = sep === '/' ? written.replaceAll('\\', '/') : written;
  const ways = isAbsolute(path)
    ? [path, ...roots.map(root => join(root, path))]
    : [...folder === null ? [] : [resolve(folder, path)], ...roots.map(root => resolve(root, path))];
  return [...new Set(ways)].filter(way => roots.some(root => isInside(way, root)));
}

/** The file's name as it is on disk. */
export function nameOf({ text }: Pick<Mention, 'text'>): string {
  return basename(decoded(text).replaceAll('\\', '/'));
}

function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** A document as far as it is scanned. */
export interface Lines {
  readonly lineCount: number;
  lineAt(line: number): { readonly text: string };
}

export interface ScanBounds {
  /** Longer lines are no text that anybody reads: they are left out. */
  readonly lineLength: number;
  /** Characters of all lines. */
  readonly characters: number;
  readonly mentions: number;
  /** Characters after which others have their turn. */
  readonly atOnce: number;
}

export const usualBounds: ScanBounds = { lineLength: 2000, characters: 2_000_000, mentions: 200, atOnce: 30_000 };

export interface Placed extends Mention {
  readonly line: number;
}

/**
 * Mentions of files with one of these names.
 * @param rest lets others have their turn @param isCancelled nobody wants the answer any more; then it is what there is so far
 */
export async function scan(
  document: Lines, names: ReadonlySet<string>, rest: () => Promise<void>, isCancelled: () => boolean, bounds: ScanBounds = usualBounds,
): Promise<Placed[]> {
  const found: Placed[] = [];
  let [characters, sinceRest] = [0, 0];
  for (let line = 0; line < document.lineCount; line++) {
    const { text } = document.lineAt(line);
    // A line costs something too, also an empty one.
    const cost = text.length > bounds.lineLength ? 1 : text.length + 1;
    characters += cost;
    if (characters > bounds.characters) return found;
    if (cost > 1) {
      for (const mention of mentionsIn(text)) if (names.has(nameOf(mention)) && found.push({ ...mention, line }) >= bounds.mentions) return found;
    }
    sinceRest += cost;
    if (sinceRest < bounds.atOnce) continue;
    sinceRest = 0;
    await rest();
    if (isCancelled()) return found;
  }
  return found;
}
