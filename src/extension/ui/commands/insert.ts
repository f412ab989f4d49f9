/** Writes a file into the text document at hand: its path, or what shows it. */
import path from 'node:path';
import * as vscode from 'vscode';
import { localPath } from '../../platform/localPath.ts';
import { rootsOfWorkspace } from '../codeLens.ts';
import { cursorsAfter } from '../cursors.ts';
import type { Editors } from '../documents.ts';
import { type InsertStyle, insertText, rootOf } from '../insertText.ts';
import type { AskForFiles } from './fileTarget.ts';

export async function insert(editors: Editors, style: InsertStyle, ask: AskForFiles): Promise<void> {
  const editor = editors.last();
  if (editor === undefined) throw new Error(vscode.l10n.t('No text document is on screen. Open the one that it should go into, beside the gallery, and try again.'));
  const files = await ask(vscode.l10n.t('Insert which file?'));
  if (files.length === 0) return;
  const { document } = editor;
  const place = document.isUntitled ? null : localPath(document.uri);
  const texts = files.map(({ asset, prompt }) => insertText(style, { path: asset.path, kind: asset.kind, prompt }, {
    folder: place === null ? null : path.dirname(place), root: rootOf(asset.path, rootsOfWorkspace(), path),
  }, path));
  await replaceSelections(editor, texts.join(document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n'));
}

async function replaceSelections(editor: vscode.TextEditor, text: string): Promise<void> {
  const { document, selections } = editor;
  const after = cursorsAfter(selections.map(({ start, end }) => ({ start: document.offsetAt(start), end: document.offsetAt(end) })), text.length);
  if (!await editor.edit(builder => { for (const selection of selections) builder.replace(selection, text); })) {
    throw new Error(vscode.l10n.t('This document can’t be written. Open another one.'));
  }
  // What was inserted is not selected, or the next one would take its place.
  editor.selections = after.map(offset => {
    const position = document.positionAt(offset);
    return new vscode.Selection(position, position);
  });
}
