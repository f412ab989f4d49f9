/** All commands by their ids. An error becomes a sentence on screen and a line in the log. */
import * as vscode from 'vscode';
import type { Gallery } from '../gallery.ts';
import type { Parts } from '../parts.ts';
import type { Studio } from '../studio.ts';
import type { GenerationsView } from '../tree/view.ts';
import { messageOf } from '../webview.ts';
import { cancel } from './cancel.ts';
import { cancelAll } from './cancelAll.ts';
import { copyPrompt } from './copyPrompt.ts';
import { generate } from './generate.ts';
import { openAsset } from './openAsset.ts';
import { openGallery } from './openGallery.ts';
import { retry } from './retry.ts';
import { revealGeneration } from './revealGeneration.ts';
import { setKey } from './setKey.ts';
import { showInGallery } from './showInGallery.ts';

type Command = (args: readonly unknown[]) => unknown;

/** The surfaces that commands bring forward. */
export interface Surfaces {
  readonly generations: GenerationsView;
  readonly gallery: Gallery;
  readonly studio: Studio;
}

export function registerCommands(parts: Parts, { generations, gallery, studio }: Surfaces): vscode.Disposable {
  const commands: Readonly<Record<string, Command>> = {
    'darkroom.generate': args => generate(parts, studio, args),
    'darkroom.openGallery': args => openGallery(parts, gallery, args),
    'darkroom.showInGallery': args => showInGallery(parts, gallery, args),
    'darkroom.retry': args => retry(parts, args),
    'darkroom.cancel': args => cancel(parts, args),
    'darkroom.cancelAll': () => cancelAll(parts),
    'darkroom.openAsset': args => openAsset(parts, args),
    'darkroom.revealGeneration': args => revealGeneration(parts, generations, args),
    'darkroom.copyPrompt': args => copyPrompt(parts, args),
    'darkroom.setKey': args => setKey(parts, args),
    'darkroom.showLog': () => parts.log.show(),
  };
  return vscode.Disposable.from(...Object.entries(commands).map(([id, command]) =>
    vscode.commands.registerCommand(id, (...args: unknown[]) => told(parts, id, command, args))));
}

async function told(parts: Parts, id: string, command: Command, args: readonly unknown[]): Promise<unknown> {
  try {
    return await command(args);
  } catch (error) {
    parts.log.error(id, error);
    void vscode.window.showErrorMessage(messageOf(error));
    return undefined;
  }
}
