/** All commands by their ids. An error becomes a sentence on screen and a line in the log. */
import * as vscode from 'vscode';
import { trackEditors } from '../documents.ts';
import type { Editor } from '../editor.ts';
import type { Gallery } from '../gallery.ts';
import { withoutLinks } from '../notifications.ts';
import type { Parts } from '../parts.ts';
import type { Studio } from '../studio.ts';
import type { GenerationsView } from '../tree/view.ts';
import { messageOf } from '../webview.ts';
import { cancel } from './cancel.ts';
import { cancelAll } from './cancelAll.ts';
import { clearFilter } from './clearFilter.ts';
import { copyId, copyRemoteId } from './copyId.ts';
import { copyPath, copyRelativePath, revealInExplorer } from './copyPath.ts';
import { copyPrompt } from './copyPrompt.ts';
import { fetchAgain } from './fetchAgain.ts';
import { type AskForFiles, fileTargets } from './fileTarget.ts';
import { filter } from './filter.ts';
import { generate } from './generate.ts';
import { openAsset } from './openAsset.ts';
import { openGallery } from './openGallery.ts';
import { remove } from './remove.ts';
import { removeAll } from './removeAll.ts';
import { removeKey } from './removeKey.ts';
import { retry } from './retry.ts';
import { retryAllFailed } from './retryAllFailed.ts';
import { revealGeneration } from './revealGeneration.ts';
import { search } from './search.ts';
import { setKey } from './setKey.ts';
import { showAttention } from './showAttention.ts';
import { showDetails } from './showDetails.ts';
import { showInGallery } from './showInGallery.ts';
import { ofView, orSelected } from './target.ts';
import { testKey } from './testKey.ts';
import { tryAgain } from './tryAgain.ts';
import { adopt, checkAgain, dismiss } from './unconfirmed.ts';

type Command = (args: readonly unknown[]) => unknown;

/** The surfaces that commands bring forward. */
export interface Surfaces {
  readonly generations: GenerationsView;
  readonly gallery: Gallery;
  readonly studio: Studio;
  readonly editor: Editor;
}

export function registerCommands(parts: Parts, { generations, gallery, studio, editor }: Surfaces): vscode.Disposable {
  const editors = trackEditors();
  const files = (args: readonly unknown[]): AskForFiles => placeholder => fileTargets(parts, args, placeholder);
  const commands: Readonly<Record<string, Command>> = {
    'darkroom.generate': args => generate(parts, studio, ofView(args)),
    'darkroom.openGallery': args => openGallery(parts, gallery, ofView(args)),
    'darkroom.showInGallery': args => showInGallery(parts, gallery, args),
    'darkroom.retry': args => retry(parts, args),
    'darkroom.cancel': args => cancel(parts, args),
    'darkroom.cancelAll': () => cancelAll(parts, generations),
    'darkroom.retryAllFailed': () => retryAllFailed(parts, generations),
    'darkroom.remove': args => remove(parts, orSelected(args, generations.selection)),
    'darkroom.removeAll': args => removeAll(parts, generations, args),
    'darkroom.filter': () => filter(parts, generations),
    'darkroom.search': () => search(generations),
    'darkroom.clearFilter': () => clearFilter(generations),
    'darkroom.showDetails': args => showDetails(parts, args),
    'darkroom.checkAgain': args => checkAgain(parts, args),
    'darkroom.adopt': args => adopt(parts, args),
    'darkroom.dismiss': args => dismiss(parts, args),
    'darkroom.fetchAgain': args => fetchAgain(parts, args),
    'darkroom.tryAgain': args => tryAgain(parts, args),
    'darkroom.openAsset': args => openAsset(parts, args),
    'darkroom.revealGeneration': args => revealGeneration(parts, generations, args),
    'darkroom.copyPrompt': args => copyPrompt(parts, args),
    'darkroom.copyId': args => copyId(parts, args),
    'darkroom.copyRemoteId': args => copyRemoteId(parts, args),
    'darkroom.copyPath': args => copyPath(parts, args),
    'darkroom.copyRelativePath': args => copyRelativePath(parts, args),
    'darkroom.revealInExplorer': args => revealInExplorer(parts, args),
    'darkroom.setKey': args => setKey(parts, args),
    'darkroom.testKey': () => testKey(parts),
    'darkroom.removeKey': () => removeKey(parts),
    'darkroom.showLog': () => parts.log.show(),
    'darkroom.showAttention': () => showAttention(parts, generations),
    // These are loaded when they are wanted, which is seldom.
    'darkroom.insertPath': async args => (await import('./insert.ts')).insert(editors, 'path', files(args)),
    'darkroom.insertMarkdown': async args => (await import('./insert.ts')).insert(editors, 'markdown', files(args)),
    'darkroom.insertHtml': async args => (await import('./insert.ts')).insert(editors, 'html', files(args)),
    'darkroom.copyToFolder': async args => (await import('./toFolder.ts')).copyToFolder(parts, files(args)),
    'darkroom.moveToFolder': async args => (await import('./toFolder.ts')).moveToFolder(parts, files(args)),
    'darkroom.report': async () => (await import('./report.ts')).report(parts),
    'darkroom.getStarted': () => editor.showFirstSteps(),
  };
  return vscode.Disposable.from(editors, ...Object.entries(commands).map(([id, command]) =>
    vscode.commands.registerCommand(id, (...args: unknown[]) => told(parts, id, command, args))));
}

async function told(parts: Parts, id: string, command: Command, args: readonly unknown[]): Promise<unknown> {
  try {
    return await command(args);
  } catch (error) {
    parts.log.error(id, error);
    void vscode.window.showErrorMessage(withoutLinks(messageOf(error)));
    return undefined;
  }
}
