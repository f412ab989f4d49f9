import * as vscode from 'vscode';
import { pulse } from '../pulse.ts';
import type { GenerationsView } from '../tree/view.ts';

/** Typing faster than this is looked for once, in milliseconds. */
const typing = 150;

/** Narrows the Generations view to prompts with these words, while they are typed. Leaving without Enter takes it back. */
export async function search(view: GenerationsView): Promise<void> {
  const before = view.narrowedTo;
  await vscode.commands.executeCommand('darkroom.generations.focus');
  const input = vscode.window.createInputBox();
  input.title = vscode.l10n.t('Search Generations');
  input.prompt = vscode.l10n.t('Words of the prompt. Each has to be in it, in any order.');
  input.value = before.search;
  // The palette gives the focus back late, which would close what it has just opened.
  input.ignoreFocusOut = true;
  const narrow = (keep: boolean): void => view.narrowTo({ ...view.narrowedTo, search: input.value.slice(0, 500) }, keep);
  const typed = pulse(typing, () => narrow(false));
  let accepted = false;
  input.onDidChangeValue(() => typed.beat());
  input.onDidAccept(() => { accepted = true; input.hide(); });
  await new Promise<void>(resolve => { input.onDidHide(resolve); input.show(); });
  typed.dispose();
  if (accepted) narrow(true);
  else view.narrowTo(before);
  input.dispose();
}
