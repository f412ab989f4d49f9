/** What a person does first: without a key and without a network, from an empty view to an open picture, and to a sound. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { findings } from './axe.ts';
import { card, generateIn, prompt, sampleFolder, oneAfterTheOther } from './project.ts';
import { until } from './until.ts';
import { Workbench, setMachineSettings } from './workbench.ts';

describe('the first picture', function () {
  this.timeout(120_000);
  let workbench: Workbench;
  oneAfterTheOther();
  let folder: string;
  let studio: Frame;
  let gallery: Frame;

  before(async () => {
    setMachineSettings({});
    folder = await sampleFolder();
    workbench = await Workbench.open({ name: 'first picture', folder, browser: { colorScheme: 'dark' } });
  });
  after(() => workbench.closeProfile());

  it('is one command away', async () => {
    const listed = await workbench.commandsMatching('Darkroom: Generate');
    assert.ok(listed.includes('Darkroom: Generate'), listed.join(', '));
  });

  it('begins in an empty view that says what to do', async () => {
    await workbench.showSidebar();
    const generations = workbench.view('Generations');
    await generations.getByText('Nothing generated in this workspace yet').waitFor();
    await workbench.screenshot('empty view');
    await generations.getByRole('button', { name: 'Generate' }).last().click();
    studio = await workbench.webview('studio');
    await prompt(studio).waitFor();
  });

  it('tells problems at their field and loses nothing that was typed', async () => {
    await studio.getByRole('button', { name: 'Generate', exact: true }).click();
    await studio.getByText('Say what it should show.').waitFor();
    await workbench.screenshot('problem at its field');
    assert.equal(fs.existsSync(path.join(folder, 'assets', 'generated')), false);
  });

  it('shows the project\'s pictures beside the file at hand', async () => {
    await workbench.runCommand('Darkroom: Open Gallery');
    gallery = await workbench.webview('gallery');
    await card(gallery, 'healing-potion.png').waitFor();
    assert.equal(await gallery.getByRole('gridcell').count(), 12);
    await until('the picture is drawn', () => card(gallery, 'healing-potion.png').locator('img').evaluate(image => (image as HTMLImageElement).naturalWidth > 0), 15_000);
    await workbench.screenshot('project pictures');
  });

  it('is a card and a row from the first moment, and becomes a file in the same place', async () => {
    await generateIn(studio, 'mossy stone wall at dusk');
    const made = card(gallery, 'mossy stone wall at dusk');
    await made.waitFor();
    assert.equal(await gallery.getByRole('gridcell').count(), 13);
    await made.locator('img').waitFor({ timeout: 30_000 });
    assert.equal(await gallery.getByRole('gridcell').count(), 13);
    assert.equal(fs.readdirSync(path.join(folder, 'assets', 'generated')).filter(name => name.endsWith('.png')).length, 1);
    await workbench.view('Generations').getByRole('treeitem', { name: /^mossy stone wall at dusk, Completed/u }).waitFor();
    await workbench.screenshot('first picture');
  });

  it('has its actions in the menu of its card, and the focus comes back to the card after it', async () => {
    const made = card(gallery, 'mossy stone wall at dusk');
    // VS Code looks four times a second which webview has the focus: a menu opened sooner gives it back to nobody.
    await workbench.runCommand('Darkroom: Open Gallery');
    await until('the gallery has the focus', () => gallery.evaluate(() => document.hasFocus()), 15_000);
    const menu = workbench.page.locator('.context-view .action-label');
    await until('the menu is open', async () => {
      await made.press('Shift+F10');
      await menu.first().waitFor({ timeout: 3_000 });
      return true;
    }, 15_000);
    assert.deepEqual((await menu.allInnerTexts()).filter(label => label !== ''), ['Open', 'Show in Generations', 'Copy Prompt', 'Use as Darkroom Input', 'Insert into Document', 'Reveal in Explorer', 'Copy to Folder…', 'Move to Folder…', 'Copy Path', 'Copy Relative Path']);
    await workbench.page.keyboard.press('Escape');
    await until('the card has the focus again', () => made.evaluate(element => element.contains(document.activeElement) && document.hasFocus()), 15_000);
  });

  it('goes into the document at hand from the menu of its card', async () => {
    await workbench.page.keyboard.press('Control+P');
    await workbench.quickInput().fill('tavern.md');
    await workbench.page.locator('.quick-input-widget .monaco-list-row.focused').filter({ hasText: 'tavern.md' }).waitFor();
    // Beside the gallery.
    await workbench.page.keyboard.press('Control+Enter');
    const text = workbench.page.locator('.editor-instance .view-lines').filter({ hasText: 'tavern' });
    await text.waitFor();
    await workbench.runCommand('Darkroom: Open Gallery');
    gallery = await workbench.webview('gallery');
    const menu = workbench.page.locator('.context-view .action-label');
    await until('it is chosen', async () => {
      await workbench.page.keyboard.press('Escape');
      await card(gallery, 'mossy stone wall at dusk').press('Shift+F10');
      await menu.filter({ hasText: 'Insert into Document' }).hover({ timeout: 3_000 });
      // By key: a menu ignores a click that comes as soon as it opens.
      await menu.filter({ hasText: 'Insert as Markdown' }).hover({ timeout: 3_000 });
      await workbench.page.keyboard.press('Enter');
      return true;
    }, 20_000);
    // Long lines are wrapped, and the editor’s rows stand in any order in the page.
    await until('it is in the document', async () => (await text.innerText()).replaceAll(/\s/gu, '').includes('![mossystonewallatdusk](assets/'), 15_000);
    await workbench.screenshot('inserted');
  });

  it('begins with the cursor in the prompt', async () => {
    await workbench.runCommand('Darkroom: Generate');
    await until('the prompt has the focus', () => prompt(studio).evaluate(element => document.hasFocus() && (element.getRootNode() as Document | ShadowRoot).activeElement === element), 15_000);
  });

  it('is found by words of its prompt and by what it is, with a chip for each that takes it away again', async () => {
    const cells = gallery.getByRole('gridcell');
    const count = (n: number): Promise<unknown> => until(`${n} cards are there`, async () => await cells.count() === n, 15_000);
    const search = gallery.getByRole('searchbox', { name: 'Search names, prompts, models and seeds' });
    await until('the field has the focus', async () => {
      await cells.first().press('Control+f');
      return search.evaluate(element => element === document.activeElement);
    }, 15_000);
    await search.fill('mossy');
    await count(1);
    await gallery.getByText('1 of 13 items').waitFor();
    await gallery.getByRole('button', { name: 'Filter and sort' }).click();
    await gallery.getByRole('checkbox', { name: 'Sounds' }).check();
    await gallery.getByText('Nothing matches').waitFor();
    await workbench.screenshot('narrowed');
    await workbench.page.keyboard.press('Escape');
    await search.press('Escape');
    await count(0);
    await gallery.getByRole('button', { name: 'Remove filter Kind Sounds' }).click();
    await count(13);
    await until('the focus stays near', () => search.evaluate(element => element === document.activeElement), 15_000);
    await gallery.getByRole('button', { name: 'Filter and sort' }).click();
    await gallery.getByRole('checkbox', { name: 'Generated only' }).check();
    await gallery.getByRole('combobox', { name: 'Provider' }).selectOption({ label: 'Built in' });
    await gallery.getByRole('radio', { name: 'By name' }).check();
    await count(1);
    for (const [kind, theme] of [['dark', 'Default Dark Modern'], ['high-contrast', 'Default High Contrast'], ['light', 'Default Light Modern']] as const) {
      setMachineSettings({ 'workbench.colorTheme': theme });
      await gallery.waitForFunction(wanted => document.body.classList.contains(wanted), `vscode-${kind}`);
      await workbench.screenshot(`filter and sort ${kind}`);
      assert.deepEqual(await findings(gallery), []);
    }
    await workbench.page.keyboard.press('Escape');
    const provider = gallery.getByRole('button', { name: 'Remove filter Provider Built in' });
    await gallery.getByRole('button', { name: 'Remove filter Origin generated' }).click();
    await until('the focus goes to the chip that is left', () => provider.evaluate(element => element === document.activeElement), 15_000);
    await search.fill('mossy');
    await gallery.getByRole('button', { name: 'Clear All' }).click();
    await count(13);
    await until('they stand by name', async () => /^cellar-ghost\.png/u.test(await cells.nth(1).innerText()), 15_000);
    await gallery.getByRole('button', { name: 'Filter and sort' }).click();
    await gallery.getByRole('radio', { name: 'Newest first' }).check();
    await workbench.page.keyboard.press('Escape');
  });

  it('opens from its card', async () => {
    const made = card(gallery, 'mossy stone wall at dusk');
    await made.focus();
    await made.press('Enter');
    await workbench.page.getByRole('tab', { name: /mossy-stone-wall-at-dusk/u }).waitFor();
    await workbench.screenshot('file open');
    assert.deepEqual(workbench.problems, []);
  });

  it('leads to a sound, which is asked for with parameters of its own', async () => {
    await workbench.runCommand('Darkroom: Generate');
    studio = await workbench.webview('studio');
    await prompt(studio).waitFor();
    await studio.getByRole('combobox', { name: 'Operation' }).click();
    await studio.getByRole('option', { name: 'Text to audio' }).click();
    await studio.getByRole('textbox', { name: 'Duration' }).fill('99');
    await studio.getByRole('combobox', { name: 'Kind' }).waitFor();
    await studio.getByRole('checkbox', { name: 'Loop' }).waitFor();
    await generateIn(studio, 'small coin');
    await studio.getByText('Duration takes 0.05 to 30.').waitFor();
    await workbench.screenshot('sound form');
    await studio.getByRole('textbox', { name: 'Duration' }).fill('');
  });

  it('a sound becomes a card with its shape, and a file', async () => {
    await workbench.runCommand('Darkroom: Open Gallery');
    gallery = await workbench.webview('gallery');
    await generateIn(studio, 'small coin');
    const made = card(gallery, 'small coin');
    await made.locator('.picture > .wave').waitFor({ timeout: 30_000 });
    await workbench.screenshot('sound card');
    const files = fs.readdirSync(path.join(folder, 'assets', 'generated')).filter(name => name.endsWith('.wav'));
    assert.equal(files.length, 1);
    await made.focus();
    await made.press('Enter');
    await workbench.page.getByRole('tab', { name: /small-coin/u }).waitFor();
    assert.deepEqual(workbench.problems, []);
  });

  it('leads back to earlier prompts, and to what was being typed', async () => {
    const field = prompt(studio);
    const shows = (text: string): Promise<unknown> => until(`the prompt is “${text}”`, async () => await field.inputValue() === text, 15_000);
    await until('it is typed', async () => { await field.fill('half a thought'); return await field.inputValue() === 'half a thought'; }, 15_000);
    for (const text of ['small coin', 'mossy stone wall at dusk', 'mossy stone wall at dusk']) { await field.press('Alt+ArrowUp'); await shows(text); }
    for (const text of ['small coin', 'half a thought']) { await field.press('Alt+ArrowDown'); await shows(text); }
    await studio.getByRole('button', { name: /^Prompt History/u }).click();
    await workbench.pickByWords('mossy stone wall at dusk');
    await shows('mossy stone wall at dusk');
    await workbench.screenshot('an earlier prompt');
  });

  it('keeps a form under a name, and has it back by one choice of a menu', async () => {
    const preset = (name: string): Locator => studio.getByRole('menuitem', { name, exact: true });
    const openMenu = async (name: string): Promise<void> => {
      await until('the menu is open', async () => {
        await studio.getByRole('button', { name: 'Presets' }).press('Enter');
        return preset(name).isVisible();
      }, 15_000);
    };
    const duration = studio.getByRole('textbox', { name: 'Duration' });
    await duration.fill('2');
    await openMenu('Save as Preset…');
    await until('the first one has the focus', () => preset('Save as Preset…').evaluate(element => element === document.activeElement), 15_000);
    await studio.page().keyboard.press('Enter');
    await workbench.answer('   ');
    await workbench.page.getByText('Give it a name.').waitFor();
    await workbench.screenshot('naming a preset');
    await workbench.answer('Short sounds');
    await studio.getByRole('combobox', { name: 'Operation' }).click();
    await studio.getByRole('option', { name: 'Text to image' }).click();
    await duration.waitFor({ state: 'detached' });
    await openMenu('Short sounds');
    for (const [kind, theme] of [['high-contrast', 'Default High Contrast'], ['light', 'Default Light Modern'], ['dark', 'Default Dark Modern']] as const) {
      setMachineSettings({ 'workbench.colorTheme': theme });
      await studio.waitForFunction(wanted => document.body.classList.contains(wanted), `vscode-${kind}`);
      await workbench.screenshot(`presets ${kind}`);
      assert.deepEqual(await findings(studio), []);
    }
    await preset('Short sounds').click();
    await until('the form is as it was kept', async () => await duration.isVisible() && await duration.inputValue() === '2', 15_000);
    assert.equal(await prompt(studio).inputValue(), 'mossy stone wall at dusk', 'the prompt is not part of it');
    await openMenu('Delete Preset…');
    await preset('Delete Preset…').click();
    await workbench.pick('Short sounds');
    await workbench.answerDialog('Delete');
    await until('it is gone', async () => await preset('Short sounds').count() === 0, 15_000);
  });

  it('leads from the form to a job, even where tree and gallery are narrowed to others', async () => {
    await workbench.runCommand('Darkroom: Open Gallery');
    gallery = await workbench.webview('gallery');
    await gallery.getByRole('radio', { name: /^Failed/u }).click();
    await card(gallery, 'mossy stone wall at dusk').waitFor({ state: 'detached' });
    await workbench.runCommand('Darkroom: Search Generations…');
    await workbench.answer('small coin');
    const job = workbench.view('Generations').getByRole('treeitem', { name: /^mossy stone wall at dusk, Completed/u });
    await job.waitFor({ state: 'detached' });
    await studio.getByRole('button', { name: /^mossy stone wall at dusk/u }).click();
    await job.waitFor();
    await workbench.view('Generations').locator('.monaco-list-row.selected').filter({ hasText: 'mossy stone wall at dusk' }).waitFor();
    await workbench.screenshot('led to its job');
    await workbench.runCommand('Darkroom: Show in Gallery');
    await workbench.pickByWords('mossy stone wall at dusk');
    await card(gallery, 'mossy stone wall at dusk').waitFor();
    assert.deepEqual(workbench.problems, []);
  });
});
