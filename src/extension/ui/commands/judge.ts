/** Notes what a person thinks of files. The same verdict once more takes it back. */
import * as vscode from 'vscode';
import type { Verdict } from '../../../shared/model.ts';
import { judge } from '../../store/verdicts.ts';
import type { Gallery } from '../gallery.ts';
import type { Parts } from '../parts.ts';
import type { AskForFiles } from './fileTarget.ts';

/** Rows of one write. */
const atOnce = 200;

export async function judgeFiles(parts: Parts, gallery: Gallery, args: readonly unknown[], verdict: NonNullable<Verdict>, ask: AskForFiles): Promise<void> {
  // Called by its key, it means what has the focus in the gallery: only the page knows that.
  if ((args[0] === undefined || args[0] === null) && gallery.tell({ event: 'judge', verdict })) return;
  const files = await ask(verdict === 'favourite' ? vscode.l10n.t('Favorite which file?') : vscode.l10n.t('Discard which file?'));
  if (files.length === 0) return;
  const next = files.every(({ asset }) => asset.verdict === verdict) ? null : verdict;
  const ids = files.map(({ asset }) => asset.id);
  for (let at = 0; at < ids.length; at += atOnce) await parts.session.db.write(tx => judge(tx, ids.slice(at, at + atOnce), next, parts.clock()));
}
