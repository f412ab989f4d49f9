/** How the rows of the Generations view look and what a screen reader says of them. */
import * as vscode from 'vscode';
import { type Asset, type Operation, snippet } from '../../../shared/model.ts';
import { type Group, type Phase, type StateFacts, canCancel, canFetchAgain, canRetry, groupLabel, phaseTable, statusOf } from '../../../shared/status.ts';
import { ago, count, failureLabel, operationLabel, percent, stateReason, stateSpoken, stateTitle } from '../../../shared/text.ts';
import type { StoredAttempt } from '../../store/attempts.ts';
import type { StoredGeneration } from '../../store/generations.ts';
import { costOf } from '../cost.ts';
import { detailsUri } from '../details.ts';
import { type RowContext, attemptLines, linesOf, stalledSpoken } from './lines.ts';
import { DetailNode, type GenerationNode, type GroupNode, type MoreNode } from './nodes.ts';

export const groupPhase = {
  unconfirmed: 'unconfirmed', stalled: 'stalled', processing: 'running', pending: 'waiting',
  failed: 'failed', completed: 'completed', cancelled: 'cancelled',
} as const satisfies Record<Group, keyof typeof phaseTable>;

const openFromStart: ReadonlySet<Group> = new Set(['unconfirmed', 'stalled', 'processing', 'pending', 'failed', 'completed']);

export function groupItem({ group }: GroupNode, n: number): vscode.TreeItem {
  const label = groupLabel[group]();
  const item = new vscode.TreeItem(label, openFromStart.has(group) ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `group ${group}`;
  item.description = count(n, vscode.env.language);
  item.iconPath = icon(phaseTable[groupPhase[group]]);
  item.contextValue = `group ${group}`;
  item.accessibilityInformation = { label: n === 1 ? vscode.l10n.t('{0}, 1 generation', label) : vscode.l10n.t('{0}, {1} generations', label, n) };
  return item;
}

const mediaIcon: Readonly<Record<Operation, string>> = {
  'text-to-image': 'file-media', 'image-to-image': 'file-media', upscale: 'file-media',
  'text-to-video': 'device-camera-video', 'image-to-video': 'device-camera-video', 'text-to-audio': 'unmute',
};

/** A row is known by its prompt: a result's file name is made of it, and longer. */
export function generationItem(node: GenerationNode, row: StoredGeneration, context: RowContext): vscode.TreeItem {
  const { provider, now, timing } = context;
  const { attempt } = row;
  const phase = statusOf(attempt, now, timing);
  const name = snippet(row.generation.prompt, 40);
  const operation = operationLabel[row.generation.operation]();
  const hasLines = attempt.ordinal > 1 || linesOf(row, context).length > 0;
  const item = new vscode.TreeItem(name, hasLines ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None);
  item.id = `generation ${row.generation.id}`;
  item.description = [provider, factOf(row, context), operation].join(' · ');
  item.iconPath = node.group === 'processing' || node.group === 'pending'
    ? icon(phaseTable[phase]) : new vscode.ThemeIcon(mediaIcon[row.generation.operation]);
  item.contextValue = contextOf(attempt, phase, context.canCheck);
  const spoken = phase === 'stalled' ? stalledSpoken(attempt, context) : stateSpoken(phase, attempt, provider, now);
  item.accessibilityInformation = { label: [name, spoken, provider, operation].join(', ') };
  return item;
}

/**
 * Enter and a click open what there is: the result, else the details. VS Code's own command, so that the focus goes where it
 * would in the Explorer.
 */
export function openCommand({ generation }: StoredGeneration, result: Asset | undefined): vscode.Command {
  return { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [result === undefined ? detailsUri(generation) : vscode.Uri.file(result.path)] };
}

/** The words that the menus of package.json look for. */
function contextOf(facts: StateFacts, phase: Phase, canCheck: boolean): string {
  return Object.entries({
    generation: true, canRetry: canRetry(facts), canCancel: canCancel(facts), hasAsset: facts.end === 'completed', canRemove: facts.end !== null,
    isUnconfirmed: phase === 'unconfirmed', canCheck: phase === 'unconfirmed' && canCheck, canFetch: canFetchAgain(facts), isHeld: phase === 'held',
    hasRemoteId: facts.remoteId !== null,
  }).filter(([, holds]) => holds).map(([word]) => word).join(' ');
}

/** The tooltip, made when it is asked for. All of it is appended as text: a prompt is not markup. */
export function generationTooltip(row: StoredGeneration, context: RowContext): vscode.MarkdownString {
  const { provider, now, timing } = context;
  const { generation, attempt } = row;
  const phase = statusOf(attempt, now, timing);
  const tooltip = new vscode.MarkdownString();
  const line = (...parts: readonly string[]): void => { tooltip.appendText(parts.filter(part => part !== '').join(' · ')); tooltip.appendMarkdown('\n\n'); };
  line(generation.prompt.slice(0, 1000));
  line([stateTitle(phase, attempt, now), stateReason(phase, attempt, provider, now)].filter(Boolean).join(': '));
  if (attempt.end === null) for (const { label, description } of linesOf(row, context)) line(label, description);
  line(provider, generation.model, ...Object.entries(generation.parameters).map(([name, value]) => `${name} ${String(value)}`));
  line(new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'medium' }).format(generation.createdAt), costOf(attempt, vscode.env.language));
  return tooltip;
}

/** The one most useful fact of a row, always with a time. */
function factOf({ attempt }: StoredGeneration, { provider, now, timing }: RowContext): string {
  const phase = statusOf(attempt, now, timing);
  const since = (at: number): string => ago(at, now, vscode.env.language);
  switch (phase) {
    case 'completed':
    case 'cancelled':
      return since(attempt.endedAt ?? now);
    case 'failed':
      return [failureLabel[attempt.failure?.class ?? 'provider'](), since(attempt.endedAt ?? now)].join(' · ');
    case 'retry':
      return stateTitle(phase, attempt, now);
    case 'running':
    case 'downloading':
      return [...(attempt.progress === null ? [] : [percent(attempt.progress)]), since(attempt.acceptedAt ?? now)].join(' · ');
    case 'stalled':
      return since(attempt.acceptedAt ?? now);
    case 'unconfirmed':
      return [vscode.l10n.t('answer lost'), since(attempt.sentAt ?? now)].join(' · ');
    case 'held':
      return stateReason(phase, attempt, provider, now);
    default:
      return since(attempt.sentAt ?? attempt.createdAt);
  }
}

export function detailItem({ parent, line }: DetailNode): vscode.TreeItem {
  const item = new vscode.TreeItem(line.label);
  item.id = `detail ${parent.id} ${line.name}`;
  item.description = line.description;
  const parts = [line.label, line.description, line.more ?? ''].filter(part => part !== '');
  item.tooltip = parts.join('\n');
  item.accessibilityInformation = { label: parts.join(', ') };
  item.iconPath = icon(line);
  item.contextValue = 'detail';
  return item;
}

export function moreItem({ group, count: n }: MoreNode): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('{0} more in the gallery', count(n, vscode.env.language)));
  item.id = `more ${group}`;
  item.iconPath = new vscode.ThemeIcon('arrow-right');
  item.command = { command: 'darkroom.openGallery', title: vscode.l10n.t('Open Gallery') };
  return item;
}

/** Stands where a filter hides everything: the way out. */
export function clearFilterItem(): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Clear Filter'));
  item.id = 'clear filter';
  item.iconPath = new vscode.ThemeIcon('clear-all');
  item.command = { command: 'darkroom.clearFilter', title: vscode.l10n.t('Clear Filter') };
  return item;
}

/** What stands under a generation: how it is, then its attempts. */
export function details(node: GenerationNode, row: StoredGeneration, attempts: readonly StoredAttempt[], context: RowContext): DetailNode[] {
  const past = attempts.length < 2 && row.attempt.end !== 'failed' ? [] : attemptLines(attempts, context);
  return [...linesOf(row, context), ...past].map(line => new DetailNode(node, line));
}

function icon(look: { readonly icon: string; readonly color: string | null }): vscode.ThemeIcon {
  return new vscode.ThemeIcon(look.icon, look.color === null ? undefined : new vscode.ThemeColor(look.color));
}
