/** Badges in the Explorer and wherever else VS Code shows files. Nothing is read for a file: what is marked is known, all others are not in it. */
import * as vscode from 'vscode';
import { localPath } from '../platform/localPath.ts';
import { explorerBadgesSetting, onSettingsChanged } from '../platform/settings.ts';
import type { Mark, MarkKind } from './fileMarks.ts';
import type { MarksFeed } from './marksFeed.ts';

const looks: Readonly<Record<MarkKind, { readonly badge: string; readonly color?: string }>> = {
  generating: { badge: '↻', color: 'charts.blue' },
  stalled: { badge: '◷', color: 'list.warningForeground' },
  unconfirmed: { badge: '?', color: 'list.warningForeground' },
  failed: { badge: '!', color: 'list.errorForeground' },
  favourite: { badge: '★' },
};

/** Of more in one event VS Code takes a sample. */
const atOnce = 200;

export function registerBadges(feed: MarksFeed): vscode.Disposable {
  const changes = new vscode.EventEmitter<vscode.Uri[]>();
  let isOn = explorerBadgesSetting();
  const tell = (paths: readonly string[]): void => {
    for (let from = 0; from < paths.length; from += atOnce) changes.fire(paths.slice(from, from + atOnce).map(path => vscode.Uri.file(path)));
  };
  return vscode.Disposable.from(
    changes,
    feed.onDidChange(paths => { if (isOn) tell(paths); }),
    onSettingsChanged(() => {
      if (isOn === explorerBadgesSetting()) return;
      isOn = !isOn;
      tell([...feed.current.keys()]);
    }),
    vscode.window.registerFileDecorationProvider({
      onDidChangeFileDecorations: changes.event,
      provideFileDecoration: uri => {
        if (!isOn || feed.current.size === 0) return undefined;
        const path = localPath(uri);
        const mark = path === null ? undefined : feed.current.get(path);
        return mark && decorationOf(mark);
      },
    }),
  );
}

function decorationOf({ kind, tooltip }: Mark): vscode.FileDecoration {
  const { badge, color } = looks[kind];
  const decoration = new vscode.FileDecoration(badge, tooltip, color === undefined ? undefined : new vscode.ThemeColor(color));
  // A dot on the folders above, for what is to be looked at or waited for.
  decoration.propagate = kind !== 'favourite';
  return decoration;
}
