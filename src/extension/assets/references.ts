/** Where texts of a project name files. Bounded: what is too large, or would take too long, is left out, and the answer says so. */
import { open } from 'node:fs/promises';
import { basename } from 'node:path';

export interface Reference {
  /** Absolute path of the text. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The file's name that stands there. */
  readonly name: string;
}

export interface References {
  readonly found: readonly Reference[];
  /** Whether all texts were looked through, to their ends. */
  readonly complete: boolean;
}

export interface SearchLimits {
  /** Bytes of a text that is looked at at all. */
  readonly fileBytes: number;
  /** Bytes of all of them. */
  readonly allBytes: number;
  readonly milliseconds: number;
  /** References that are told of. */
  readonly found: number;
}

export const usualLimits: SearchLimits = { fileBytes: 1_000_000, allBytes: 100_000_000, milliseconds: 5000, found: 200 };

const readAtOnce = 8;

/**
 * @param texts absolute paths. @param names of the files that are looked for, without folders
 * @param isOver asked between the files: whether nobody wants the answer any more
 */
export async function findReferences(
  texts: readonly string[], names: readonly string[], clock: () => number, isOver: () => boolean = () => false, limits: SearchLimits = usualLimits,
): Promise<References> {
  const wanted = names.flatMap(name => [...new Set([name, encodeURIComponent(name.toWellFormed()), encodeURI(name.toWellFormed())])].map(written => ({ name, written })));
  const found: Reference[] = [];
  const until = clock() + limits.milliseconds;
  let bytes = 0;
  let complete = true;
  for (let at = 0; at < texts.length; at += readAtOnce) {
    if (isOver() || clock() > until || bytes > limits.allBytes || found.length >= limits.found) return { found, complete: false };
    const some = texts.slice(at, at + readAtOnce);
    const contents = await Promise.all(some.map(file => readText(file, limits.fileBytes)));
    for (const [n, content] of contents.entries()) {
      if (content.isTooLarge) complete = false;
      bytes += content.text.length;
      found.push(...namedIn(content.text, wanted).slice(0, limits.found - found.length).map(({ line, name }) => ({ file: some[n]!, line, name })));
    }
  }
  return { found, complete };
}

const nothing = { text: '', isTooLarge: false };

/** What is no text, or can't be read, says nothing. */
async function readText(file: string, most: number): Promise<typeof nothing> {
  const handle = await open(file, 'r').catch(() => null);
  if (handle === null) return nothing;
  try {
    const { size } = await handle.stat();
    if (size > most) return { text: '', isTooLarge: true };
    const bytes = await handle.readFile();
    return bytes.subarray(0, 4096).includes(0) ? nothing : { text: bytes.toString('utf8'), isTooLarge: false };
  } catch {
    return nothing;
  } finally {
    await handle.close();
  }
}

interface Wanted { readonly name: string; readonly written: string }

/** Each line once for each name. A name that goes on to either side is another one. */
function namedIn(text: string, wanted: readonly Wanted[]): { readonly line: number; readonly name: string }[] {
  const places = new Map<string, { line: number; name: string }>();
  for (const { name, written } of wanted) {
    let line = 1;
    let counted = 0;
    for (let at = text.indexOf(written); at !== -1; at = text.indexOf(written, at + written.length)) {
      if (goesOn.test(text[at - 1] ?? '') || goesOn.test(text[at + written.length] ?? '')) continue;
      for (let end = text.indexOf('\n', counted); end !== -1 && end < at; end = text.indexOf('\n', counted)) {
        line++;
        counted = end + 1;
      }
      places.set(`${line} ${name}`, { line, name });
    }
  }
  return [...places.values()].sort((a, b) => a.line - b.line);
}

const goesOn = /[\p{L}\p{N}_-]/u;

/** `tavern.md:14` */
export function placeName({ file, line }: Reference): string {
  return `${basename(file)}:${line}`;
}
