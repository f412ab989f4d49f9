/** A file of the project that goes along: chosen in the Studio, brought to the service first, and named with the result. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { stripedPng } from '../fakes/png.ts';
import { type FakeProvider, startFakeProvider } from '../fakes/provider-server.ts';
import { statusAll, steps, takingFiles } from '../unit/providers/upload-support.ts';
import { findings } from './axe.ts';
import { card, chooseProvider, declare, generateIn, oneAfterTheOther, projectFolder } from './project.ts';
import { until } from './until.ts';
import { Workbench, setMachineSettings } from './workbench.ts';

const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern', 'high contrast': 'Default High Contrast' } as const;

describe('a file that goes along', function () {
  this.timeout(150_000);
  let workbench: Workbench;
  oneAfterTheOther();
  let folder: string;
  let fake: FakeProvider;
  let studio: Frame;
  let gallery: Frame;

  /** Enough of them for groups that begin closed, and for a search. */
  const more = [
    { name: 'steps', label: 'Steps', type: 'integer', minimum: 1, maximum: 50, default: 28, group: 'Quality', help: 'More of them take longer.' },
    { name: 'guidance', label: 'Guidance', type: 'number', minimum: 1, maximum: 20, default: 3.5, group: 'Quality' },
    { name: 'sampler', label: 'Sampler', type: 'choice', choices: ['euler', 'heun'], default: 'euler', group: 'Quality' },
    { name: 'format', label: 'Format', type: 'choice', choices: ['png', 'webp'], default: 'png', group: 'File' },
    { name: 'transparent', label: 'Transparent', type: 'boolean', default: false, group: 'File' },
  ] as const;
  const files = takingFiles(steps.address, { statusAll }, 'client-id');
  const service = { ...files, models: files.models!.map(model => ({ ...model, parameters: [...model.parameters!, ...more.map(each => ({ ...each, choices: 'choices' in each ? [...each.choices] : undefined }))] })), label: 'Render Box' };
  const slot = (name: string | RegExp): Locator => studio.getByRole('button', { name });
  const source = (): Locator => slot(/^Source/u).first();

  async function look(name: string): Promise<void> {
    for (const [theme, colors] of Object.entries(themes)) {
      declare(fake, 'client-id', service, { 'workbench.colorTheme': colors });
      const kind = theme === 'high contrast' ? 'vscode-high-contrast' : `vscode-${theme}`;
      await studio.waitForFunction(wanted => document.body.classList.contains(wanted), kind);
      await workbench.screenshot(`${name} ${theme}`);
      assert.deepEqual(await findings(studio), [], `${name} ${theme}`);
    }
    declare(fake, 'client-id', service, { 'workbench.colorTheme': themes.dark });
  }

  before(async () => {
    fake = await startFakeProvider({ mode: 'client-id' });
    declare(fake, 'client-id', service, { 'workbench.colorTheme': themes.dark });
    folder = await projectFolder(3);
    fs.writeFileSync(path.join(folder, 'assets', 'notes.png'), 'no picture at all');
    fs.writeFileSync(path.join(folder, 'assets', 'tower.png'), stripedPng(320, 200, 9));
    workbench = await Workbench.open({ name: 'upload', folder });
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

  it('is asked for where the model needs one, and nothing is sent without it', async () => {
    await generateIn(studio, 'the tower at night');
    await studio.getByText('Choose a file.').waitFor();
    await until('the focus goes to the place for it', () => source().evaluate(element => element === document.activeElement), 15_000);
    assert.equal(fake.requests.length, 0);
    await look('asked for');
  });

  it('is chosen from the project’s pictures by the keyboard, and shown', async () => {
    await studio.page().keyboard.press('Enter');
    await workbench.page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: 'tower.png' }).waitFor();
    await workbench.screenshot('the choice');
    await workbench.quickInput().fill('tower');
    await workbench.page.keyboard.press('Enter');
    await slot('Source: tower.png. Choose another file').waitFor();
    await studio.getByText('Choose a file.').waitFor({ state: 'detached' });
    await until('its picture is there', () => source().locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth === 320), 15_000);
    await look('chosen');
  });

  it('that is no picture is refused with a sentence, and the one before stays', async () => {
    await source().click();
    await workbench.pick('notes.png');
    await studio.getByText('“notes.png” is no picture, video or sound that Darkroom knows.').waitFor();
    await slot('Source: tower.png. Choose another file').waitFor();
    await studio.getByRole('button', { name: 'Dismiss' }).click();
  });

  it('can be taken away again, and the focus stays in its place', async () => {
    await slot(/^Style, optional/u).click();
    await workbench.pick('stripes-2.png');
    await slot('Style: stripes-2.png. Choose another file').waitFor();
    await slot('Remove Style').press('Enter');
    await slot(/^Style, optional/u).waitFor();
    await until('the focus is in its place', () => slot(/^Style, optional/u).evaluate(element => element === document.activeElement), 15_000);
  });

  it('stays chosen while the form is out of sight, which is loaded anew when it comes back', async () => {
    const before = studio;
    await workbench.hideSidebar();
    await until('its page is gone', () => before.isDetached(), 15_000);
    await workbench.showSidebar();
    studio = await workbench.webview('studio');
    await slot('Source: tower.png. Choose another file').waitFor();
  });

  it('goes along with parameters in groups, which are found by a search, and opened by the link to a problem', async () => {
    const group = (name: string): Locator => studio.getByRole('button', { name, expanded: false });
    await studio.getByRole('textbox', { name: 'Width' }).waitFor();
    await group('Quality').press('Enter');
    await studio.getByRole('textbox', { name: 'Steps' }).fill('80');
    await studio.getByRole('button', { name: 'Quality', expanded: true }).press('Enter');
    await group('Quality 1 set').waitFor();
    const search = studio.getByRole('searchbox', { name: 'Search parameters' });
    await search.fill('take longer');
    await studio.getByText('8 of 9 hidden').waitFor();
    await studio.getByRole('textbox', { name: 'Steps' }).waitFor();
    await look('parameters searched');
    await search.fill('nowhere');
    await studio.getByText('No parameter matches').waitFor();
    await studio.getByRole('button', { name: '1 problem' }).click();
    await studio.getByText('Steps takes 1 to 50.').waitFor();
    await until('the focus is at the problem', () => studio.getByRole('textbox', { name: 'Steps' }).evaluate(element => (element.getRootNode() as Document | ShadowRoot).activeElement === element), 15_000);
    assert.equal(await search.inputValue(), '');
    await look('parameters in groups');
    await studio.getByRole('textbox', { name: 'Steps' }).fill('');
    await group('File').waitFor();
  });

  it('is brought to the service first: “Uploading” on card and row, and nothing is asked for', async () => {
    const held = fake.hold('put');
    await generateIn(studio, 'the tower at night');
    await held.arrived;
    await card(gallery, 'the tower at night').getByText('Uploading').waitFor();
    await workbench.view('Generations').getByRole('treeitem', { name: /the tower at night, Uploading/u }).waitFor();
    assert.equal(fake.charges.total, 0);
    await look('uploading');
    held.release();
    await fake.arrived('submit');
    assert.equal(fake.job().submitted.image, fake.uploads.files[0]!.reference);
    assert.deepEqual(fake.uploads.files[0]!.bytes, fs.readFileSync(path.join(folder, 'assets', 'tower.png')));
  });

  it('stands with the result, by name and hash', async () => {
    fake.job().finish();
    await card(gallery, 'the tower at night').locator('img').waitFor();
    await workbench.screenshot('finished');
    const results = path.join(folder, 'assets', 'generated');
    const sidecar = fs.readdirSync(results).find(name => name.endsWith('.darkroom.json'))!;
    const { inputs } = JSON.parse(fs.readFileSync(path.join(results, sidecar), 'utf8')) as { inputs: unknown };
    assert.deepEqual(inputs, [{ name: 'source', file: 'assets/tower.png', sha256: fake.uploads.files[0]!.sha256 }]);
    assert.deepEqual([fake.charges.total, fake.charges.twice, workbench.problems], [1, [], []]);
  });

  it('is uploaded by itself from its card: the badge tells its state, and what is canceled has none', async () => {
    const badge = (name: string, words: string | RegExp): Locator => card(gallery, name).getByRole('img', { name: words });
    const press = async (name: string, button: string): Promise<void> => {
      await card(gallery, name).hover();
      await card(gallery, name).getByRole('button', { name: button, exact: true }).click();
    };
    await gallery.getByRole('button', { name: 'Filter and sort' }).click();
    await gallery.getByRole('combobox', { name: 'Uploads for' }).selectOption({ label: 'Render Box' });
    await gallery.getByRole('combobox', { name: 'Uploads for' }).press('Escape');
    await badge('tower.png', 'Uploaded, Render Box').waitFor();
    await gallery.getByRole('button', { name: 'Uploads for Render Box. Show no uploads' }).waitFor();
    const held = [fake.hold('put'), fake.hold('put')];
    await press('stripes-1.png', 'Upload');
    await badge('stripes-1.png', /^(Uploading|Processing), Render Box$/u).waitFor();
    await held[0]!.arrived;
    await press('stripes-2.png', 'Upload');
    await held[1]!.arrived;
    await press('stripes-2.png', 'Cancel Upload');
    await badge('stripes-2.png', /Render Box/u).waitFor({ state: 'detached' });
    for (const [theme, colors] of Object.entries(themes)) {
      declare(fake, 'client-id', service, { 'workbench.colorTheme': colors });
      await gallery.waitForFunction(wanted => document.body.classList.contains(wanted), theme === 'high contrast' ? 'vscode-high-contrast' : `vscode-${theme}`);
      await workbench.screenshot(`uploads ${theme}`);
      assert.deepEqual(await findings(gallery), [], theme);
    }
    for (const gate of held) gate.release();
    await badge('stripes-1.png', 'Uploaded, Render Box').waitFor();
    await gallery.getByRole('button', { name: 'Uploads for Render Box. Show no uploads' }).click();
    await badge('stripes-1.png', 'Uploaded, Render Box').waitFor({ state: 'detached' });
    const bytes = fs.readFileSync(path.join(folder, 'assets', 'stripes-1.png'));
    assert.ok(fake.uploads.files.some(file => file.bytes.equals(bytes)));
    assert.deepEqual([fake.charges.total, workbench.problems], [1, []]);
  });
});
