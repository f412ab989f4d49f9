/** The status bar item: what is on its way and what needs somebody. Not there while there is nothing to say. */
import * as vscode from 'vscode';
import { type Attention, inShort, needing, sentences } from '../../shared/attention.ts';

export class StatusBar {
  private item: vscode.StatusBarItem | null = null;

  show(attention: Attention): void {
    const text = inShort(attention);
    if (text === '') return this.item?.hide();
    const item = this.item ??= create();
    const needy = needing(attention) > 0;
    item.text = `$(${attention.running > 0 ? 'sync~spin' : needy ? 'warning' : 'clockface'}) ${text}`;
    item.tooltip = tooltip(attention);
    item.backgroundColor = needy ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.accessibilityInformation = { label: [vscode.l10n.t('Darkroom: {0}', text), ...needy ? sentences(attention) : []].join('. ') };
    item.show();
  }

  dispose(): void {
    this.item?.dispose();
  }
}

function create(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem('darkroom.status', vscode.StatusBarAlignment.Left);
  item.name = vscode.l10n.t('Darkroom');
  item.command = 'darkroom.showAttention';
  return item;
}

function tooltip(attention: Attention): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.isTrusted = false;
  for (const [n, sentence] of sentences(attention).entries()) {
    if (n > 0) text.appendMarkdown('\n\n');
    text.appendText(sentence);
  }
  return text;
}
