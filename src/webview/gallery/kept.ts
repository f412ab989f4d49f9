import * as v from 'valibot';
import { type Filter, filters } from '../../shared/model.ts';
import { type Narrow, everything } from '../../shared/narrow.ts';
import { narrowSchema } from '../../shared/protocol.ts';
import { tileSize } from './layout.ts';

/** What the gallery keeps over a reload: where one was, never what was shown there. */
export interface Kept {
  readonly filter: Filter;
  readonly narrow: Narrow;
  /** Pixels; `null` until somebody chose, then it goes by the width of the page. */
  readonly tile: number | null;
  /** Whether pictures carry their status tag. */
  readonly badges: boolean;
  /** The groups that are folded. */
  readonly folded: readonly string[];
  /** Whether one card is looked at alone, and whether that tells what made it. */
  readonly large: boolean;
  readonly details: boolean;
  /** Since when the latest results are judged one by one, epoch milliseconds. */
  readonly review: number | null;
  /** The provider whose uploads the badges tell; `null` where they tell of generations. */
  readonly uploads: string | null;
  /** The card that is looked at alone, else the first one in view; `null` at the top. */
  readonly anchor: { readonly key: string; readonly index: number } | null;
}

export const keptVersion = 4;

export const keptSchema: v.GenericSchema<unknown, Kept> = v.object({
  filter: v.picklist(filters),
  narrow: narrowSchema,
  tile: v.nullable(v.pipe(v.number(), v.minValue(tileSize.min), v.maxValue(tileSize.max))),
  badges: v.boolean(),
  folded: v.pipe(v.array(v.string()), v.readonly()),
  large: v.boolean(),
  details: v.boolean(),
  review: v.nullable(v.number()),
  uploads: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(100))), null),
  anchor: v.nullable(v.object({ key: v.string(), index: v.pipe(v.number(), v.integer(), v.minValue(0)) })),
});

export const nothingKept: Kept = { filter: 'all', narrow: everything, tile: null, badges: true, folded: [], large: false, details: true, review: null, uploads: null, anchor: null };
