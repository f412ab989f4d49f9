/** The README tells everything there is to use, and nothing that is not there. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { parseCustomProviders } from '../../src/extension/providers/custom/config.ts';

interface Manifest {
  readonly engines: { readonly vscode: string };
  readonly scripts: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default?: unknown }>> };
    readonly keybindings: readonly { readonly key: string }[];
  };
}

const root = path.join(import.meta.dirname, '../..');
const read = (name: string): string => fs.readFileSync(path.join(root, name), 'utf8');
const readme = read('README.md');
const manifest = JSON.parse(read('package.json')) as Manifest;
const texts = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;
const { commands, configuration: { properties }, keybindings } = manifest.contributes;

/** "Darkroom: Cancel All", as the palette shows it, without what says that more is asked. */
const titles = commands.map(({ title }) => `Darkroom: ${texts[title.slice(1, -1)]!.replace('…', '')}`);
/** The cells of a table's rows under that heading, up to the next one. */
function cellsUnder(heading: string): string[] {
  const [, section = ''] = readme.split(`\n${heading}\n`);
  return section.split(/\n#{1,3} /u)[0]!.split('\n').filter(line => line.startsWith('| ')).map(line => line.split(' | ')[0]!.slice(2));
}

describe('the README', () => {
  it('lists each command of the manifest, and no other', () => {
    const listed = cellsUnder('### Commands').slice(1).flatMap(cell => cell.split(', '));
    assert.deepEqual(listed.toSorted(), titles.toSorted());
  });

  it('names no command by a name that it does not have', () => {
    const named = [...readme.matchAll(/\*\*(Darkroom: [^*]+)\*\*/gu)].map(match => match[1]!);
    assert.deepEqual(named.filter(name => !titles.includes(name)), []);
  });

  it('lists each setting with what holds where nothing is set, and no other', () => {
    const rows = readme.split('\n').map(line => /^\| `(darkroom\.[^`]+)` \| (?:`([^`]*)`|none) \| ./u.exec(line)).filter(row => row !== null);
    assert.deepEqual(rows.map(([, name, usual]) => [name, usual ?? null]).toSorted(), Object.entries(properties).map(([name, { default: usual }]) =>
      [name, usual === null || usual === undefined ? null : typeof usual === 'string' ? usual : JSON.stringify(usual)]).toSorted());
    const named = [...readme.matchAll(/`(darkroom\.[\w.]+)`/gu)].map(match => match[1]!);
    const known = [...Object.keys(properties), ...commands.map(({ command }) => command)];
    assert.deepEqual(named.filter(name => !known.includes(name)), []);
  });

  it('tells each key that is bound', () => {
    const words: Readonly<Record<string, string>> = { delete: 'Delete (Cmd+Backspace on a Mac)', 'ctrl+d': 'Ctrl+D' };
    for (const { key } of keybindings) assert.ok(readme.includes(words[key] ?? key), key);
  });

  it('shows a service that can be used as it stands', () => {
    const [, example = ''] = /```jsonc\n"darkroom\.customProviders": ([\s\S]*?)```/u.exec(readme) ?? [];
    const { providers, problems } = parseCustomProviders(JSON.parse(example));
    assert.deepEqual(problems, []);
    assert.equal(providers.length, 1);
  });

  it('shows inputs and uploads that can be used with it', () => {
    const [, more = ''] = /^```jsonc\n("models"[\s\S]*?)```/mu.exec(readme) ?? [];
    const [first = '', ...uploads] = more.replaceAll(/^\/\/.*$/gmu, '').split(/^(?="upload")/mu);
    const base = { id: 'render-box', label: 'Render Box', origin: 'https://api.example.com', recovery: 'none', words: { succeeded: ['done'] }, poll: { path: '/v1/jobs/${remoteId}', reply: { word: '/status', outputs: '/outputs' } } };
    assert.equal(uploads.length, 3);
    for (const upload of uploads) {
      const given = JSON.parse(`{${first.trim()}${upload.trim()}}`) as object;
      assert.deepEqual(parseCustomProviders([{ ...base, ...given }]).problems, [], upload);
    }
  });

  it('names the editor it needs, and scripts that are there', () => {
    assert.ok(readme.includes(`VS Code ${manifest.engines.vscode.replace(/^\^(\d+\.\d+)\.0$/u, '$1')} or later`));
    const scripts = [...readme.matchAll(/npm (?:run )?([a-z][\w:]*)/gu)].map(match => match[1]!).filter(name => name !== 'and');
    assert.deepEqual(scripts.filter(name => !(name in manifest.scripts)), []);
  });

  it('leads to pictures that are there', () => {
    for (const [, file] of readme.matchAll(/!\[[^\]]+\]\(([^)]+)\)/gu)) assert.ok(fs.existsSync(path.join(root, file!)), file);
  });
});
