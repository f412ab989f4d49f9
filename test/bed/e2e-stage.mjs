import fs from 'node:fs';
import path from 'node:path';
import { runMocha } from './mocha.mjs';
import { inRepository, results } from './paths.mjs';
import { sum } from './result-file.mjs';

const limits = { timeoutSeconds: 60, limitSeconds: 900 };

/**
 * The tests that drive the installed extension in a real window, as a person would. A story waits for its window most of the time, so
 * each lane takes the next one when its last has ended. The screenshots of the last run stay.
 * @param {import('./workbench-bed.mjs').WorkbenchBed} bed
 * @param {string | undefined} grep
 */
export async function runEndToEndTests({ lanes }, grep) {
  fs.rmSync(path.join(results, 'screens'), { recursive: true, force: true });
  if (grep !== undefined) return runMocha({ name: 'e2e', files: 'test/e2e/**/*.test.ts', grep, env: lanes[0], ...limits });
  const stories = longestFirst(fs.globSync('test/e2e/**/*.test.ts', { cwd: inRepository() }));
  const verdicts = await Promise.all(lanes.map(async env => {
    const own = [];
    for (let files = stories.shift(); files !== undefined; files = stories.shift()) {
      own.push(await runMocha({ name: `e2e-${path.basename(files)}`, files, quiet: true, env, ...limits }));
    }
    return own;
  }));
  return sum(verdicts.flat());
}

/** So that no lane is left with a long one at the end. A window takes as long as some pages of steps.
 * @param {string[]} files relative to the repository */
function longestFirst(files) {
  const length = (/** @type {string} */ file) => {
    const text = fs.readFileSync(inRepository(file), 'utf8');
    return text.length + 4000 * (text.match(/Workbench\.open\(|\.show\(|\.reload\(|crashExtensionHost\(|startAnew\(/gu)?.length ?? 0);
  };
  return files.sort((a, b) => length(b) - length(a));
}
