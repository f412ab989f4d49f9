/**
 * Whoever can bind a key, write a task or run in the same editor can call our commands with any arguments. None of that spends: the
 * question that each asks is refused here, as a test host refuses every dialog.
 */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { customSettingFor } from '../fakes/custom-config.ts';
import { type FakeProvider, startFakeProvider } from '../fakes/provider-server.ts';

const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('darkroom');

async function until(what: string, condition: () => boolean): Promise<void> {
  for (let n = 0; n < 600 && !condition(); n++) await new Promise(resolve => setTimeout(resolve, 25));
  assert.ok(condition(), what);
}

/** Calls commands, all at once, and answers whatever they ask with Escape until each of them is done. */
async function callAll(commands: readonly string[], args: readonly unknown[]): Promise<void> {
  let left = commands.length;
  for (const command of commands) void vscode.commands.executeCommand(command, ...args).then(() => { left--; }, () => { left--; });
  while (left > 0) {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('notifications.clearAll');
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

describe('commands called from outside', function () {
  this.timeout(60_000);
  let fake: FakeProvider;
  const submits = (): number => fake.requests.filter(({ route }) => route === 'submit').length;

  /** @param price of the one that is paid for: it is free until it has something to retry */
  async function declare(price: number): Promise<void> {
    const free = { ...customSettingFor(fake.origin, 'none'), id: 'free', label: 'Free', key: { header: 'X-Key', value: '${key}' }, keyTest: { path: '/v1/jobs' } };
    const { key: _key, keyTest: _keyTest, ...paid } = { ...free, id: 'paid', label: 'Paid', models: free.models.map(model => ({ ...model, price })) };
    const last = { ...paid, id: 'last', label: 'Last', models: free.models.map(model => ({ ...model, price: 0 })) };
    await settings().update('customProviders', [free, paid, last], vscode.ConfigurationTarget.Global);
  }

  before(async () => { fake = await startFakeProvider({ mode: 'none', auto: 1 }); });
  after(async () => {
    await settings().update('customProviders', undefined, vscode.ConfigurationTarget.Global);
    await fake.close();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('with a request, an id, or anything else, spend nothing and tell nobody a key', async () => {
    await declare(0);
    fake.always('submit', { kind: 'status', status: 422 });
    let failed: string | undefined;
    for (let n = 0; n < 200 && failed === undefined; n++) {
      failed = await vscode.commands.executeCommand<string | undefined>('darkroom.generate', { provider: 'paid', prompt: 'fails while it is free' });
      if (failed === undefined) await new Promise(resolve => setTimeout(resolve, 25));
    }
    await until('it was sent and refused', () => submits() === 1);
    fake.always('submit', null);
    await declare(0.04);
    await until('its price is known', () => settings().inspect<{ id: string; models: { price: number }[] }[]>('customProviders')?.globalValue?.[1]?.models[0]?.price === 0.04);

    const request = { provider: 'paid', model: 'picture-1', operation: 'text-to-image', prompt: 'paid for by you' };
    const menu = '00000000-0000-4000-8000-000000000000';
    const argumentLists: readonly (readonly unknown[])[] = [
      [], [null], [request], [[request]], [request, request], [{ ...request, price: 0, estimate: 0, confirmed: true, foreign: false, trusted: true, caller: 'Darkroom', menu }],
      [JSON.parse(`{"__proto__": {"foreign": false}, "prompt": "paid for by you", "provider": "paid"}`)],
      [failed], [[failed]], [{ generation: failed }], [{ generation: failed, menu }], [{ generation: failed, menu: '' }], [{ id: failed, group: 'failed' }],
      [{ id: failed, group: 'failed' }, [{ id: failed, group: 'failed' }]], [undefined, [failed]], [failed, [failed, failed]], ['paid'], ['free'], ['paid', 'job-1'],
      [{ asset: '../../../../etc/passwd' }], ['../../../../etc/passwd'], [vscode.Uri.file('/etc/passwd')], [`command:darkroom.generate`], ['x'.repeat(100_000)], [7], [{}],
    ];
    const { commands } = (vscode.extensions.getExtension('darkroom.darkroom')!.packageJSON as { contributes: { commands: { command: string }[] } }).contributes;
    for (const args of argumentLists) await callAll(commands.map(({ command }) => command), args);
    const outside = vscode.window.tabGroups.all.flatMap(group => group.tabs).map(tab => (tab.input as { uri?: vscode.Uri } | undefined)?.uri?.fsPath).filter(path => path === '/etc/passwd');
    assert.deepEqual(outside, []);
    // What comes last has passed everything that was asked for before.
    await vscode.commands.executeCommand('darkroom.generate', { provider: 'last', prompt: 'the last one' });
    await until('the queue went on', () => fake.requests.some(({ body }) => body.includes('the last one')));
    assert.deepEqual(fake.requests.filter(({ route, body }) => route === 'submit' && !body.includes('the last one')).map(({ body }) => body).slice(1), []);
    assert.equal(fake.requests.some(({ route }) => route === 'find'), false, 'no key was tested: there is none');
  });
});
