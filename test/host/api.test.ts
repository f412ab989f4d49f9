/** The API as another extension uses it: test/consumer, compiled against the public types and active beside Darkroom. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Consumer } from '../consumer/extension.ts';
import { customSettingFor } from '../fakes/custom-config.ts';
import { stripedPng } from '../fakes/png.ts';
import { startFakeProvider } from '../fakes/provider-server.ts';

const inProject = (name: string): vscode.Uri => vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, name);

async function until<T>(what: string, ask: () => T | undefined | false | Thenable<T | undefined | false>): Promise<T> {
  for (let n = 0; n < 600; n++) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  throw new Error(`never: ${what}`);
}

async function consumer(): Promise<Consumer> {
  const extension = vscode.extensions.getExtension<Consumer>('darkroom-test.consumer');
  assert.ok(extension, 'the other extension is there');
  return extension.activate();
}

describe('the API, for another extension', function () {
  this.timeout(60_000);

  it('generates, follows and associates, as the documentation shows', async () => {
    const { textureAt, darkroom } = await consumer();
    const target = inProject('atlas from the documentation.png');
    const source = (await textureAt(target, 'mossy documentation stone'))!;
    assert.equal(source.prompt, 'mossy documentation stone');
    assert.deepEqual([...fs.readFileSync(target.fsPath).subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
    const outputs = (await darkroom.assets(source.id)).filter(({ role }) => role === 'output').map(({ uri }) => uri);
    assert.equal(outputs.length, 2);
    assert.ok(outputs.every(uri => uri instanceof vscode.Uri));
    assert.equal(outputs[1]!.fsPath, target.fsPath);
    assert.equal((await darkroom.generations({ limit: 1, status: 'completed' }))[0]!.id, source.id);
    assert.equal(await darkroom.sourceGeneration(inProject('none.png')), undefined);
    assert.equal(await darkroom.sourceGeneration(vscode.Uri.parse('https://example.com/a.png')), undefined);
  });

  it('tells what is wrong with a call', async () => {
    const { darkroom } = await consumer();
    const codeOf = (call: Promise<unknown>): Promise<unknown> => call.then(() => 'no error', (error: unknown) => (error as { code: unknown }).code);
    assert.equal(await codeOf(darkroom.generate({ prompt: '' })), 'request');
    assert.equal(await codeOf(darkroom.generation(7 as never)), 'argument');
    assert.equal(await codeOf(darkroom.assets('00000000-0000-4000-8000-000000000000')), 'unknown');
    assert.equal(await codeOf(darkroom.sourceGeneration('/etc/passwd' as never)), 'argument');
    const [latest] = await darkroom.generations();
    assert.equal(await codeOf(darkroom.associate(vscode.Uri.file('/etc/passwd'), latest!.id, 'output')), 'file');
    assert.throws(() => { Object.assign(darkroom, { generate: () => Promise.resolve('mine') }); }, TypeError);
  });

  it('spends nothing unless somebody said yes', async () => {
    const settings = vscode.workspace.getConfiguration('darkroom');
    const fake = await startFakeProvider({ mode: 'none', auto: 1 });
    try {
      const paid = { ...customSettingFor(fake.origin, 'none'), id: 'paid-api' };
      const free = { ...paid, id: 'free-api', models: paid.models.map(model => ({ ...model, price: 0 })) };
      await settings.update('customProviders', [paid, free], vscode.ConfigurationTarget.Global);
      const other = await consumer();
      const { darkroom } = other;
      const id = await until('the service is declared', () => other.generate({ provider: 'free-api', prompt: 'a free keep' }).catch(() => undefined));
      await until('it is done', async () => (await darkroom.generation(id))!.status === 'completed');
      const before = fake.requests.filter(({ route }) => route === 'submit').length;
      // A test host refuses dialogs with what they say, and a refusal is no yes.
      const answers = await Promise.allSettled([1, 2].map(() => other.generate({ provider: 'paid-api', prompt: 'a keep that costs' })));
      for (const answer of answers) {
        assert.ok(answer.status === 'rejected' && answer.reason instanceof Error);
        assert.match(answer.reason.message, /Atlas Packer \(darkroom-test\.consumer\) wants 2 generations at Fake Service, about \$0\.08\./u);
      }
      const last = (await other.generate({ provider: 'free-api', prompt: 'the last one' }))!;
      await until('the queue went on', async () => (await darkroom.generation(last))!.status === 'completed');
      assert.equal(fake.requests.filter(({ route }) => route === 'submit').length, before + 1);
    } finally {
      await settings.update('customProviders', undefined, vscode.ConfigurationTarget.Global);
      await fake.close();
    }
  });

  it('tells of changes that the commands make, and stops when nobody listens', async () => {
    const { darkroom } = await consumer();
    const heard: (readonly string[] | null)[] = [];
    const listening = darkroom.onDidChangeGenerations(({ changed }) => heard.push(changed));
    const deaf = darkroom.onDidChangeGenerations(() => { throw new Error('out of order'); });
    const id = (await vscode.commands.executeCommand<string | undefined>('darkroom.generate', { prompt: 'heard of', parameters: { width: 32, height: 32 } }))!;
    await until('it is told', () => heard.some(changed => changed?.includes(id)));
    await until('it is done', async () => (await darkroom.generation(id))!.status === 'completed');
    deaf.dispose();
    listening.dispose();
    const n = heard.length;
    const picture = inProject('associated.png');
    fs.mkdirSync(path.dirname(picture.fsPath), { recursive: true });
    fs.writeFileSync(picture.fsPath, stripedPng(8, 8, 3));
    const more: unknown[] = [];
    const again = darkroom.onDidChangeGenerations(change => more.push(change));
    await darkroom.associate(picture, id, 'input');
    await until('the association is told', () => more.length > 0);
    again.dispose();
    assert.equal(heard.length, n);
  });
});
