/**
 * What stands at a file in the Explorer, as the history says it.
 *
 * A file is marked by the generations that it belongs to, whether it went into them or came from them: while one of them is on its
 * way (it is being remade, or something is made from it), and when the latest try of one failed and nobody has looked at it yet.
 * Looking at the failure, a retry that goes well, or removing it takes the mark away. Where several have something to say, the most
 * urgent does. What has no file yet stands at the folder that results go to. A favorite with nothing more urgent to say says that.
 */
import * as l10n from '@vscode/l10n';
import { type Attention, sentences } from '../../shared/attention.ts';
import { oneLine } from '../../shared/legible.ts';
import { snippet } from '../../shared/model.ts';
import { type Phase, phaseTable, statusOf } from '../../shared/status.ts';
import { stateReason } from '../../shared/text.ts';
import type { Timing } from '../../shared/timing.ts';
import type { Reader } from '../store/database.ts';
import { type StoredGeneration, generationById } from '../store/generations.ts';
import { favouritePaths, markedFiles } from '../store/marks.ts';

/** The most urgent first. */
const urgency = ['unconfirmed', 'stalled', 'failed', 'generating', 'favourite'] as const;
export type MarkKind = (typeof urgency)[number];

export interface Mark {
  readonly kind: MarkKind;
  /** Without anything that passes with time: it is told when it changes. */
  readonly tooltip: string;
  /** Why, in a line; '' where the tooltip says it all. */
  readonly reason: string;
  /** The one that is told of; `null` at the folder of results, and at a favorite. */
  readonly generation: string | null;
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
  const read = new Map<string, Mark | null>();
  const told = (id: string): Mark | null => {
    const known = read.get(id);
    if (known !== undefined) return known;
    const row = generationById(db, id);
    const mark = row === undefined ? null : markOf(row, statusOf(row.attempt, now, timingOf(row.generation)), labelOf(row.generation.provider));
    read.set(id, mark);
    return mark;
  };
  const marks = new Map<string, Mark>(favouritePaths(db).map(path => [path, { kind: 'favourite', tooltip: l10n.t('Favorite'), reason: '', generation: null }]));
  for (const [path, links] of ofPath) {
    const all = [...new Set(links.map(({ generation }) => generation))].flatMap(id => told(id) ?? []).sort((a, b) => urgency.indexOf(a.kind) - urgency.indexOf(b.kind));
    const [first, ...others] = all;
    if (first === undefined) continue;
    marks.set(path, others.length === 0 ? first : { ...first, tooltip: l10n.t('{0}, and {1} more', first.tooltip, others.length) });
  }
  return marks;
}

function markOf({ generation, attempt }: StoredGeneration, phase: Phase, provider: string): Mark | null {
  const kind = kindOf(phase);
  if (kind === null) return null;
  const { failure, word } = attempt;
  const reason = kind === 'unconfirmed' ? stateReason(phase, attempt, provider, 0)
    : kind === 'failed' ? oneLine(failure?.sentence ?? '')
      : kind !== 'stalled' ? '' : word === null ? l10n.t('{0} has said nothing', provider) : l10n.t('{0} still says “{1}”', provider, oneLine(word));
  return { kind, reason, generation: generation.id, tooltip: l10n.t('{0} at {1}: “{2}”', phaseTable[phase].label(), provider, snippet(generation.prompt, 40)) };
}

/** The mark of the folder that results go to: of everything, whether it has files or not. */
export function markOfFolder(attention: Attention): Mark | null {
  const { unconfirmed, stalled, failed, running, waiting } = attention;
  const kind = unconfirmed > 0 ? 'unconfirmed' : stalled > 0 ? 'stalled' : failed > 0 ? 'failed' : running + waiting > 0 ? 'generating' : null;
  return kind === null ? null : { kind, reason: '', generation: null, tooltip: `Darkroom: ${sentences(attention).join('; ')}` };
}

/** The paths at which something else stands now. */
export function changedMarks(before: Marks, after: Marks): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter(path => {
    const [old, young] = [before.get(path), after.get(path)];
    return old?.kind !== young?.kind || old?.tooltip !== young?.tooltip || old?.reason !== young?.reason;
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
