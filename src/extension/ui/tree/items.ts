/** How the rows of the Generations view look and what a screen reader says of them. */
import * as vscode from 'vscode';
import { type Operation, snippet } from '../../../shared/model.ts';
import { type Group, canCancel, canRetry, groupLabel, phaseTable, statusOf } from '../../../shared/status.ts';
import { ago, count, failureLabel, operationLabel, percent, stateReason, stateSpoken, stateTitle } from '../../../shared/text.ts';
import type { StoredAttempt } from '../../store/attempts.ts';
import type { StoredGeneration } from '../../store/generations.ts';
import { stateFacts } from '../views.ts';
import { DetailNode, type GenerationNode, type GroupNode, type MoreNode } from './nodes.ts';

const groupPhase = {
  unconfirmed: 'unconfirmed', stalled: 'stalled', processing: 'running', pending: 'waiting',
  failed: 'failed', completed: 'completed', cancelled: 'cancelled',
} as const satisfies Record<Group, keyof typeof phaseTable>;

const openFromStart: ReadonlySet<Group> = new Set(['unconfirmed', 'stalled', 'processing', 'pending', 'failed', 'completed']);

export function groupItem({ group }: GroupNode, n: number): vscode.TreeItem {
  const label = groupLabel[group]();
  const item = new vscode.TreeItem(label, openFromStart.has(group) ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `group ${group}`;
  item.description = count(n);
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
export function generationItem(node: GenerationNode, row: StoredGeneration, provider: string, now: number): vscode.TreeItem {
  const facts = stateFacts(row.attempt);
  const phase = statusOf(facts, now);
  const name = snippet(row.generation.prompt, 40);
  const hasFile = facts.end === 'completed';
  const hasLines = linesOf(row).length > 0 || row.attempt.ordinal > 1;
  const item = new vscode.TreeItem(name, hasLines ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None);
  item.id = `generation ${row.generation.id}`;
  item.description = [provider, factOf(row, now), operationLabel[row.generation.operation]()].join(' · ');
  item.iconPath = node.group === 'processing' || node.group === 'pending'
    ? icon(phaseTable[phase]) : new vscode.ThemeIcon(mediaIcon[row.generation.operation]);
  item.contextValue = ['generation', canRetry(facts) && 'canRetry', canCancel(facts) && 'canCancel', hasFile && 'hasAsset'].filter(Boolean).join(' ');
  item.accessibilityInformation = { label: [name, stateSpoken(phase, facts, provider, now), provider, operationLabel[row.generation.operation]()].join(', ') };
  if (hasFile) item.command = { command: 'darkroom.openAsset', title: vscode.l10n.t('Open'), arguments: [node] };
  return item;
}

/** The tooltip, made when it is asked for. Plain text in a code block or appended as text: a prompt is not markup. */
export function generationTooltip(row: StoredGeneration, provider: string, now: number): vscode.MarkdownString {
  const { generation, attempt } = row;
  const facts = stateFacts(attempt);
  const phase = statusOf(facts, now);
  const tooltip = new vscode.MarkdownString();
  const line = (text: string): void => { tooltip.appendText(text); tooltip.appendMarkdown('\n\n'); };
  line(generation.prompt.slice(0, 1000));
  line([stateTitle(phase, facts, now), stateReason(phase, facts, provider, now)].filter(Boolean).join(': '));
  line([provider, generation.model, ...Object.entries(generation.parameters).map(([name, value]) => `${name} ${String(value)}`)].join(' · '));
  line(new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'medium' }).format(generation.createdAt));
  return tooltip;
}

/** The one most useful fact of a row, always with a time. */
function factOf({ attempt }: StoredGeneration, now: number): string {
  const facts = stateFacts(attempt);
  const phase = statusOf(facts, now);
  switch (phase) {
    case 'completed':
    case 'cancelled':
      return ago(attempt.endedAt ?? now, now, vscode.env.language);
    case 'failed':
      return [failureLabel[attempt.failure?.class ?? 'provider'](), ago(attempt.endedAt ?? now, now, vscode.env.language)].join(' · ');
    case 'retry':
      return stateTitle(phase, facts, now);
    case 'running':
    case 'downloading':
      return [...(attempt.progress === null ? [] : [percent(attempt.progress)]), ago(attempt.acceptedAt ?? now, now)].join(' · ');
    case 'held':
      return stateReason(phase, facts, '', now);
    default:
      return ago(attempt.sentAt ?? attempt.createdAt, now, vscode.env.language);
  }
}

export function detailItem(node: DetailNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label);
  item.id = `detail ${node.parent.id} ${node.name}`;
  item.description = node.description;
  item.tooltip = node.description === '' ? node.label : `${node.label}: ${node.description}`;
  item.iconPath = icon(node);
  item.contextValue = 'detail';
  return item;
}

export function moreItem({ group, count: n }: MoreNode): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('{0} more in the gallery', count(n)));
  item.id = `more ${group}`;
  item.iconPath = new vscode.ThemeIcon('arrow-right');
  item.command = { command: 'darkroom.openGallery', title: vscode.l10n.t('Open Gallery') };
  return item;
}

/** What stands under a generation: the last word or trouble of the attempt at work, then its attempts, the latest first. */
export function details(node: GenerationNode, row: StoredGeneration, attempts: readonly StoredAttempt[], provider: string, now: number): DetailNode[] {
  const lines = linesOf(row).map(line => new DetailNode(node, line.name, { ...line, label: line.label(provider), description: line.description(now) }));
  const past = attempts.length < 2 && row.attempt.end !== 'failed' ? [] : attempts.map(attempt => {
    const facts = stateFacts(attempt);
    const phase = statusOf(facts, now);
    const reason = stateReason(phase, facts, provider, now);
    return new DetailNode(node, `attempt ${attempt.ordinal}`, {
      label: vscode.l10n.t('Attempt {0}', attempt.ordinal),
      description: reason === '' ? stateTitle(phase, facts, now) : reason,
      icon: phaseTable[phase].icon, color: phaseTable[phase].color,
    });
  });
  return [...lines, ...past];
}

interface Line { name: string; label: (provider: string) => string; description: (now: number) => string; icon: string; color: string | null }

function linesOf({ attempt }: StoredGeneration): Line[] {
  const lines: Line[] = [];
  const { word, wordAt, failure } = attempt;
  if (attempt.end === 'failed') return failedLines(attempt);
  if (attempt.end !== null) return lines;
  if (word !== null && wordAt !== null) {
    lines.push({ name: 'word', label: provider => vscode.l10n.t('{0}: “{1}”', provider, word), description: now => vscode.l10n.t('{0} ago', ago(wordAt, now)), icon: 'info', color: null });
  }
  if (failure !== null) {
    lines.push({ name: 'trouble', label: () => failure.sentence, description: now => vscode.l10n.t('{0} ago', ago(failure.at, now)), icon: 'warning', color: 'list.warningForeground' });
  }
  return lines;
}

/** Why it failed, then what the provider itself said. */
function failedLines({ failure, remoteId }: StoredAttempt): Line[] {
  const lines: Line[] = [{ name: 'error', label: () => failure?.sentence ?? '', description: () => '', icon: 'error', color: 'list.errorForeground' }];
  const { raw } = failure ?? {};
  if (raw !== undefined && raw !== '') lines.push({ name: 'raw', label: () => `“${snippet(raw, 200)}”`, description: () => '', icon: 'comment', color: null });
  if (remoteId !== null) lines.push({ name: 'remote id', label: provider => vscode.l10n.t('Id at {0}', provider), description: () => remoteId, icon: 'info', color: null });
  return lines;
}

function icon(look: { readonly icon: string; readonly color: string | null }): vscode.ThemeIcon {
  return new vscode.ThemeIcon(look.icon, look.color === null ? undefined : new vscode.ThemeColor(look.color));
}
