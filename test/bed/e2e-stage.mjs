import fs from 'node:fs';
import path from 'node:path';
import { runMocha } from './mocha.mjs';
import { results } from './paths.mjs';

/**
 * The tests that drive the installed extension in a real window, as a person would. The screenshots of the last run stay.
 * @param {import('./workbench-bed.mjs').WorkbenchBed} bed
 * @param {string | undefined} grep
 */
export function runEndToEndTests({ env }, grep) {
  fs.rmSync(path.join(results, 'screens'), { recursive: true, force: true });
  return runMocha({ name: 'e2e', files: 'test/e2e/**/*.test.ts', grep, timeoutSeconds: 60, limitSeconds: 900, env });
}
