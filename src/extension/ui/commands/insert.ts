/** Writes a file into the text document at hand: its path, or what shows it. */
import path from 'node:path';
import * as vscode from 'vscode';
import { localPath } from '../../platform/localPath.ts';
import { rootsOfWorkspace } from '../codeLens.ts';
import { cursorsAfter } from '../cursors.ts';
import { type InsertStyle, insertText, rootOf } from '../insertText.ts';
import type { Parts } from '../parts.ts';
import { fileTargets, promptOf } from './fileTarget.ts';

export interface Editors extends vscode.Disposable {
  /** The text editor at hand: the active one, else the one that was so last, else any that is on screen. */
  last(): vscode.TextEditor | undefined;
}

/** While the gallery has the focus no text editor is active: the one before is remembered. */
export function trackEditors(): Editors {
  let latest: vscode.TextEditor | undefined;
  const note = (editor: vscode.TextEditor | undefined): void => { if (editor !== undefined && isDocument(editor)) latest = editor; };
  note(vscode.window.activeTextEditor);
  const listening = vscode.window.onDidChangeActiveTextEditor(note);
  return {
    last: () => {
      const shown = vscode.window.visibleTextEditors.filter(isDocument);
      const active = vscode.window.activeTextEditor;
      return active !== undefined && isDocument(active) ? active : shown.find(editor => editor === latest) ?? shown.at(-1);
    },
    dispose: () => { listening.dispose(); latest = undefined; },
  };
}

/** The output panel and the like are editors too, and have no column. */
function isDocument({ viewColumn, document }: vscode.TextEditor): boolean {
  return viewColumn !== undefined && document.uri.scheme !== 'output';
}

export async function insert(parts: Parts, editors: Editors, style: InsertStyle, args: readonly unknown[]): Promise<void> {
  const editor = editors.last();
  if (editor === undefined) throw new Error(vscode.l10n.t('No text document is on screen. Open the one that it should go into, beside the gallery, and try again.'));
  const files = await fileTargets(parts, args, vscode.l10n.t('Insert which file?'));
  if (files.length === 0) return;
  const { document } = editor;
  const place = document.isUntitled ? null : localPath(document.uri);
  const texts = files.map(({ asset }) => insertText(style, { path: asset.path, kind: asset.kind, prompt: promptOf(parts, asset) }, {
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
