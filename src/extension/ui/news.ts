/** What a notification says of jobs, and what it offers. */
import * as vscode from 'vscode';
import { type NewsKind, newsText } from '../../shared/attention.ts';
import { canFetchAgain, statusOf } from '../../shared/status.ts';
import type { Found } from '../store/attention.ts';
import { type StoredGeneration, generationById } from '../store/generations.ts';
import { openResult, requireTrust, retry } from './actions.ts';
import { lookedAt } from './attention.ts';
import { retryMany } from './commands/retryMany.ts';
import type { Action, Message } from './notifications.ts';
import type { Parts } from './parts.ts';
import type { GenerationsView } from './tree/view.ts';
import { stateFacts } from './views.ts';

/** Something that a generation came to. */
export interface Heard extends Found {
  readonly kind: NewsKind;
}

interface Still { readonly kind: NewsKind; readonly row: StoredGeneration }

/** @returns `null` where none of it still holds: looked at, retried or removed meanwhile */
export function messageOfNews(parts: Parts, generations: GenerationsView, heard: readonly Heard[]): Message | null {
  if (!parts.session.isOpen) return null;
  const still = heard.flatMap(({ kind, attempt, generation }): Still[] => {
    const row = generationById(parts.session.db, generation);
    return row?.attempt.id === attempt && holds(parts, kind, row) ? [{ kind, row }] : [];
  });
  if (still.length === 0) return null;
  const text = newsText(still.map(({ kind, row: { generation, attempt } }) =>
    ({ kind, prompt: generation.prompt, facts: stateFacts(attempt), provider: parts.desk.labelOf(generation.provider) })), parts.clock());
  const kinds = new Set(still.map(({ kind }) => kind));
  return {
    severity: kinds.has('failed') ? 'error' : kinds.has('unconfirmed') || kinds.has('stalled') ? 'warning' : 'info',
    text, actions: actionsFor(parts, generations, still),
  };
}

function holds(parts: Parts, kind: NewsKind, { generation, attempt }: StoredGeneration): boolean {
  switch (kind) {
    // What the user wished to end is no news to them.
    case 'failed': return attempt.end === 'failed' && attempt.lookedAt === null && attempt.cancelWishedAt === null;
    case 'unconfirmed': return attempt.end === null && attempt.unconfirmedAt !== null;
    case 'stalled': return statusOf(attempt, parts.clock(), parts.desk.timingOf(generation)) === 'stalled';
    case 'completed': return attempt.end === 'completed';
  }
}

function actionsFor(parts: Parts, generations: GenerationsView, still: readonly Still[]): Action[] {
  const failed = still.filter(({ kind }) => kind === 'failed').map(({ row }) => row);
  const ids = failed.map(({ generation }) => generation.id);
  const show: Action = {
    title: vscode.l10n.t('Show'),
    run: async () => {
      await lookedAt(parts, ids);
      await showJob(generations, (still.find(({ kind }) => kind !== 'completed') ?? still[0])?.row.generation.id);
    },
  };
  const [only] = still;
  if (failed.length > 0) {
    // Its result is paid for and may still be there: asking for it comes before paying again.
    const lost = failed.every(({ attempt }) => canFetchAgain(attempt));
    const title = lost ? vscode.l10n.t('Fetch Result Again') : failed.length === 1 ? vscode.l10n.t('Retry') : vscode.l10n.t('Retry {0}', failed.length);
    return [{ title, run: () => lost ? fetchAll(parts, ids) : retryAll(parts, failed) }, show];
  }
  return only?.kind === 'completed' && still.length === 1 ? [{ title: vscode.l10n.t('Open'), run: () => openResult(parts, only.row.generation.id) }, show] : [show];
}

/** Brings the Generations view forward with this job selected. */
export async function showJob(generations: GenerationsView, id: string | undefined): Promise<void> {
  await vscode.commands.executeCommand('darkroom.generations.focus');
  if (id !== undefined) await generations.reveal(id);
}

async function fetchAll(parts: Parts, ids: readonly string[]): Promise<void> {
  requireTrust();
  await lookedAt(parts, ids);
  for (const id of ids) await parts.desk.fetch(id);
}

async function retryAll(parts: Parts, rows: readonly StoredGeneration[]): Promise<void> {
  requireTrust();
  await lookedAt(parts, rows.map(({ generation }) => generation.id));
  // They may have been retried or removed elsewhere while the notification stood there.
  const still = rows.map(({ generation }) => generation).filter(({ id }) => generationById(parts.session.db, id)?.attempt.end === 'failed');
  if (still.length > 1) return retryMany(parts, still, [], false);
  for (const { id } of still) await retry(parts, id);
}
