import * as vscode from 'vscode';

/** Shows under the title of the Generations view that something long is going on. */
export function busyInView<T>(work: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: { viewId: 'darkroom.generations' } }, work);
}
