import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { cache, inRepository, node24 } from './paths.mjs';
import { mustRun } from './run.mjs';

const budget = 1.5 * 1024 * 1024;

/** What the packaged extension is made of, beside the packages that the lock file names. */
const inputs = [
  ...['src', 'media', 'l10n', 'esbuild.mjs', '.vscodeignore', 'package.json', 'package-lock.json'],
  ...['package.nls.json', 'README.md', 'CHANGELOG.md', 'LICENSE'],
];
const stamp = path.join(cache, 'vsix-inputs');

const { name, version } = JSON.parse(fs.readFileSync(inRepository('package.json'), 'utf8'));

/** Where `npm run package` puts the packaged extension. */
export const vsix = inRepository(`${name}-${version}.vsix`);

/**
 * Packages what dist/ holds and prints the size; over its budget is an error. Everything is bundled, so no dependency goes in.
 * @param {string} file
 */
export async function packageInto(file) {
  const vsce = inRepository('node_modules/@vscode/vsce/vsce');
  const flags = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  await mustRun(node24, [vsce, 'package', ...flags, '--out', file], { cwd: inRepository() });
  const { size } = fs.statSync(file);
  console.log(`${path.basename(file)}: ${megabytes(size)} (budget ${megabytes(budget)})`);
  if (size > budget) throw new Error('the VSIX is over its budget');
}

/**
 * Builds and packages unless nothing changed since the last time.
 * @returns {Promise<string>} a hash of what the package was made of
 */
export async function ensureVsix() {
  const current = inputsHash();
  const upToDate = fs.existsSync(vsix) && fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === current;
  if (!upToDate) {
    fs.rmSync(stamp, { force: true });
    await build();
    await packageInto(vsix);
    fs.mkdirSync(cache, { recursive: true });
    fs.writeFileSync(stamp, current);
  }
  return current;
}

function inputsHash() {
  const hash = createHash('sha256');
  for (const file of inputs.map(each => inRepository(each)).flatMap(filesUnder)) hash.update(`${file}\0`).update(fs.readFileSync(file));
  return hash.digest('hex');
}

/** @param {string} place @returns {string[]} */
function filesUnder(place) {
  if (!fs.existsSync(place)) return [];
  if (!fs.statSync(place).isDirectory()) return [place];
  return fs.readdirSync(place).sort().flatMap(entry => filesUnder(path.join(place, entry)));
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1024 / 1024).toFixed(2)} MB`;
}
