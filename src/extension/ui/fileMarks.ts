/**
 * What stands at a file in the Explorer, as the history says it.
 *
 * A file is marked by the generations that it belongs to, whether it went into them or came from them: while one of them is on its
 * way (it is being remade, or something is made from it), and when the latest try of one failed and nobody has looked at it yet.
 * Looking at the failure, a retry that goes well, or removing it takes the mark away. Where several have something to say, the most
 * urgent does. What has no file yet stands at the folder that results go to.
 */
import * as l10n from '@vscode/l10n';
import { type Attention, sentences } from '../../shared/attention.ts';
import { snippet } from '../../shared/model.ts';
import { type Phase, phaseTable, statusOf } from '../../shared/status.ts';
import type { Timing } from '../../shared/timing.ts';
import type { Reader } from '../store/database.ts';
import { type StoredGeneration, generationById } from '../store/generations.ts';
import { markedFiles } from '../store/marks.ts';

/** The most urgent first. */
const urgency = ['unconfirmed', 'stalled', 'failed', 'generating'] as const;
export type MarkKind = (typeof urgency)[number];

export interface Mark {
  readonly kind: MarkKind;
  /** Without anything that passes with time: it is told when it changes. */
  readonly tooltip: string;
}

/** By absolute path. */
export type Marks = ReadonlyMap<string, Mark>;

interface Names {
  readonly now: number;
  readonly timingOf: (generation: StoredGeneration['generation']) => Pick<Timing, 'stalledAfter'>;
  readonly labelOf: (provider: string) => string;
}

/** The marks of all files that have one. */
export function marksOfFiles(db: Reader, { now, timingOf, labelOf }: Names): Marks {
  const ofPath = Map.groupBy(markedFiles(db), ({ path }) => path);
  const read = new Map<string, { readonly kind: MarkKind; readonly text: string } | null>();
  const told = (id: string): { readonly kind: MarkKind; readonly text: string } | null => {
    const known = read.get(id);
    if (known !== undefined) return known;
    const row = generationById(db, id);
    const phase = row && statusOf(row.attempt, now, timingOf(row.generation));
    const kind = phase === undefined ? null : kindOf(phase);
    const text = kind === null ? null : { kind, text: l10n.t('{0} at {1}: “{2}”', phaseTable[phase!].label(), labelOf(row!.generation.provider), snippet(row!.generation.prompt, 40)) };
    read.set(id, text);
    return text;
  };
  const marks = new Map<string, Mark>();
  for (const [path, links] of ofPath) {
    const all = [...new Set(links.map(({ generation }) => generation))].flatMap(id => told(id) ?? []).sort((a, b) => urgency.indexOf(a.kind) - urgency.indexOf(b.kind));
    const [first, ...others] = all;
    if (first === undefined) continue;
    marks.set(path, { kind: first.kind, tooltip: others.length === 0 ? first.text : l10n.t('{0}, and {1} more', first.text, others.length) });
  }
  return marks;
}

/** The mark of the folder that results go to: of everything, whether it has files or not. */
export function markOfFolder(attention: Attention): Mark | null {
  const { unconfirmed, stalled, failed, running, waiting } = attention;
  const kind = unconfirmed > 0 ? 'unconfirmed' : stalled > 0 ? 'stalled' : failed > 0 ? 'failed' : running + waiting > 0 ? 'generating' : null;
  return kind === null ? null : { kind, tooltip: `Darkroom: ${sentences(attention).join('; ')}` };
}

/** The paths at which something else stands now. */
export function changedMarks(before: Marks, after: Marks): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter(path => {
    const [old, young] = [before.get(path), after.get(path)];
    return old?.kind !== young?.kind || old?.tooltip !== young?.tooltip;
  });
}

function kindOf(phase: Phase): MarkKind | null {
  switch (phase) {
    case 'unconfirmed':
    case 'stalled':
    case 'failed': return phase;
    case 'completed':
    case 'cancelled': return null;
    default: return 'generating';
  }
}
