import { spawn } from 'node:child_process';
import path from 'node:path';
import { inRepository, node24, root } from './paths.mjs';

/**
 * Runs a script of the test bed on Node 24 in this terminal and ends this process as that one ended. Signals are passed on:
 * a child of ours has a server to end.
 * @param {string} script file name in test/bed
 * @param {string[]} args
 */
export function continueOnNode24(script, args) {
  const PATH = [inRepository('node_modules/.bin'), process.env.PATH].join(path.delimiter);
  const child = spawn(node24, [path.join(import.meta.dirname, script), ...args], { cwd: root, stdio: 'inherit', env: { ...process.env, PATH } });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
  whenNpmIsGone(() => child.kill());
  child.once('error', error => {
    console.error(error.message);
    process.exit(1);
  });
  child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}

/** npm passes a signal to the shell between us, and that one dies of it without telling us: we are left without a parent.
 * @param {() => void} end */
function whenNpmIsGone(end) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, 500).unref();
}
