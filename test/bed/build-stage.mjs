import { build } from './build.mjs';
import { inRunFolder } from './run-folder.mjs';
import { packageInto } from './vsix.mjs';

/** The package that the end-to-end tests of this run install. */
export const testedVsix = inRunFolder('darkroom.vsix');

/** Builds and packages what the host and end-to-end tests run on. It counts when it fails, and not otherwise: it tests nothing itself.
 * @returns {Promise<import('./result-file.mjs').Verdict>} */
export async function buildForTests() {
  await build({ tests: true });
  await packageInto(testedVsix);
  return { passed: 0, failed: 0, problems: [] };
}
