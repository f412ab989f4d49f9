import fs from 'node:fs';
import net from 'node:net';
import { node24 } from './paths.mjs';
import { endTogether, mustRun, spawnTogether, tail } from './run.mjs';
import { serverMain } from './server-install.mjs';

/**
 * Starts VS Code's server on 127.0.0.1 and waits until it answers. Every folder is trusted there.
 * @param {{
 *   dataFolder: string,
 *   logFile: string,
 *   port?: number,
 *   forTests?: boolean,
 *   env?: NodeJS.ProcessEnv,
 *   timeoutSeconds?: number,
 * }} options `forTests` lets the address of a page name extensions and tests to load
 */
export async function startServer({ dataFolder, logFile, port, forTests = false, env, timeoutSeconds = 60 }) {
  const log = fs.openSync(logFile, 'w');
  const listeningPort = port ?? (await freePort());
  const child = spawnTogether(
    node24,
    [
      serverMain,
      ...['--host', '127.0.0.1', '--port', String(listeningPort)],
      ...['--without-connection-token', '--accept-server-license-terms', '--disable-telemetry', '--disable-workspace-trust'],
      // An extension host that nobody talks to any more should not outlive its test for hours.
      ...(forTests ? ['--enable-smoke-test-driver', '--reconnection-grace-time', '5'] : []),
      ...['--server-data-dir', dataFolder],
    ],
    { stdio: ['ignore', log, log], env: env ?? process.env },
  );
  fs.closeSync(log);
  const ended = new Promise(resolve => {
    child.once('error', error => resolve(error.message));
    child.once('exit', (code, signal) => resolve(`ended with ${code ?? signal}`));
  });

  const url = `http://127.0.0.1:${listeningPort}/`;
  const problem = await Promise.race([ended, answers(url, timeoutSeconds)]);
  if (problem !== undefined) {
    endTogether(child);
    throw new Error(`The VS Code server did not come up: ${problem}. The end of its log:\n${tail(logWithoutStacks(logFile))}`);
  }
  return {
    url,
    pid: /** @type {number} */ (child.pid),
    /** Resolves with a sentence when the server is gone. */
    ended,
    async stop() {
      endTogether(child);
      await ended;
    },
  };
}

/**
 * Puts a packaged extension into a server's data folder; the server need not run.
 * @param {string} vsix
 * @param {string} dataFolder
 */
export async function installExtension(vsix, dataFolder) {
  await mustRun(node24, [serverMain, '--install-extension', vsix, '--force', '--server-data-dir', dataFolder]);
}

/** A port nobody listens on: the preferred one, or any.
 * @param {number} [preferred]
 * @returns {Promise<number>} */
export function freePort(preferred = 0) {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', () => (preferred === 0 ? reject(new Error('no free port')) : resolve(freePort())));
    probe.listen(preferred, '127.0.0.1', () => {
      const { port } = /** @type {net.AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}

/** The log's own lines: the server also tells at length which native parts it does without.
 * @param {string} logFile */
function logWithoutStacks(logFile) {
  const lines = fs.readFileSync(logFile, 'utf8').split('\n');
  return lines.filter(line => /^\S/.test(line) && line !== '}').join('\n');
}

/** Resolves with nothing once the address answers, with a sentence when it did not in time.
 * @param {string} url @param {number} timeoutSeconds */
async function answers(url, timeoutSeconds) {
  const deadline = Date.now() + timeoutSeconds * 1000;
  while (Date.now() < deadline) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
    if (answer?.ok) return undefined;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return `no answer at ${url} within ${timeoutSeconds} s`;
}
