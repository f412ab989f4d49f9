import fs from 'node:fs';
import path from 'node:path';

/**
 * An esbuild plugin that resolves the import `every-test-file` to a module whose `load()` runs every file under `folder` that ends
 * with `suffix`. It throws when there is none: a hand-kept list forgets files, and an empty one would pass.
 * @param {string} folder
 * @param {string} suffix
 * @returns {import('esbuild').Plugin}
 */
export function everyFileOf(folder, suffix) {
  return {
    name: 'every-file',
    setup(build) {
      build.onResolve({ filter: /^every-test-file$/ }, () => ({ path: folder, namespace: 'every-file' }));
      build.onLoad({ filter: /.*/, namespace: 'every-file' }, () => {
        const root = path.resolve(folder);
        const files = fs
          .readdirSync(root, { recursive: true, encoding: 'utf8' })
          .filter(file => file.endsWith(suffix))
          .sort();
        if (files.length === 0) throw new Error(`no ${suffix} file under ${folder}`);
        const imports = files.map(file => `await import(${JSON.stringify(`./${file}`)});`);
        return { contents: `export async function load() {\n${imports.join('\n')}\n}`, resolveDir: root, watchDirs: [root] };
      });
    },
  };
}
