/** What `activate` hands to other extensions: the API on the editor's own addresses, questions and events. Nothing is opened before a call. */
import * as vscode from 'vscode';
import { oneLine } from '../../../shared/legible.ts';
import { snippet } from '../../../shared/model.ts';
import { localPath } from '../../platform/localPath.ts';
import { maySpend } from '../commands/spend.ts';
import { mayPassLimit } from '../limit.ts';
import type { Parts } from '../parts.ts';
import { callerOf } from './caller.ts';
import { createCore } from './core.ts';
import type { DarkroomApi, GenerationsChange } from './darkroom.d.ts';
import { followChanges } from './feed.ts';
import { createTill } from './till.ts';

/** Milliseconds that requests are gathered for, before the one question about them. */
const gatheredFor = 50;
/** At most one event in so many milliseconds. */
const toldWithin = 250;

export function createApi(parts: Parts): DarkroomApi {
  const { session, desk, log, clock } = parts;
  const till = createTill(async (caller, count, provider, dollars) =>
    await maySpend(caller, count, provider, dollars) ? mayPassLimit(parts, dollars, count) : null, gatheredFor);
  const core = createCore<vscode.Uri>({
    session, desk, clock, ask: till,
    isTrusted: () => vscode.workspace.isTrusted,
    caller: () => nameOfCaller(parts.context.extension.id.toLowerCase()),
    mayBeChargedTwice: async () => {
      const send = vscode.l10n.t('Send Again');
      return await vscode.window.showWarningMessage(
        vscode.l10n.t('Nobody knows whether the first request arrived. Sending it again may be charged twice.'), { modal: true }, send) === send;
    },
    pathOf: uri => uri instanceof vscode.Uri ? localPath(uri) : undefined,
    uriOf: path => vscode.Uri.file(path),
    clean: text => log.clean(text),
  });
  return Object.freeze({ ...core, onDidChangeGenerations: changesOf(parts) });
}

/** Follows the history while somebody listens. */
function changesOf({ session, log }: Parts): vscode.Event<GenerationsChange> {
  const listeners = new Set<(change: GenerationsChange) => void>();
  let following: { dispose(): void } | null = null;
  const tell = (change: GenerationsChange): void => {
    for (const listener of [...listeners]) {
      try {
        listener(change);
      } catch (error) {
        log.warn('a listener of another extension broke down', error);
      }
    }
  };
  return (listener, thisArgs?: unknown, disposables?: vscode.Disposable[]) => {
    const own = (change: GenerationsChange): void => { listener.call(thisArgs, change); };
    listeners.add(own);
    following ??= followChanges(session, tell, error => log.warn('other extensions were not told of a change', error), toldWithin);
    const subscription = new vscode.Disposable(() => {
      listeners.delete(own);
      if (listeners.size > 0) return;
      following?.dispose();
      following = null;
    });
    disposables?.push(subscription);
    return subscription;
  };
}

/** "Sprite Packer (acme.sprite-packer)" */
function nameOfCaller(own: string): string {
  const found = callerOf(new Error().stack ?? '', vscode.extensions.all.map(({ id, extensionPath, packageJSON }) => ({ id, path: extensionPath, packageJSON: packageJSON as unknown })), own);
  if (found === undefined) return vscode.l10n.t('Another extension');
  const { displayName } = found.packageJSON as { displayName?: unknown };
  return typeof displayName === 'string' ? `${snippet(oneLine(displayName))} (${found.id})` : found.id;
}
