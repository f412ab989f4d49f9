// Builds what the VSIX carries (dist/) and the bundle of the host tests (dist-test/).
//   node esbuild.mjs            production build, fails over the size budget
//   node esbuild.mjs --tests    the host test bundle as well
//   node esbuild.mjs --watch    development build, rebuilt on every change
import * as esbuild from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { everyFileOf } from './test/bed/every-file-plugin.mjs';

process.chdir(import.meta.dirname);
const watch = process.argv.includes('--watch');
const withTests = watch || process.argv.includes('--tests');

const KB = 1024;

/** @type {esbuild.BuildOptions} */
const shared = {
  bundle: true,
  minify: !watch,
  sourcemap: watch ? 'linked' : false,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};

/** What runs in the extension host. A CommonJS bundle can't be split, so each lazily loaded part is an entry of its own.
 * @type {esbuild.BuildOptions} */
const node = { ...shared, format: 'cjs', platform: 'node', target: 'node24', external: ['vscode'] };

/** A part of the host's bundle that is loaded when it is first wanted: `import('<what>')` in the source loads `dist/<name>.cjs`.
 * @typedef {{ what: string, name: string, source: string }} LazyPart */

/** @type {LazyPart[]} */
const lazyParts = [
  { what: 'image-size', name: 'image-size', source: './node_modules/image-size/dist/esm/index.js' },
  { what: './all.ts', name: 'commands', source: 'src/extension/ui/commands/all.ts' },
  { what: './asset/details.ts', name: 'asset', source: 'src/extension/ui/asset/details.ts' },
  { what: 'exifreader', name: 'exifreader', source: './node_modules/exifreader/dist/exif-reader.js' },
  { what: '../platform/ignored.ts', name: 'ignored', source: 'src/extension/platform/ignored.ts' },
  { what: '../assets/follow.ts', name: 'follow', source: 'src/extension/assets/follow.ts' },
  { what: './dropEdits.ts', name: 'drop', source: 'src/extension/ui/dropEdits.ts' },
  { what: './detailsText.ts', name: 'details', source: 'src/extension/ui/detailsText.ts' },
];

/** @type {esbuild.Plugin} */
const lazily = {
  name: 'lazily',
  setup(build) {
    build.onResolve({ filter: /.*/ }, ({ kind, path: what }) => {
      const part = kind === 'dynamic-import' ? lazyParts.find(each => each.what === what) : undefined;
      return part && { path: `./${part.name}.cjs`, external: true };
    });
  },
};

/** A part that is loaded later has its own copy of what it shares with the rest. The texts are the editor's, which knows the language.
 * @type {esbuild.Plugin} */
const editorsTexts = {
  name: 'texts of the editor',
  setup(build) {
    build.onResolve({ filter: /^@vscode\/l10n$/ }, () => ({ path: 'l10n', namespace: 'editor' }));
    build.onLoad({ filter: /.*/, namespace: 'editor' }, () => ({ contents: "module.exports = require('vscode').l10n;", resolveDir: import.meta.dirname }));
  },
};

/** `require` and not `import()`: the editor hands out its API to the former.
 * @type {esbuild.BuildOptions} */
const host = { ...node, plugins: [lazily], supported: { 'dynamic-import': false } };

/** What runs in a webview: the Chromium of the oldest VS Code we support.
 * @type {esbuild.BuildOptions} */
const page = { ...shared, format: 'iife', platform: 'browser', target: 'chrome138', jsx: 'automatic', jsxImportSource: 'preact' };

/** @typedef {{ source: string, out: string, options: esbuild.BuildOptions, budget?: { bytes: number, gzipped: boolean } }} Entry */

/** @type {Entry[]} */
const product = [
  { source: 'src/extension/extension.ts', out: 'dist/extension.cjs', options: host, budget: { bytes: 300 * KB, gzipped: false } },
  { source: 'src/extension/providers/embedded/worker.ts', out: 'dist/embedded-worker.cjs', options: node },
  { source: 'src/extension/engine/care.ts', out: 'dist/care.cjs', options: node },
  ...lazyParts.map(({ name, source }) => ({ source, out: `dist/${name}.cjs`, options: { ...host, external: [...node.external ?? [], '@xmldom/xmldom'], plugins: [lazily, editorsTexts] } })),
  { source: 'src/webview/gallery/main.tsx', out: 'dist/webview/gallery.js', options: page, budget: { bytes: 70 * KB, gzipped: true } },
  { source: 'src/webview/studio/main.tsx', out: 'dist/webview/studio.js', options: page, budget: { bytes: 70 * KB, gzipped: true } },
];

/** @type {Entry} */
const hostTests = {
  source: 'test/host/index.ts',
  out: 'dist-test/host.cjs',
  options: {
    ...node,
    minify: false,
    plugins: [everyFileOf('test/host', '.test.ts')],
    // Mocha's parallel mode, which is not used here, finds its worker file so.
    logOverride: { 'require-resolve-not-external': 'silent' },
  },
};

/** The extension of somebody else that the host tests run beside ours.
 * @type {Entry} */
const consumer = { source: 'test/consumer/extension.ts', out: 'dist-test/consumer/extension.cjs', options: { ...node, minify: false } };

/** @param {Entry} entry @returns {esbuild.BuildOptions} */
function optionsOf(entry) {
  return { ...entry.options, entryPoints: [entry.source], outfile: entry.out };
}

/** Prints a file's size and says whether it keeps its budget.
 * @param {Entry} entry */
function withinBudget(entry) {
  const bytes = fs.readFileSync(entry.out);
  const gzipped = gzipSync(bytes).length;
  const { budget } = entry;
  const measured = budget?.gzipped ? gzipped : bytes.length;
  const over = budget !== undefined && measured > budget.bytes;
  const limit = budget ? `budget ${kilobytes(budget.bytes)}${budget.gzipped ? ' gzipped' : ''}` : '';
  console.log(`${entry.out.padEnd(28)} ${kilobytes(bytes.length).padStart(9)} ${kilobytes(gzipped).padStart(9)} gzipped  ${limit}${over ? '  OVER BUDGET' : ''}`);
  return !over;
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / KB).toFixed(1)} KB`;
}

/** Removes what an earlier build left in a folder. Not emptied beforehand: a workbench may be running on it.
 * @param {string} folder @param {string[]} outputs */
function removeOthers(folder, outputs) {
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.posix.join(entry.parentPath, entry.name);
    if (entry.isFile() && !outputs.includes(file)) fs.rmSync(file);
  }
}

const entries = withTests ? [...product, hostTests, consumer] : product;
if (withTests) {
  fs.mkdirSync('dist-test/consumer', { recursive: true });
  fs.copyFileSync('test/consumer/package.json', 'dist-test/consumer/package.json');
}
if (watch) {
  for (const entry of entries) await (await esbuild.context(optionsOf(entry))).watch();
  console.log('watching');
} else {
  const built = await Promise.allSettled(entries.map(entry => esbuild.build(optionsOf(entry))));
  // esbuild has printed what is wrong.
  if (built.some(each => each.status === 'rejected')) process.exit(1);
  removeOthers('dist', built.flatMap(each => (each.status === 'fulfilled' ? Object.keys(each.value.metafile?.outputs ?? {}) : [])));
  const kept = entries.filter(entry => product.includes(entry)).map(withinBudget);
  if (kept.includes(false)) process.exit(1);
}
