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
    assert.deepEqual((await menu.allInnerTexts()).filter(label => label !== ''), ['Open', 'Show in Generations', 'Generate Again', 'Generate with New Seed', 'Generate with Changes…', 'Copy Prompt', 'Favorite', 'Discard', 'Use as Darkroom Input', 'Insert into Document', 'Reveal in Explorer', 'Copy to Folder…', 'Move to Folder…', 'Copy Path', 'Copy Relative Path', 'Copy Image', 'Rename…', 'Move to Trash']);
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

  it('is dragged into the document with Shift held', async () => {
    const { page } = workbench;
    const text = page.locator('.editor-instance .view-lines').filter({ hasText: 'tavern' });
    const times = async (): Promise<number> => (await text.innerText()).replaceAll(/\s/gu, '').split('![mossystonewallatdusk](assets/').length - 1;
    assert.equal(await times(), 1);
    await until('it is written', async () => {
      const from = (await card(gallery, 'mossy stone wall at dusk').locator('.picture').boundingBox())!;
      const to = (await text.boundingBox())!;
      await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
      await page.mouse.down();
      await page.keyboard.down('Shift');
      try {
        await page.mouse.move(from.x + from.width / 2 - 20, from.y + from.height / 2, { steps: 4 });
        await page.mouse.move(to.x + 40, to.y + 30, { steps: 12 });
        await page.mouse.move(to.x + 44, to.y + 32, { steps: 4 });
        await page.mouse.up();
      } finally {
        await page.keyboard.up('Shift');
      }
      return until('the drop is in the document', async () => await times() === 2, 5_000);
    }, 25_000);
    await workbench.screenshot('dropped');
  });

  it('is copied as a picture from its menu, and by its key', async () => {
    const made = card(gallery, 'mossy stone wall at dusk');
    await workbench.runCommand('Darkroom: Open Gallery');
    await until('it is copied from its menu', async () => {
      await workbench.page.keyboard.press('Escape');
      await made.press('Shift+F10');
      await workbench.page.locator('.context-view .action-label').filter({ hasText: 'Copy Image' }).hover({ timeout: 3_000 });
      await workbench.page.keyboard.press('Enter');
      return gallery.getByText('Picture copied').waitFor({ state: 'attached', timeout: 5_000 }).then(() => true);
    }, 20_000);
    // For the test itself, which looks.
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copied = (): Promise<number> => workbench.page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      return item?.types.includes('image/png') === true ? (await item.getType('image/png')).size : 0;
    });
    assert.ok(await copied() > 1000);
    await workbench.page.evaluate(() => navigator.clipboard.writeText('nothing'));
    assert.equal(await copied(), 0);
    await until('it is copied by its key', async () => {
      await made.focus();
      await made.press('Control+C');
      return until('the clipboard has it', async () => await copied() > 1000, 3_000);
    }, 15_000);
  });

  it('goes to the trash after a question where the project names it, and comes back', async () => {
    const made = card(gallery, 'mossy stone wall at dusk');
    const cells = gallery.getByRole('gridcell');
    await workbench.page.locator('.editor-instance .view-lines').filter({ hasText: 'tavern' }).click();
    await workbench.page.keyboard.press('Control+S');
    await until('the document is saved', () => fs.readFileSync(path.join(folder, 'tavern.md'), 'utf8').includes('mossy'), 15_000);
    await workbench.runCommand('Darkroom: Open Gallery');
    await until('it is chosen', async () => {
      await workbench.page.keyboard.press('Escape');
      await made.press('Shift+F10');
      await workbench.page.locator('.context-view .action-label').filter({ hasText: 'Move to Trash' }).hover({ timeout: 3_000 });
      await workbench.page.keyboard.press('Enter');
      return workbench.page.locator('.monaco-dialog-box').waitFor({ timeout: 5_000 }).then(() => true);
    }, 25_000);
    await workbench.page.locator('.monaco-dialog-box').getByText(/is used in tavern\.md:\d+/u).first().waitFor();
    await workbench.screenshot('used');
    await workbench.answerDialog('Move to Trash');
    await until('its card is gone', async () => await cells.count() === 12, 15_000);
    assert.equal(fs.readdirSync(path.join(folder, 'assets', 'generated')).filter(name => name.endsWith('.png')).length, 0);
    await workbench.told('is in Darkroom');
    await workbench.screenshot('trashed');
    await workbench.answerNotification('is in Darkroom', 'Undo');
    await made.locator('img').waitFor();
    assert.equal(await cells.count(), 13);
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

  it('stands in groups that fold, is narrowed to a folder, and tells of a card that the pointer rests on', async () => {
    const cells = gallery.getByRole('gridcell');
    const count = (n: number): Promise<unknown> => until(`${n} cards`, async () => await cells.count() === n, 15_000);
    const menu = (): Promise<void> => gallery.getByRole('button', { name: 'Filter and sort' }).click();
    const head = (name: RegExp): Locator => gallery.getByRole('rowheader', { name });
    const themes = async (name: string): Promise<void> => {
      for (const [kind, theme] of [['high-contrast', 'Default High Contrast'], ['light', 'Default Light Modern'], ['dark', 'Default Dark Modern']] as const) {
        setMachineSettings({ 'workbench.colorTheme': theme });
        await gallery.waitForFunction(wanted => document.body.classList.contains(wanted), `vscode-${kind}`);
        await workbench.screenshot(`${name} ${kind}`);
        assert.deepEqual(await findings(gallery), []);
      }
    };
    await menu();
    await gallery.getByRole('radio', { name: 'By folder' }).check();
    await workbench.page.keyboard.press('Escape');
    await head(/^assets\/generated 1$/u).waitFor();
    await themes('by folder');
    const scroller = gallery.locator('.scroller');
    const topmost = (name: string): Promise<unknown> => until(`${name} is named at the top`, () => scroller.evaluate((element, wanted) => {
      const { left, top } = element.getBoundingClientRect();
      return document.elementFromPoint(left + 60, top + 14)?.closest('[role=rowheader]')?.textContent.startsWith(wanted) ?? false;
    }, name), 15_000);
    await topmost('assets1');
    await scroller.evaluate(element => { element.scrollTop = 560; });
    await topmost('assets/sprites7');
    await workbench.screenshot('the header stays at the top');
    await scroller.evaluate(element => { element.scrollTop = 0; });
    await topmost('assets1');
    const made = card(gallery, 'mossy stone wall at dusk');
    await head(/^assets\/generated/u).click();
    await made.waitFor({ state: 'detached' });
    await head(/^assets\/generated/u).and(gallery.locator('[aria-expanded=false]')).waitFor();
    // By the keyboard it unfolds, and leads into its cards.
    await until('it is unfolded', async () => {
      await head(/^assets\/generated/u).focus();
      await workbench.page.keyboard.press('ArrowRight');
      return made.isVisible();
    }, 15_000);
    await workbench.page.keyboard.press('ArrowDown');
    await until('the card has the focus', () => made.evaluate(element => element === document.activeElement), 15_000);
    const details = gallery.getByRole('tooltip');
    await workbench.page.keyboard.press('Alt+Enter');
    for (const words of ['Completed', 'assets/generated', 'Dimensions', 'free']) await details.getByText(words).first().waitFor();
    await themes('details');
    await workbench.page.keyboard.press('Escape');
    await details.waitFor({ state: 'detached' });
    await card(gallery, 'healing-potion.png').locator('.picture').hover();
    await details.getByText('not made here').waitFor();
    await workbench.screenshot('details of a file');
    await details.hover();
    await gallery.getByRole('button', { name: 'Filter and sort' }).hover();
    await details.waitFor({ state: 'detached' });
    await menu();
    await gallery.getByRole('radio', { name: 'By day' }).check();
    await head(/^Today \d+$/u).waitFor();
    await gallery.getByRole('radio', { name: 'Not grouped' }).check();
    await gallery.getByRole('combobox', { name: 'Folder' }).selectOption({ label: 'assets/generated (1)' });
    await count(1);
    await workbench.page.keyboard.press('Escape');
    await gallery.getByRole('button', { name: 'Remove filter Folder assets/generated' }).click();
    await count(13);
  });

  it('is looked at alone from its card; the keys lead on, judge, zoom, and back to the card', async () => {
    await workbench.runCommand('View: Close Editors in Other Groups');
    const made = card(gallery, 'mossy stone wall at dusk');
    const large = gallery.getByRole('region', { name: 'Large view' });
    const stage = large.locator('[data-stage]');
    const hasFocus = (what: Locator): Promise<unknown> => until('it has the focus', () => what.evaluate(element => element === document.activeElement), 15_000);
    await until('it is looked at', async () => {
      await made.focus();
      await made.press('Enter');
      return large.isVisible();
    }, 15_000);
    await hasFocus(stage);
    await stage.locator('img.whole').waitFor();
    await large.getByText('1 of 13').waitFor();
    await stage.press('ArrowRight');
    await large.getByText('2 of 13').waitFor();
    await stage.press('ArrowLeft');
    await large.getByRole('option', { selected: true, name: 'mossy stone wall at dusk' }).waitFor();
    await stage.press('z');
    await large.getByRole('button', { name: '100 %. Actual size (Z)' }).waitFor();
    await stage.press('+');
    await large.getByRole('button', { name: '150 %. Actual size (Z)' }).waitFor();
    await stage.press('0');
    await large.getByRole('button', { name: 'Fit (0)', pressed: true }).waitFor();
    await stage.press('f');
    await large.getByRole('button', { name: 'Favorite (F)', pressed: true }).waitFor();
    await stage.press('i');
    await until('the details are put away', async () => await large.getByRole('complementary').count() === 0, 15_000);
    await stage.press('i');
    await large.getByRole('complementary', { name: 'Details' }).waitFor();
    await stage.press('Escape');
    await until('the grid is back', async () => await large.count() === 0, 15_000);
    await hasFocus(made);
    await card(gallery, /mossy stone wall at dusk.*favorite/u).waitFor();
  });

  it('says what made it, and is asked for again with another seed', async () => {
    const made = card(gallery, 'mossy stone wall at dusk');
    await made.press('Enter');
    const details = gallery.getByRole('complementary', { name: 'Details' });
    for (const words of ['mossy stone wall at dusk', 'Built in', 'Text to image', 'Seed', 'free', 'Attempt 1: Completed', 'SHA-256']) await details.getByText(words, { exact: true }).first().waitFor();
    for (const [kind, theme] of [['high-contrast', 'Default High Contrast'], ['light', 'Default Light Modern'], ['dark', 'Default Dark Modern']] as const) {
      setMachineSettings({ 'workbench.colorTheme': theme });
      await gallery.waitForFunction(wanted => document.body.classList.contains(wanted), `vscode-${kind}`);
      await workbench.screenshot(`large view ${kind}`);
      assert.deepEqual(await findings(gallery), []);
    }
    await details.getByRole('button', { name: 'New Seed' }).click();
    await details.getByRole('button', { name: 'Show' }).click();
    await gallery.getByText('1 of 14').waitFor();
    await details.getByText('Attempt 1: Completed').waitFor({ timeout: 30_000 });
    await gallery.locator('[data-stage]').press('Escape');
    await until('there are two of it', async () => await card(gallery, 'mossy stone wall at dusk').count() === 2, 15_000);
  });

  it('is chosen with others by the keyboard, found by the letters of a name, and acted on together', async () => {
    const cells = gallery.getByRole('gridcell');
    const bar = gallery.getByRole('toolbar', { name: 'Selection' });
    await cells.first().locator('.caption').click();
    await workbench.page.keyboard.type('cell');
    await until('the letters lead to the name', () => gallery.evaluate(() => document.activeElement?.textContent.includes('cellar-ghost') ?? false), 15_000);
    await until('nothing is typed any more, and the card is chosen', async () => {
      // A space soon after a letter belongs to the word.
      await workbench.page.keyboard.press(' ');
      await bar.waitFor({ timeout: 1500 });
      return true;
    }, 15_000);
    await workbench.page.keyboard.press('Shift+ArrowRight');
    await bar.getByText('2 selected').waitFor();
    assert.equal(await gallery.getByRole('gridcell', { selected: true }).count(), 2);
    await workbench.page.keyboard.press('Control+a');
    await bar.getByText('14 selected').waitFor();
    assert.equal(await gallery.evaluate(() => String(getSelection())), '', 'cards and no text');
    await workbench.screenshot('selection');
    assert.deepEqual(await findings(gallery), []);
    await workbench.page.keyboard.press('Escape');
    await until('nothing is chosen', async () => await bar.count() === 0, 15_000);
    await card(gallery, 'cellar-ghost').locator('.caption').click();
    await card(gallery, 'healing-potion').locator('.caption').click({ modifiers: ['Control'] });
    await card(gallery, 'cellar-ghost').locator('.caption').click({ modifiers: ['Control'] });
    await bar.getByText('2 selected').waitFor();
    await bar.getByRole('button', { name: 'Favorite' }).click();
    for (const name of [/cellar-ghost.*favorite/u, /healing-potion.*favorite/u]) await card(gallery, name).waitFor();
    await bar.getByRole('button', { name: 'Clear Selection (Esc)' }).click();
  });

  it('is reviewed with the other results by one key each, and the verdicts are kept', async () => {
    await workbench.runCommand('Darkroom: Review New Results');
    const review = gallery.getByRole('region', { name: 'Review' });
    await review.getByText('0 of 1 decided').waitFor();
    const stage = review.locator('[data-stage]');
    await stage.locator('img.whole').waitFor();
    for (const [kind, theme] of [['high-contrast', 'Default High Contrast'], ['light', 'Default Light Modern'], ['dark', 'Default Dark Modern']] as const) {
      setMachineSettings({ 'workbench.colorTheme': theme });
      await gallery.waitForFunction(wanted => document.body.classList.contains(wanted), `vscode-${kind}`);
      await workbench.screenshot(`review ${kind}`);
      assert.deepEqual(await findings(gallery), []);
    }
    await stage.press('x');
    await review.getByText('1 of 1 decided').waitFor();
    await stage.press('u');
    await review.getByText('0 of 1 decided').waitFor();
    await stage.press('a');
    await review.getByRole('option', { name: /, accepted$/u }).waitFor();
    await stage.press('Escape');
    await until('the grid is back', async () => await review.count() === 0, 15_000);
    await until('both are favorites', async () => await card(gallery, /mossy stone wall at dusk.*favorite/u).count() === 2, 15_000);
  });

  it('opens as a file from its card', async () => {
    const made = card(gallery, 'mossy stone wall at dusk').first();
    // A click brings the window's focus along: in the form this key would generate.
    await made.locator('.caption').click();
    await made.press('Control+Enter');
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
    // A click brings the window's focus along: in the form this key would generate.
    await made.locator('.caption').click();
    await made.press('Control+Enter');
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
    await card(gallery, 'mossy stone wall at dusk').first().waitFor({ state: 'detached' });
    await workbench.runCommand('Darkroom: Search Generations…');
    await workbench.answer('small coin');
    const job = workbench.view('Generations').getByRole('treeitem', { name: /^mossy stone wall at dusk, Completed/u }).first();
    await job.waitFor({ state: 'detached' });
    await studio.getByRole('button', { name: /^mossy stone wall at dusk/u }).first().click();
    await job.waitFor();
    await workbench.view('Generations').locator('.monaco-list-row.selected').filter({ hasText: 'mossy stone wall at dusk' }).waitFor();
    await workbench.screenshot('led to its job');
    await workbench.runCommand('Darkroom: Show in Gallery');
    await workbench.pickByWords('mossy stone wall at dusk');
    await card(gallery, 'mossy stone wall at dusk').first().waitFor();
    assert.deepEqual(workbench.problems, []);
  });
});
