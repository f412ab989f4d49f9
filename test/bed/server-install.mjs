import fs from 'node:fs';
import path from 'node:path';
import { npm } from './packages.mjs';
import { downloads } from './paths.mjs';

/** code-server's npm package carries VS Code itself; this version's is 1.139.1. */
const version = '4.139.1';

const folder = path.join(downloads, `code-server-${version}`);
const vscode = path.join(folder, 'node_modules/code-server/lib/vscode');

/** VS Code's own server. code-server's entry hides the flags that tests need. */
export const serverMain = path.join(vscode, 'out/server-main.js');

/** Installs VS Code's server under .vscode-test unless it is there. Works on Node 20 with no packages installed. */
export async function ensureServer() {
  if (fs.existsSync(serverMain)) return;
  console.log(`installing the VS Code server (code-server ${version})`);
  fs.mkdirSync(downloads, { recursive: true });
  // Built beside its place and renamed, so that a half-made one is never taken for whole.
  const part = fs.mkdtempSync(path.join(downloads, 'part-'));
  try {
    fs.writeFileSync(path.join(part, 'package.json'), JSON.stringify({ private: true }));
    // Without install scripts: they refuse other Nodes and compile native parts that are only missed in logs.
    const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await npm(['install', ...quiet, `code-server@${version}`], part);
    const inPart = path.join(part, path.relative(folder, vscode));
    await npm(['install', '--omit=dev', ...quiet], inPart);
    await npm(['install', '--omit=dev', ...quiet], path.join(inPart, 'extensions'));
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(part, folder);
  } finally {
    fs.rmSync(part, { recursive: true, force: true });
  }
}
