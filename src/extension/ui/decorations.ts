/** Badges in the Explorer and wherever else VS Code shows files. Nothing is read for a file: what is marked is known, all others are not in it. */
import * as vscode from 'vscode';
import { localPath } from '../platform/localPath.ts';
import { explorerBadgesSetting, onSettingsChanged } from '../platform/settings.ts';
import { lookAt } from './attention.ts';
import { type Mark, type MarkKind, type Marks, changedMarks, markOfFolder, marksOfFiles } from './fileMarks.ts';
import type { Parts } from './parts.ts';
import { pulse } from './pulse.ts';

const looks: Readonly<Record<MarkKind, { readonly badge: string; readonly color: string }>> = {
  generating: { badge: '↻', color: 'charts.blue' },
  stalled: { badge: '◷', color: 'list.warningForeground' },
  unconfirmed: { badge: '?', color: 'list.warningForeground' },
  failed: { badge: '!', color: 'list.errorForeground' },
};

/** Of more in one event VS Code takes a sample. */
const atOnce = 200;

/** @param within milliseconds in which changes are told together */
export function registerBadges(parts: Parts, within = 500): vscode.Disposable {
  const { session, desk, clock, log } = parts;
  const changes = new vscode.EventEmitter<vscode.Uri[]>();
  let marks: Marks = new Map();
  const update = pulse(within, () => {
    if (!session.isOpen && marks.size === 0) return;
    const before = marks;
    try {
      marks = explorerBadgesSetting() && session.isOpen ? readMarks() : new Map();
    } catch (error) {
      // What can't be read has nothing to say; the history tells its troubles itself.
      log.warn('the Explorer can\'t be told', error);
      marks = new Map();
    }
    const uris = changedMarks(before, marks).map(path => vscode.Uri.file(path));
    for (let from = 0; from < uris.length; from += atOnce) changes.fire(uris.slice(from, from + atOnce));
  });
  const readMarks = (): Marks => {
    const { db } = session;
    const now = clock();
    const all = new Map(marksOfFiles(db, { now, timingOf: generation => desk.timingOf(generation), labelOf: provider => desk.labelOf(provider) }));
    const folder = parts.mediaFolders()[0];
    const mark = markOfFolder(lookAt(db, now, generation => desk.timingOf(generation)).attention);
    if (folder !== undefined && mark !== null) all.set(folder, mark);
    return all;
  };
  return vscode.Disposable.from(
    changes, update, session.onChanged(() => update.beat()), onSettingsChanged(() => update.beat()),
    vscode.window.registerFileDecorationProvider({
      onDidChangeFileDecorations: changes.event,
      provideFileDecoration: uri => {
        if (marks.size === 0) return undefined;
        const path = localPath(uri);
        const mark = path === null ? undefined : marks.get(path);
        return mark && decorationOf(mark);
      },
    }),
  );
}

function decorationOf({ kind, tooltip }: Mark): vscode.FileDecoration {
  const { badge, color } = looks[kind];
  const decoration = new vscode.FileDecoration(badge, tooltip, new vscode.ThemeColor(color));
  // A dot on the folders above.
  decoration.propagate = true;
  return decoration;
}
