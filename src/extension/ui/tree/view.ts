/** The Generations view: a native tree of jobs by status, kept up to date by the one feed. */
import * as vscode from 'vscode';
import type { Group } from '../../../shared/status.ts';
import { attemptsOf } from '../../store/attempts.ts';
import { type StoredGeneration, changesSince, currentRev, generationById } from '../../store/generations.ts';
import type { Parts } from '../parts.ts';
import { pulse } from '../pulse.ts';
import { messageOf } from '../webview.ts';
import { detailItem, details, generationItem, generationTooltip, groupItem, moreItem } from './items.ts';
import { DetailNode, GenerationNode, GroupNode, MoreNode, type Node } from './nodes.ts';
import { type GroupRows, groupOf, readGroups } from './rows.ts';

const activeGroups: ReadonlySet<Group> = new Set(['unconfirmed', 'stalled', 'processing', 'pending']);

export class GenerationsView implements vscode.TreeDataProvider<Node> {
  private readonly parts: Parts;
  private readonly changes = new vscode.EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.changes.event;
  private readonly groupNodes = new Map<Group, GroupNode>();
  private readonly nodes = new Map<string, GenerationNode>();
  /** Jobs that were asked for and are shown even past the first 200. */
  private readonly revealed = new Set<string>();
  private shown: ReadonlyMap<Group, GroupRows> = new Map();
  /** The rows of what is shown, by generation. */
  private rows: Map<string, StoredGeneration> = new Map();
  private seen = -1;
  private view: vscode.TreeView<Node> | null = null;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  register(): vscode.Disposable {
    const { parts } = this;
    const view = vscode.window.createTreeView<Node>('darkroom.generations', { treeDataProvider: this, showCollapseAll: true });
    this.view = view;
    const update = pulse(250, () => this.update());
    const ticking = setInterval(() => { if (view.visible) this.tick(); }, 15_000);
    return vscode.Disposable.from(
      view, this.changes, update,
      parts.session.onChanged(() => update.beat()),
      parts.onProvidersChanged(() => this.changes.fire(undefined)),
      view.onDidChangeVisibility(() => { if (view.visible) update.beat(); }),
      { dispose: () => clearInterval(ticking) },
    );
  }

  /** Selects a job and gives it the focus, also where it stands past the first 200 of its group. */
  async reveal(id: string): Promise<boolean> {
    const row = generationById(this.parts.session.db, id);
    if (row === undefined || this.view === null) return false;
    this.revealed.add(id);
    this.read();
    const node = this.nodeOf(id, groupOf(row, this.parts.clock()));
    this.changes.fire(undefined);
    await this.view.reveal(node, { select: true, focus: true, expand: true });
    return true;
  }

  getChildren(node?: Node): Node[] {
    if (node === undefined) return this.groups();
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
    if (node instanceof GroupNode) return groupItem(node, this.shown.get(node.group)?.count ?? 0);
    if (node instanceof DetailNode) return detailItem(node);
    if (node instanceof MoreNode) return moreItem(node);
    const row = this.rows.get(node.id);
    if (row === undefined) return new vscode.TreeItem('');
    return generationItem(node, row, this.parts.desk.labelOf(row.generation.provider), this.parts.clock());
  }

  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    if (!(node instanceof GenerationNode)) return item;
    const row = generationById(this.parts.session.db, node.id);
    if (row !== undefined) item.tooltip = generationTooltip(row, this.parts.desk.labelOf(row.generation.provider), this.parts.clock());
    return item;
  }

  private groups(): GroupNode[] {
    try {
      this.read();
      return [...this.shown.keys()].map(group => this.groupNode(group));
    } catch (error) {
      this.parts.log.error('the history can\'t be shown', error);
      if (this.view !== null) this.view.message = vscode.l10n.t('The history can\'t be opened: {0}', messageOf(error));
      return [];
    }
  }

  /** Reads what is shown, all of it as of one revision. */
  private read(): void {
    const { session, clock } = this.parts;
    this.seen = currentRev(session.db);
    this.shown = readGroups(session.db, clock());
    const rows = [...this.shown.values()].flatMap(group => group.rows);
    this.rows = new Map(rows.map(row => [row.generation.id, row]));
    for (const id of this.revealed) {
      const row = this.rows.has(id) ? undefined : generationById(session.db, id);
      if (row !== undefined) this.rows.set(id, row);
    }
    this.describe();
  }

  private generationsOf(group: Group): Node[] {
    const shown = this.shown.get(group);
    if (shown === undefined) return [];
    const listed = shown.rows.map(row => this.nodeOf(row.generation.id, group));
    const ids = new Set(listed.map(node => node.id));
    for (const id of this.revealed) {
      const row = this.rows.get(id);
      if (!ids.has(id) && row !== undefined && groupOf(row, this.parts.clock()) === group) listed.push(this.nodeOf(id, group));
    }
    const more = shown.count - listed.length;
    return more > 0 ? [...listed, new MoreNode(group, more)] : listed;
  }

  private detailsOf(node: GenerationNode): Node[] {
    const { session, desk, clock } = this.parts;
    const row = generationById(session.db, node.id);
    return row === undefined ? [] : details(node, row, attemptsOf(session.db, node.id), desk.labelOf(row.generation.provider), clock());
  }

  /** One changed row redraws itself; a change of status redraws the groups that it left and entered. */
  private update(): void {
    if (this.view?.visible !== true) return;
    const { session } = this.parts;
    const { rev, changed } = changesSince(session.db, this.seen);
    if (rev === this.seen) return;
    if (changed === null) return this.changes.fire(undefined);
    this.redraw(changed);
  }

  /** @param ids the generations that may look different */
  private redraw(ids: readonly string[]): void {
    if (this.redrawInPlace(ids)) return;
    const before = this.shown;
    this.read();
    const sameGroups = before.size === this.shown.size && [...before.keys()].every(group => this.shown.has(group));
    if (!sameGroups) return this.changes.fire(undefined);
    const now = this.parts.clock();
    const groups = new Set<Group>();
    for (const id of ids) {
      const [row, node] = [this.rows.get(id), this.nodes.get(id)];
      const group = row === undefined ? undefined : groupOf(row, now);
      if (node !== undefined && group === node.group) this.changes.fire(node);
      else for (const each of [node?.group, group]) if (each !== undefined) groups.add(each);
    }
    // A group whose count moved beyond what it lists shows that in its own row.
    for (const [group, { count }] of this.shown) if (before.get(group)?.count !== count) groups.add(group);
    for (const group of groups) this.changes.fire(this.groupNode(group));
  }

  /** Where no row changed its group, only those rows are read. @returns whether that was so */
  private redrawInPlace(ids: readonly string[]): boolean {
    const { session, clock } = this.parts;
    const now = clock();
    const rev = currentRev(session.db);
    const rows = ids.map(id => generationById(session.db, id));
    if (rows.some(row => row === undefined || this.nodes.get(row.generation.id)?.group !== groupOf(row, now))) return false;
    this.seen = rev;
    for (const row of rows) {
      if (row === undefined) continue;
      this.rows.set(row.generation.id, row);
      this.changes.fire(this.nodes.get(row.generation.id));
    }
    return true;
  }

  /** Elapsed times go on, and time alone can move a job: it stalls, or its retry comes due. */
  private tick(): void {
    if (!this.parts.session.isOpen) return;
    this.redraw([...this.shown].filter(([group]) => activeGroups.has(group)).flatMap(([, { rows }]) => rows.map(row => row.generation.id)));
  }

  private describe(): void {
    if (this.view === null) return;
    const running = this.shown.get('processing')?.count ?? 0;
    this.view.description = running === 0 ? '' : vscode.l10n.t('{0} running', running);
    this.view.message = undefined;
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
