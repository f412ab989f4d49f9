/** Hover and CodeLens on paths of media files, asked as the editor asks them. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Consumer } from '../consumer/extension.ts';
import { customSettingFor } from '../fakes/custom-config.ts';
import { stripedPng } from '../fakes/png.ts';
import { type FakeProvider, startFakeProvider } from '../fakes/provider-server.ts';

const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('darkroom');
const root = (): string => vscode.workspace.workspaceFolders![0]!.uri.fsPath;

async function until<T>(what: string, ask: () => T | undefined | false | Thenable<T | undefined | false>): Promise<T> {
  for (let n = 0; n < 600; n++) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  throw new Error(`never: ${what}`);
}

function write(name: string, content: string | Buffer): vscode.Uri {
  const file = path.join(root(), name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
  return vscode.Uri.file(file);
}

/** Our hovers at the first place of a text in a document: those that tell a size, or that a file is gone. */
async function hoversAt(document: vscode.TextDocument, text: string): Promise<vscode.MarkdownString[]> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, document.positionAt(document.getText().indexOf(text) + 2));
  return hovers.flatMap(hover => hover.contents as vscode.MarkdownString[]).filter(({ value }) => /· .*(?:KB|MB|longer there)/u.test(value));
}

const lensesOf = (document: vscode.TextDocument): Thenable<vscode.CodeLens[]> => vscode.commands.executeCommand('vscode.executeCodeLensProvider', document.uri, 1000);

describe('where the work happens', function () {
  this.timeout(60_000);
  let fake: FakeProvider;
  let darkroom: Consumer['darkroom'];

  before(async () => {
    // A failure that stands before somebody's eyes in the Generations view is looked at, and marks nothing.
    await vscode.commands.executeCommand('workbench.view.explorer');
    fake = await startFakeProvider({ mode: 'none' });
    const mine = { ...customSettingFor(fake.origin, 'none'), id: 'hovered', label: 'Hovered Service' };
    await settings().update('customProviders', [{ ...mine, models: mine.models.map(model => ({ ...model, price: 0 })) }], vscode.ConfigurationTarget.Global);
    ({ darkroom } = await vscode.extensions.getExtension<Consumer>('darkroom-test.consumer')!.activate());
  });
  after(async () => {
    await settings().update('customProviders', undefined, vscode.ConfigurationTarget.Global);
    await settings().update('codeLens', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await fake.close();
  });

  /** Until the service is declared it is refused. */
  async function generate(prompt: string): Promise<string> {
    let why: unknown;
    return until('it is placed', () => darkroom.generate({ provider: 'hovered', prompt }).catch((error: unknown) => { why = error; return undefined; }))
      .catch(() => { throw new Error(String(why)); });
  }

  /** What became of it, where its request does not come. */
  async function arrived(id: string, times?: number): Promise<void> {
    await until('its request came', () => fake.requests.filter(({ route }) => route === 'submit').length >= (times ?? 1)).catch(async () => {
      throw new Error(`no request for ${JSON.stringify(await darkroom.generation(id))}`);
    });
  }

  it('a hover shows the picture and what made it, from the document\'s folder and from the workspace\'s', async () => {
    const id = (await darkroom.generate({ prompt: 'stone <img src=x onerror=alert(1)> [go](command:darkroom.generate) **wall**', parameters: { width: 64, height: 48, seed: 41 } }))!;
    await until('it is done', async () => (await darkroom.generation(id))!.status === 'completed');
    const { uri } = (await darkroom.assets(id))[0]!;
    write('docs/art/hover here.png', fs.readFileSync(uri.fsPath));
    await darkroom.associate(vscode.Uri.file(path.join(root(), 'docs/art/hover here.png')), id, 'output');
    const fromRoot = path.relative(root(), uri.fsPath);
    const document = await vscode.workspace.openTextDocument(write('docs/page.md', `# Hover\n\n![a](art/hover%20here.png) then ![b](${fromRoot})\n`));
    const plain = (text: string): string => text.replaceAll('\\', '');
    for (const place of ['art/hover%20here.png', fromRoot]) {
      const [hover, ...others] = await hoversAt(document, place);
      assert.ok(hover, `nothing at ${place}`);
      assert.deepEqual(others, []);
      assert.match(hover.value, /!\[\]\(\S+\.png\|width=64\)/u);
      const told = plain(hover.value);
      for (const part of ['64 × 48', 'seed 41', 'free', 'texture', `command:darkroom.revealGeneration?${encodeURIComponent(JSON.stringify([id]))}`]) assert.ok(told.includes(part), `${part} is missing in ${told}`);
      assert.notEqual(hover.supportHtml, true);
      assert.deepEqual((hover.isTrusted as { enabledCommands: string[] }).enabledCommands, ['darkroom.revealGeneration', 'darkroom.showDetails']);
      // A prompt is no markup.
      assert.ok(!/(?<!\\)(?:<img|\[go|\*wall)/u.test(hover.value), hover.value);
    }
  });

  it('a hover reads nothing outside the project, and shows no picture of what is none or too large', async () => {
    fs.symlinkSync('/etc/hostname', path.join(root(), 'leads-out.png'));
    write('no-picture.png', 'no picture');
    write('drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    write('large.png', Buffer.concat([stripedPng(8, 8, 1), Buffer.alloc(5_000_000)]));
    const wide = stripedPng(8, 8, 2);
    wide.writeUInt32BE(20_000, 16);
    wide.writeUInt32BE(20_000, 20);
    write('wide.png', wide);
    const names = ['leads-out.png', 'no-picture.png', 'drawing.svg', '../../../etc/x.png', 'none.png', 'https://example.com/y.png', 'large.png', 'wide.png'];
    const document = await vscode.workspace.openTextDocument(write('outside.txt', names.map(name => `"${name}"`).join('\n')));
    for (const name of names.slice(0, -2)) assert.deepEqual(await hoversAt(document, name), [], name);
    for (const name of names.slice(-2)) {
      const [hover] = await hoversAt(document, name);
      assert.ok(hover && !hover.value.includes('!['), name);
    }
  });

  it('a file that the editor renames, or moves with its folder, keeps its job and its sidecar', async () => {
    const id = (await darkroom.generate({ prompt: 'a moved stone', parameters: { width: 64, height: 64 } }))!;
    await until('it is done', async () => (await darkroom.generation(id))!.status === 'completed');
    const { uri } = (await darkroom.assets(id))[0]!;
    const [first, second] = [vscode.Uri.file(path.join(root(), 'moved/stone.png')), vscode.Uri.file(path.join(root(), 'moved again/stone.png'))];
    const go = async (from: vscode.Uri, to: vscode.Uri): Promise<void> => {
      const edit = new vscode.WorkspaceEdit();
      edit.renameFile(from, to);
      assert.ok(await vscode.workspace.applyEdit(edit));
    };
    const isAt = async (there: vscode.Uri): Promise<boolean> => (await darkroom.assets(id))[0]?.uri.fsPath === there.fsPath;
    await go(uri, first);
    await until('it was followed', () => isAt(first));
    await until('its sidecar too', () => fs.existsSync(`${first.fsPath}.darkroom.json`));
    assert.equal(fs.existsSync(`${uri.fsPath}.darkroom.json`), false);
    await go(vscode.Uri.file(path.dirname(first.fsPath)), vscode.Uri.file(path.dirname(second.fsPath)));
    await until('it was followed with its folder', () => isAt(second));
    assert.equal((await darkroom.sourceGeneration(second))?.id, id);
  });

  it('a CodeLens stands only at lines that name a file with a job on its way or failed, and goes with it', async () => {
    const hero = write('art/hero.png', stripedPng(8, 8, 5));
    const document = await vscode.workspace.openTextDocument(write('scene.txt', 'load("art/wall.png");\nload("art/hero.png", "art/hero.png");\n// hero.png of another folder\n'));
    assert.deepEqual(await lensesOf(document), []);
    const id = await generate('$(bug) a hero');
    await arrived(id);
    await darkroom.associate(hero, id, 'input');
    const titles = async (): Promise<string[]> => (await lensesOf(document)).map(({ range, command }) => `${range.start.line} ${command?.title ?? ''}`);
    await until('it is on its way', async () => (await titles()).length === 2);
    assert.deepEqual(await titles(), ['1 $(sync) Processing at Hovered Service: “$ (bug) a hero”', '1 Show']);
    const [lens] = await lensesOf(document);
    assert.deepEqual([lens!.command!.command, lens!.command!.arguments], ['darkroom.revealGeneration', [id]]);
    assert.match((await hoversAt(document, 'art/hero.png'))[0]!.value, /Processing at Hovered Service/u);
    fake.job().fail('worker $(flame) exploded');
    await until('it failed', async () => (await titles())[0]?.startsWith('1 $(error) Failed: '));
    assert.ok(!(await titles())[0]!.slice(10).includes('$('), (await titles())[0]);

    await settings().update('codeLens', false, vscode.ConfigurationTarget.Global);
    await until('it is switched off', async () => (await titles()).length === 0);
    await settings().update('codeLens', true, vscode.ConfigurationTarget.Global);
    await until('it is switched on', async () => (await titles()).length === 2);

    const again = darkroom.retry(id);
    await arrived(id, 2);
    assert.equal(await again, true);
    await until('it is on its way again', async () => (await titles())[0]?.includes('$(sync)'));
    fake.job().finish();
    await until('it is done', async () => (await titles()).length === 0);
  });

  it('large and minified documents do not keep the extension host', async () => {
    const hero = write('art/giant.png', stripedPng(8, 8, 6));
    const id = await generate('a giant');
    await arrived(id, 3);
    await darkroom.associate(hero, id, 'input');
    const large = await vscode.workspace.openTextDocument(write('large.txt', `"art/giant.png"\n${'a line with other.png and more words in it\n'.repeat(24_000)}"art/giant.png"\n`));
    await until('both ends are told', async () => (await lensesOf(large)).length === 4);
    const minified = await vscode.workspace.openTextDocument(write('minified.txt', `${'x("other.png");'.repeat(70_000)}y("art/giant.png")`));
    assert.deepEqual(await lensesOf(minified), []);
    assert.equal((await hoversAt(minified, 'art/giant.png')).length, 1);
    fake.job().finish();
    await until('it is done', async () => (await darkroom.generation(id))!.status === 'completed');
  });
});
