/** What a command was called on: a row of our own tree, an id from elsewhere, or nothing yet. */
import * as v from 'valibot';
import * as vscode from 'vscode';
import { snippet } from '../../../shared/model.ts';
import { type StateFacts, phaseTable, statusOf } from '../../../shared/status.ts';
import { ago, stateTitle } from '../../../shared/text.ts';
import type { Reader } from '../../store/database.ts';
import { type StoredGeneration, endedGenerations, generationById, sentGenerations, unsentGenerations } from '../../store/generations.ts';
import type { Parts } from '../parts.ts';
import type { GenerationNode } from '../tree/nodes.ts';
import { stateFacts } from '../views.ts';

export interface Target {
  readonly id: string;
  /** Whether it came from outside Darkroom's own views: an argument of a keybinding, a task, another extension. */
  readonly foreign: boolean;
}

export const idSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const chosenSchema = v.object({ selected: v.literal(true), menu: v.string() });
const targetSchema = v.union([idSchema, v.object({ generation: idSchema, menu: v.optional(v.string()) })]);

/**
 * The generations a command means: those it was called with, else one that is picked.
 * @returns empty when the pick was dismissed
 * @throws when it was called with something that is no generation
 */
export async function targets(parts: Parts, args: readonly unknown[], placeholder: string, fits: (facts: StateFacts) => boolean): Promise<Target[]> {
  const [first, selected] = args;
  if (first === undefined || first === null) return pick(parts, placeholder, fits);
  // A tree hands over the row under the pointer and, where several are selected, all of them.
  const nodes = (Array.isArray(selected) ? selected as unknown[] : [first]).filter(node => isGenerationRow(parts, node));
  if (isGenerationRow(parts, first)) return (nodes.includes(first) ? nodes : [first]).map(node => ({ id: node.id, foreign: false }));
  if (isSelection(parts, first)) return parts.selected().generations.map(id => ({ id, foreign: false }));
  const parsed = v.safeParse(targetSchema, first);
  if (!parsed.success) throw new Error(vscode.l10n.t('This command takes the id of a generation.'));
  return typeof parsed.output === 'string'
    ? [{ id: parsed.output, foreign: true }]
    : [{ id: parsed.output.generation, foreign: parsed.output.menu !== parts.menuToken }];
}

/** Whether all cards are meant that are chosen in the gallery: only its own page can say so. */
export function isSelection({ menuToken }: Parts, value: unknown): boolean {
  return v.is(chosenSchema, value) && value.menu === menuToken;
}

/** The same for a command that is for one only: the row under the pointer, whatever else is selected. */
export async function target(parts: Parts, args: readonly unknown[], placeholder: string, fits: (facts: StateFacts) => boolean): Promise<Target | undefined> {
  const [only] = await targets(parts, args.slice(0, 1), placeholder, fits);
  return only;
}

/** Of several, those that a command can do something for. Where there is none, the first: the command says why it can't. */
export function fitting({ session }: Parts, chosen: readonly Target[], fits: (row: StoredGeneration) => boolean): readonly Target[] {
  const fit = chosen.filter(({ id }) => {
    const row = generationById(session.db, id);
    return row !== undefined && fits(row);
  });
  return fit.length > 0 ? fit : chosen.slice(0, 1);
}

/** An action of the view's title means the view: VS Code hands over the row that happens to have the focus. @returns the arguments to go on with */
export function ofView({ isRow }: Parts, args: readonly unknown[]): readonly unknown[] {
  return isRow(args[0]) ? [] : args;
}

const selectionSchema = v.object({ selection: v.literal(true) });

/** A key acts on what is selected in the Generations view: VS Code hands over nothing with it. @returns the arguments to go on with */
export function orSelected(parts: Parts, args: readonly unknown[], selection: readonly unknown[]): readonly unknown[] {
  if (!v.is(selectionSchema, args[0])) return args;
  const nodes = selection.filter(node => isGenerationRow(parts, node));
  return nodes.length === 0 ? [] : [nodes[0], nodes];
}

function isGenerationRow({ isRow }: Parts, value: unknown): value is GenerationNode {
  return isRow(value) && value.kind === 'generation';
}

interface Choice extends vscode.QuickPickItem { readonly id: string }

async function pick(parts: Parts, placeholder: string, fits: (facts: StateFacts) => boolean): Promise<Target[]> {
  const now = parts.clock();
  const choices = candidates(parts.session.db).filter(row => fits(stateFacts(row.attempt))).map(row => choiceOf(row, parts, now));
  if (choices.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no generation that this applies to.'));
    return [];
  }
  // The palette gives the focus back to a webview late, which would close the pick it has just opened.
  const chosen = await vscode.window.showQuickPick(choices, { placeHolder: placeholder, matchOnDescription: true, matchOnDetail: true, ignoreFocusOut: true });
  return chosen === undefined ? [] : [{ id: chosen.id, foreign: false }];
}

/** Active ones first, then the latest ends of each kind; 200 of each at most. */
function candidates(db: Reader): StoredGeneration[] {
  const ended = (['failed', 'cancelled', 'completed'] as const).flatMap(end => endedGenerations(db, end));
  return [...sentGenerations(db), ...unsentGenerations(db), ...ended.sort((a, b) => (b.attempt.endedAt ?? 0) - (a.attempt.endedAt ?? 0))];
}

function choiceOf(row: StoredGeneration, parts: Parts, now: number): Choice {
  const facts = stateFacts(row.attempt);
  const phase = statusOf(facts, now, parts.desk.timingOf(row.generation));
  return {
    id: row.generation.id,
    label: `$(${phaseTable[phase].icon}) ${snippet(row.generation.prompt).replaceAll('$(', '$ (')}`,
    description: [stateTitle(phase, facts, now), parts.desk.labelOf(row.generation.provider), ago(row.generation.createdAt, now, vscode.env.language)].join(' · '),
    ...(row.attempt.failure === null ? {} : { detail: row.attempt.failure.sentence.replaceAll('$(', '$ (') }),
  };
}
