/** What is written where a card of the gallery is dropped into a document. Loaded with the first one that is. */
import path from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { draggedSchema } from '../../shared/drag.ts';
import { isInTrash } from '../../shared/trashName.ts';
import { localPath } from '../platform/localPath.ts';
import { assetById, sourceGeneration } from '../store/assets.ts';
import { generationById } from '../store/generations.ts';
import { rootsOfWorkspace } from './codeLens.ts';
import { type InsertStyle, insertStyles, insertText, rootOf } from './insertText.ts';
import type { Parts } from './parts.ts';

const markdown = ['markdown', 'mdx', 'quarto', 'rmd', 'juliamarkdown'];
const html = ['html', 'vue', 'svelte', 'astro', 'php', 'handlebars', 'razor', 'django-html', 'jinja-html', 'erb', 'ejs', 'liquid', 'twig'];

/** What a document of this language is most likely to want. */
export function styleFor(language: string): InsertStyle {
  return markdown.includes(language) ? 'markdown' : html.includes(language) ? 'html' : 'path';
}

/** All ways to write it, the likely one first: VS Code offers the others. @param dragged what the page said, which may be anybody's */
export function dropEdits({ session: { db }, dragToken }: Parts, document: vscode.TextDocument, dragged: string): vscode.DocumentDropEdit[] {
  const { success, output } = v.safeParse(v.pipe(v.string(), v.maxLength(1000), v.parseJson(), draggedSchema), dragged);
  if (!success || output.drag !== dragToken) return [];
  const asset = assetById(db, output.asset);
  if (asset === undefined || isInTrash(asset.path)) return [];
  const source = sourceGeneration(db, asset.id);
  const prompt = source === undefined ? null : generationById(db, source)?.generation.prompt ?? null;
  const place = document.isUntitled ? null : localPath(document.uri);
  const starts = { folder: place === null ? null : path.dirname(place), root: rootOf(asset.path, rootsOfWorkspace(), path) };
  const likely = styleFor(document.languageId);
  const titles: Readonly<Record<InsertStyle, string>> = {
    path: vscode.l10n.t('Insert as Path'), markdown: vscode.l10n.t('Insert as Markdown'), html: vscode.l10n.t('Insert as HTML'),
  };
  return [likely, ...insertStyles.filter(style => style !== likely)].map(style =>
    new vscode.DocumentDropEdit(insertText(style, { path: asset.path, kind: asset.kind, prompt }, starts, path), titles[style], vscode.DocumentDropOrPasteEditKind.Empty.append('darkroom', style)));
}
