/** A sound from the form to its card: the form is made from the model's data, the card needs no picture. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { card, generateIn, oneAfterTheOther, projectFolder, prompt } from './project.ts';
import { Workbench, setMachineSettings } from './workbench.ts';

describe('a sound', function () {
  this.timeout(120_000);
  let workbench: Workbench;
  oneAfterTheOther(() => workbench);
  let folder: string;
  let studio: Frame;

  before(async () => {
    setMachineSettings({});
    folder = await projectFolder(1);
    workbench = await Workbench.open({ name: 'sound', folder, browser: { colorScheme: 'dark' } });
  });
  after(() => workbench.closeProfile());

  it('is asked for in the form, with parameters of its own', async () => {
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
    await workbench.screenshot('form');
    await studio.getByRole('textbox', { name: 'Duration' }).fill('');
  });

  it('becomes a card with the mark of a sound, and a file', async () => {
    await workbench.runCommand('Darkroom: Open Gallery');
    const gallery = await workbench.webview('gallery');
    await generateIn(studio, 'small coin');
    const made = card(gallery, 'small coin');
    await made.locator('.picture > .icon.kind').waitFor({ timeout: 30_000 });
    await workbench.screenshot('card');
    const files = fs.readdirSync(path.join(folder, 'assets', 'generated')).filter(name => name.endsWith('.wav'));
    assert.equal(files.length, 1);
    await made.focus();
    await made.press('Enter');
    await workbench.page.getByRole('tab', { name: /small-coin/u }).waitFor();
    assert.deepEqual(workbench.problems, []);
  });
});
