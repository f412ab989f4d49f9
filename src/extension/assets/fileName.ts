/** What a person may call a file, so that it can have that name on every system the project may go to. */
import { parse } from 'node:path';
import * as l10n from '@vscode/l10n';
import { sidecarSuffix } from './sidecar.ts';

/** Bytes that a name may have nearly everywhere. Its sidecar's is longer. */
const longest = 255 - sidecarSuffix.length;
const reserved = /^(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])$/iu;
/** Controls, marks that turn the direction of reading, and what stands for bytes that are no character. */
const unseen = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069\ufffd]/u;

/** @param from the name it has. @returns what is wrong with the new one, as a sentence; `null` where nothing is */
export function nameProblem(name: string, from: string): string | null {
  const { ext } = parse(from);
  const stem = name.slice(0, name.length - ext.length);
  if (name.trim() === '' || stem.trim() === '') return l10n.t('Give it a name.');
  if (/[/\\]/u.test(name) || name === '.' || name === '..') return l10n.t('A name has no slashes. Move to Folder puts it elsewhere.');
  if (unseen.test(name)) return l10n.t('This has characters that can’t be seen.');
  const odd = /[<>:"|?*]/u.exec(name);
  if (odd !== null) return l10n.t('“{0}” can’t stand in a file’s name on Windows.', odd[0]);
  if (!name.endsWith(ext)) return l10n.t('Keep the ending “{0}”: it says what the file is.', ext);
  if (reserved.test(name.split('.')[0]!.trim())) return l10n.t('Windows keeps this name for itself.');
  if (name !== name.trim() || /[. ]$/u.test(name) || /[. ]$/u.test(stem)) return l10n.t('A name does not begin with a space, or end with a space or a dot.');
  if (Buffer.byteLength(name) > longest) return l10n.t('This is too long for a file’s name.');
  return null;
}
