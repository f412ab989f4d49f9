/** The Studio: the form in the sidebar. Its draft lives in the store, so that nothing typed is lost. */
import * as v from 'valibot';
import * as vscode from 'vscode';
import { type AssetView, type Draft, type Wish, draftSchema } from '../../shared/protocol.ts';
import { assetById } from '../store/assets.ts';
import { loadDraft, saveDraft } from '../store/drafts.ts';
import { presets } from '../store/presets.ts';
import { promptsPage } from '../store/prompts.ts';
import { cardCounts, currentRev, recentGenerations } from '../store/generations.ts';
import { requireTrust, retry } from './actions.ts';
import { chooseInput, dropInput } from './chooseInput.ts';
import { mayPassLimit } from './limit.ts';
import type { Parts } from './parts.ts';
import { pulse } from './pulse.ts';
import { assetView, recentItem } from './views.ts';
import { type Connection, connect, done } from './webview.ts';

const recentCount = 8;

export class Studio implements vscode.WebviewViewProvider {
  private readonly parts: Parts;
  private send: Connection['send'] | null = null;
  private wantsFocus = false;
  /** What commands asked of the form, until its page takes it. */
  private wishes: Wish[] = [];

  constructor(parts: Parts) {
    this.parts = parts;
  }

  register(): vscode.Disposable {
    return vscode.window.registerWebviewViewProvider('darkroom.studio', this);
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { parts } = this;
    const address = (path: string): string => view.webview.asWebviewUri(vscode.Uri.file(path)).toString();
    const filesOf = (named: readonly Pick<Wish, 'inputs'>[]): AssetView[] =>
      named.flatMap(({ inputs }) => Object.values(inputs ?? {})).flatMap(id => assetById(parts.session.db, id) ?? []).map(asset => assetView(asset, address));
    const recent = (): ReturnType<typeof recentItem>[] =>
      recentGenerations(parts.session.db, recentCount).map(row => recentItem(parts.session.db, row, parts.desk, address));
    const { send, dispose } = connect(view.webview, 'studio', parts, {
      'studio.load': async () => {
        const draft = this.draft();
        const { problems } = await parts.desk.checkAll(draft);
        return { providers: structuredClone(parts.desk.specs()) as never, draft, problems: [...problems], recent: recent(), presets: presets(parts.session.db), files: filesOf([draft]) };
      },
      'studio.wishes': () => {
        const wishes = this.wishes.splice(0);
        return { wishes, files: filesOf(wishes) };
      },
      'studio.prompts': ({ after }) => {
        const { prompts, next } = promptsPage(parts.session.db, after);
        return { prompts: [...prompts], next };
      },
      'studio.pickPrompt': () => done(vscode.commands.executeCommand('darkroom.promptHistory')),
      'preset.apply': ({ id }) => done(vscode.commands.executeCommand('darkroom.applyPreset', { preset: id })),
      'preset.save': () => done(vscode.commands.executeCommand('darkroom.savePreset')),
      'preset.delete': () => done(vscode.commands.executeCommand('darkroom.deletePreset')),
      'studio.dropInput': async ({ provider, model, input, uri }) => ({ file: assetView(await dropInput(parts, provider, model, input, uri), address) }),
      'studio.chooseInput': async ({ provider, model, input }) => {
        const file = await chooseInput(parts, provider, model, input);
        return { file: file === undefined ? null : assetView(file, address) };
      },
      'studio.save': async ({ draft }) => {
        await parts.session.db.write(tx => saveDraft(tx, draft));
        return { problems: [...(await parts.desk.checkAll(draft)).problems] };
      },
      'studio.generate': async ({ draft }) => {
        requireTrust();
        await parts.session.db.write(tx => saveDraft(tx, draft));
        const { problems, request } = await parts.desk.checkAll(draft);
        if (request === null) return { problems: [...problems], generation: null };
        const overLimit = await mayPassLimit(parts, parts.desk.priceOf(request), 1);
        return { problems: [...problems], generation: overLimit === null ? null : await parts.desk.place(request, overLimit) };
      },
      'studio.recent': () => ({ recent: recent(), presets: presets(parts.session.db) }),
      'generation.retry': ({ id }) => done(retry(parts, id)),
      'generation.reveal': ({ id }) => done(vscode.commands.executeCommand('darkroom.revealGeneration', id)),
      'gallery.open': ({ generation }) => done(vscode.commands.executeCommand('darkroom.openGallery', generation)),
      'key.set': ({ provider }) => done(vscode.commands.executeCommand('darkroom.setKey', provider)),
    }, () => { this.send = send; this.giveFocus(); });
    // Nobody listens until the page says so.
    this.send = null;
    const tellChanged = pulse(100, () => {
      const { db } = parts.session;
      if (view.visible) send({ event: 'changed', rev: currentRev(db), counts: cardCounts(db) });
    });
    const subscriptions = vscode.Disposable.from(
      parts.session.onChanged(() => tellChanged.beat()),
      parts.onProvidersChanged(() => send({ event: 'providers' })),
      view.onDidChangeVisibility(() => tellChanged.beat()),
      { dispose: () => { dispose(); tellChanged.dispose(); } },
    );
    view.onDidDispose(() => {
      subscriptions.dispose();
      this.send = null;
    });
  }

  /** Brings the form forward and puts the cursor into its prompt, also when its page has yet to be loaded. */
  async open(): Promise<void> {
    this.wantsFocus = true;
    await vscode.commands.executeCommand('darkroom.studio.focus');
    this.giveFocus();
  }

  /** Changes the form as a command asks, and brings it forward. What stands in its page and was not saved yet is changed with it. */
  async put(wish: Wish): Promise<void> {
    this.wishes.push(wish);
    await this.open();
    // A page that has yet to be loaded asks by itself.
    this.send?.({ event: 'wished' });
  }

  private giveFocus(): void {
    if (!this.wantsFocus || this.send === null) return;
    this.wantsFocus = false;
    this.send({ event: 'focus' });
  }

  /** As it was saved last. */
  draft(): Draft {
    const kept = v.safeParse(draftSchema, loadDraft(this.parts.session.db));
    return kept.success ? kept.output : this.parts.desk.freshDraft();
  }
}
