// The stages of `npm test` after the installation, under Node 24. A failing stage doesn't keep the later ones from running.
import fs from 'node:fs';
import { buildForTests } from './build-stage.mjs';
import { runEndToEndTests } from './e2e-stage.mjs';
import { runDesktopTests, runHostTests } from './host-stage.mjs';
import { runMocha } from './mocha.mjs';
import { valueOf } from './options.mjs';
import { inRepository, node24, results } from './paths.mjs';
import { sum } from './result-file.mjs';
import { exitOnSignals, run } from './run.mjs';
import { chosenStages, wantsDesktop } from './stage-choice.mjs';
import { stageLine } from './stage-line.mjs';
import { withWorkbench } from './workbench-bed.mjs';

/** @typedef {import('./result-file.mjs').Verdict} Verdict */

const args = process.argv.slice(2);
const stages = chosenStages(args);
const grep = valueOf(args, '--grep');
const inTerminal = process.stdout.isTTY === true;
const total = { passed: 0, failed: 0 };

/**
 * Runs one stage, counts what it gave and prints its line. What it throws counts as one failure.
 * @param {string} name
 * @param {() => Promise<Verdict>} work
 * @returns {Promise<boolean>} whether nothing failed
 */
async function stage(name, work) {
  const started = Date.now();
  const verdict = await work().catch(error => {
    console.error(error);
    return failure(`could not run: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
  });
  count(verdict);
  console.log(stageLine(name, started, outcome(verdict)));
  for (const problem of verdict.problems) console.log(`     ${problem}`);
  return verdict.failed === 0;
}

/** @param {Verdict} verdict */
function count({ passed, failed }) {
  total.passed += passed;
  total.failed += failed;
}

/** @param {Verdict} verdict */
function outcome({ passed, failed }) {
  return passed + failed > 0 ? `${passed} passed, ${failed} failed` : undefined;
}

/** @param {string} why @returns {Verdict} */
function failure(why) {
  return { passed: 0, failed: 1, problems: [why] };
}

/**
 * A check that is one command: its output is shown when it fails.
 * @param {string} name
 * @param {string[]} command
 * @returns {Promise<Verdict>}
 */
async function check(name, command) {
  const { code, output } = await run(node24, command, { cwd: inRepository(), quiet: true });
  if (code === 0) return { passed: 1, failed: 0, problems: [] };
  console.log(output.trimEnd());
  return failure(`${name} failed`);
}

function checkTypes() {
  return check('types', [inRepository('node_modules/typescript/bin/tsc'), '-b', 'src/extension', 'src/shared', 'src/webview', 'test', 'test/consumer', '--pretty', String(inTerminal)]);
}

function lint() {
  return check('lint', [inRepository('node_modules/eslint/bin/eslint.js'), '--max-warnings', '0', inTerminal ? '--color' : '--no-color']);
}

/** Two runs side by side: the one that starts and kills processes waits for them most of the time. */
async function runUnitTests() {
  const [all, crash, limits] = ['test/unit/**/*.test.ts', 'test/unit/crash/**/*.test.ts', { timeoutSeconds: 20, limitSeconds: 600 }];
  if (grep !== undefined) return runMocha({ name: 'unit', files: all, grep, ...limits });
  return sum(await Promise.all([
    runMocha({ name: 'unit', files: all, ignore: crash, ...limits }),
    runMocha({ name: 'unit-crash', files: crash, quiet: true, ...limits }),
  ]));
}

async function main() {
  fs.mkdirSync(results, { recursive: true });

  const checks = [...(stages.has('types') ? [checkTypes] : []), ...(stages.has('lint') ? [lint] : [])];
  if (checks.length > 0) await stage('types and lint', async () => sum(await Promise.all(checks.map(each => each()))));

  if (stages.has('unit')) {
    await stage('unit', runUnitTests);
  }

  if (stages.has('build')) await runOnTheBuild();
}

/** The host and end-to-end stages: without a build there is nothing to run them on. */
async function runOnTheBuild() {
  const onBuild = [...stages].filter(name => name === 'host' || name === 'e2e');
  const built = await stage('build', buildForTests);
  if (!built) {
    for (const name of onBuild) await stage(name, () => Promise.resolve(failure('not run: there is no build')));
  } else if (wantsDesktop(args)) {
    await stage('host', () => runDesktopTests(grep));
  } else if (onBuild.length > 0) {
    const lanes = stages.has('e2e') && grep === undefined ? 2 : 1;
    await withWorkbench({ grep, lanes }, async bed => {
      if (stages.has('host')) await stage('host', () => runHostTests(bed));
      if (stages.has('e2e')) await stage('e2e', () => runEndToEndTests(bed, grep));
    }).catch(error => stage('workbench', () => Promise.reject(error)));
  }
}

exitOnSignals();
await main();
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
