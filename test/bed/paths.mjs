import path from 'node:path';

/** The repository's root folder. */
export const root = path.resolve(import.meta.dirname, '../..');

/** Node 24, which the `node` package brings; whatever Node started npm, everything but the first script runs on it. */
export const node24 = path.join(root, 'node_modules/node/bin/node');

/** What is downloaded once and kept over runs; git ignores it. */
export const downloads = path.join(root, '.vscode-test');

/** Stamps and caches of the build steps; git ignores it. */
export const cache = path.join(root, '.cache');

/** Where result files, server logs and screenshots of the last test run are kept; git ignores it. */
export const results = path.join(root, 'test-results');

/** A path inside the repository.
 * @param {...string} parts */
export function inRepository(...parts) {
  return path.join(root, ...parts);
}
