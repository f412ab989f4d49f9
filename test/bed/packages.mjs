import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { node24, inRepository, root } from './paths.mjs';
import { mustRun } from './run.mjs';

const stamp = inRepository('node_modules/.darkroom-installed');

/** Runs `npm ci` unless node_modules already holds what package-lock.json asks for. Works on Node 20 with nothing installed. */
export async function ensurePackages() {
  const wanted = createHash('sha256').update(fs.readFileSync(inRepository('package-lock.json'))).digest('hex');
  if (fs.existsSync(node24) && fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return;
  console.log('installing packages (npm ci)');
  await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], root);
  fs.writeFileSync(stamp, wanted);
}

/**
 * Runs npm on the Node it came with: inside an npm script `node` is the one in node_modules, which `npm ci` takes away.
 * @param {string[]} args
 * @param {string} cwd
 */
export async function npm(args, cwd) {
  const binaries = inRepository('node_modules/.bin');
  const PATH = (process.env.PATH ?? '').split(path.delimiter).filter(folder => path.resolve(folder) !== binaries).join(path.delimiter);
  await mustRun('npm', args, { cwd, env: { ...process.env, PATH } });
}
