import path from 'node:path';
import { launchBrowserServer } from './browser.mjs';
import { testedVsix } from './build-stage.mjs';
import { hostTestEnv } from './host-stage.mjs';
import { quietSettings, writeMachineSettings } from './machine-settings.mjs';
import { results } from './paths.mjs';
import { inRunFolder } from './run-folder.mjs';
import { installExtension, startServer } from './server.mjs';

/**
 * @typedef {object} WorkbenchBed the one server and the one browser of a run
 * @property {NodeJS.ProcessEnv} env tells the processes of the stages where to find them
 */

/**
 * Starts a server with the packaged extension installed, and a browser; ends both after the work.
 * @param {string | undefined} grep for the tests inside the extension host, which inherit the server's environment
 * @param {(bed: WorkbenchBed) => Promise<void>} work
 */
export async function withWorkbench(grep, work) {
  const dataFolder = inRunFolder('server');
  writeMachineSettings(dataFolder, quietSettings);
  await installExtension(testedVsix, dataFolder);
  const server = await startServer({
    dataFolder,
    logFile: path.join(results, 'server.log'),
    forTests: true,
    env: { ...process.env, ...hostTestEnv(grep) },
  });
  const browser = await launchBrowserServer();
  try {
    await work({
      env: {
        DARKROOM_BED_FOLDER: inRunFolder(),
        DARKROOM_BED_SERVER: server.url,
        DARKROOM_BED_SERVER_PID: String(server.pid),
        DARKROOM_BED_SERVER_DATA: dataFolder,
        DARKROOM_BED_BROWSER: browser.wsEndpoint(),
      },
    });
  } finally {
    await browser.close();
    await server.stop();
  }
}
