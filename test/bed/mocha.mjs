import fs from 'node:fs';
import path from 'node:path';
import { cache, inRepository, node24 } from './paths.mjs';
import { judgeResultFile } from './result-file.mjs';
import { run } from './run.mjs';
import { inRunFolder } from './run-folder.mjs';

/** Node keeps compiled sources here: processes that tests start, hundreds of them, begin in half the time. */
const compileCache = path.join(cache, 'node');

/**
 * Runs test files with mocha under Node 24, straight from their TypeScript source.
 * @param {{ name: string, files: string, ignore?: string, quiet?: boolean, grep?: string, timeoutSeconds: number, limitSeconds: number, env?: NodeJS.ProcessEnv }} what
 *   `quiet` shows the report when it has ended, for a run beside another. `timeoutSeconds` is for one test, `limitSeconds` for all of them together
 * @returns {Promise<import('./result-file.mjs').Verdict>}
 */
export async function runMocha({ name, files, ignore, quiet = false, grep, timeoutSeconds, limitSeconds, env }) {
  const resultFile = inRunFolder(`${name}.json`);
  fs.rmSync(resultFile, { force: true });
  const { code, output } = await run(
    node24,
    [
      '--disable-warning=ExperimentalWarning',
      inRepository('node_modules/mocha/bin/mocha.js'),
      ...['--reporter', inRepository('test/bed/result-reporter.mjs'), '--forbid-only'],
      ...['--timeout', String(timeoutSeconds * 1000)],
      ...(process.stdout.isTTY ? ['--color'] : []),
      ...(grep ? ['--grep', grep] : []),
      ...(ignore ? ['--ignore', ignore] : []),
      files,
    ],
    { cwd: inRepository(), env: { ...process.env, ...env, DARKROOM_RESULT_FILE: resultFile, NODE_COMPILE_CACHE: compileCache }, limitSeconds, quiet },
  );
  if (quiet) console.log(output.trimEnd());
  const verdict = judgeResultFile(resultFile);
  // Something failed outside a test, for instance a rejection nobody awaited.
  if (code !== 0 && verdict.failed === 0) return { ...verdict, failed: 1, problems: [`mocha ended with ${code}`] };
  return verdict;
}
