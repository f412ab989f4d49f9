/** A folder that is not trusted: what is there can be looked at, nothing leaves, and every way to spend says why. Trusted, it goes on at once. */
import assert from 'node:assert/strict';
import type { Frame, Locator } from 'playwright-core';
import { type FakeProvider, startFakeProvider } from '../fakes/provider-server.ts';
import { card, chooseProvider, declare, generateIn, oneAfterTheOther, projectFolder } from './project.ts';
import { keepSecrets, secretsKept } from './secrets.ts';
import { until } from './until.ts';
import { Workbench, newContext, setMachineSettings } from './workbench.ts';

const key = 'canary-key-3a90';

describe('a folder that is not trusted', function () {
  this.timeout(120_000);
  let workbench: Workbench;
  oneAfterTheOther();
  let service: FakeProvider;
  let studio: Frame;
  let gallery: Frame;
  let requests = 0;

  const row = (name: RegExp): Locator => workbench.view('Generations').getByRole('treeitem', { name });

  before(async () => {
    service = await startFakeProvider({ mode: 'lookup', key });
    declare(service, 'lookup', { key: { header: 'Authorization', value: 'Bearer ${key}' }, keyTest: { path: '/v1/jobs' }, concurrency: 2 });
    const folder = await projectFolder(2);
    const context = await newContext();
    await keepSecrets(context);
    workbench = await Workbench.open({ name: 'untrusted', folder, context });
    await workbench.showSidebar();
    studio = await workbench.webview('studio');
    await chooseProvider(studio, 'Fake Service');
    await workbench.runCommand('Darkroom: Set Key');
    await workbench.pick('Fake Service');
    await workbench.answer(key);
    await secretsKept(workbench.page);
    for (const [at, text] of ['failed before', 'done before', 'running before', 'cancelled before', 'waiting before'].entries()) {
      await generateIn(studio, text);
      if (at < 4) await service.arrived('submit', at + 1);
      if (at === 0) service.job().fail('worker exploded');
      if (at === 1) service.job().finish();
      await row(new RegExp(`^${text}, ${at === 0 ? 'Failed' : at === 1 ? 'Completed' : at < 4 ? 'Processing' : 'Pending'}`, 'u')).waitFor();
    }
    await workbench.close();
    // Whatever was on its way when the window closed has arrived by the time that another is open.
    workbench = await Workbench.open({ name: 'untrusted', folder, context, asksForTrust: true });
    requests = service.requests.length;
    await workbench.showSidebar();
  });
  after(async () => {
    setMachineSettings({});
    await workbench.closeProfile();
    await service.close();
  });

  it('shows its history and its gallery', async () => {
    await row(/^running before, Processing/u).waitFor();
    await row(/^done before, Completed/u).waitFor();
    await workbench.runCommand('Darkroom: Open Gallery');
    gallery = await workbench.webview('gallery');
    await card(gallery, 'stripes-1.png').waitFor();
    await until('the pictures are drawn', () => card(gallery, 'done before').locator('img').evaluate(image => (image as HTMLImageElement).naturalWidth > 0), 15_000);
    await workbench.screenshot('read only');
  });

  it('says why at every way to spend or to ask', async () => {
    studio = await workbench.webview('studio');
    await generateIn(studio, 'asked for without trust');
    await studio.getByText(/This workspace is not trusted/u).first().waitFor();
    await workbench.runCommand('Darkroom: Retry');
    await workbench.pickByWords('failed before');
    await workbench.told('This workspace is not trusted, so Darkroom sends nothing.');
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.runCommand('Darkroom: Test Key');
    await workbench.told('This workspace is not trusted, so Darkroom sends nothing.');
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.runCommand('Darkroom: Cancel');
    await workbench.pickByWords('cancelled before');
    await workbench.screenshot('refused');
  });

  it('sent nothing at all: no submit, no status query, no cancel', () => {
    assert.equal(service.requests.length, requests);
  });

  it('goes on without a reload once it is trusted', async () => {
    await workbench.runCommand('Workspaces: Manage Workspace Trust');
    await workbench.page.getByRole('button', { name: 'Trust', exact: true }).click();
    await workbench.page.locator('.monaco-modal-editor-block').getByRole('button', { name: /^Close/u }).click();
    await service.arrived('cancel');
    service.job('job-3').finish();
    await row(/^running before, Completed/u).waitFor();
    await service.arrived('submit', 5);
    service.job().finish();
    await row(/^waiting before, Completed/u).waitFor();
    await generateIn(studio, 'asked for with trust');
    await service.arrived('submit', 6);
    service.job().finish();
    await row(/^asked for with trust, Completed/u).waitFor();
    await workbench.screenshot('trusted');
    assert.deepEqual([service.charges.total, service.charges.twice], [6, []]);
    assert.deepEqual(workbench.problems, []);
  });
});
