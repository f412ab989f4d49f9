import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { customSettingFor } from '../fakes/custom-config.ts';
import { type FakeProvider, startFakeProvider } from '../fakes/provider-server.ts';

const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('darkroom');
const generate = (request: unknown): Thenable<string | undefined> => vscode.commands.executeCommand<string | undefined>('darkroom.generate', request);

/** Asks until the provider is set up: a request to it is then refused for another reason than that it is unknown. */
async function declared(request: unknown, known: () => boolean): Promise<void> {
  for (let n = 0; n < 200 && !known(); n++) {
    await generate(request);
    await new Promise(resolve => setTimeout(resolve, 25));
  }
}

describe('money and keys', function () {
  this.timeout(30_000);
  let fake: FakeProvider;

  beforeEach(async () => { fake = await startFakeProvider({ mode: 'none', auto: 1 }); });
  afterEach(async () => {
    await settings().update('customProviders', undefined, vscode.ConfigurationTarget.Global);
    await fake.close();
  });

  it('a command with arguments spends nothing unless somebody said yes, and is not asked about where it is free', async () => {
    const paid = { ...customSettingFor(fake.origin, 'none'), id: 'paid' };
    const free = { ...paid, id: 'free', models: paid.models.map(model => ({ ...model, price: 0 })) };
    await settings().update('customProviders', [paid, free], vscode.ConfigurationTarget.Global);
    const submits = (): number => fake.requests.filter(request => request.route === 'submit').length;
    await declared({ prompt: 'a keep', provider: 'free' }, () => submits() > 0);
    assert.ok(submits() > 0, 'the free one was sent');
    // A test host refuses dialogs, and a refusal is no yes.
    for (let n = 0; n < 3; n++) assert.equal(await generate({ prompt: 'a keep that costs', provider: 'paid' }), undefined);
    const last = await generate({ prompt: 'the last one', provider: 'free' });
    assert.equal(typeof last, 'string');
    for (let n = 0; n < 400 && !fake.requests.some(request => request.body.includes('the last one')); n++) await new Promise(resolve => setTimeout(resolve, 25));
    assert.ok(fake.requests.some(request => request.body.includes('the last one')), 'the queue went on');
    assert.deepEqual(fake.requests.filter(request => request.body.includes('a keep that costs')), []);
  });

  it('a service that a repository\'s files declare does not exist', async () => {
    const root = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    const file = path.join(root, '.vscode', 'settings.json');
    const before = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null;
    const mine = customSettingFor(fake.origin, 'none');
    fs.mkdirSync(path.dirname(file), { recursive: true });
    try {
      fs.writeFileSync(file, JSON.stringify({
        'darkroom.outputFolder': 'read from the file',
        'darkroom.customProviders': [{ ...mine, id: 'evil', models: mine.models.map(model => ({ ...model, price: 0 })) }],
      }));
      for (let n = 0; n < 400 && settings().get('outputFolder') !== 'read from the file'; n++) await new Promise(resolve => setTimeout(resolve, 25));
      assert.equal(settings().get('outputFolder'), 'read from the file');
      assert.equal(await generate({ prompt: 'a keep', provider: 'evil' }), undefined);
      assert.equal(fake.requests.length, 0);
    } finally {
      if (before === null) fs.rmSync(file);
      else fs.writeFileSync(file, before);
    }
  });
});
