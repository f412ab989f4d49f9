/**
 * What is written into a document that shows or names a file. Names and prompts are text of strangers: whatever stands in
 * them, one picture, one link or one element comes of it, and nothing else.
 */
import type { PlatformPath } from 'node:path';
import * as l10n from '@vscode/l10n';
import { type MediaKind, snippet } from '../../shared/model.ts';
import { oneLine } from '../../shared/legible.ts';

export const insertStyles = ['path', 'markdown', 'html'] as const;
export type InsertStyle = (typeof insertStyles)[number];

/** The file that a document is to show. */
export interface Shown {
  /** Absolute. */
  readonly path: string;
  readonly kind: MediaKind;
  /** What made it, where that is known. */
  readonly prompt: string | null;
}

/** Where the path starts: absolute folders. */
export interface Starts {
  /** The document's; `null` where it has none yet. */
  readonly folder: string | null;
  /** The workspace's folder that the file lies in. */
  readonly root: string | null;
}

/** Characters of a prompt that describe a picture. */
const labelLength = 120;

/** @param on how paths are written on this machine */
export function insertText(style: InsertStyle, file: Shown, starts: Starts, on: PlatformPath): string {
  const way = wayTo(file.path, starts, on);
  if (style === 'path') return plainPath(way);
  const address = addressOf(way, on);
  const label = snippet(file.prompt ?? '', labelLength) || oneLine(on.parse(file.path).name) || address;
  if (style === 'markdown') return `${file.kind === 'image' ? '!' : ''}[${markdownText(label)}](${address})`;
  const text = htmlText(label);
  switch (file.kind) {
    case 'image': return `<img src="${address}" alt="${text}" />`;
    case 'video': return `<video src="${address}" aria-label="${text}" controls></video>`;
    case 'audio': return `<audio src="${address}" aria-label="${text}" controls></audio>`;
  }
}

/** The path with slashes, from the document's folder; where no way leads there (another drive), from the workspace's; else all of it. */
export function wayTo(path: string, { folder, root }: Starts, on: PlatformPath): string {
  const ways = [folder, root].flatMap(start => start === null ? [] : on.relative(start, path));
  return (ways.find(way => !on.isAbsolute(way)) ?? path).split(on.sep).join('/');
}

/** The innermost of the workspace's folders that hold a file; `null` where none does. */
export function rootOf(file: string, roots: readonly string[], on: PlatformPath): string | null {
  const holding = roots.filter(root => {
    const way = on.relative(root, file);
    return way !== '' && way !== '..' && !way.startsWith(`..${on.sep}`) && !on.isAbsolute(way);
  });
  return holding.sort((a, b) => b.length - a.length)[0] ?? null;
}

/** Line breaks and other controls, marks that turn the direction of reading, and what stands for bytes that are no character. */
const unfit = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069\ufffd]/u;

/**
 * A path as it is, for text that has no way to escape anything.
 * @throws where it would not stay one line, or would not look as it is
 */
export function plainPath(path: string): string {
  if (unfit.test(path)) throw new Error(l10n.t('The path of this file has line breaks or other characters that can’t be seen. Rename it first.'));
  return path;
}

/** The same as an address in a document. A drive or a server can only be named by a whole one. */
function addressOf(way: string, on: PlatformPath): string {
  if (!on.isAbsolute(way)) return encoded(way);
  const [, drive = '', rest = ''] = /^([A-Za-z]:)?(.*)$/su.exec(way)!;
  return rest.startsWith('//') ? `file:${encoded(rest)}` : `file://${drive === '' ? '' : `/${drive}`}${encoded(rest)}`;
}

/** Nothing is left in it that ends an address, or that begins one of another kind. */
function encoded(way: string): string {
  return way.split('/').map(part => encodeURIComponent(part.toWellFormed()).replace(/[!'()*]/gu, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)).join('/');
}

/** Signs that mean something in Markdown, in its tables and formulas, or to templates that Markdown is made with. An escaped bracket is taken for a formula's by some. */
function markdownText(text: string): string {
  return text.replace(/[\\`*_~^{}<>&|$"]/gu, '\\$&').replace(/[[\]]/gu, sign => `&#${sign.charCodeAt(0)};`);
}

/** The same for an attribute of HTML, also where that stands in a template or in the code of a script. */
function htmlText(text: string): string {
  return text.replace(/[&<>"'`{}\\$]/gu, sign => `&#${sign.charCodeAt(0)};`);
}
