import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import fs from 'node:fs';
import path from 'node:path';
import { downloads, inRepository, root } from './paths.mjs';
import { judgeResultFile } from './result-file.mjs';
import { inRunFolder } from './run-folder.mjs';

const resultFile = inRunFolder('host.json');
const reportFile = inRunFolder('host.txt');

/**
 * What the tests inside the extension host are told. They inherit it from whatever starts that host: the server, or a desktop VS Code.
 * @param {string | undefined} grep
 * @returns {NodeJS.ProcessEnv}
 */
export function hostTestEnv(grep) {
  return { DARKROOM_REPOSITORY: root, DARKROOM_RESULT_FILE: resultFile, DARKROOM_REPORT_FILE: reportFile, DARKROOM_GREP: grep };
}

/**
 * The tests inside the extension host of the bed's own VS Code.
 * @param {import('./workbench-bed.mjs').WorkbenchBed} bed
 */
export function runHostTests({ lanes }) {
  return runInside(inRepository('test/bed/vscode-executable.mjs'), lanes[0] ?? {});
}

/**
 * The same tests inside a desktop VS Code, which is downloaded.
 * @param {string | undefined} grep
 */
export async function runDesktopTests(grep) {
  return runInside(await downloadAndUnzipVSCode({ cachePath: path.join(downloads, 'desktop') }), hostTestEnv(grep));
}

/**
 * @param {string} vscodeExecutablePath
 * @param {NodeJS.ProcessEnv} extensionTestsEnv
 * @returns {Promise<import('./result-file.mjs').Verdict>}
 */
async function runInside(vscodeExecutablePath, extensionTestsEnv) {
  const workspace = inRunFolder('host-workspace');
  fs.mkdirSync(workspace);
  fs.rmSync(resultFile, { force: true });
  const crashed = await runTests({
    vscodeExecutablePath,
    // Somebody else's extension, which uses ours, beside it. A workbench in the browser takes the last one only: there ours is the installed package.
    extensionDevelopmentPath: [root, inRepository('dist-test/consumer')],
    extensionTestsPath: inRepository('dist-test/host.cjs'),
    extensionTestsEnv,
    launchArgs: [workspace],
  }).then(
    () => undefined,
    error => (error instanceof Error ? error.message : String(error)),
  );
  if (fs.existsSync(reportFile)) console.log(fs.readFileSync(reportFile, 'utf8').trimEnd());
  const verdict = judgeResultFile(resultFile);
  // Green inside, and yet VS Code did not end well: that is no pass either.
  if (crashed && verdict.failed === 0) return { ...verdict, failed: 1, problems: [crashed] };
  return verdict;
}
