import path from 'node:path';
import { launchBrowserServer } from './browser.mjs';
import { testedVsix } from './build-stage.mjs';
import { hostTestEnv } from './host-stage.mjs';
import { stillSettings, writeMachineSettings } from './machine-settings.mjs';
import { results } from './paths.mjs';
import { inRunFolder } from './run-folder.mjs';
import { installExtension, startServer } from './server.mjs';

/**
 * @typedef {object} WorkbenchBed the one browser of a run, and a server for each lane: machine settings and ledger are a server's
 * @property {NodeJS.ProcessEnv[]} lanes tell the processes of the stages where to find them
 */

/**
 * Starts servers with the packaged extension installed, and a browser; ends them after the work.
 * @param {{ grep: string | undefined, lanes: number }} options `grep` is for the tests inside the extension host, which inherit the server's environment
 * @param {(bed: WorkbenchBed) => Promise<void>} work
 */
export async function withWorkbench({ grep, lanes }, work) {
  const browser = await launchBrowserServer();
  const servers = await Promise.allSettled(Array.from({ length: lanes }, (_, n) => startLane(n + 1, grep)));
  try {
    await work({
      lanes: servers.map(server => {
        if (server.status === 'rejected') throw server.reason;
        const { dataFolder, url, pid } = server.value;
        return {
          DARKROOM_BED_FOLDER: inRunFolder(),
          DARKROOM_BED_SERVER: url,
          DARKROOM_BED_SERVER_PID: String(pid),
          DARKROOM_BED_SERVER_DATA: dataFolder,
          DARKROOM_BED_BROWSER: browser.wsEndpoint(),
        };
      }),
    });
  } finally {
    await browser.close();
    await Promise.all(servers.map(server => server.status === 'fulfilled' && server.value.stop()));
  }
}

/** @param {number} lane @param {string | undefined} grep */
async function startLane(lane, grep) {
  const dataFolder = inRunFolder(`server-${lane}`);
  writeMachineSettings(dataFolder, stillSettings);
  await installExtension(testedVsix, dataFolder);
  const logFile = path.join(results, `server-${lane}.log`);
  return { dataFolder, ...await startServer({ dataFolder, logFile, forTests: true, env: { ...process.env, ...hostTestEnv(grep) } }) };
}
