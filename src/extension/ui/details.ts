/** A generation with all that is known of it, as a document that can be read, searched and copied, but not changed. */
import * as vscode from 'vscode';
import { type Generation, snippet } from '../../shared/model.ts';
import { oneLine } from '../../shared/legible.ts';
import { attemptsOf } from '../store/attempts.ts';
import { eventsOf } from '../store/events.ts';
import { changesSince, currentRev, generationById } from '../store/generations.ts';
import { inputsOf } from '../store/inputs.ts';
import { lookedAt } from './attention.ts';
import { tell } from './detailsText.ts';
import type { Parts } from './parts.ts';
import { pulse } from './pulse.ts';

const scheme = 'darkroom-details';

/** Its title is of the prompt; the id is in the query. */
export function detailsUri({ id, prompt }: Pick<Generation, 'id' | 'prompt'>): vscode.Uri {
  const title = snippet(oneLine(prompt).replace(/[\\/:?#%*|"<>]/gu, ' '), 40);
  return vscode.Uri.from({ scheme, path: `/${vscode.l10n.t('Details of {0}', title)}`, query: id });
}

/** Answers for these documents, and brings open ones up to date. */
export function registerDetails(parts: Parts): vscode.Disposable {
  const changes = new vscode.EventEmitter<vscode.Uri>();
  const open = (): vscode.Uri[] => vscode.workspace.textDocuments.map(document => document.uri).filter(uri => uri.scheme === scheme);
  let seen = -1;
  const update = pulse(500, () => {
    const uris = open();
    if (uris.length === 0) return;
    const { rev, changed, removed } = changesSince(parts.session.db, seen);
    seen = rev;
    for (const uri of uris) if (changed === null || changed.includes(uri.query) || removed.includes(uri.query)) changes.fire(uri);
  });
  return vscode.Disposable.from(
    changes, update,
    parts.session.onChanged(() => update.beat()),
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changes.event,
      provideTextDocumentContent: ({ query }) => {
        const { db } = parts.session;
        if (seen === -1) seen = currentRev(db);
        const row = generationById(db, query);
        if (row?.attempt.end === 'failed' && row.attempt.lookedAt === null) void lookedAt(parts, [query]);
        return row === undefined ? vscode.l10n.t('This generation is no longer in the history.') : tell({
          row, attempts: attemptsOf(db, query), events: eventsOf(db, query), inputs: inputsOf(db, query), provider: parts.desk.labelOf(row.generation.provider),
          timing: parts.desk.timingOf(row.generation), now: parts.clock(), locale: vscode.env.language, clean: text => parts.log.clean(text),
        });
      },
    }),
  );
}
