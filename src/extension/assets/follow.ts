/**
 * Files that were renamed or moved by somebody else keep their links: by what the editor says of it, and where nobody does by their
 * content. A new file's bytes are read only where one of the same size and kind is missed.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { followFile } from '../store/assets.ts';
import type { Database } from '../store/database.ts';
import { type NewFile, filesAt, lostFiles, newFiles, noteHash } from '../store/lost.ts';
import { carrySidecar, orMissing } from './relocate.ts';
import { sidecarPath } from './sidecar.ts';

/** Of what is read in one go; the rest is looked at the next time something changes. */
export interface ReadLimits {
  readonly files: number;
  readonly bytes: number;
}

const usualLimits: ReadLimits = { files: 200, bytes: 2_000_000_000 };

/**
 * Looks for missed files among new ones.
 * @param isOver asked between two files: whether to leave the rest for another time
 * @returns how many were found
 */
export async function findMoved(db: Database, isOver: () => boolean = () => false, limits: ReadLimits = usualLimits): Promise<number> {
  const lost = await lostFiles(db);
  if (lost.length === 0) return 0;
  const keyOf = ({ kind, size }: { kind: string; size: number }): string => `${kind} ${size}`;
  const keys = new Set(lost.map(keyOf));
  let [found, files, bytes] = [0, 0, 0];
  for (const candidate of await newFiles(db, [...new Set(lost.map(({ size }) => size))])) {
    if (isOver()) return found;
    if (!keys.has(keyOf(candidate))) continue;
    if (candidate.hash === null && (++files > limits.files || (bytes += candidate.size) > limits.bytes)) return found;
    const hash = candidate.hash ?? await read(db, candidate);
    const at = lost.findIndex(each => each.hash === hash && keyOf(each) === keyOf(candidate));
    if (at === -1) continue;
    const [{ id }] = lost.splice(at, 1) as [typeof lost[number]];
    await db.write(tx => followFile(tx, id, candidate.path, candidate.modifiedAt));
    found++;
  }
  return found;
}

/** It is noted, so that it is read once. */
async function read(db: Database, file: NewFile): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(file.path) as AsyncIterable<Buffer>) hash.update(piece);
  } catch {
    return null;
  }
  const digest = hash.digest('hex');
  await db.write(tx => noteHash(tx, file, digest));
  return digest;
}

const atOnce = 200;

/**
 * The editor renamed a file, or a folder with all that is in it.
 * @param withSidecar whether a file's sidecar, where it stayed behind, is taken along
 */
export async function followRename(db: Database, from: string, to: string, withSidecar: boolean): Promise<void> {
  for (let after = ''; ;) {
    const files = filesAt(db, from, from + sep, atOnce, after);
    const moved = await Promise.all(files.map(async ({ id, path }) => {
      const target = path === from ? to : join(to, relative(from, path));
      const there = await lstat(target).catch(orMissing);
      return there !== null && there.isFile() ? { id, path: target, modifiedAt: Math.floor(there.mtimeMs) } : null;
    }));
    await db.write(tx => { for (const file of moved) if (file !== null) followFile(tx, file.id, file.path, file.modifiedAt); });
    if (files.length < atOnce) break;
    after = files.at(-1)!.path;
  }
  if (withSidecar && await lstat(from).catch(orMissing) === null && await lstat(sidecarPath(from)).catch(orMissing) !== null) await carrySidecar(from, to);
}
