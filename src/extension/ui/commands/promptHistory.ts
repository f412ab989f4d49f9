import * as vscode from 'vscode';
import { snippet } from '../../../shared/model.ts';
import type { PromptCursor } from '../../../shared/protocol.ts';
import { promptsPage } from '../../store/prompts.ts';
import type { Parts } from '../parts.ts';
import type { Studio } from '../studio.ts';

/** Prompts loaded at once. */
const atOnce = 200;
/** Characters of a row: the words in it can be searched. */
const rowLength = 400;

interface Row extends vscode.QuickPickItem {
  /** `null` for the way to more of them. */
  readonly chosen: string | null;
}

/** Lets an earlier prompt be picked and puts it into the form. */
export async function promptHistory({ session }: Parts, studio: Studio): Promise<void> {
  const found = new Set<string>();
  for (let after: PromptCursor | null = null; ;) {
    const page = promptsPage(session.db, after, { prompts: atOnce, rows: 5000, characters: 2_000_000 });
    for (const prompt of page.prompts) found.add(prompt);
    if (found.size === 0 && page.next === null) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Nothing was generated in this workspace yet.'));
      return;
    }
    // A prompt may look like an icon's.
    const rows = [...found].map((chosen): Row => ({ label: snippet(chosen, rowLength).replaceAll('$(', '$ ('), chosen }));
    const more: Row = { label: vscode.l10n.t('Load Older Prompts'), alwaysShow: true, chosen: null };
    const picked = await vscode.window.showQuickPick([...rows, ...page.next === null ? [] : [more]], {
      title: vscode.l10n.t('Prompt History'), placeHolder: vscode.l10n.t('Put which prompt into the Studio?'), ignoreFocusOut: true,
    });
    if (picked === undefined) return;
    if (picked.chosen !== null) return studio.put({ prompt: picked.chosen, says: null });
    after = page.next;
  }
}
