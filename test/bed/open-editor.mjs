// The part of `npm start` that needs Node 24.
import fs from 'node:fs';
import { build } from './build.mjs';
import { desktopCode } from './desktop-code.mjs';
import { hasMachineSettings, quietSettings, writeMachineSettings } from './machine-settings.mjs';
import { valueOf } from './options.mjs';
import { inRepository, root } from './paths.mjs';
import { exitOnSignals, mustRun } from './run.mjs';
import { freePort, installExtension, startServer } from './server.mjs';
import { ensureVsix, vsix } from './vsix.mjs';

const workFolder = inRepository('.darkroom-dev');
const sample = inRepository('.darkroom-dev/sample');
const serverData = inRepository('.darkroom-dev/server');

/** Copies the sample project once; later starts find what was made in it. */
function ensureSample() {
  if (fs.existsSync(sample)) return;
  fs.mkdirSync(workFolder, { recursive: true });
  fs.cpSync(inRepository('test/sample'), sample, { recursive: true });
}

/** @param {string} code */
async function openDesktop(code) {
  await build();
  await mustRun(code, [`--extensionDevelopmentPath=${root}`, sample]);
  console.log(`opened ${sample} in VS Code`);
}

/** The extension is installed, not loaded from here: VS Code restarts the extension host of an installed one when it dies. */
async function serveBrowsers() {
  const port = await chosenPort();
  const content = await ensureVsix();
  const installed = inRepository('.darkroom-dev/installed');
  if (!fs.existsSync(installed) || fs.readFileSync(installed, 'utf8') !== content) {
    await installExtension(vsix, serverData);
    fs.writeFileSync(installed, content);
  }
  if (!hasMachineSettings(serverData)) writeMachineSettings(serverData, quietSettings);
  const server = await startServer({ dataFolder: serverData, logFile: inRepository('.darkroom-dev/server.log'), port });
  console.log('\nDarkroom is running in VS Code. Open this address in a browser; Ctrl+C ends it.\n');
  console.log(`${server.url}?folder=${encodeURI(sample)}`);
  throw new Error(`the VS Code server ${await server.ended}`);
}

async function chosenPort() {
  const asked = valueOf(process.argv.slice(2), '--port');
  if (asked === undefined) return freePort(3000);
  const port = Number(asked);
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new Error(`--port takes a number, not ${asked}`);
  if ((await freePort(port)) !== port) throw new Error(`port ${port} is taken`);
  return port;
}

exitOnSignals();
try {
  ensureSample();
  const code = desktopCode();
  await (code ? openDesktop(code) : serveBrowsers());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
