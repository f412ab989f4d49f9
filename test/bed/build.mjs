import { inRepository, node24 } from './paths.mjs';
import { run } from './run.mjs';

/**
 * A production build into dist/, with its sizes printed; over a budget it is an error.
 * @param {{ tests?: boolean }} [options] `tests`: the bundle of the host tests as well, into dist-test/
 */
export async function build({ tests = false } = {}) {
  const { code } = await run(node24, [inRepository('esbuild.mjs'), ...(tests ? ['--tests'] : [])], { cwd: inRepository() });
  if (code !== 0) throw new Error('the build failed');
}
