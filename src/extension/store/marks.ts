/** Files of generations that have something to say in the Explorer: found from what is unfinished or failed unseen, never from the files. */
import type { Reader } from './database.ts';
import type { LinkRole } from './links.ts';

/** Favorites told of, the latest. */
const mostFavourites = 1000;

export interface MarkedFile {
  readonly path: string;
  readonly generation: string;
  readonly role: LinkRole;
}

/** Generations looked through of each kind, and files told of. */
export interface MarkBounds {
  readonly generations: number;
  readonly files: number;
}

const usual: MarkBounds = { generations: 1000, files: 200 };

const kinds = [
  'attempt WHERE superseded = 0 AND "end" IS NULL AND sent_at IS NOT NULL ORDER BY created_at, id',
  'attempt WHERE superseded = 0 AND "end" IS NULL AND sent_at IS NULL ORDER BY created_at, id',
  `attempt INDEXED BY attempt_not_looked_at WHERE superseded = 0 AND "end" = 'failed' AND looked_at IS NULL ORDER BY ended_at DESC`,
] as const;

/** Those of what is with a provider, what waits (its head), and what failed and nobody has looked at (the latest). */
export function markedFiles(db: Reader, { generations, files }: MarkBounds = usual): MarkedFile[] {
  return kinds.flatMap(kind => db.all<MarkedFile>(`SELECT asset.path AS path, link.generation_id AS generation, role
    FROM (SELECT generation_id FROM ${kind} LIMIT ?) AS wanted CROSS JOIN link ON link.generation_id = wanted.generation_id
    CROSS JOIN asset ON asset.id = asset_id WHERE missing = 0 LIMIT ?`, generations, files));
}

/** The paths of the latest favorites that are there. */
export function favouritePaths(db: Reader, limit = mostFavourites): string[] {
  return db.all<{ path: string }>("SELECT path FROM asset INDEXED BY asset_verdict WHERE verdict IS NOT NULL AND verdict = 'favourite' AND missing = 0 ORDER BY verdict_at DESC LIMIT ?", limit)
    .map(({ path }) => path);
}
