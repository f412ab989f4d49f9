/** The places of the editor where files are named: the Explorer, and paths in text and code. */
import * as vscode from 'vscode';
import { dragType } from '../../shared/drag.ts';
import { localPath } from '../platform/localPath.ts';
import { registerCodeLens } from './codeLens.ts';
import { registerBadges } from './decorations.ts';
import { registerHover } from './hover.ts';
import { followMarks } from './marksFeed.ts';
import type { Parts } from './parts.ts';

export function registerFilePlaces(parts: Parts): vscode.Disposable {
  const feed = followMarks(parts);
  // Elsewhere the file manager would open on another machine, or not at all.
  void vscode.commands.executeCommand('setContext', 'darkroom.isLocal', vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop);
  return vscode.Disposable.from(followRenames(parts), takeDrops(parts), feed, registerBadges(feed), registerCodeLens(feed), registerHover(parts, feed));
}

/** What is renamed or moved in the Explorer keeps its history. */
function followRenames({ session, log }: Parts): vscode.Disposable {
  return vscode.workspace.onDidRenameFiles(async ({ files }) => {
    // Nothing is known of any file.
    if (!session.isThere) return;
    try {
      const { followRename } = await import('../assets/follow.ts');
      for (const { oldUri, newUri } of files) {
        const [from, to] = [localPath(oldUri), localPath(newUri)];
        if (from !== null && to !== null) await followRename(session.db, from, to, vscode.workspace.isTrusted);
      }
    } catch (error) {
      log.error('renamed files could not be followed', error);
    }
  });
}

/** A card of the gallery that is dropped into a document. */
function takeDrops(parts: Parts): vscode.Disposable {
  return vscode.languages.registerDocumentDropEditProvider('*', {
    provideDocumentDropEdits: async (document, _, data) => {
      const dragged = data.get(dragType);
      return dragged === undefined ? undefined : (await import('./dropEdits.ts')).dropEdits(parts, document, await dragged.asString());
    },
  }, { dropMimeTypes: [dragType], providedDropEditKinds: [vscode.DocumentDropOrPasteEditKind.Empty.append('darkroom')] });
}
