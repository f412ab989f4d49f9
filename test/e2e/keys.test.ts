/** A key's life: entered, tested, sent back by its service in every way, its service moved, removed. It comes to rest in the secret storage alone. */
import assert from 'node:assert/strict';
import type { Frame, Locator } from 'playwright-core';
import { canary as key, everySpelling, spelled, traces, tracesIn } from '../fakes/canary.ts';
import { type FakeProvider, startFakeProvider } from '../fakes/provider-server.ts';
import type { CustomHttpSetting } from '../../src/extension/providers/custom/config.ts';
import { chooseProvider, declare, generateIn, oneAfterTheOther, projectFolder } from './project.ts';
import { filesWithTraces, kept, listen } from './resting-places.ts';
import { keepSecrets } from './secrets.ts';
import { until } from './until.ts';
import { Workbench, newContext, setMachineSettings } from './workbench.ts';

const takesKey: Partial<CustomHttpSetting> = { key: { header: 'Authorization', value: 'Bearer ${key}' }, concurrency: 1 };
const testable: Partial<CustomHttpSetting> = { ...takesKey, keyTest: { path: '/v1/jobs' } };

describe('keys', function () {
  this.timeout(120_000);
  let workbench: Workbench;
  oneAfterTheOther(() => workbench);
  let folder: string;
  let service: FakeProvider;
  let elsewhere: FakeProvider;
  let studio: Frame;
  let leaks: string[];

  const row = (name: RegExp): Locator => workbench.view('Generations').getByRole('treeitem', { name });
  const toast = (text: string): Locator => workbench.notifications().filter({ hasText: text });
  const submits = (): number => service.requests.filter(({ route }) => route === 'submit').length;
  async function setKey(value: string): Promise<void> {
    await workbench.runCommand('Darkroom: Set Key');
    await workbench.pick('Fake Service');
    await workbench.answer(value);
  }

  before(async () => {
    [service, elsewhere] = await Promise.all([startFakeProvider({ mode: 'lookup', key }), startFakeProvider({ mode: 'lookup', key })]);
    declare(service, 'lookup', testable);
    folder = await projectFolder(1);
    const context = await newContext();
    await keepSecrets(context);
    leaks = await listen(context, traces);
    workbench = await Workbench.open({ name: 'keys', folder, context });
    await workbench.showSidebar();
    studio = await workbench.webview('studio');
    await chooseProvider(studio, 'Fake Service');
  });
  after(async () => {
    setMachineSettings({});
    await workbench.closeProfile();
    await Promise.all([service.close(), elsewhere.close()]);
  });

  it('a key that was entered can be tested at once; a refused one is entered anew', async () => {
    await setKey('mistyped-key-1234');
    await workbench.answerNotification('The key for Fake Service is kept.', 'Test Key');
    await workbench.screenshot('refused');
    await workbench.answerNotification('Fake Service refused the key.', 'Set Key');
    await workbench.answer(key);
    await workbench.answerNotification('The key for Fake Service is kept.', 'Test Key');
    await toast('Fake Service accepted the key.').waitFor();
    assert.deepEqual(service.requests.map(({ method, path, headers }) => [method, path, headers.authorization]),
      [['GET', '/v1/jobs', 'Bearer mistyped-key-1234'], ['GET', '/v1/jobs', `Bearer ${key}`]]);
  });

  it('it can be tested at any time, and nothing but its own word makes it a refused one', async () => {
    service.next('find', { kind: 'status', status: 503, body: everySpelling });
    await workbench.runCommand('Darkroom: Test Key');
    await toast('Whether the key for Fake Service is good is not known.').waitFor();
    await workbench.runCommand('Notifications: Clear All Notifications');
    declare(service, 'lookup', takesKey);
    await until('its declaration says no more how', async () => {
      await workbench.runCommand('Darkroom: Test Key');
      await toast('Fake Service does not say how its key can be tested. Add “keyTest”').waitFor({ timeout: 1500 });
      return true;
    }, 15_000);
    await workbench.screenshot('no test declared');
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('a service that sends it back has it in words, errors and pages shown without it', async () => {
    service.next('submit', { kind: 'status', status: 422, body: JSON.stringify({ error: { message: everySpelling } }) });
    await generateIn(studio, 'refused with an echo');
    await row(/^refused with an echo, Failed/u).waitFor();
    service.next('submit', { kind: 'json', json: { id: key, status: key } });
    await generateIn(studio, 'echoed as an id');
    await until('it was looked up', () => service.jobs.length === 1, 15_000);
    service.always('poll', { kind: 'json', json: { id: 'job-1', status: `working for ${key}` } });
    const polls = service.requests.filter(({ route }) => route === 'poll').length;
    await service.arrived('poll', polls + 2);
    await row(/^echoed as an id, Processing/u).waitFor();
    service.always('poll', { kind: 'json', json: { id: 'job-1', status: 'failed', error: { message: everySpelling, code: key } } });
    await row(/^echoed as an id, Failed/u).waitFor();
    service.always('poll', null);
    await generateIn(studio, 'an echo for a picture');
    await until('it was accepted', () => service.jobs.length === 2, 15_000);
    service.next('file', { kind: 'bytes', type: 'image/png', text: `<!doctype html><pre>Authorization: Bearer ${key} ${spelled.base64!}</pre>` });
    service.job().finish();
    await row(/^an echo for a picture, Completed/u).waitFor();
  });

  it('a service that moved to another address gets nothing until a key is entered for that one', async () => {
    await generateIn(studio, 'keep at dawn');
    await until('it is under way', () => service.jobs.length === 3, 15_000);
    await generateIn(studio, 'keep at dusk');
    await row(/^keep at dusk, Pending/u).waitFor();
    declare(elsewhere, 'lookup', testable);
    await row(/^keep at dusk, Held/u).waitFor();
    await generateIn(studio, 'not without a key');
    await studio.getByText('Fake Service needs a key.').waitFor();
    await workbench.screenshot('moved');
    const before = [submits(), elsewhere.requests.length];
    service.job().finish();
    declare(service, 'lookup', testable);
    await studio.getByText('Fake Service needs a key.').waitFor({ state: 'detached' });
    await row(/^keep at dawn, Completed/u).waitFor();
    assert.deepEqual(before, [submits() - 1, 0]);
    await until('the one that waited goes on', () => service.jobs.length === 4, 15_000);
    service.job().finish();
    await row(/^keep at dusk, Completed/u).waitFor();
    assert.deepEqual([elsewhere.requests.length, service.charges.twice], [0, []]);
  });

  it('a removed key is gone, after a question', async () => {
    await workbench.runCommand('Darkroom: Remove Key');
    await workbench.pick('Fake Service');
    await workbench.screenshot('remove');
    await workbench.answerDialog('Cancel');
    assert.equal(await studio.getByText('Fake Service needs a key.').count(), 0);
    await workbench.runCommand('Darkroom: Remove Key');
    await workbench.pick('Fake Service');
    await workbench.answerDialog('Remove Key');
    await workbench.page.getByText('Key for Fake Service removed').first().waitFor();
    await generateIn(studio, 'not without a key');
    await studio.getByText('Fake Service needs a key.').waitFor();
    await workbench.runCommand('Darkroom: Test Key');
    await toast('There is no key to test.').waitFor();
  });

  it('it came to rest nowhere: not in a file of the project, the history, a log or a setting, in no page, message or storage of the editor', async () => {
    await workbench.runCommand('Darkroom: Report…');
    await workbench.pick('Write the Report');
    await workbench.page.locator('.monaco-editor .view-lines').first().waitFor();
    assert.deepEqual(filesWithTraces(folder), []);
    assert.deepEqual(leaks, []);
    assert.deepEqual((await kept(workbench.page)).flatMap(({ where, text }) => tracesIn(where, text)), []);
    assert.deepEqual(workbench.problems, []);
  });
});
