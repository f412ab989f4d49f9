/** The text document at hand, also while another surface has the focus. */
import * as vscode from 'vscode';

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
