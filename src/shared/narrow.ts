/** How the gallery's list is narrowed and ordered, beside its status filter. */
import { type MediaKind, verdicts } from './model.ts';

export const mediaKinds = ['image', 'video', 'audio'] as const satisfies readonly MediaKind[];

export const sorts = ['time', 'name', 'kind'] as const;
export type Sort = (typeof sorts)[number];

export const verdictFilters = [...verdicts, 'undecided'] as const;
export type VerdictFilter = (typeof verdictFilters)[number];

export interface Narrow {
  /** Words that a file's name, its prompt, its model or its seed has to have. */
  readonly search: string;
  /** Only these; none means all. */
  readonly kinds: readonly MediaKind[];
  /** Only what this provider made, or makes. */
  readonly provider: string | null;
  /** Only what was generated. */
  readonly made: boolean;
  /** Only files of which somebody thinks this, or nothing yet. */
  readonly verdict: VerdictFilter | null;
  readonly sort: Sort;
}

export const everything: Narrow = { search: '', kinds: [], provider: null, made: false, verdict: null, sort: 'time' };

/** Whether it hides anything. */
export function hides({ search, kinds, provider, made, verdict }: Narrow): boolean {
  return search.trim() !== '' || kinds.length > 0 || provider !== null || made || verdict !== null;
}

/** The list as it is: all of it, the newest first. */
export function isPlain(narrow: Narrow): boolean {
  return !hides(narrow) && narrow.sort === 'time';
}
