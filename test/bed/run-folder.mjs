import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'darkroom-run-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

/** A path in this run's own folder, outside the repository, so that runs side by side don't meet. It goes away with the run.
 * @param {...string} parts */
export function inRunFolder(...parts) {
  return path.join(folder, ...parts);
}
