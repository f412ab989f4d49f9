import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';

interface Sidecar { generation: string; prompt: string; provider: string; parameters: Record<string, unknown>; file: { name: string; sha256: string } }

const folder = (): string => vscode.workspace.workspaceFolders![0]!.uri.fsPath;

/** The sidecars in a folder, by the generation they tell of. */
function sidecarsIn(where: string): Map<string, { sidecar: Sidecar; file: string }> {
  const found = new Map<string, { sidecar: Sidecar; file: string }>();
  if (!fs.existsSync(where)) return found;
  for (const name of fs.readdirSync(where).filter(each => each.endsWith('.darkroom.json'))) {
    const sidecar = JSON.parse(fs.readFileSync(path.join(where, name), 'utf8')) as Sidecar;
    found.set(sidecar.generation, { sidecar, file: path.join(where, sidecar.file.name) });
  }
  return found;
}

async function resultOf(id: string, where = path.join(folder(), 'assets', 'generated')): Promise<{ sidecar: Sidecar; file: string }> {
  for (let n = 0; n < 600; n++) {
    const found = sidecarsIn(where).get(id);
    if (found !== undefined) return found;
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  throw new Error(`no result of ${id} in ${where}`);
}

const generate = (request: unknown): Thenable<string | undefined> => vscode.commands.executeCommand<string | undefined>('darkroom.generate', request);

describe('Darkroom in a real extension host', function () {
  this.timeout(30_000);

  it('registers every command it contributes, and contributes every command it registers', async () => {
    const extension = vscode.extensions.getExtension('darkroom.darkroom')!;
    await extension.activate();
    const contributed = (extension.packageJSON as { contributes: { commands: { command: string }[] } }).contributes.commands.map(each => each.command).sort();
    const views = ['darkroom.generations', 'darkroom.studio'];
    const registered = (await vscode.commands.getCommands(true)).filter(id => id.startsWith('darkroom.') && !views.some(view => id.startsWith(`${view}.`))).sort();
    assert.deepEqual(registered, contributed);
  });

  it('generates without a key and a network, into the project, with what made it beside it', async () => {
    const id = await generate({ prompt: 'mossy stone wall', parameters: { width: 64, height: 64, seed: 4127 } });
    const { sidecar, file } = await resultOf(id!);
    assert.equal(sidecar.prompt, 'mossy stone wall');
    assert.equal(sidecar.provider, 'embedded');
    assert.equal(sidecar.parameters.seed, 4127);
    assert.deepEqual([...fs.readFileSync(file).subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  });

  it('makes the same picture from the same prompt and seed, and draws a seed and keeps it where none was given', async () => {
    const request = { prompt: 'violet crystal', parameters: { width: 48, height: 48, seed: 7 } };
    const [one, two, other] = await Promise.all([generate(request), generate(request), generate({ ...request, parameters: { width: 48, height: 48 } })]);
    const [first, second, third] = [await resultOf(one!), await resultOf(two!), await resultOf(other!)];
    assert.equal(first.sidecar.file.sha256, second.sidecar.file.sha256);
    assert.notEqual(first.file, second.file);
    assert.equal(typeof third.sidecar.parameters.seed, 'number');
  });

  it('writes where the setting says, and never outside the project', async () => {
    const settings = vscode.workspace.getConfiguration('darkroom', vscode.workspace.workspaceFolders![0]);
    try {
      await settings.update('outputFolder', 'art/made here', vscode.ConfigurationTarget.Workspace);
      await resultOf((await generate({ prompt: 'sand', parameters: { width: 32, height: 32 } }))!, path.join(folder(), 'art', 'made here'));
      await settings.update('outputFolder', '../outside', vscode.ConfigurationTarget.Workspace);
      const before = fs.readdirSync(path.dirname(folder()));
      const id = await generate({ prompt: 'grass', parameters: { width: 32, height: 32 } });
      // It is done when the generation after it is: the built-in provider takes them in order.
      await settings.update('outputFolder', undefined, vscode.ConfigurationTarget.Workspace);
      await resultOf((await generate({ prompt: 'ice', parameters: { width: 32, height: 32 } }))!);
      assert.deepEqual(fs.readdirSync(path.dirname(folder())).filter(name => !before.includes(name)), []);
      assert.equal(typeof id, 'string');
    } finally {
      await settings.update('outputFolder', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('opens a result by the command', async () => {
    const id = await generate({ prompt: 'gold coin', model: 'sprite' });
    const { file } = await resultOf(id!);
    for (let n = 0; n < 200; n++) {
      await vscode.commands.executeCommand('darkroom.openAsset', id);
      const open = vscode.window.tabGroups.all.flatMap(group => group.tabs).some(tab => (tab.input as { uri?: vscode.Uri }).uri?.fsPath === file);
      if (open) return;
      await new Promise(resolve => setTimeout(resolve, 25));
    }
    throw new Error('the result did not open');
  });

  it('opens the gallery beside the file at hand, once', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: 'at hand' }));
    const galleries = (): vscode.Tab[] => vscode.window.tabGroups.all.flatMap(group => group.tabs).filter(tab => tab.label === 'Gallery');
    await vscode.commands.executeCommand('darkroom.openGallery');
    for (let n = 0; n < 200 && galleries().length === 0; n++) await new Promise(resolve => setTimeout(resolve, 25));
    assert.equal(galleries()[0]?.group.viewColumn, vscode.ViewColumn.Two);
    await vscode.commands.executeCommand('darkroom.openGallery');
    assert.equal(galleries().length, 1);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('refuses a request that is wrong, and starts nothing', async () => {
    const before = sidecarsIn(path.join(folder(), 'assets', 'generated')).size;
    for (const wrong of [{}, { prompt: '' }, { prompt: 'x', parameters: { width: 1e9 } }, { prompt: 'x', provider: 'nobody' }, 'x', 7, { prompt: 'x', parameters: { __proto__: { width: 1 }, width: 'wide' } }]) {
      assert.equal(await generate(wrong), undefined, JSON.stringify(wrong));
    }
    assert.equal(sidecarsIn(path.join(folder(), 'assets', 'generated')).size, before);
  });

  it('starts without network, directory listing or database', () => {
    const { extensionPath } = vscode.extensions.getExtension('darkroom.darkroom')!;
    const once = spawnSync(process.execPath, [path.join(process.env.DARKROOM_REPOSITORY!, 'test', 'bench', 'activate-once.cjs'), path.join(extensionPath, 'dist', 'extension.cjs')], { encoding: 'utf8' });
    assert.equal(once.status, 0, once.stderr.slice(-2000));
    const { requests, listings, databases } = JSON.parse(once.stdout) as Record<string, number>;
    assert.deepEqual({ requests, listings, databases }, { requests: 0, listings: 0, databases: 0 });
  });

  it('leaves the global object as it found it: other extensions share the process', () => {
    const bundle = path.join(vscode.extensions.getExtension('darkroom.darkroom')!.extensionPath, 'dist', 'extension.cjs');
    const script = `
      const Module = require('node:module');
      const load = Module._load;
      Module._load = function (request, ...rest) { return request === 'vscode' ? new Proxy(function () {}, { get: () => class {} }) : load.call(this, request, ...rest); };
      const names = () => Reflect.ownKeys(globalThis).map(String).sort();
      const [before, fetchBefore] = [names(), globalThis.fetch];
      require(process.argv[1]);
      process.stdout.write(JSON.stringify({ added: names().filter(name => !before.includes(name)), fetchKept: globalThis.fetch === fetchBefore }));`;
    const seen = spawnSync(process.execPath, ['-e', script, bundle], { encoding: 'utf8' });
    assert.equal(seen.status, 0, seen.stderr);
    assert.deepEqual(JSON.parse(seen.stdout), { added: [], fetchKept: true });
  });
});
