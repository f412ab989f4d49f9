import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { freshFolder, Workbench } from './workbench.ts';

const manifest = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, '../../package.json'), 'utf8')) as {
  contributes: { commands: { command: string; title: string; category?: string }[]; menus?: { commandPalette?: { command: string; when: string }[] } };
};

describe('the installed extension in a real window', () => {
  let workbench: Workbench;

  before(async () => {
    const folder = await freshFolder(into => fs.writeFileSync(path.join(into, 'notes.md'), '# Notes\n'));
    workbench = await Workbench.open({ name: 'smoke', folder });
  });

  after(() => workbench.closeProfile());

  it('has its icon in the activity bar and opens its views', async () => {
    await workbench.showSidebar();
    await workbench.view('Generations').waitFor();
    await workbench.screenshot('side bar');
  });

  it('lists its commands in the palette', async () => {
    const titles = await workbench.commandsMatching('Darkroom: Generate');
    assert.ok(titles.includes('Darkroom: Generate'), titles.join(', '));
    assert.ok(manifest.contributes.commands.some(each => each.command === 'darkroom.generate'));
  });

  it('survives a crash of its extension host', async () => {
    await workbench.crashExtensionHost();
    assert.equal((await workbench.extensionHosts()).length, 1);
  });

  it('survives a reload of the window', async () => {
    await workbench.reload();
    await workbench.showSidebar();
    await workbench.screenshot('after reload');
    assert.deepEqual(workbench.problems, []);
  });
});
