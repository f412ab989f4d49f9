import { spawn } from 'node:child_process';

/**
 * Runs a command to its end and returns its exit code and everything it printed.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, limitSeconds?: number }} [options]
 *   `quiet`: only collect the output, don't show it as well; after `limitSeconds` the command is ended
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, { cwd, env, quiet = false, limitSeconds } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
    endWithUs(child);
    const limit = limitSeconds && setTimeout(() => child.kill('SIGKILL'), limitSeconds * 1000);
    let output = '';
    for (const [stream, shown] of /** @type {const} */ ([[child.stdout, process.stdout], [child.stderr, process.stderr]])) {
      stream.setEncoding('utf8');
      stream.on('data', text => {
        output += text;
        if (!quiet) shown.write(text);
      });
    }
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(limit);
      if (signal) output += `\nended by ${signal}\n`;
      resolve({ code: code ?? 1, output });
    });
  });
}

/**
 * Like `run`, but quiet, and a failure is an error that carries the end of the output.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 */
export async function mustRun(command, args, options) {
  const { code, output } = await run(command, args, { ...options, quiet: true });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${tail(output)}`);
  return output;
}

/** The last lines of a text.
 * @param {string} text @param {number} [lines] */
export function tail(text, lines = 30) {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set();
process.on('exit', () => children.forEach(child => child.kill()));

/**
 * Ends a child together with this process, however this one ends, short of SIGKILL.
 * @param {import('node:child_process').ChildProcess} child
 */
export function endWithUs(child) {
  children.add(child);
  child.once('exit', () => children.delete(child));
}

/**
 * Makes SIGINT, SIGTERM and SIGHUP end this process in the ordinary way, so that what is bound to its end is ended too.
 * @returns {() => void} takes that back
 */
export function exitOnSignals() {
  const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };
  const exit = (/** @type {keyof typeof numbers} */ signal) => process.exit(128 + numbers[signal]);
  const signals = /** @type {(keyof typeof numbers)[]} */ (Object.keys(numbers));
  for (const signal of signals) process.once(signal, exit);
  return () => signals.forEach(signal => process.removeListener(signal, exit));
}
