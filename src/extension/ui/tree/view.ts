/** The Generations view: a native tree of jobs by status, kept up to date by the one feed. */
import * as vscode from 'vscode';
import type { Group } from '../../../shared/status.ts';
import { outputAssets } from '../../store/assets.ts';
import { attemptsOf } from '../../store/attempts.ts';
import { type StoredGeneration, changesSince, currentRev, generationById, tally } from '../../store/generations.ts';
import type { Hold } from '../../store/ledger.ts';
import type { Parts } from '../parts.ts';
import { pulse } from '../pulse.ts';
import { messageOf } from '../webview.ts';
import { type Filter, isFiltering, lets, messageOfFilter, nameOf, noFilter, readFilter } from './filter.ts';
import { type Spending, headingOf } from './heading.ts';
import { clearFilterItem, detailItem, details, generationItem, generationTooltip, groupItem, moreItem, openCommand } from './items.ts';
import { type RowContext, linesOf } from './lines.ts';
import { ClearFilterNode, DetailNode, GenerationNode, GroupNode, MoreNode, type Node } from './nodes.ts';
import { type GroupRows, type Shown, groupOf, readGroups } from './rows.ts';

const activeGroups: ReadonlySet<Group> = new Set(['unconfirmed', 'stalled', 'processing', 'pending']);

/** Where the window keeps the filter. */
const filterKey = 'generations.filter';

/** Nodes kept for rows that left the view, before they are let go. */
const mostNodes = 5000;

export class GenerationsView implements vscode.TreeDataProvider<Node> {
  private readonly parts: Parts;
  private readonly changes = new vscode.EventEmitter<Node[] | undefined>();
  readonly onDidChangeTreeData = this.changes.event;
  private readonly visibility = new vscode.EventEmitter<void>();
  readonly onDidChangeVisibility = this.visibility.event;
  private readonly groupNodes = new Map<Group, GroupNode>();
  private readonly nodes = new Map<string, GenerationNode>();
  private readonly wayOut = new ClearFilterNode();
  /** Jobs that were asked for and are shown even past the first 200. */
  private readonly revealed = new Set<string>();
  /** Those of them that stand past the first 200 now. */
  private readonly beyond = new Set<string>();
  private readonly holds = new Map<string, Hold | null>();
  private filter: Filter;
  private shown: Shown = { groups: new Map(), within: null };
  /** The rows of what is shown, by generation, and the group that each stands in. */
  private rows: Map<string, StoredGeneration> = new Map();
  private groupById: Map<string, Group> = new Map();
  private spending: Spending | null = null;
  private ledgerTold = false;
  private seen = -1;
  /** What is shown has to be read again, whatever the revision. */
  private stale = true;
  private view: vscode.TreeView<Node> | null = null;

  constructor(parts: Parts) {
    this.parts = parts;
    this.filter = readFilter(parts.context.workspaceState.get(filterKey));
  }

  /** @param ticksEvery milliseconds between looks at what time alone changes */
  register(ticksEvery = 15_000): vscode.Disposable {
    const { parts } = this;
    const view = vscode.window.createTreeView<Node>('darkroom.generations', { treeDataProvider: this, showCollapseAll: true, canSelectMany: true });
    this.view = view;
    this.tellFilter();
    const update = pulse(250, () => this.safely(() => this.update()));
    const spent = pulse(1000, () => this.safely(() => { this.spending = null; this.holds.clear(); this.describe(); }));
    const ticking = setInterval(() => { if (view.visible) this.safely(() => this.tick()); }, ticksEvery);
    return vscode.Disposable.from(
      view, this.changes, this.visibility, update, spent,
      parts.session.onChanged(() => update.beat()),
      parts.onSpendChanged(() => spent.beat()),
      parts.onProvidersChanged(() => this.refresh()),
      view.onDidChangeVisibility(() => { if (view.visible) update.beat(); this.visibility.fire(); }),
      { dispose: () => clearInterval(ticking) },
    );
  }

  get isVisible(): boolean {
    return this.view?.visible ?? false;
  }

  /** The rows that are selected. */
  get selection(): readonly Node[] {
    return this.view?.selection ?? [];
  }

  /** What it is narrowed to now. */
  get narrowedTo(): Filter {
    return this.filter;
  }

  /** "Failed · fal · “castle”"; empty where nothing is filtered. */
  get filterName(): string {
    return nameOf(this.filter, provider => this.parts.desk.labelOf(provider));
  }

  /** The number on Darkroom's icon in the activity bar; 0 takes it away. */
  setBadge(value: number, tooltip: string): void {
    if (this.view !== null) this.view.badge = value === 0 ? undefined : { value, tooltip };
  }

  /** Narrows it. @param keep whether the next window of this workspace begins with it: not while somebody still types */
  narrowTo(filter: Filter, keep = true): void {
    this.filter = filter;
    if (keep) void this.parts.context.workspaceState.update(filterKey, isFiltering(filter) ? filter : undefined);
    this.tellFilter();
    this.refresh();
  }

  /** Selects a job and gives it the focus, also where it stands past the first 200 of its group, or where the filter hides it. */
  async reveal(id: string): Promise<boolean> {
    const row = generationById(this.parts.session.db, id);
    if (row === undefined || this.view === null) return false;
    const group = this.groupOf(row, this.parts.clock());
    this.revealed.add(id);
    if (!lets(this.filter, row.generation, group)) this.narrowTo(noFilter);
    this.read();
    if (!this.shown.groups.has(group)) { this.narrowTo(noFilter); this.read(); }
    const node = this.nodeOf(id, group);
    this.changes.fire(undefined);
    await this.view.reveal(node, { select: true, focus: true, expand: true });
    return true;
  }

  getChildren(node?: Node): Node[] {
    if (node === undefined) return this.roots();
    if (node instanceof GroupNode) return this.generationsOf(node.group);
    if (node instanceof GenerationNode) return this.detailsOf(node);
    return [];
  }

  getParent(node: Node): Node | undefined {
    if (node instanceof GenerationNode) return this.groupNode(node.group);
    if (node instanceof DetailNode) return node.parent;
    if (node instanceof MoreNode) return this.groupNode(node.group);
    return undefined;
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node instanceof GroupNode) return groupItem(node, this.shown.groups.get(node.group)?.count ?? 0);
    if (node instanceof DetailNode) return detailItem(node);
    if (node instanceof MoreNode) return moreItem(node);
    if (node instanceof ClearFilterNode) return clearFilterItem();
    const row = this.rows.get(node.id);
    if (row === undefined) return new vscode.TreeItem('');
    return generationItem(node, row, this.contextOf(row));
  }

  /** What costs a look into the history for each row is made when a row is hovered over or opened. */
  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    if (!(node instanceof GenerationNode)) return item;
    const { db } = this.parts.session;
    const row = generationById(db, node.id);
    if (row === undefined) return item;
    item.tooltip = generationTooltip(row, this.contextOf(row));
    item.command = openCommand(row, outputAssets(db, node.id)[0]);
    return item;
  }

  private roots(): Node[] {
    try {
      if (this.stale || this.seen !== currentRev(this.parts.session.db)) this.read();
      if (this.shown.groups.size === 0 && isFiltering(this.filter) && this.all() > 0) return [this.wayOut];
      return [...this.shown.groups.keys()].map(group => this.groupNode(group));
    } catch (error) {
      this.parts.log.error('the history can\'t be shown', error);
      if (this.view !== null) this.view.message = vscode.l10n.t('The history can\'t be opened: {0}', messageOf(error));
      return [];
    }
  }

  /** Reads what is shown, all of it as of one revision. */
  private read(): void {
    const { session, clock } = this.parts;
    // Where it can't be read, it is still to be read.
    this.stale = true;
    const [rev, now] = [currentRev(session.db), clock()];
    this.shown = readGroups(session.db, now, generation => this.parts.desk.timingOf(generation), this.filter, this.rows);
    const rows = [...this.shown.groups.values()].flatMap(group => group.rows);
    this.rows = new Map(rows.map(row => [row.generation.id, row]));
    this.groupById = new Map([...this.shown.groups].flatMap(([group, listed]) => listed.rows.map(row => [row.generation.id, group] as const)));
    this.beyond.clear();
    for (const id of this.revealed) this.readBeyond(id, now);
    if (this.nodes.size > mostNodes) for (const id of this.nodes.keys()) if (!this.rows.has(id)) this.nodes.delete(id);
    [this.seen, this.stale] = [rev, false];
    this.describe();
  }

  /** A job that was asked for and is not among the first of its group. */
  private readBeyond(id: string, now: number): void {
    const row = this.groupById.has(id) ? undefined : generationById(this.parts.session.db, id);
    if (row === undefined) return;
    const group = this.groupOf(row, now);
    if (!lets(this.filter, row.generation, group)) return;
    this.rows.set(id, row);
    this.groupById.set(id, group);
    this.beyond.add(id);
  }

  private generationsOf(group: Group): Node[] {
    const shown = this.shown.groups.get(group);
    if (shown === undefined) return [];
    const listed = shown.rows.map(row => this.nodeOf(row.generation.id, group));
    for (const id of this.beyond) if (this.groupById.get(id) === group) listed.push(this.nodeOf(id, group));
    const more = shown.count - listed.length;
    return more > 0 ? [...listed, new MoreNode(group, more)] : listed;
  }

  private detailsOf(node: GenerationNode): Node[] {
    const { session } = this.parts;
    const row = generationById(session.db, node.id);
    return row === undefined ? [] : details(node, row, attemptsOf(session.db, node.id), this.contextOf(row));
  }

  /** One changed row redraws itself; a change of status redraws the groups that it left and entered. @returns whether anything was redrawn */
  private update(): boolean {
    if (this.view?.visible !== true) return false;
    const { rev, changed, removed } = changesSince(this.parts.session.db, this.seen);
    if (rev === this.seen) return false;
    if (changed !== null) return this.redraw(changed, removed.length > 0, rev);
    this.refresh();
    return true;
  }

  private refresh(): void {
    this.stale = true;
    this.changes.fire(undefined);
  }

  /**
   * @param ids the generations that may look different
   * @param fewer some may be gone as well
   * @param rev of the history in which nothing else changed since it was looked at last
   * @returns whether anything was redrawn
   */
  private redraw(ids: readonly string[], fewer: boolean, rev: number): boolean {
    const changed = fewer ? null : this.changedInPlace(ids, rev);
    if (changed !== null) return this.redrawn(changed);
    const before = this.shown.groups;
    this.read();
    const after = this.shown.groups;
    if (after.size === 0 || before.size !== after.size || [...after.keys()].some(group => !before.has(group))) {
      this.changes.fire(undefined);
      return true;
    }
    const moved = new Set([...after].filter(([group, rows]) => !sameRows(before.get(group), rows)).map(([group]) => group));
    const inPlace = ids.flatMap(id => {
      const group = this.groupById.get(id);
      return group === undefined || moved.has(group) ? [] : this.nodes.get(id) ?? [];
    });
    return this.redrawn([...[...moved].map(group => this.groupNode(group)), ...inPlace]);
  }

  /** Where no row changed its group only those rows are read. @returns what looks different; `null` where one did */
  private changedInPlace(ids: readonly string[], rev: number): Node[] | null {
    const { session, clock } = this.parts;
    const now = clock();
    const changed: StoredGeneration[] = [];
    for (const id of ids) {
      const row = generationById(session.db, id);
      if (row === undefined) return null;
      const [before, group] = [this.groupById.get(id), this.groupOf(row, now)];
      if (before === group) changed.push(row);
      // What the filter hides, and hid, changes nothing here.
      else if (before !== undefined || lets(this.filter, row.generation, group)) return null;
    }
    this.seen = rev;
    const nodes = changed.flatMap(row => {
      const [node, before] = [this.nodes.get(row.generation.id), this.rows.get(row.generation.id)];
      this.rows.set(row.generation.id, row);
      // An answer that says the same as the one before changes nothing on screen.
      return node === undefined || before !== undefined && this.faceOf(node, before) === this.faceOf(node, row) ? [] : node;
    });
    this.describe();
    return nodes;
  }

  /** What can be seen of a row, but for how long ago things were. */
  private faceOf(node: GenerationNode, row: StoredGeneration): string {
    const context = this.contextOf(row);
    return JSON.stringify([generationItem(node, row, context), linesOf(row, context).map(({ description: _ago, ...line }) => line)]);
  }

  /** All at once: VS Code holds back what comes within 200 ms of another event. */
  private redrawn(nodes: Node[]): boolean {
    if (nodes.length > 0) this.changes.fire(nodes);
    return nodes.length > 0;
  }

  /** Elapsed times go on, and time alone can move a job: it stalls, or its retry comes due. */
  private tick(): void {
    if (!this.parts.session.isOpen) return;
    this.spending = null;
    const active = [...this.groupById].filter(([, group]) => activeGroups.has(group)).map(([id]) => id);
    // What else has changed is not looked at here: it is still to be told.
    const changed = this.changedInPlace(active, this.seen);
    if (changed === null) this.redraw(active, true, this.seen);
    else this.redrawn(active.flatMap(id => this.nodes.get(id) ?? []));
  }

  private describe(): void {
    const { view } = this;
    if (view === null || !this.parts.session.isOpen) return;
    this.spending ??= this.ask(() => this.parts.desk.spent());
    const heading = headingOf(this.shown.groups.get('processing')?.count ?? 0, this.spending, vscode.env.language);
    const message = isFiltering(this.filter) && this.all() > 0 ? messageOfFilter(this.filterName, this.shown, this.all(), vscode.env.language) : undefined;
    // Each is a message to the window.
    if (view.description !== heading) view.description = heading;
    if (view.message !== message) view.message = message;
  }

  /** Generations in the history. */
  private all(): number {
    const { unsent, sent, completed, failed, cancelled } = tally(this.parts.session.db);
    return unsent + sent + completed + failed + cancelled;
  }

  private tellFilter(): void {
    void vscode.commands.executeCommand('setContext', 'darkroom.filtered', isFiltering(this.filter));
  }

  private contextOf({ generation, attempt }: StoredGeneration): RowContext {
    const { desk, clock } = this.parts;
    return {
      provider: desk.labelOf(generation.provider), now: clock(), locale: vscode.env.language, timing: desk.timingOf(generation),
      hold: attempt.heldBecause === null ? null : this.holdOf(generation.provider), canCheck: desk.canCheck(generation.provider),
    };
  }

  private holdOf(provider: string): Hold | null {
    let hold = this.holds.get(provider);
    if (hold === undefined) this.holds.set(provider, hold = this.ask(() => this.parts.desk.refusalOf(provider)) ?? null);
    return hold;
  }

  /** What the ledger says; its own troubles leave the tree as it is. */
  private ask<T>(question: () => T): T | null {
    try {
      return question();
    } catch (error) {
      if (!this.ledgerTold) this.parts.log.warn('the ledger can\'t be asked', error);
      this.ledgerTold = true;
      return null;
    }
  }

  private safely<T>(act: () => T): T | undefined {
    try {
      return act();
    } catch (error) {
      this.parts.log.error('the Generations view could not be brought up to date', error);
      return undefined;
    }
  }

  private groupOf(row: StoredGeneration, now: number): Group {
    return groupOf(row, now, generation => this.parts.desk.timingOf(generation));
  }

  private groupNode(group: Group): GroupNode {
    let node = this.groupNodes.get(group);
    if (node === undefined) this.groupNodes.set(group, node = new GroupNode(group));
    return node;
  }

  private nodeOf(id: string, group: Group): GenerationNode {
    let node = this.nodes.get(id);
    if (node === undefined) this.nodes.set(id, node = new GenerationNode(id, group));
    node.group = group;
    return node;
  }
}

function sameRows(before: GroupRows | undefined, after: GroupRows): boolean {
  return before?.count === after.count && before.rows.length === after.rows.length
    && before.rows.every((row, at) => row.generation.id === after.rows[at]?.generation.id);
}
