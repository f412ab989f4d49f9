/** What becomes of a history: damaged, of a newer version, at another place; and of results that can't go where they should. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Frame, Locator } from 'playwright-core';
import { generateIn, oneAfterTheOther, projectFolder } from './project.ts';
import { histories } from './past.ts';
import { until } from './until.ts';
import { Workbench, setMachineSettings } from './workbench.ts';

describe('a history and its results', function () {
  this.timeout(180_000);
  let workbench: Workbench;
  oneAfterTheOther();
  let folder: string;
  let history: string;

  const row = (name: RegExp): Locator => workbench.view('Generations').getByRole('treeitem', { name });

  /** Starts Darkroom anew, after something has happened to its files. */
  async function startAnew(happens: () => void): Promise<void> {
    await workbench.crashExtensionHost(happens);
    // The page of a host that is gone stays on screen until it is loaded again.
    await workbench.hideSidebar();
    await workbench.showSidebar();
  }

  async function studioReady(): Promise<Frame> {
    await workbench.runCommand('Darkroom: Generate');
    return workbench.webview('studio');
  }

  before(async () => {
    setMachineSettings({});
    const before = histories();
    folder = await projectFolder(1);
    workbench = await Workbench.open({ name: 'data', folder });
    await workbench.showSidebar();
    const studio = await studioReady();
    for (const prompt of ['mossy stone wall', 'iron door']) {
      await generateIn(studio, prompt);
      await row(new RegExp(`^${prompt}, Completed`, 'u')).waitFor({ timeout: 30_000 });
    }
    history = histories().find(each => !before.includes(each))!;
  });
  after(async () => { await workbench.closeProfile(); });

  it('that is found damaged is put right: the window says so, shows what was carried over, and keeps the damaged file', async () => {
    await startAnew(() => {
      const db = new DatabaseSync(history);
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      db.close();
      const bytes = fs.readFileSync(history);
      bytes.fill(0, 0, 64);
      bytes.fill(0, 4096 * 5, 4096 * 7);
      fs.writeFileSync(history, bytes);
    });
    await workbench.told(/The history of this workspace was damaged/u);
    await workbench.screenshot('damaged');
    for (const prompt of ['mossy stone wall', 'iron door']) await row(new RegExp(`^${prompt}, Completed`, 'u')).waitFor();
    assert.ok(fs.readdirSync(path.dirname(history)).some(name => name.startsWith('history.db.broken-')));
    await generateIn(await studioReady(), 'after the damage');
    await row(/^after the damage, Completed/u).waitFor({ timeout: 30_000 });
  });

  it('is offered where its project was moved to, and taken over when that is wanted', async () => {
    const [moved, before] = [`${folder}-moved`, histories()];
    await workbench.leave();
    fs.renameSync(folder, moved);
    folder = moved;
    await workbench.show(folder);
    await workbench.showSidebar();
    await workbench.told(/There is a history of this project from when it was at/u);
    await workbench.screenshot('offered');
    await workbench.answerNotification(/There is a history/u, 'Take Over');
    for (const prompt of ['mossy stone wall', 'iron door', 'after the damage']) await row(new RegExp(`^${prompt}, Completed`, 'u')).waitFor();
    await workbench.told(/Taken over from/u);
    await row(/^mossy stone wall, Completed/u).click();
    await workbench.runCommand('Darkroom: Open Gallery');
    const gallery = await workbench.webview('gallery');
    await until('its files are found at their new place', async () => await gallery.getByRole('gridcell').count() === 4, 15_000);
    await workbench.screenshot('taken over');
    history = histories().find(each => !before.includes(each))!;
  });

  it('that a newer version wrote is shown, and nothing is written to it', async () => {
    await startAnew(() => {
      const db = new DatabaseSync(history);
      db.exec('PRAGMA user_version = 77');
      db.close();
      // As that version would leave it, which knows its own number.
      for (const mark of ['seal', 'open']) fs.rmSync(`${history}.${mark}`, { recursive: true, force: true });
    });
    await workbench.told(/newer version of Darkroom/u);
    await row(/^iron door, Completed/u).waitFor();
    await workbench.screenshot('newer version');
    await generateIn(await studioReady(), 'never made');
    await until('it says why nothing is made', async () => (await (await workbench.webview('studio')).locator('body').innerText()).includes('newer version of Darkroom'), 15_000);
    assert.equal(await row(/never made/u).count(), 0);
  });

  it('makes way for another project, where the folder for results can\'t be written: they are kept in Darkroom\'s storage, and the window says where', async () => {
    const other = await projectFolder(1);
    // Where the folder for results should be made stands a file: it can't be written, whoever asks.
    fs.writeFileSync(path.join(other, 'assets', 'generated'), 'not a folder');
    await workbench.show(other);
    await workbench.showSidebar();
    await generateIn(await studioReady(), 'mossy stone wall');
    await workbench.told(/can’t be written, so results are kept in Darkroom’s own storage/u, 30_000);
    await row(/^mossy stone wall, Completed/u).waitFor();
    await workbench.screenshot('results elsewhere');
  });
});
