/** Parts of results that a crash left behind, long after nobody can still be writing them. */
import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { namesIn } from './names.ts';

/** `<date>-<slug>-<id>-<n>.<random>.part`, and of the sidecar `<date>-<slug>-<id>-<n>.<type>.darkroom.json.<random>.part`. */
const ours = /^\d{8}-(?:[a-z0-9-]{1,40}-)?([0-9a-f]{8})-\d{1,3}\.(?:[a-z0-9]{1,5}\.darkroom\.json\.)?[0-9a-f]{8}\.part$/u;

/**
 * Removes them from a folder. Only what has a name of ours, is a file, is older than `olderThan` milliseconds and belongs to nothing unfinished.
 * @param isUnfinished whether a generation whose id begins so is still at work
 * @returns the names that were removed
 */
export async function removeLeftovers(folder: string, now: number, olderThan: number, isUnfinished: (idBegin: string) => boolean): Promise<string[]> {
  const removed: string[] = [];
  for await (const name of namesIn(folder)) {
    const id = ours.exec(name)?.[1];
    if (id === undefined || isUnfinished(id)) continue;
    const path = join(folder, name);
    const found = await lstat(path).catch(() => null);
    if (found === null || !found.isFile() || now - found.mtimeMs < olderThan) continue;
    await rm(path, { force: true });
    removed.push(name);
  }
  return removed;
}
