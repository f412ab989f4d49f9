/** Builds the parts, hands them over, and registers each feature so that a broken one can't stop the rest. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { v7 as newId } from 'uuid';
import * as vscode from 'vscode';
import { tellElsewhere } from './assets/elsewhere.ts';
import { type OutputFolder, createFiles } from './assets/files.ts';
import { createInputs } from './assets/inputs.ts';
import { createPreviews } from './assets/previews.ts';
import { createThumbnails } from './assets/thumbnails.ts';
import { Desk } from './engine/desk.ts';
import { holderName } from './engine/holder.ts';
import { Engine } from './engine/loop.ts';
import { Session } from './engine/session.ts';
import { usualTimes } from './engine/step.ts';
import { followStories } from './engine/story.ts';
import { createLog } from './platform/log.ts';
import { storageFolder } from './platform/paths.ts';
import { type ProjectPlace, outputFolders, projectPlace } from './platform/project.ts';
import { Keys } from './platform/secrets.ts';
import { customProvidersSetting, dailyLimitSetting, historyLimitsSetting, onSettingsChanged } from './platform/settings.ts';
import { createEmbeddedProvider } from './providers/embedded/index.ts';
import { redact } from './providers/http/redact.ts';
import { Services } from './providers/services.ts';
import { type Ledger, openLedger } from './store/ledger.ts';
import { keyFile } from './store/outputs.ts';
import { createApi } from './ui/api/api.ts';
import type { DarkroomApi } from './ui/api/darkroom.d.ts';
import { registerCommands } from './ui/commands/register.ts';
import { Editor } from './ui/editor.ts';
import { registerDetails } from './ui/details.ts';
import { registerFilePlaces } from './ui/filePlaces.ts';
import { Gallery } from './ui/gallery.ts';
import { offerHistory, tellOfHistory, tellOfResults } from './ui/keeping.ts';
import type { Parts } from './ui/parts.ts';
import { Studio } from './ui/studio.ts';
import { isNode } from './ui/tree/nodes.ts';
import { GenerationsView } from './ui/tree/view.ts';

export function activate(context: vscode.ExtensionContext): DarkroomApi {
  if (vscode.l10n.bundle !== undefined) l10n.config({ contents: vscode.l10n.bundle });
  const keys = new Keys(context.secrets);
  const log = createLog(text => redact(text, keys.values()));
  const storage = storageFolder(context);
  const folders = (): OutputFolder[] => outputFolders(projectPlace(storage), storage);
  const services = new Services([createEmbeddedProvider({ worker: context.asAbsolutePath('dist/embedded-worker.cjs') })], keys);
  const { registry } = services;
  const holdOf = (id: string): 'key' | null => services.holdOf(id);
  const providersChanged = new vscode.EventEmitter<void>();
  const changed = (): void => {
    session.work();
    providersChanged.fire();
    void vscode.commands.executeCommand('setContext', 'darkroom.canUpload', desk.uploaders().length > 0);
  };
  const declare = (): void => {
    const problems = services.declare(customProvidersSetting());
    for (const problem of problems) log.warn(`darkroom.customProviders: ${problem}`);
    if (problems.length > 0) void vscode.window.showWarningMessage(vscode.l10n.t('Setting darkroom.customProviders: {0}', problems[0]!));
    services.readKeys().catch((error: unknown) => log.warn('the keys could not be read', error)).finally(changed);
  };

  const spendChanged = new vscode.EventEmitter<void>();
  let opened: Ledger | undefined;
  const ledger = (): Ledger => {
    if (opened !== undefined) return opened;
    opened = openLedger(join(context.globalStorageUri.fsPath, 'ledger.db'), (kept, error) => log.error(`the ledger was broken; it is kept as ${kept}`, error));
    opened.onChanged(() => spendChanged.fire());
    return opened;
  };

  const mediaRoots = (): string[] => [...(vscode.workspace.workspaceFolders ?? []).map(folder => folder.uri.fsPath), ...folders().map(({ path }) => path)];
  const inputs = createInputs(mediaRoots);
  const register = join(context.globalStorageUri.fsPath, 'workspaces');
  const care = context.asAbsolutePath('dist/care.cjs');
  const loadCare = (): typeof import('./engine/care.ts') => {
    const loaded = createRequire(care)(care) as typeof import('./engine/care.ts');
    if (vscode.l10n.bundle !== undefined) loaded.config({ contents: vscode.l10n.bundle });
    return loaded;
  };
  const place = (): ProjectPlace | null => vscode.workspace.isTrusted ? projectPlace(storage) : null;
  const session: Session = new Session({
    path: join(storage, 'history.db'),
    mayWork: () => vscode.workspace.isTrusted && services.areKeysRead,
    log, care, clock: Date.now,
    tell: notice => tellOfHistory(parts, notice),
    hasEarlier: async () => {
      const project = place();
      return project !== null && existsSync(join(project.output, keyFile)) && await loadCare().earlierHistory(project, register, 'history.db') !== null;
    },
    makeHouse: db => new (loadCare().House)({
      db, log, place, register, care, clock: Date.now, newId, limits: historyLimitsSetting,
      folders: () => folders().map(({ path }) => path), trashRoots: mediaRoots,
      leads: () => session.leads,
      tell: notice => tellOfHistory(parts, notice),
      offer: offerHistory,
    }),
    makeEngine: db => new Engine({
      db, log, holdOf, ledger: ledger(), workspace: storage, dailyLimit: dailyLimitSetting, providers: registry, clock: Date.now, newId,
      files: tellElsewhere(createFiles({ folders, newId }), () => projectPlace(storage)?.output ?? null, folder => tellOfResults(parts, folder, projectPlace(storage) !== null)), inputs,
      holder: holderName(),
      times: usualTimes,
      timing: { random: Math.random, backoff: 1000, longest: 15_000 },
    }),
  });
  const desk = new Desk({ session, registry, inputs, holdOf, ledger, dailyLimit: dailyLimitSetting, mayWork: () => vscode.workspace.isTrusted, clock: Date.now, newId });
  const thumbnails = createThumbnails({ folder: join(storage, 'thumbnails'), byteLimit: 512 * 1024 * 1024, clock: Date.now });
  const parts: Parts = {
    context, session, desk, keys, log, previews: createPreviews({ db: () => session.db, thumbnails, warn: (...told) => log.warn(...told) }), keyed: () => services.keyed(), clock: Date.now, newId, menuToken: randomUUID(), dragToken: randomUUID(), isRow: isNode, selected: () => gallery.selected,
    notify: message => editor.notify(message), onProvidersChanged: providersChanged.event, onSpendChanged: spendChanged.event, mediaFolders: () => folders().map(({ path }) => path),
  };
  const gallery = new Gallery(parts);
  const generations = new GenerationsView(parts);
  const editor = new Editor(parts, generations);
  const studio = new Studio(parts);

  const features: Readonly<Record<string, () => vscode.Disposable>> = {
    providers: () => { declare(); return onSettingsChanged(declare); },
    keys: () => keys.onChanged(() => { desk.keysChanged().catch((error: unknown) => log.warn('the ledger could not be written', error)).finally(changed); }),
    trust: () => vscode.workspace.onDidGrantWorkspaceTrust(changed),
    generations: () => generations.register(),
    details: () => registerDetails(parts),
    editor: () => editor.register(),
    'marks of files': () => registerFilePlaces(parts),
    stories: () => followStories(session, (...told) => log.tell(...told), Date.now()),
    gallery: () => gallery.register(),
    studio: () => studio.register(),
    commands: () => registerCommands(parts, { generations, gallery, studio, editor }),
    'unfinished work': () => { session.resume(); return new vscode.Disposable(() => undefined); },
  };
  for (const [name, register] of Object.entries(features)) {
    try {
      context.subscriptions.push(register());
    } catch (error) {
      log.error(`${name} could not be registered`, error);
    }
  }
  context.subscriptions.push(providersChanged, spendChanged, registry, log);
  closing = () => session.dispose().finally(() => opened?.close());
  return createApi(parts);
}

let closing: () => Promise<void> = () => Promise.resolve();

export function deactivate(): Promise<void> {
  return closing();
}
