/** Where files are named: badges in the Explorer, a hover and a CodeLens at a path in a text. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { stripedPng } from '../fakes/png.ts';
import { type FakeProvider, startFakeProvider } from '../fakes/provider-server.ts';
import { steps, takingFiles } from '../unit/providers/upload-support.ts';
import { findings } from './axe.ts';
import { chooseProvider, declare, generateIn, oneAfterTheOther, projectFolder, prompt } from './project.ts';
import { until } from './until.ts';
import { Workbench, setMachineSettings } from './workbench.ts';

const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern', 'high contrast': 'Default High Contrast' } as const;

describe('files that a job takes', function () {
  this.timeout(150_000);
  let workbench: Workbench;
  oneAfterTheOther();
  let fake: FakeProvider;
  let folder: string;
  let studio: Frame;
  const service = { ...takingFiles(steps.form, {}, 'client-id'), label: 'Render Box' };

  const row = (name: string): Locator => workbench.page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`);
  /** What stands at the end of a row of the Explorer; '' for nothing. */
  const badge = async (name: string): Promise<string> => {
    const content = await row(name).locator('.monaco-icon-label').first().evaluate(label => getComputedStyle(label, '::after').content);
    return content === 'none' || content === 'normal' ? '' : content.replaceAll('"', '');
  };
  const shows = (name: string, wanted: string): Promise<unknown> => until(`${name} shows “${wanted}”`, async () => await badge(name) === wanted, 15_000);
  const lenses = (): Locator => workbench.page.locator('.editor-instance .codelens-decoration');

  /** A click on its icon would hide it where it is shown. */
  const showExplorer = async (): Promise<void> => {
    if (!await workbench.page.locator('.sidebar .explorer-folders-view').isVisible()) await workbench.hideSidebar();
  };

  before(async () => {
    fake = await startFakeProvider({ mode: 'client-id' });
    declare(fake, 'client-id', service, { 'workbench.colorTheme': themes.dark });
    folder = await projectFolder(1);
    fs.writeFileSync(path.join(folder, 'assets', 'tower.png'), stripedPng(320, 200, 9));
    fs.writeFileSync(path.join(folder, 'scene.md'), '# The scene\n\nBehind it: smoke, dice, and a map.\n\n![The tower](assets/tower.png)\n');
    workbench = await Workbench.open({ name: 'files', folder });
    await showExplorer();
    await row('assets').click();
    await row('tower.png').waitFor();
    await workbench.runCommand('Darkroom: Generate');
    studio = await workbench.webview('studio');
    await chooseProvider(studio, 'Render Box');
  });
  after(async () => {
    setMachineSettings({});
    await workbench.closeProfile();
    await fake.close();
  });

  it('have no badge while nothing is generated with them', async () => {
    await studio.getByRole('button', { name: /^Source/u }).first().click();
    await workbench.pick('tower.png');
    await studio.getByRole('button', { name: 'Source: tower.png. Choose another file' }).waitFor();
    await showExplorer();
    assert.deepEqual([await badge('tower.png'), await badge('stripes-1.png'), await badge('assets')], ['', '', '']);
  });

  it('go into the form from the Explorer\'s menu, and by being let go on an input', async () => {
    const shows = (name: string): Promise<void> => studio.getByRole('button', { name: `Source: ${name}. Choose another file` }).waitFor();
    await workbench.showSidebar();
    studio = await workbench.webview('studio');
    await chooseProvider(studio, 'Built in');
    await showExplorer();
    await row('stripes-1.png').click({ button: 'right' });
    const item = workbench.page.locator('.context-view .action-label').filter({ hasText: 'Use as Darkroom Input' });
    await item.hover();
    await workbench.screenshot('menu of the Explorer');
    // By key: a menu ignores a click that comes as soon as it opens.
    await workbench.page.keyboard.press('Enter');
    await workbench.view('Studio').waitFor();
    studio = await workbench.webview('studio');
    await shows('stripes-1.png');
    await studio.getByText('Switched to Render Box, Picture 1, which takes the file as “Source”.').waitFor();
    await workbench.screenshot('switched for an input');
    assert.deepEqual(await findings(studio), []);
    await studio.getByRole('button', { name: 'Dismiss' }).click();
    await until('the focus goes on to the prompt', () => prompt(studio).evaluate(element => (element.getRootNode() as Document | ShadowRoot).activeElement === element), 15_000);
    const drop = (uri: string): Promise<void> => studio.getByRole('button', { name: /^Source/u }).first().evaluate((slot, dropped) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('text/uri-list', dropped);
      for (const type of ['dragover', 'drop']) slot.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }, uri);
    const { host } = new URL(workbench.page.url());
    await drop(`vscode-remote://${host}/etc/hostname`);
    await studio.getByText('“hostname” lies outside the project.').waitFor();
    await drop('https://example.com/tower.png');
    await studio.getByText('This is no file of the project.').waitFor();
    await shows('stripes-1.png');
    await drop(`vscode-remote://${host}${path.join(folder, 'assets', 'tower.png')}`);
    await shows('tower.png');
  });

  it('are marked in the Explorer while the job runs, with a dot on the folder', async () => {
    await workbench.showSidebar();
    studio = await workbench.webview('studio');
    await generateIn(studio, 'the tower at night');
    await fake.arrived('submit');
    await showExplorer();
    await shows('tower.png', '↻');
    assert.equal(await badge('stripes-1.png'), '');
    assert.notEqual(await badge('assets'), '');
    assert.match((await row('tower.png').getAttribute('aria-label'))!, /tower\.png/u);
    await workbench.screenshot('generating');
  });

  it('have a line above the one that names them, and a hover that shows them', async () => {
    await row('scene.md').dblclick();
    await lenses().filter({ hasText: 'Processing at Render Box: “the tower at night”' }).first().waitFor();
    await workbench.page.locator('.editor-instance .view-line').filter({ hasText: 'assets/tower.png' }).getByText('assets/tower.png').hover();
    const hover = workbench.page.locator('.monaco-hover .hover-row').filter({ hasText: '320 × 200' });
    await hover.waitFor();
    await until('the picture is there', () => hover.locator('img').first().evaluate((image: HTMLImageElement) => image.naturalWidth === 320), 15_000);
    assert.match(await hover.innerText(), /Processing at Render Box/u);
    for (const [name, theme] of Object.entries(themes)) {
      declare(fake, 'client-id', service, { 'workbench.colorTheme': theme });
      await workbench.page.locator(name === 'dark' ? '.monaco-workbench.vs-dark' : name === 'light' ? '.monaco-workbench.vs' : '.monaco-workbench.hc-black').first().waitFor();
      await workbench.screenshot(`hover ${name}`);
    }
    declare(fake, 'client-id', service, { 'workbench.colorTheme': themes.dark });
  });

  it('say that it failed until somebody looks at it', async () => {
    fake.job().moderate();
    await shows('tower.png', '!');
    await lenses().filter({ hasText: 'Failed: Refused by moderation' }).first().waitFor();
    await workbench.screenshot('failed');
    await lenses().getByText('Show').first().click();
    // Until it is selected the view may still come forward.
    await workbench.view('Generations').locator('.monaco-list-row.selected').filter({ hasText: 'the tower at night' }).waitFor();
    await showExplorer();
    await shows('tower.png', '');
    await lenses().first().waitFor({ state: 'detached' });
  });
});
