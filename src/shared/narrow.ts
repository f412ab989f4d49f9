/** How the gallery's list is narrowed and ordered, beside its status filter. */
import { type MediaKind, verdicts } from './model.ts';

export const mediaKinds = ['image', 'video', 'audio'] as const satisfies readonly MediaKind[];

export const sorts = ['time', 'name', 'kind'] as const;
export type Sort = (typeof sorts)[number];

export const verdictFilters = [...verdicts, 'undecided'] as const;
export type VerdictFilter = (typeof verdictFilters)[number];

export const groupings = ['none', 'folder', 'day'] as const;
export type Grouping = (typeof groupings)[number];

/** Groups of a list at most: what comes after them is one more, the last. */
export const mostGroups = 2000;

/** The groups that have no name of their own: what has no file yet, and what is too much. */
export const unnamed = { fileless: 'none', rest: 'rest' } as const;

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
  /** Only what lies in this folder, or in one below it: an id that the host gave. */
  readonly folder: string | null;
  readonly sort: Sort;
  readonly group: Grouping;
  /** The time zone that days are told by; '' where they are not. */
  readonly zone: string;
}

export const everything: Narrow = { search: '', kinds: [], provider: null, made: false, verdict: null, folder: null, sort: 'time', group: 'none', zone: '' };

/** Nothing hidden, in the same order. */
export function unhidden({ sort, group, zone }: Narrow): Narrow {
  return { ...everything, sort, group, zone };
}

/** Whether it hides anything. */
export function hides({ search, kinds, provider, made, verdict, folder }: Narrow): boolean {
  return search.trim() !== '' || kinds.length > 0 || provider !== null || made || verdict !== null || folder !== null;
}

/** The list as it is: all of it, the newest first. */
export function isPlain(narrow: Narrow): boolean {
  return !hides(narrow) && narrow.sort === 'time' && narrow.group === 'none';
}
