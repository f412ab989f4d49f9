/** A service of one's own: a key that goes only there, progress, cancel, retry, a crash and a reload in the middle, in each theme. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { type FakeProvider, startFakeProvider } from '../fakes/provider-server.ts';
import { findings } from './axe.ts';
import { card, chooseProvider, declare, generateIn, projectFolder, oneAfterTheOther } from './project.ts';
import { until } from './until.ts';
import { Workbench, setMachineSettings } from './workbench.ts';

const key = 'canary-key-8d1f';

const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern', 'high contrast': 'Default High Contrast' } as const;
const service = { label: 'Render Box', concurrency: 2, key: { header: 'Authorization', value: 'Bearer ${key}' } } as const;

describe('a service of one\'s own', function () {
  this.timeout(180_000);
  let workbench: Workbench;
  oneAfterTheOther();
  let folder: string;
  let fake: FakeProvider;
  let studio: Frame;
  let gallery: Frame;

  const row = (name: string | RegExp): Locator => workbench.view('Generations').getByRole('treeitem', { name });
  const group = (name: string): Promise<void> => workbench.view('Generations').getByRole('treeitem', { name: new RegExp(`^${name}, `, 'u') }).waitFor();

  before(async () => {
    fake = await startFakeProvider({ mode: 'client-id', key });
    declare(fake, 'client-id', service, { 'workbench.colorTheme': themes.dark });
    folder = await projectFolder(2);
    workbench = await Workbench.open({ name: 'service', folder, browser: { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' } });
    await workbench.showSidebar();
    await workbench.runCommand('Darkroom: Open Gallery');
    gallery = await workbench.webview('gallery');
    await workbench.runCommand('Darkroom: Generate');
    studio = await workbench.webview('studio');
    await chooseProvider(studio, 'Render Box');
  });
  after(async () => {
    setMachineSettings({});
    await workbench.closeProfile();
    await fake.close();
  });

  it('asks for its key where it is missing, and sends nothing before', async () => {
    await generateIn(studio, 'dragon lands');
    await studio.getByText('Render Box needs a key.').waitFor();
    assert.equal(fake.requests.length, 0);
    await workbench.screenshot('key missing');
    await studio.getByRole('button', { name: 'Set Key' }).click();
    await workbench.answer(key);
    await studio.getByText('Render Box needs a key.').waitFor({ state: 'detached' });
  });

  it('gets the key in its header, and shows progress on card and row', async () => {
    await studio.getByRole('button', { name: 'Generate', exact: true }).click();
    const [submit] = await fake.arrived('submit');
    assert.equal(submit!.headers.authorization, `Bearer ${key}`);
    fake.job().progress(0.62, 'generating');
    await card(gallery, 'dragon lands').getByText('62 %').waitFor();
    await row(/dragon lands, Processing, 62 percent/u).waitFor();
    await workbench.screenshot('running');
  });

  it('a click on the badge shows the job in the Generations view', async () => {
    await card(gallery, 'dragon lands').getByRole('button', { name: /Show in Generations/u }).first().click();
    await until('the row is selected and focused', () => row(/dragon lands/u).first().evaluate(element => element.getAttribute('aria-selected') === 'true'), 15_000);
    await workbench.screenshot('revealed');
  });

  it('finishes: the file takes the card\'s place, at one charge', async () => {
    fake.job().finish();
    await card(gallery, 'dragon lands').locator('img').waitFor();
    assert.deepEqual([fake.charges.total, fake.charges.twice], [1, []]);
  });

  it('a failed one says why on card and row, and is retried from its card', async () => {
    await generateIn(studio, 'duel at the gate');
    await fake.arrived('submit', 2);
    fake.job().moderate();
    const failed = card(gallery, 'duel at the gate');
    await failed.getByText('Failed').waitFor();
    await group('Failed');
    await row(/duel at the gate, Failed/u).waitFor();
    await workbench.screenshot('failed');
    await failed.getByRole('button', { name: 'Retry' }).first().click();
    await fake.arrived('submit', 3);
    await workbench.runCommand('Darkroom: Show in Generations');
    await workbench.page.getByRole('option', { name: /duel at the gate/u }).waitFor();
    fake.job().finish();
    await card(gallery, 'duel at the gate').locator('img').waitFor();
    assert.equal(await workbench.quickInput().evaluate(input => input === document.activeElement), true, 'a page that changes takes the focus from nobody');
    await workbench.page.keyboard.press('Escape');
  });

  it('a running one is cancelled from the palette', async () => {
    await generateIn(studio, 'banner cloth, torn');
    await fake.arrived('submit', 4);
    await row(/banner cloth, torn, Processing/u).waitFor();
    await workbench.runCommand('Darkroom: Cancel');
    await workbench.pickByWords('banner cloth');
    await fake.arrived('cancel');
    await row(/banner cloth, torn, Canceled/u).or(workbench.view('Generations').getByRole('treeitem', { name: /^Canceled, 1/u })).first().waitFor();
    await card(gallery, 'banner cloth, torn').getByText('Canceled').first().waitFor();
    await workbench.screenshot('canceled');
  });

  it('filters by status with counts over all', async () => {
    await gallery.getByRole('radio', { name: /Completed/u }).click();
    await until('only files', async () => await gallery.getByRole('gridcell').count() === 4, 15_000);
    await gallery.getByRole('radio', { name: /Failed/u }).click();
    await until('none failed', async () => await gallery.getByRole('gridcell').count() === 0, 15_000);
    await workbench.screenshot('no failed ones');
    await gallery.getByRole('radio', { name: /All/u }).click();
  });

  it('a crash of the extension host in the middle of work loses nothing and charges nothing twice', async () => {
    await generateIn(studio, 'storm over the keep');
    await fake.arrived('submit', 5);
    const held = fake.hold('submit');
    await generateIn(studio, 'rune stone, carved');
    await held.arrived;
    await workbench.crashExtensionHost();
    held.release();
    for (const job of fake.jobs.filter(each => !each.ended)) job.finish();
    fake.auto = 1;
    await row(/storm over the keep, Completed/u).waitFor({ timeout: 60_000 });
    await row(/rune stone, carved, Completed/u).waitFor({ timeout: 60_000 });
    assert.deepEqual(fake.charges.twice, []);
    await until('the gallery lives again', async () => await card(gallery = await workbench.webview('gallery'), 'rune stone, carved').locator('img').count() === 1, 30_000);
    await workbench.screenshot('after the crash');
  });

  it('a reload brings back the gallery with its filter and the view with its search, and cancels nothing', async () => {
    fake.auto = null;
    studio = await workbench.webview('studio');
    await generateIn(studio, 'keep at dawn');
    await fake.arrived('submit', 7);
    gallery = await workbench.webview('gallery');
    await gallery.getByRole('radio', { name: /Active/u }).click();
    await card(gallery, 'keep at dawn').waitFor();
    await workbench.runCommand('Darkroom: Search Generations…');
    await workbench.answer('keep');
    await workbench.view('Generations').getByText('“keep” — 2 of 6').waitFor();
    await workbench.reload();
    gallery = await workbench.webview('gallery', 30_000);
    await until('the filter is back', async () => await gallery.getByRole('radio', { name: /Active/u }).getAttribute('aria-checked') === 'true', 15_000);
    await card(gallery, 'keep at dawn').waitFor();
    await workbench.view('Generations').getByText('“keep” — 2 of 6').waitFor();
    await workbench.runCommand('Darkroom: Clear Filter');
    assert.equal(fake.requests.filter(request => request.route === 'cancel').length, 1);
    fake.job().finish();
    // This editor in a browser keeps secrets in memory only: the card says what is in the way, and goes on when the key is back.
    await card(gallery, 'keep at dawn').getByText(/Set Key/u).first().waitFor();
    await workbench.screenshot('after the reload');
    await workbench.runCommand('Darkroom: Set Key');
    await workbench.pick('Render Box');
    await workbench.answer(key);
    await until('nothing is active', async () => await gallery.getByRole('gridcell').count() === 0, 15_000);
  });

  it('is retried from the menu of its card without a question: that menu is ours', async () => {
    await gallery.getByRole('radio', { name: /All/u }).click();
    studio = await workbench.webview('studio');
    await generateIn(studio, 'tower door opens');
    const sent = (): number => fake.requests.filter(request => request.route === 'submit').length;
    const before = (await fake.arrived('submit', 8)).length;
    fake.job().fail('worker exploded');
    const failed = card(gallery, 'tower door opens');
    await failed.getByText('Failed').waitFor();
    await failed.focus();
    await failed.press('Shift+F10');
    // By key: a menu ignores a click that comes as soon as it opens.
    await workbench.page.locator('.context-view .action-label').getByText('Retry', { exact: true }).hover();
    await workbench.page.keyboard.press('Enter');
    await until('it was sent again', () => sent() === before + 1, 15_000);
    assert.equal(await workbench.dialog().count(), 0);
    fake.job().finish();
    await failed.locator('img').waitFor();
  });

  it('has all states side by side', async () => {
    await generateIn(studio, 'moat at night');
    await fake.arrived('submit', 10);
    fake.job().moderate();
    await card(gallery, 'moat at night').getByText('Failed').waitFor();
    for (const text of ['winter over the keep', 'rune of fire', 'torn map']) await generateIn(studio, text);
    await fake.arrived('submit', 12);
    fake.job().progress(0.62, 'generating');
    await card(gallery, 'rune of fire').getByText('62 %').waitFor();
    for (const name of [/^rune of fire, Processing, 62 percent/u, /^torn map, Pending/u]) await row(name).waitFor();
  });

  for (const [name, theme] of Object.entries(themes)) {
    it(`is clean in ${name}: axe finds nothing wrong with gallery and form`, async () => {
      declare(fake, 'client-id', service, { 'workbench.colorTheme': theme });
      const kind = name === 'high contrast' ? 'vscode-high-contrast' : `vscode-${name}`;
      await gallery.waitForFunction(wanted => document.body.classList.contains(wanted), kind);
      await workbench.screenshot(name);
      assert.deepEqual([...await findings(gallery), ...await findings(studio)], []);
    });
  }

  it('keeps the key out of settings, files and the history', () => {
    const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
    for (const file of files) assert.equal(fs.readFileSync(file).includes(key), false, file);
    assert.deepEqual(workbench.problems, []);
  });
});
