#!/usr/bin/env node
// Stands in for the desktop `code` that @vscode/test-electron starts: opens the workbench of a VS Code server in Chromium, lets the
// extension host run the tests there, and exits with the code the workbench reports. That code alone proves nothing: when the
// extension host dies in the middle of a run, the workbench reports 0 as well.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import { chromium } from 'playwright-core';
import { launchBrowserServer } from './browser.mjs';
import { quietSettings, writeMachineSettings } from './machine-settings.mjs';
import { valuesOf } from './options.mjs';
import { exitOnSignals } from './run.mjs';
import { startServer } from './server.mjs';

const timeoutSeconds = 120;

/** The server and browser of the whole run where the bed started them, else ones of our own. */
async function surroundings() {
  const server = process.env.DARKROOM_BED_SERVER;
  const browser = process.env.DARKROOM_BED_BROWSER;
  if (server && browser) return { server, browser, close: async () => {} };
  const dataFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'darkroom-server-'));
  writeMachineSettings(dataFolder, quietSettings);
  const ownServer = await startServer({ dataFolder, logFile: path.join(dataFolder, 'server.log'), forTests: true });
  const ownBrowser = await launchBrowserServer();
  return {
    server: ownServer.url,
    browser: ownBrowser.wsEndpoint(),
    async close() {
      await ownBrowser.close();
      await ownServer.stop();
      fs.rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/**
 * The workbench's address. `extensionDevelopmentPath` and `extensionTestsPath` are folders and files on the server's side.
 * @param {string} server
 * @param {string | undefined} folder
 * @param {Record<string, string[]>} files
 */
function workbenchAddress(server, folder, files) {
  const { host } = new URL(server);
  const payload = Object.entries(files).flatMap(([name, some]) => some.map(file => [name, `vscode-remote://${host}${file}`]));
  const address = new URL(server);
  if (folder) address.searchParams.set('folder', folder);
  address.searchParams.set('payload', JSON.stringify(payload));
  return address.href;
}

async function main() {
  const { server, browser, close } = await surroundings();
  const connection = await chromium.connect(browser);
  try {
    const page = await (await connection.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    /** @type {Promise<number>} */
    const reported = new Promise((resolve, reject) => {
      void page.exposeFunction('codeAutomationExit', resolve);
      page.once('crash', () => reject(new Error('the workbench page crashed')));
      connection.once('disconnected', () => reject(new Error('the browser is gone')));
      setTimeout(() => reject(new Error(`the tests did not end within ${timeoutSeconds} s`)), timeoutSeconds * 1000).unref();
    });
    await page.exposeFunction('codeAutomationLog', (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
      // With everything the workbench and its extension host say: for finding out why nothing happens.
      if (process.env.DARKROOM_BED_VERBOSE) console.log(type, format(...args));
    });
    const folder = process.argv.slice(2).find(each => !each.startsWith('-'));
    await page.goto(
      workbenchAddress(server, folder, {
        extensionDevelopmentPath: valuesOf(process.argv, '--extensionDevelopmentPath'),
        extensionTestsPath: valuesOf(process.argv, '--extensionTestsPath'),
      }),
    );
    return await reported;
  } finally {
    await connection.close();
    await close();
  }
}

exitOnSignals();
main().then(
  code => process.exit(code),
  error => {
    console.error(error);
    process.exit(1);
  },
);
