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
    const child = spawnTogether(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const limit = limitSeconds && setTimeout(() => endTogether(child, 'SIGKILL'), limitSeconds * 1000);
    let output = '';
    for (const [stream, shown] of /** @type {const} */ ([[child.stdout, process.stdout], [child.stderr, process.stderr]])) {
      stream?.setEncoding('utf8');
      stream?.on('data', text => {
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

// A process group of its own, so that a child's children end with it: an extension host outlives its server otherwise.
const ownGroup = process.platform !== 'win32';

/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set();
process.on('exit', () => children.forEach(child => endTogether(child)));

/**
 * Starts a process that ends together with this one, its own children included, however this one ends, short of SIGKILL.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
export function spawnTogether(command, args, options) {
  const child = spawn(command, args, { ...options, detached: ownGroup });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/**
 * Ends a process that `spawnTogether` started, with its children.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} [signal]
 */
export function endTogether(child, signal = 'SIGTERM') {
  if (child.pid === undefined) return;
  try {
    process.kill(ownGroup ? -child.pid : child.pid, signal);
  } catch {
    // It ended before us.
  }
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
