/** Builds the parts, hands them over, and registers each feature so that a broken one can't stop the rest. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type OutputFolder, createFiles } from './assets/files.ts';
import { Desk } from './engine/desk.ts';
import { holderName } from './engine/holder.ts';
import { Engine } from './engine/loop.ts';
import { Session } from './engine/session.ts';
import { usualTimes } from './engine/step.ts';
import { createLog } from './platform/log.ts';
import { outputFolder, storageFolder } from './platform/paths.ts';
import { Keys } from './platform/secrets.ts';
import { customProvidersSetting, onSettingsChanged, outputFolderSetting } from './platform/settings.ts';
import { type CustomHttpConfig, parseCustomProviders } from './providers/custom/config.ts';
import { createCustomProvider, declaredOrigins } from './providers/custom/provider.ts';
import { createEmbeddedProvider } from './providers/embedded/index.ts';
import { createHttp } from './providers/http.ts';
import { Registry } from './providers/registry.ts';
import { registerCommands } from './ui/commands/register.ts';
import { Gallery } from './ui/gallery.ts';
import type { Parts } from './ui/parts.ts';
import { Studio } from './ui/studio.ts';
import { GenerationsView } from './ui/tree/view.ts';

export function activate(context: vscode.ExtensionContext): void {
  if (vscode.l10n.bundle !== undefined) l10n.config({ contents: vscode.l10n.bundle });
  const keys = new Keys(context.secrets);
  const log = createLog(() => keys.values());
  const storage = storageFolder(context);
  const folders = (): OutputFolder[] => outputFolders(storage);
  const registry = new Registry([createEmbeddedProvider({ worker: context.asAbsolutePath('dist/embedded-worker.cjs') })]);
  const providersChanged = new vscode.EventEmitter<void>();

  let declared: readonly CustomHttpConfig[] = [];
  const declare = (): void => {
    const { providers, problems } = parseCustomProviders(customProvidersSetting());
    declared = providers;
    for (const problem of problems) log.warn(`darkroom.customProviders: ${problem}`);
    if (problems.length > 0) void vscode.window.showWarningMessage(vscode.l10n.t('Setting darkroom.customProviders: {0}', problems[0]!));
    registry.declare(providers.map(config => createCustomProvider(config, {
      http: createHttp({ declaredOrigins: declaredOrigins(config) }),
      key: () => keys.get(config.origin),
    })));
  };
  /** Nothing is sent before it is known which keys there are. */
  let keysRead = false;
  const readKeys = (): void => {
    keysRead = false;
    keys.load(keyed().map(({ origin }) => origin))
      .catch((error: unknown) => log.warn('the keys could not be read', error))
      .finally(() => { keysRead = true; changed(); });
  };
  const keyed = (): { id: string; label: string; origin: string }[] =>
    declared.filter(config => config.key !== undefined).map(({ id, label, origin }) => ({ id, label, origin }));
  const changed = (): void => { session.work(); providersChanged.fire(); };
  const holdOf = (id: string): 'key' | null => {
    const service = keyed().find(candidate => candidate.id === id);
    return service !== undefined && keys.has(service.origin) === false ? 'key' : null;
  };

  const session = new Session({
    path: join(storage, 'history.db'),
    mayWork: () => vscode.workspace.isTrusted && keysRead,
    log,
    makeEngine: db => new Engine({
      db, log, holdOf, providers: registry, clock: Date.now, newId: randomUUID,
      files: createFiles({ folders, newId: randomUUID }),
      holder: holderName(),
      times: usualTimes,
      timing: { random: Math.random, backoff: 1000, longest: 15_000 },
    }),
  });
  const desk = new Desk({ session, registry, holdOf, mayWork: () => vscode.workspace.isTrusted, clock: Date.now, newId: randomUUID });
  const parts: Parts = {
    context, session, desk, keys, log, keyed, clock: Date.now, newId: randomUUID, menuToken: randomUUID(),
    onProvidersChanged: providersChanged.event, mediaFolders: () => folders().map(({ path }) => path),
  };
  const gallery = new Gallery(parts);
  const generations = new GenerationsView(parts);
  const studio = new Studio(parts);

  const features: Readonly<Record<string, () => vscode.Disposable>> = {
    providers: () => { declare(); readKeys(); return onSettingsChanged(() => { declare(); readKeys(); }); },
    keys: () => keys.onChanged(changed),
    trust: () => vscode.workspace.onDidGrantWorkspaceTrust(changed),
    generations: () => generations.register(),
    gallery: () => gallery.register(),
    studio: () => studio.register(),
    commands: () => registerCommands(parts, { generations, gallery, studio }),
    'unfinished work': () => { session.resume(); return new vscode.Disposable(() => undefined); },
  };
  for (const [name, register] of Object.entries(features)) {
    try {
      context.subscriptions.push(register());
    } catch (error) {
      log.error(`${name} could not be registered`, error);
    }
  }
  context.subscriptions.push(providersChanged, registry, log);
  closing = () => session.dispose();
}

let closing: () => Promise<void> = () => Promise.resolve();

export function deactivate(): Promise<void> {
  return closing();
}

/** The project's folder for results first; where there is none or it can't be written, the extension's own. */
function outputFolders(storage: string): OutputFolder[] {
  const own = { path: join(storage, 'results') };
  const root = vscode.workspace.workspaceFolders?.[0];
  const path = root === undefined ? null : outputFolder(root.uri.fsPath, outputFolderSetting(root.uri));
  return root === undefined || path === null ? [own] : [{ path, within: root.uri.fsPath }, own];
}
