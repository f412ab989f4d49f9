/** When money is in doubt: a lost answer, a refused key, the limit of a day. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { Ledger } from '../../src/extension/store/ledger.ts';
import { type FakeProvider, startFakeProvider } from '../fakes/provider-server.ts';
import { card, chooseProvider, declare, generateIn, oneAfterTheOther, projectFolder } from './project.ts';
import { until } from './until.ts';
import { Workbench, setMachineSettings } from './workbench.ts';

/** Dollars: the ledger is one for all workspaces, so what the stories before this one spent counts. */
function spentToday(): number {
  const [file] = fs.globSync('**/ledger.db', { cwd: process.env.DARKROOM_BED_SERVER_DATA! });
  if (file === undefined) return 0;
  const ledger = new Ledger(path.join(process.env.DARKROOM_BED_SERVER_DATA!, file));
  const { spent } = ledger.spentOn(Date.now());
  ledger.close();
  return spent;
}

describe('when money is in doubt', function () {
  this.timeout(180_000);
  let workbench: Workbench;
  oneAfterTheOther();
  let fake: FakeProvider;
  let studio: Frame;
  let gallery: Frame;

  const rows = (): Locator => workbench.view('Generations').getByRole('treeitem');
  const row = (name: RegExp): Locator => workbench.view('Generations').getByRole('treeitem', { name });
  const pick = (text: string): Promise<void> => workbench.pickByWords(text);

  async function lose(prompt: string): Promise<void> {
    fake.next('submit', { kind: 'truncated' });
    await generateIn(studio, prompt);
    await row(new RegExp(`^${prompt}, Unconfirmed`, 'u')).waitFor();
  }

  before(async () => {
    fake = await startFakeProvider({ mode: 'none' });
    declare(fake, 'none', {}, { 'darkroom.dailyLimit': spentToday() + 0.3 });
    workbench = await Workbench.open({ name: 'money', folder: await projectFolder(1), browser: { colorScheme: 'dark' } });
    await workbench.showSidebar();
    await workbench.runCommand('Darkroom: Open Gallery');
    gallery = await workbench.webview('gallery');
    await workbench.runCommand('Darkroom: Generate');
    studio = await workbench.webview('studio');
    await chooseProvider(studio, 'Fake Service');
  });
  after(async () => {
    setMachineSettings({});
    await workbench.closeProfile();
    await fake.close();
  });

  it('a lost answer stands first in the tree, and nothing is sent again', async () => {
    await generateIn(studio, 'a cart on the road');
    await fake.arrived('submit', 1);
    await lose('owl on a signpost');
    await until('it is the first group', async () => /^Unconfirmed, 1/u.test(await rows().first().getAttribute('aria-label') ?? ''), 15_000);
    await card(gallery, 'owl on a signpost').getByText('Unconfirmed').waitFor();
    await workbench.screenshot('unconfirmed');
    assert.equal(fake.requests.filter(({ route }) => route === 'submit').length, 2);
  });

  it('a wrong id that is given is refused with a reason, the right one is adopted and brings the picture', async () => {
    await workbench.runCommand('Darkroom: Adopt…');
    await pick('owl on a signpost');
    await workbench.answer(fake.job().id);
    await row(/^owl on a signpost, Processing/u).waitFor();
    fake.job().finish();
    await card(gallery, 'owl on a signpost').locator('img').waitFor();
    assert.equal(fake.charges.total, 2);
  });

  it('it is sent again only after a warning that it may be charged again', async () => {
    await lose('lantern in fog');
    await workbench.runCommand('Darkroom: Retry');
    await pick('lantern in fog');
    await workbench.dialog().getByText('may be charged twice').waitFor();
    await workbench.screenshot('send again');
    await workbench.answerDialog('Cancel');
    assert.equal(fake.requests.filter(({ route }) => route === 'submit').length, 3);
    await workbench.runCommand('Darkroom: Retry');
    await pick('lantern in fog');
    await workbench.answerDialog('Send Again');
    await fake.arrived('submit', 4);
    fake.job().finish();
    await card(gallery, 'lantern in fog').locator('img').waitFor();
    assert.equal(fake.charges.total, 4);
  });

  it('it is dismissed after a question, and its record stays as lost', async () => {
    await lose('broken mirror');
    await workbench.runCommand('Darkroom: Dismiss…');
    await pick('broken mirror');
    await workbench.answerDialog('Dismiss');
    await row(/^broken mirror, Failed/u).waitFor();
  });

  it('a refused key holds the queue instead of failing it, says so, and it goes on when it is tried again', async () => {
    fake.next('submit', { kind: 'status', status: 401 });
    await generateIn(studio, 'gate at dawn');
    await row(/^gate at dawn, Held/u).waitFor();
    await card(gallery, 'gate at dawn').getByText('needs a valid key').waitFor();
    await row(/^gate at dawn, Held, Fake Service refused the key/u).waitFor();
    await workbench.screenshot('held');
    await workbench.runCommand('Darkroom: Try Held Again');
    await pick('gate at dawn');
    await row(/^gate at dawn, Processing/u).waitFor();
    assert.equal(fake.charges.total, 6);
  });

  it('what would pass the day\'s limit asks first, and stays in the form when the answer is no', async () => {
    for (const job of fake.jobs.filter(({ word }) => word !== 'succeeded')) job.finish();
    await card(gallery, 'gate at dawn').locator('img').waitFor();
    await generateIn(studio, 'one more candle');
    await fake.arrived('submit', 8);
    await generateIn(studio, 'too much light');
    await workbench.dialog().getByText('passes your limit').waitFor();
    await workbench.screenshot('limit');
    await workbench.answerDialog('Cancel');
    assert.equal(await studio.getByRole('textbox', { name: 'Prompt' }).inputValue(), 'too much light');
    assert.equal(fake.charges.total, 7);
    fake.job().finish();
    await card(gallery, 'one more candle').locator('img').waitFor();
    await studio.getByRole('button', { name: 'Generate', exact: true }).click();
    await workbench.answerDialog('Generate Anyway');
    await fake.arrived('submit', 9);
    assert.deepEqual([fake.charges.total, workbench.problems], [8, []]);
  });
});
