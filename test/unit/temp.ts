/** A folder of its own for each test, gone after the run: what a test opened in it is closed by hooks that may come later than ours. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'mocha';

const folders: string[] = [];

export function tempFolder(parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, 'darkroom-'));
  folders.push(folder);
  return folder;
}

after(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
