/** The hover on a path of a media file: what it looks like, what is going on with it, and what made it. */
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { type Generation, snippet } from '../../shared/model.ts';
import { oneLine } from '../../shared/legible.ts';
import { InputError, type LookedAt, createInputs } from '../assets/inputs.ts';
import { localPath } from '../platform/localPath.ts';
import { assetByPath, sourceGeneration } from '../store/assets.ts';
import { type StoredGeneration, generationById } from '../store/generations.ts';
import { rootsOfWorkspace } from './codeLens.ts';
import { costOf } from './cost.ts';
import type { MarksFeed } from './marksFeed.ts';
import { type Mention, filesMeant, mentionsIn } from './mentions.ts';
import type { Parts } from './parts.ts';

/** Of a line, this much on either side of the pointer. */
const looksAround = 1000;

/** What is shown as a picture: larger ones take the editor long, and much memory. */
const mostBytes = 4_000_000;
const mostPixels = 16_000_000;

/** Width of the thumbnail in pixels, at most. */
const thumbnail = 240;

const mayCall = ['darkroom.revealGeneration', 'darkroom.showDetails'];

export function registerHover(parts: Parts, feed: MarksFeed): vscode.Disposable {
  const inputs = createInputs(rootsOfWorkspace);

  /** `null` where it is not there, or is no media; what lies outside the project is not looked at. */
  const look = (path: string): Promise<LookedAt | null> => inputs.look(path).catch((error: unknown) => {
    if (error instanceof InputError) return null;
    throw error;
  });

  return vscode.languages.registerHoverProvider({ scheme: 'file' }, {
    provideHover: async (document, position, token) => {
      const found = mentionAt(document, position);
      if (found === null) return undefined;
      const own = localPath(document.uri);
      for (const path of filesMeant(found.mention, own === null ? null : dirname(own), rootsOfWorkspace())) {
        const file = await look(path);
        if (token.isCancellationRequested) return undefined;
        const source = sourceOf(parts, path);
        if (file === null && source === null) continue;
        return new vscode.Hover(contents(parts, path, file, source, feed.current.get(path)?.tooltip ?? null), found.range);
      }
      return undefined;
    },
  });
}

function mentionAt(document: vscode.TextDocument, { line, character }: vscode.Position): { mention: Mention; range: vscode.Range } | null {
  const { text } = document.lineAt(line);
  const from = Math.max(0, character - looksAround);
  const mention = mentionsIn(text.slice(from, character + looksAround)).find(({ start, end }) => from + start <= character && character <= from + end);
  return mention === undefined ? null : { mention, range: new vscode.Range(line, from + mention.start, line, from + mention.end) };
}

/** `null` where no history knows of one. One that was never begun is not begun for this. */
function sourceOf({ session, log }: Parts, path: string): StoredGeneration | null {
  if (!session.isThere) return null;
  try {
    const { db } = session;
    const asset = assetByPath(db, path);
    const id = asset && sourceGeneration(db, asset.id);
    return (id === undefined ? undefined : generationById(db, id)) ?? null;
  } catch (error) {
    log.warn('the history has nothing to say to a hover', error);
    return null;
  }
}

/** Names, prompts and what providers said are text and no markup. Not by `appendText`, which keeps lines from being broken. */
function contents(parts: Parts, path: string, file: LookedAt | null, source: StoredGeneration | null, state: string | null): vscode.MarkdownString {
  const shown = new vscode.MarkdownString();
  shown.supportHtml = false;
  shown.isTrusted = { enabledCommands: mayCall };
  const line = (...told: readonly string[]): void => {
    shown.appendMarkdown(`${asText(told.filter(each => each !== '').join(' · '))}\n\n`);
  };
  if (file !== null && isSmall(file)) shown.appendMarkdown(`![](${vscode.Uri.file(file.path).toString()}|width=${Math.min(thumbnail, Math.max(file.width ?? thumbnail, 1))})\n\n`);
  line(oneLine(basename(path)), ...file === null ? [vscode.l10n.t('no longer there')] : [sizeOf(file), megabytes(file.size)]);
  if (state !== null) line(state);
  if (source !== null) {
    const { generation, attempt } = source;
    const locale = vscode.env.language;
    line(`“${snippet(generation.prompt, 200)}”`);
    line(parts.desk.labelOf(generation.provider), generation.model, seedOf(generation), new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(generation.createdAt), costOf(attempt, locale));
    const call = encodeURIComponent(JSON.stringify([generation.id]));
    shown.appendMarkdown(`[${vscode.l10n.t('Show in Generations')}](command:darkroom.revealGeneration?${call}) | [${vscode.l10n.t('Details')}](command:darkroom.showDetails?${call})`);
  }
  return shown;
}

/** In one line, with everything escaped that Markdown may see something in, addresses too. */
function asText(text: string): string {
  return oneLine(text).replace(/[!-/:-@[-`{-~]/gu, '\\$&');
}

function isSmall({ kind, size, width, height }: LookedAt): boolean {
  return kind === 'image' && size <= mostBytes && width !== null && height !== null && width * height <= mostPixels;
}

function sizeOf({ width, height }: LookedAt): string {
  return width === null || height === null ? '' : `${width} × ${height}`;
}

function megabytes(bytes: number): string {
  return bytes < 1_000_000 ? vscode.l10n.t('{0} KB', Math.ceil(bytes / 1000)) : vscode.l10n.t('{0} MB', Math.ceil(bytes / 100_000) / 10);
}

function seedOf({ parameters }: Generation): string {
  return parameters.seed === undefined ? '' : vscode.l10n.t('seed {0}', String(parameters.seed));
}
