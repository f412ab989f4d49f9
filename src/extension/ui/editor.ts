/** What is told outside of Darkroom's own views: status bar, number on the activity bar, notification. */
import * as vscode from 'vscode';
import { type Attention, badgeCount, nothing, sentences } from '../../shared/attention.ts';
import { completedSince } from '../store/attention.ts';
import { generationById, tally } from '../store/generations.ts';
import { notificationsSetting } from '../platform/settings.ts';
import { type Look, lookAt, lookedAt } from './attention.ts';
import { type Heard, messageOfNews } from './news.ts';
import { Notifications, type Notify } from './notifications.ts';
import type { Parts } from './parts.ts';
import { pulse } from './pulse.ts';
import { StatusBar } from './statusBar.ts';
import { toast } from './toast.ts';
import { isFiltering, lets } from './tree/filter.ts';
import type { GenerationsView } from './tree/view.ts';

/** News of this long are told together, in milliseconds. */
const joinWithin = 10_000;

export class Editor {
  private readonly parts: Parts;
  private readonly generations: GenerationsView;
  private readonly statusBar = new StatusBar();
  private readonly notifications: Notifications<Heard>;
  /** What was there when the history was opened, or was told since: it is no news. */
  private readonly known = new Set<string>();
  /** When the history was first looked at. */
  private since: number | null = null;
  /** Steps of the walkthrough that were done. */
  private readonly done = new Set<string>();

  constructor(parts: Parts, generations: GenerationsView) {
    this.parts = parts;
    this.generations = generations;
    this.notifications = new Notifications({
      show: message => toast(message),
      told: heard => this.maySay() ? messageOfNews(parts, generations, heard) : null,
      joinWithin,
      after: (milliseconds, call) => {
        const timer = setTimeout(call, milliseconds);
        return () => clearTimeout(timer);
      },
    });
  }

  /** Opens the walkthrough, with what was done ticked off. */
  async showFirstSteps(): Promise<void> {
    await vscode.commands.executeCommand('workbench.action.openWalkthrough', 'darkroom.darkroom#start');
    for (const name of this.done) flash(name);
  }

  readonly notify: Notify = message => this.notifications.notify(message);

  register(): vscode.Disposable {
    const { session, onProvidersChanged } = this.parts;
    const update = pulse(250, () => this.update());
    const beat = (): void => update.beat();
    return vscode.Disposable.from(
      update, this.statusBar, this.notifications,
      session.onChanged(beat), onProvidersChanged(beat), this.generations.onDidChangeVisibility(beat), vscode.window.onDidChangeWindowState(beat),
    );
  }

  private update(): void {
    const { session, desk, clock, log } = this.parts;
    if (this.hasOwnService()) this.tick('darkroom.serviceReady');
    if (!session.isOpen) return;
    try {
      const look = lookAt(session.db, clock(), generation => desk.timingOf(generation));
      this.show(look.attention);
      if (tally(session.db).completed > 0) this.tick('darkroom.generated');
      if (this.isWatched() && look.attention.failed > 0) this.notice(look);
      this.listen(look);
    } catch (error) {
      log.error('the status bar can\'t tell the state', error);
      this.show(nothing);
    }
  }

  /** What stands there was seen; what the filter hides was not. */
  private notice({ troubles }: Look): void {
    const { parts } = this;
    const filter = this.generations.narrowedTo;
    const seen = isFiltering(filter) ? troubles.filter(({ kind, generation }) => {
      const row = kind === 'failed' ? generationById(parts.session.db, generation) : undefined;
      return row !== undefined && lets(filter, row.generation, 'failed');
    }).map(({ generation }) => generation) : undefined;
    if (seen === undefined || seen.length > 0) void lookedAt(parts, seen);
  }

  private show(attention: Attention): void {
    this.statusBar.show(attention);
    this.generations.setBadge(badgeCount(attention), sentences({ ...attention, waiting: 0 }).join('\n'));
  }

  /** Takes up what is new. All windows do, so that whichever leads when it is told can tell it. */
  private listen({ attention, troubles }: Look): void {
    const now = this.parts.clock();
    const first = this.since === null;
    const since = this.since ??= now;
    const done = !first && notificationsSetting() === 'all' ? completedSince(this.parts.session.db, since).map(found => ({ ...found, kind: 'completed' as const })) : [];
    const news: Heard[] = [];
    for (const each of [...troubles, ...done]) {
      const key = `${each.kind} ${each.attempt}`;
      if (this.known.has(key)) continue;
      this.known.add(key);
      if (!first && each.at >= since) news.push(each);
    }
    if (!this.showsAll()) this.notifications.join(news);
    // Nothing else can come: nobody has to wait for it.
    if (attention.running + attention.waiting === 0) this.notifications.settle();
  }

  /** Two windows show one history: the one that does the work tells of it. */
  private maySay(): boolean {
    return this.parts.session.leads && notificationsSetting() !== 'none' && !this.showsAll();
  }

  /** Whether a person has the list of jobs before their eyes. */
  private isWatched(): boolean {
    return this.generations.isVisible && vscode.window.state.focused;
  }

  private showsAll(): boolean {
    return this.isWatched() && !isFiltering(this.generations.narrowedTo);
  }

  /** A service of one's own that could be used now. */
  private hasOwnService(): boolean {
    const { desk, keyed, keys } = this.parts;
    return desk.specs().some(({ id }) => id !== 'embedded' && keyed().every(service => service.id !== id || keys.has(service.origin) === true));
  }

  private tick(name: string): void {
    if (this.done.has(name)) return;
    this.done.add(name);
    flash(name);
  }
}

/**
 * Sets a context for a moment. VS Code ticks a step off when its context becomes true, and never when it was true
 * before the walkthrough was first looked at.
 */
function flash(name: string): void {
  void vscode.commands.executeCommand('setContext', name, true);
  void vscode.commands.executeCommand('setContext', name, false);
}
