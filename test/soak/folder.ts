/**
 * A folder in memory where the system offers one. Killing a process takes nothing from the file system, so what these
 * runs test does not hang on the disk, and they take the time of the engine and not of a busy disk's syncs.
 */
import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function quickFolder(): string {
  return mkdtempSync(join(quickPlace(), 'darkroom-'));
}

/** Where such folders are made. */
export function quickPlace(): string {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    return tmpdir();
  }
}
