/** Makes one file of a script and what it imports: tests start it hundreds of times, each in half the time. */
import { join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { cache } from '../bed/paths.mjs';

/** @returns the absolute path of the one file */
export function bundled(entry: URL): string {
  const source = fileURLToPath(entry);
  const outfile = join(cache, 'soak', `${parse(source).name}.mjs`);
  buildSync({
    entryPoints: [source], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error',
    // Packages of the older kind ask for `require`.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return outfile;
}
