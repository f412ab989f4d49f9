import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { customSettingFor } from '../fakes/custom-config.ts';
import { type FakeProvider, startFakeProvider } from '../fakes/provider-server.ts';

const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('darkroom');
const generate = (request: unknown): Thenable<string | undefined> => vscode.commands.executeCommand<string | undefined>('darkroom.generate', request);

async function until<T>(what: string, ask: () => T | undefined | false | Thenable<T | undefined | false>): Promise<T> {
  for (let n = 0; n < 400; n++) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  throw new Error(`never: ${what}`);
}

/** The report as a document. Its one question is answered with the first choice. */
async function reported(): Promise<string> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  const running = vscode.commands.executeCommand('darkroom.report');
  const document = await until('the report is open', async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return vscode.workspace.textDocuments.find(each => each.isUntitled && each.getText().startsWith('# Darkroom report'));
  });
  await running;
  return document.getText();
}

describe('the editor\'s own places', function () {
  this.timeout(60_000);
  let fake: FakeProvider;

  beforeEach(async () => { fake = await startFakeProvider({ mode: 'none' }); });
  afterEach(async () => {
    await settings().update('customProviders', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await fake.close();
  });

  it('a report tells what failed and where, and holds no prompt, no address and no path', async () => {
    const mine = { ...customSettingFor(fake.origin, 'none'), id: 'reported' };
    await settings().update('customProviders', [{ ...mine, models: mine.models.map(model => ({ ...model, price: 0 })) }], vscode.ConfigurationTarget.Global);
    const id = await until('it is placed', async () => generate({ prompt: 'canaryprompt dragon lands', provider: 'reported' }));
    await fake.arrived('submit');
    fake.job().fail('worker exploded over canaryprompt dragon at https://files.example/x.png?X-Amz-Signature=canarysignature');
    const text = await until('the failure is in it', async () => {
      const content = await reported();
      return content.includes(id) && content.includes('| failed |') && content;
    });
    assert.ok(text.includes(`| reported | ${new URL(fake.origin).host} |`), 'its host');
    assert.match(text, /^- journal: (wal|delete)$/mu);
    assert.match(text, /^- SQLite: \d+\.\d+\.\d+$/mu);
    assert.match(text, /^- work is done by: this window/mu);
    assert.doesNotMatch(text, /canary|dragon/iu);
    assert.equal(text.includes(vscode.workspace.workspaceFolders![0]!.uri.fsPath), false);
  });

  it('shows the first steps', async () => {
    await vscode.commands.executeCommand('darkroom.getStarted');
    await until('they are open', () => vscode.window.tabGroups.all.flatMap(group => group.tabs).some(tab => /Welcome|Walkthrough/u.test(tab.label)));
  });
});
