/** A line above a line that names a file with a job that is on its way or failed. Where there is no such file no document is looked at. */
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { snippet } from '../../shared/model.ts';
import { localPath } from '../platform/localPath.ts';
import { codeLensSetting, onSettingsChanged } from '../platform/settings.ts';
import type { Mark, MarkKind } from './fileMarks.ts';
import type { MarksFeed } from './marksFeed.ts';
import { filesMeant, scan } from './mentions.ts';

/** What a line is for; a favorite needs none. */
type JobKind = Exclude<MarkKind, 'favourite'>;

const icons: Readonly<Record<JobKind, string>> = { generating: 'sync', stalled: 'watch', unconfirmed: 'question', failed: 'error' };

export function registerCodeLens(feed: MarksFeed): vscode.Disposable {
  const changes = new vscode.EventEmitter<void>();
  let isOn = codeLensSetting();
  return vscode.Disposable.from(
    changes,
    feed.onDidChange(() => { if (isOn) changes.fire(); }),
    onSettingsChanged(() => {
      if (isOn === codeLensSetting()) return;
      isOn = !isOn;
      changes.fire();
    }),
    vscode.languages.registerCodeLensProvider({ scheme: 'file' }, {
      onDidChangeCodeLenses: changes.event,
      provideCodeLenses: async (document, token) => {
        const marks = feed.current;
        if (!isOn || marks.size === 0) return [];
        const path = localPath(document.uri);
        const roots = rootsOfWorkspace();
        const names = new Set([...marks.keys()].map(each => basename(each)));
        const found = await scan(document, names, () => new Promise(resolve => setImmediate(resolve)), () => token.isCancellationRequested || document.isClosed);
        if (token.isCancellationRequested) return [];
        // A line is told of each job once, however often it names the file.
        const told = new Set<string>();
        return found.flatMap(({ line, ...mention }) => {
          const meant = filesMeant(mention, path === null ? null : dirname(path), roots).find(each => marks.has(each));
          const mark = meant === undefined ? undefined : marks.get(meant);
          if (mark === undefined || mark.generation === null || mark.kind === 'favourite' || told.has(`${line} ${mark.generation}`)) return [];
          told.add(`${line} ${mark.generation}`);
          const range = new vscode.Range(line, mention.start, line, mention.end);
          const command = { command: 'darkroom.revealGeneration', arguments: [mark.generation] };
          return [
            new vscode.CodeLens(range, { ...command, title: titleOf(mark, mark.kind), tooltip: mark.tooltip }),
            new vscode.CodeLens(range, { ...command, title: vscode.l10n.t('Show'), tooltip: vscode.l10n.t('Show in Generations') }),
          ];
        });
      },
    }),
  );
}

/** The folders that paths in documents start from, as far as they are on this machine. */
export function rootsOfWorkspace(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) => localPath(uri) ?? []);
}

/** What a provider said is no icon. */
function titleOf({ reason, tooltip }: Mark, kind: JobKind): string {
  const said = reason === '' ? tooltip : `${labels[kind]()}: ${reason}`;
  return `$(${icons[kind]}) ${snippet(said, 120).replaceAll('$(', '$ (')}`;
}

const labels: Readonly<Record<JobKind, () => string>> = {
  generating: () => vscode.l10n.t('Processing'), stalled: () => vscode.l10n.t('Stalled'), unconfirmed: () => vscode.l10n.t('Unconfirmed'), failed: () => vscode.l10n.t('Failed'),
};
