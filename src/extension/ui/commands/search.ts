import * as vscode from 'vscode';
import { pulse } from '../pulse.ts';
import type { Filter } from '../tree/filter.ts';
import type { GenerationsView } from '../tree/view.ts';

/** Typing faster than this is looked for once, in milliseconds. */
const typing = 150;

/** The search that is open, and what the view was narrowed to before it. */
let open: { readonly before: Filter } | null = null;

/** Narrows the Generations view to prompts with these words, while they are typed. Leaving without Enter takes it back. */
export async function search(view: GenerationsView): Promise<void> {
  await vscode.commands.executeCommand('darkroom.generations.focus');
  // Begun while another one is open, it goes on with that one's words, and takes its place.
  const mine = open = { before: open?.before ?? view.narrowedTo };
  const input = vscode.window.createInputBox();
  input.title = vscode.l10n.t('Search Generations');
  input.prompt = vscode.l10n.t('Words of the prompt. Each has to be in it, in any order.');
  input.value = view.narrowedTo.search;
  // The palette gives the focus back late, which would close what it has just opened.
  input.ignoreFocusOut = true;
  const narrow = (keep: boolean): void => view.narrowTo({ ...view.narrowedTo, search: input.value.slice(0, 500) }, keep);
  const typed = pulse(typing, () => narrow(false));
  let accepted = false;
  input.onDidChangeValue(() => typed.beat());
  input.onDidAccept(() => { accepted = true; input.hide(); });
  await new Promise<void>(resolve => { input.onDidHide(resolve); input.show(); });
  typed.dispose();
  if (open === mine) {
    open = null;
    if (accepted) narrow(true);
    else view.narrowTo(mine.before);
  }
  input.dispose();
}
