/** The gallery: an editor panel beside the file at hand. It shows rows and writes wishes. */
import { sep } from 'node:path';
import * as vscode from 'vscode';
import { dropMissing, listedEndings, noteGone, noteMedia } from '../assets/index.ts';
import type { IsIgnored } from '../platform/ignored.ts';
import { listFiles, watchFiles } from '../platform/projectFiles.ts';
import { isLinkedPath } from '../store/assets.ts';
import { cards } from '../store/cards.ts';
import { cardCounts, changesSince, pageLimit } from '../store/generations.ts';
import { foldersIn } from '../store/groups.ts';
import { Listings } from '../store/listing.ts';
import { providersIn } from '../store/lists.ts';
import { judge, toReview } from '../store/verdicts.ts';
import type { HostEvent, Params, Result } from '../../shared/protocol.ts';
import { cancel, openAsset, openOutside, retry } from './actions.ts';
import type { Parts } from './parts.ts';
import { wholePicture } from './pictures.ts';
import { pulse } from './pulse.ts';
import { folderLabel, galleryItem } from './views.ts';
import { type Connection, connect, done } from './webview.ts';

export const galleryType = 'darkroom.gallery';

const again = { same: 'darkroom.generateAgain', 'new-seed': 'darkroom.generateWithNewSeed', changes: 'darkroom.generateWithChanges' } as const;

/** Milliseconds that the listing of a project waits for the first pictures. */
const picturesWithin = 1500;

/** Of thousands of files at once, as when a branch is switched, the editor's watcher may pass over some: then the project is listed again. */
const manyAtOnce = 200;
/** Milliseconds after the last of them. */
const listedAfter = 1000;

/** Milliseconds within which VS Code hands over a panel that it brings back: after a reload it may be busy, after a crash of the extension host it never does. */
const revivedWithin = { reload: 30_000, crash: 500 };

/** Where the workspace keeps the last window that showed it. */
const shownKey = 'gallery.shownIn';
/** Where it keeps whether ignored files are shown. */
const ignoredKey = 'gallery.showsIgnored';

export class Gallery implements vscode.WebviewPanelSerializer {
  private readonly parts: Parts;
  private panel: vscode.WebviewPanel | null = null;
  private send: Connection['send'] | null = null;
  private isIgnored: IsIgnored = () => false;
  private toShow: HostEvent | null = null;
  /** The cards that are chosen on its page. */
  selected: Params<'gallery.selected'> = { assets: [], generations: [] };
  /** Listings under way: a new one may begin before the one it replaces has ended. */
  private looks = 0;
  private findsMoved = false;
  private wantsMoved = false;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  register(): vscode.Disposable {
    // The panel itself is left to VS Code: it is to come back after a reload.
    return vscode.Disposable.from(vscode.window.registerWebviewPanelSerializer(galleryType, this), this.replaceOrphans());
  }

  /** Opens it, or brings it forward; with a generation its card is shown and focused. */
  open(generation?: string): void {
    this.bringForward(generation === undefined ? null : { event: 'show', generation });
  }

  /** Opens it on the latest results, to be judged one by one. */
  review(): void {
    this.bringForward({ event: 'review' });
  }

  private bringForward(wish: HostEvent | null): void {
    this.toShow = wish;
    if (this.panel !== null) {
      // A hidden page is loaded again and asks by itself.
      if (this.panel.visible) this.showWished();
      this.panel.reveal();
      return;
    }
    const beside = vscode.window.tabGroups.activeTabGroup.activeTab !== undefined;
    // One that a reload left in the background, not brought back yet, would be a second one.
    const asleep = galleryTabs();
    if (asleep.length > 0) void vscode.window.tabGroups.close(asleep);
    this.create(beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active, false);
  }

  /** Only a page can put a picture on the clipboard, and only while it has the focus. @param asset that of the active card where it is `null` */
  copyImage(asset: string | null): void {
    if (this.panel === null) throw new Error(vscode.l10n.t('Open the gallery first: the picture is copied from there.'));
    this.panel.reveal();
    this.send?.({ event: 'copyImage', asset });
  }

  /** After a reload VS Code brings the panel back; its page keeps what filter it had. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    // One gallery a window: the one that comes back knows what it showed.
    this.panel?.dispose();
    this.adopt(panel);
    return Promise.resolve();
  }

  /**
   * After a crash of the extension host its panels stay on screen, and nobody answers them. One that is on screen and
   * was not handed over by the serializer is such an orphan: it makes room for a living one.
   */
  private replaceOrphans(): vscode.Disposable {
    let timer: NodeJS.Timeout | null = null;
    const patience = this.parts.context.workspaceState.get(shownKey) === vscode.env.sessionId ? revivedWithin.crash : revivedWithin.reload;
    const orphan = (): vscode.Tab | undefined => this.panel !== null ? undefined : galleryTabs().find(tab => tab.isActive);
    const replace = async (): Promise<void> => {
      timer = null;
      const tab = orphan();
      if (tab === undefined) return;
      const { viewColumn, isActive } = tab.group;
      await vscode.window.tabGroups.close(tab);
      this.create(viewColumn, !isActive);
    };
    const look = (): void => {
      if (timer === null && orphan() !== undefined) timer = setTimeout(() => void replace(), patience);
    };
    look();
    return vscode.Disposable.from(
      vscode.window.tabGroups.onDidChangeTabs(look),
      { dispose: () => { if (timer !== null) clearTimeout(timer); } },
    );
  }

  private create(viewColumn: vscode.ViewColumn, preserveFocus: boolean): void {
    this.adopt(vscode.window.createWebviewPanel(galleryType, vscode.l10n.t('Gallery'), { viewColumn, preserveFocus }));
  }

  private adopt(panel: vscode.WebviewPanel): void {
    const { parts } = this;
    this.panel = panel;
    // A window that was loaded anew is another one.
    void parts.context.workspaceState.update(shownKey, vscode.env.sessionId);
    const icon = (name: string): vscode.Uri => vscode.Uri.joinPath(parts.context.extensionUri, 'media', name);
    panel.iconPath = { light: icon('gallery-light.svg'), dark: icon('gallery-dark.svg') };
    const { promise: pictures, resolve: picturesCame } = Promise.withResolvers<void>();
    setTimeout(picturesCame, picturesWithin);
    const listings = new Listings(folderLabel);
    const address = (path: string): string => panel.webview.asWebviewUri(vscode.Uri.file(path)).toString();
    const { send, allowFolders, dispose } = connect(panel.webview, 'gallery', parts, {
      'gallery.page': async ({ filter, narrow, offset, limit, knows }) => {
        const { db } = parts.session;
        const { rev, total, cards, groups } = await listings.page(db, filter, narrow, offset, limit);
        const items = cards.map(card => galleryItem(db, card, parts.desk, address));
        return { rev, counts: cardCounts(db), total, offset, items, indexing: this.looks > 0, ...groups && { groups: { version: groups.version, all: groups.version === knows ? null : groups.all } } };
      },
      'gallery.keys': async ({ filter, narrow, offset, limit }) => {
        const found: Result<'gallery.keys'>['cards'] = [];
        // A page at a time, with other work in between.
        for (let at = offset; at < offset + limit; at += pageLimit) {
          const { cards: page } = await listings.page(parts.session.db, filter, narrow, at, Math.min(pageLimit, offset + limit - at));
          found.push(...page.map(({ key, assetId, generationId }) => ({ key, asset: assetId, generation: generationId })));
          await new Promise(resolve => setImmediate(resolve));
        }
        return { cards: found };
      },
      'gallery.seek': async ({ filter, narrow, name, from }) => ({ offset: await listings.seek(parts.session.db, filter, narrow, name, from) }),
      'gallery.selected': chosen => { this.selected = chosen; return {}; },
      'gallery.act': ({ act, uploads }) => done(vscode.commands.executeCommand(`darkroom.${act}`, { selected: true, menu: parts.menuToken, ...uploads === null ? {} : { uploads } })),
      'gallery.showIgnored': async ({ show }) => {
        await parts.context.workspaceState.update(ignoredKey, show);
        look(!show);
        return {};
      },
      'gallery.choices': async ({ folder }) => ({
        providers: providersIn(parts.session.db).map(({ provider }) => ({ id: provider, label: parts.desk.labelOf(provider) })),
        uploaders: parts.desk.uploaders().map(({ id, label }) => ({ id, label })),
        showsIgnored: this.showsIgnored,
        folders: await foldersIn(parts.session.db, folderLabel, folder),
      }),
      'uploads.get': ({ provider, ids }) => ({ label: parts.desk.labelOf(provider), uploads: parts.desk.uploadsOf(provider, ids) }),
      'asset.upload': ({ id, provider, act }) => done(vscode.commands.executeCommand(`darkroom.${act}`, { asset: id, uploads: provider, menu: parts.menuToken })),
      'gallery.find': async ({ filter, narrow, wanted }) => {
        const place = await listings.placeOf(parts.session.db, filter, narrow, wanted);
        return { offset: place?.offset ?? null, key: place?.key ?? null };
      },
      'thumbs.get': async ({ ids }) => {
        const answer = await parts.previews.get(ids, address);
        setTimeout(picturesCame, picturesWithin / 5);
        return answer;
      },
      'thumbs.put': brought => done(parts.previews.put(brought)),
      'picture.whole': ({ id }) => wholePicture(parts.session.db, id, address),
      'generation.retry': ({ id }) => done(retry(parts, id)),
      'generation.cancel': ({ id }) => done(cancel(parts, id)),
      'generation.reveal': ({ id }) => done(vscode.commands.executeCommand('darkroom.revealGeneration', id)),
      'asset.open': ({ id }) => done(openAsset(parts, id)),
      'review.list': ({ since }) => {
        const { db } = parts.session;
        const running = cards(db, 'active', 0, 50).map(card => galleryItem(db, card, parts.desk, address));
        return { items: toReview(db, since).map(({ asset, generationId, at }) => galleryItem(db, { key: asset.id, at, assetId: asset.id, generationId }, parts.desk, address)), running };
      },
      'asset.judge': ({ ids, verdict }) => done(parts.session.db.write(tx => judge(tx, ids, verdict, parts.clock()))),
      'asset.act': ({ id, act }) => done(vscode.commands.executeCommand(`darkroom.${act}`, { asset: id, menu: parts.menuToken })),
      'asset.outside': ({ id }) => done(openOutside(parts, id)),
      'asset.useAsInput': ({ id }) => done(vscode.commands.executeCommand('darkroom.useAsInput', { asset: id, menu: parts.menuToken })),
      // What one picture at a time needs is loaded when one is looked at.
      'asset.details': async ({ id }) => (await import('./asset/details.ts')).detailsOf(parts, id, address),
      'generation.again': async ({ id, how }) => ({ generation: await vscode.commands.executeCommand<string | undefined>(again[how], { generation: id, menu: parts.menuToken }) ?? null }),
      'studio.open': () => done(vscode.commands.executeCommand('darkroom.generate')),
    }, () => this.showWished());
    this.send = send;
    let seen = -1;
    const tellChanged = pulse(100, () => {
      const { rev } = changesSince(parts.session.db, seen);
      if (rev === seen || !panel.visible) return;
      seen = rev;
      send({ event: 'changed', rev, counts: cardCounts(parts.session.db) });
    });
    let looking = new vscode.CancellationTokenSource();
    let listing: NodeJS.Timeout | undefined;
    const look = (strictly = false): void => {
      looking.cancel();
      looking.dispose();
      looking = new vscode.CancellationTokenSource();
      const { token } = looking;
      void this.lookThroughProject(token, () => pictures, strictly).then(() => {
        seen = -1;
        if (!token.isCancellationRequested) tellChanged.beat();
      });
    };
    const subscriptions = vscode.Disposable.from(
      parts.session.onChanged(() => tellChanged.beat()),
      panel.onDidChangeViewState(() => { seen = -1; tellChanged.beat(); }),
      // Why uploads wait is not in the history.
      ...[parts.onProvidersChanged, parts.onSpendChanged].map(each => each(() => { seen = -1; tellChanged.beat(); })),
      watchFiles(listedEndings, (changed, gone) => {
        void this.noteBurst(changed, gone);
        if (changed.length + gone.length < manyAtOnce) return;
        clearTimeout(listing);
        listing = setTimeout(() => look(), listedAfter);
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => { allowFolders(); look(); }),
      watchAll('**/{.gitignore,.ignore}', () => look()),
      { dispose: () => { dispose(); tellChanged.dispose(); looking.cancel(); looking.dispose(); clearTimeout(listing); } },
    );
    panel.onDidDispose(() => {
      subscriptions.dispose();
      if (this.panel === panel) { this.panel = null; this.send = null; this.selected = { assets: [], generations: [] }; }
    });
    look();
  }

  /** @returns whether the gallery is at hand to hear it */
  tell(event: HostEvent): boolean {
    if (this.panel?.active !== true || this.send === null) return false;
    this.send(event);
    return true;
  }

  private showWished(): void {
    if (this.toShow !== null) this.send?.(this.toShow);
    this.toShow = null;
  }

  /**
   * @param strictly whether a file that the listing passes over is left out, and not kept because it is there
   * @param pictures resolves when the page has its first ones: until then nothing keeps the editor busy that can wait
   */
  private async lookThroughProject(token: vscode.CancellationToken, pictures: () => Promise<void>, strictly: boolean): Promise<void> {
    const { session, newId, log } = this.parts;
    this.looks++;
    try {
      const listed = new Set<string>();
      let changed = false;
      // What is known from earlier is shown first.
      if (cardCounts(session.db).all > 0) await pictures();
      const all = this.showsIgnored;
      const reading: Promise<IsIgnored> = all ? Promise.resolve(() => false) : import('../platform/ignored.ts').then(({ readIgnored }) => readIgnored(token));
      await listFiles(listedEndings, async files => {
        this.isIgnored = await reading;
        const wanted = files.filter(({ path }) => !this.isLeftOut(path));
        for (const { path } of wanted) listed.add(path);
        changed = await noteMedia(session.db, wanted, newId) || changed;
      }, token, pictures, all);
      if (token.isCancellationRequested) return;
      this.isIgnored = await reading;
      changed = await dropMissing(session.db, listed, path => this.isLeftOut(path) || strictly && !this.isOurs(path)) || changed;
      if (changed) await this.findMoved();
    } catch (error) {
      log.error('the project\'s media could not be listed', error);
    } finally {
      this.looks--;
    }
  }

  /** Files that were moved while nobody said so keep their history. One search at a time: what comes meanwhile is looked at by one more. */
  private async findMoved(): Promise<void> {
    this.wantsMoved = true;
    if (this.findsMoved) return;
    this.findsMoved = true;
    try {
      const { findMoved } = await import('../assets/follow.ts');
      while (this.wantsMoved) {
        this.wantsMoved = false;
        await findMoved(this.parts.session.db, () => this.panel === null);
      }
    } finally {
      this.findsMoved = false;
    }
  }

  /** Ignore files say so, and it is none of ours. */
  private isLeftOut(path: string): boolean {
    return this.isIgnored(path) && !this.isOurs(path);
  }

  /** Where Darkroom writes, and what belongs to a generation, is never left out. */
  private isOurs(path: string): boolean {
    const { session, mediaFolders } = this.parts;
    return mediaFolders().some(folder => path.startsWith(`${folder}${sep}`)) || isLinkedPath(session.db, path);
  }

  private get showsIgnored(): boolean {
    return this.parts.context.workspaceState.get(ignoredKey, false);
  }

  private async noteBurst(changed: Parameters<typeof noteMedia>[1], gone: string[]): Promise<void> {
    const { session, newId, log } = this.parts;
    try {
      const came = await noteMedia(session.db, changed.filter(({ path }) => !this.isLeftOut(path)), newId);
      if (await noteGone(session.db, gone) || came) await this.findMoved();
    } catch (error) {
      log.error('changed files could not be noted', error);
    }
  }
}

/** Tells when one of these files came, changed or went. */
function watchAll(pattern: string, changed: () => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  return vscode.Disposable.from(watcher, watcher.onDidCreate(changed), watcher.onDidChange(changed), watcher.onDidDelete(changed));
}

function galleryTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(group => group.tabs)
    .filter(tab => tab.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith(galleryType));
}
