/** The marks of files, kept up to date for all who show them: read anew when the history changed, told where something else stands. */
import * as vscode from 'vscode';
import { lookAt } from './attention.ts';
import { type Marks, changedMarks, markOfFolder, marksOfFiles } from './fileMarks.ts';
import type { Parts } from './parts.ts';
import { pulse } from './pulse.ts';

export interface MarksFeed {
  /** Empty while the history is closed: then nothing is on its way, and nothing failed unseen. */
  readonly current: Marks;
  /** The paths at which something else stands now. */
  readonly onDidChange: vscode.Event<readonly string[]>;
  dispose(): void;
}

/** @param within milliseconds in which changes are told together */
export function followMarks(parts: Parts, within = 500): MarksFeed {
  const { session, desk, clock, log } = parts;
  const changes = new vscode.EventEmitter<readonly string[]>();
  let marks: Marks = new Map();
  const read = (): Marks => {
    if (!session.isOpen) return new Map();
    const { db } = session;
    const now = clock();
    const all = new Map(marksOfFiles(db, { now, timingOf: generation => desk.timingOf(generation), labelOf: provider => desk.labelOf(provider) }));
    const folder = parts.mediaFolders()[0];
    const mark = markOfFolder(lookAt(db, now, generation => desk.timingOf(generation)).attention);
    if (folder !== undefined && mark !== null) all.set(folder, mark);
    return all;
  };
  const update = pulse(within, () => {
    const before = marks;
    try {
      marks = read();
    } catch (error) {
      // What can't be read has nothing to say; the history tells its troubles itself.
      log.warn('files can\'t be marked', error);
      marks = new Map();
    }
    const paths = changedMarks(before, marks);
    if (paths.length > 0) changes.fire(paths);
  });
  const listening = session.onChanged(() => update.beat());
  return {
    get current() { return marks; },
    onDidChange: changes.event,
    dispose: () => { listening.dispose(); update.dispose(); changes.dispose(); },
  };
}
