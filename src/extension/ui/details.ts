/** A generation with all that is known of it, as a document that can be read, searched and copied, but not changed. */
import * as vscode from 'vscode';
import { type Generation, snippet } from '../../shared/model.ts';
import { oneLine } from '../../shared/legible.ts';
import { attemptsOf } from '../store/attempts.ts';
import { eventsOf } from '../store/events.ts';
import { generationById } from '../store/generations.ts';
import { inputsOf } from '../store/inputs.ts';
import { lookedAt } from './attention.ts';
import type { Parts } from './parts.ts';
import { pulse } from './pulse.ts';

const scheme = 'darkroom-details';

/** Its title is of the prompt; the id is in the query. */
export function detailsUri({ id, prompt }: Pick<Generation, 'id' | 'prompt'>): vscode.Uri {
  const title = snippet(oneLine(prompt).replace(/[\\/:?#%*|"<>]/gu, ' '), 40);
  return vscode.Uri.from({ scheme, path: `/${vscode.l10n.t('Details of {0}', title)}`, query: id });
}

/** Answers for these documents, and brings open ones up to date. @param within milliseconds in which changes are told together */
export function registerDetails(parts: Parts, within = 500): vscode.Disposable {
  const changes = new vscode.EventEmitter<vscode.Uri>();
  /** What each document was made of, by its address: the generation's revision, `null` where it was not there. */
  const told = new Map<string, number | null>();
  const revisionOf = (id: string): number | null => generationById(parts.session.db, id)?.generation.rev ?? null;
  const update = pulse(within, () => {
    const open = new Map(vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === scheme).map(({ uri }) => [uri.toString(), uri]));
    // One that is no longer open is read again when it is opened again.
    for (const address of told.keys()) if (!open.has(address)) told.delete(address);
    for (const [address, uri] of open) if (told.get(address) !== revisionOf(uri.query)) changes.fire(uri);
  });
  return vscode.Disposable.from(
    changes, update,
    parts.session.onChanged(() => update.beat()),
    // VS Code asks nothing of one that is not open yet: what changed since its text was made is told now.
    vscode.workspace.onDidOpenTextDocument(({ uri }) => { if (uri.scheme === scheme) update.beat(); }),
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changes.event,
      provideTextDocumentContent: async uri => {
        const { db } = parts.session;
        const row = generationById(db, uri.query);
        told.set(uri.toString(), row?.generation.rev ?? null);
        if (row === undefined) return vscode.l10n.t('This generation is no longer in the history.');
        if (row.attempt.end === 'failed' && row.attempt.lookedAt === null) void lookedAt(parts, [uri.query]);
        const known = {
          row, attempts: attemptsOf(db, row.generation.id), events: eventsOf(db, row.generation.id), inputs: inputsOf(db, row.generation.id),
          provider: parts.desk.labelOf(row.generation.provider), timing: parts.desk.timingOf(row.generation),
          now: parts.clock(), locale: vscode.env.language, clean: (text: string) => parts.log.clean(text),
        };
        const { tell } = await import('./detailsText.ts');
        return tell(known);
      },
    }),
  );
}
