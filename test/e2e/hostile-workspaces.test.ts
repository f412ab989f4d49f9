/**
 * A person with a key and money opens repositories that are after both. Nothing goes to the server they would like to be talked to,
 * the key goes to the service it was entered for, and nothing is paid but what was asked for in Darkroom's own form.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { type Capture, startCapture } from '../fakes/capture.ts';
import { customSettingFor } from '../fakes/custom-config.ts';
import { type FakeProvider, startFakeProvider } from '../fakes/provider-server.ts';
import { type HostileWorkspace, allAtOnce, hostileWorkspaces, write } from './hostile-workspaces.ts';
import { chooseProvider, generateIn, prompt } from './project.ts';
import { keepSecrets, secretsKept } from './secrets.ts';
import { until } from './until.ts';
import { Workbench, freshFolder, newContext, setMachineSettings } from './workbench.ts';

const key = 'canary-key-66d0';
const service = 'good';

describe('hostile workspaces', function () {
  this.timeout(40_000);
  let context: BrowserContext;
  let workbench: Workbench;
  let good: FakeProvider;
  let evil: Capture;
  let submits = 0;
  /** The project that is open at first. */
  let home: string;

  before(async () => {
    [good, evil] = await Promise.all([startFakeProvider({ mode: 'none', key, auto: 1 }), startCapture()]);
    const declared = customSettingFor(good.origin, 'none', { id: service, label: 'Good Service', key: { header: 'Authorization', value: 'Bearer ${key}' } });
    // Nothing here needs a repository's history, and a page without it is there sooner.
    setMachineSettings({ 'git.enabled': false, 'darkroom.customProviders': [declared] });
    context = await newContext({ viewport: { width: 1000, height: 700 } });
    await keepSecrets(context);
    home = path.join(await freshFolder(), 'project');
    fs.mkdirSync(home);
    workbench = await Workbench.open({ name: 'hostile workspaces', folder: home, context });
    await workbench.runCommand('Darkroom: Set Key');
    await workbench.pick('Good Service');
    await workbench.answer(key);
    await secretsKept(workbench.page);
  });
  after(async () => {
    setMachineSettings({});
    await workbench.closeProfile();
    await Promise.all([good.close(), evil.close()]);
  });

  /** Lays it out. @returns the folder around the project, and what is opened of it */
  async function layOut({ fill }: HostileWorkspace): Promise<{ around: string; opened: string }> {
    const around = await freshFolder();
    const project = path.join(around, 'project');
    fs.mkdirSync(project);
    return { around, opened: fill(project, { evil: evil.origin, service }) ?? project };
  }

  /** Opens it in the window. @returns the folder around the project */
  async function openIt(workspace: HostileWorkspace): Promise<string> {
    const { around, opened } = await layOut(workspace);
    await workbench.show(opened);
    await workbench.showSidebar();
    return around;
  }

  /** Lets it come into the project that is open, in the place of what was there. @returns the folder around the project */
  async function comeIntoOpenProject({ name, fill }: HostileWorkspace): Promise<string> {
    for (const old of fs.readdirSync(home)) fs.rmSync(path.join(home, old), { recursive: true });
    fill(home, { evil: evil.origin, service });
    const file = path.join(home, '.vscode/settings.json');
    const settings = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) as object : {};
    write(home, '.vscode/settings.json', { ...settings, 'window.title': name });
    await until('the window has taken its settings over', async () => await workbench.page.title() === name, 15_000);
    await workbench.showSidebar();
    return path.dirname(home);
  }

  /** The form offers what its owner declared and nothing else. */
  async function formOf(window: Workbench): Promise<Awaited<ReturnType<Workbench['webview']>>> {
    const studio = await window.webview('studio', 30_000);
    await studio.locator('vscode-option', { hasText: 'Good Service' }).waitFor({ state: 'attached' });
    assert.equal(await studio.locator('vscode-option', { hasText: /evil/iu }).count(), 0);
    return studio;
  }

  async function refuse(question: RegExp): Promise<void> {
    await workbench.dialog().getByText(question).waitFor();
    await workbench.answerDialog('Cancel');
  }

  const asked = /A command wants 1 generation at Good Service, about \$0\.04/u;

  const acts: Readonly<Record<HostileWorkspace['then'], () => Promise<void>>> = {
    async generate() {
      const studio = await formOf(workbench);
      await chooseProvider(studio, 'Good Service');
      submits++;
      await generateIn(studio, `keep number ${submits}`);
      await good.arrived('submit', submits);
      await workbench.view('Generations').getByRole('treeitem', { name: new RegExp(`^keep number ${submits}, Completed`, 'u') }).waitFor();
    },
    async 'run the task'() {
      await formOf(workbench);
      // VS Code's own question, whether tasks may run by themselves, closes a list that is open when it comes.
      await workbench.notifications().getByRole('button', { name: 'Disallow' }).click();
      await workbench.runCommand('Tasks: Run Task');
      await workbench.pick('build');
      await refuse(asked);
    },
    async 'start debugging'() {
      await workbench.runCommand('Debug: Start Debugging');
      await refuse(asked);
    },
    async 'click the links'() {
      await workbench.page.locator('.activitybar [aria-label^="Explorer"]').first().click();
      await workbench.page.getByRole('treeitem', { name: 'README.md' }).dblclick();
      await workbench.page.getByRole('button', { name: /^Open Preview to the Side/u }).click();
      const preview = await until('the preview is there', async () => {
        for (const frame of workbench.page.frames()) {
          if (await frame.getByRole('heading', { name: 'Read me' }).count() > 0 && frame !== workbench.page.mainFrame()) return frame;
        }
        return undefined;
      }, 15_000);
      for (const link of await preview.locator('a', { hasText: 'Step' }).all()) await link.click({ timeout: 2000 });
    },
    async 'look at the gallery'() {
      await formOf(workbench);
      await workbench.runCommand('Darkroom: Open Gallery');
      const gallery = await workbench.webview('gallery');
      await gallery.getByRole('gridcell', { name: 'plain.png' }).waitFor();
      await until('all pictures are there', async () => await gallery.getByRole('gridcell').count() >= 12, 15_000);
      await workbench.screenshot('committed results');
    },
  };

  async function nothingLeft(window: Workbench): Promise<void> {
    assert.deepEqual(evil.seen, []);
    assert.equal(good.charges.total, submits);
    for (const { headers, route, path: where } of good.requests) assert.equal(headers.authorization, `Bearer ${key}`, `${route ?? ''} ${where}`);
    for (const frame of window.page.frames()) assert.equal(await frame.evaluate(() => 'pwned' in globalThis || 'polluted' in {}).catch(() => false), false);
    assert.deepEqual(await window.dialog().allInnerTexts(), []);
    assert.deepEqual(window.problems, []);
  }

  // Those that come into the open window are first: the others open a window each.
  for (const workspace of hostileWorkspaces.toSorted((a, b) => Number(a.atOpening ?? false) - Number(b.atOpening ?? false))) {
    it(`${workspace.name}: trusted, and still nothing leaves and nothing is paid`, async () => {
      const around = workspace.atOpening ? await openIt(workspace) : await comeIntoOpenProject(workspace);
      await acts[workspace.then]();
      await nothingLeft(workbench);
      assert.deepEqual(fs.readdirSync(around).filter(name => name !== 'project' && name !== 'behind'), []);
      if (fs.existsSync(path.join(around, 'behind'))) assert.deepEqual(fs.readdirSync(path.join(around, 'behind')), []);
      fs.rmSync(path.join(around, 'behind'), { recursive: true, force: true });
    });
  }

  describe('all of them in one, without trust', () => {
    let untrusted: Workbench;
    let requests = 0;

    before(async () => {
      requests = good.requests.length;
      const { opened } = await layOut(allAtOnce);
      untrusted = await Workbench.open({ name: 'hostile workspaces untrusted', folder: opened, context, asksForTrust: true });
      await untrusted.showSidebar();
    });
    after(() => untrusted.close());

    it('the form says why nothing is sent, and nothing is', async () => {
      const studio = await formOf(untrusted);
      await chooseProvider(studio, 'Good Service');
      await generateIn(studio, 'a keep by the sea');
      await studio.getByText(/This workspace is not trusted/u).first().waitFor();
      await nothingLeft(untrusted);
      assert.equal(good.requests.length, requests);
      assert.equal(await prompt(studio).inputValue(), 'a keep by the sea');
    });
  });

  // In a suite of its own, which comes after the one above.
  describe('after all of them', () => {
    it('the server they wanted to be talked to would have noticed', async () => {
      await fetch(evil.origin, { headers: { authorization: 'Bearer none' } });
      assert.match(evil.seen.join(), /authorization: Bearer none/u);
    });
  });
});
