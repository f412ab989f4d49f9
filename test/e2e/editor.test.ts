/** What is told outside of Darkroom's own views: status bar, number on the icon, one notification, report, first steps. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { type FakeProvider, startFakeProvider } from '../fakes/provider-server.ts';
import { chooseProvider, declare, generateIn, oneAfterTheOther, projectFolder } from './project.ts';
import { until } from './until.ts';
import { Workbench, setMachineSettings } from './workbench.ts';

const key = 'canary-key-77ab';
const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern', 'high contrast': 'Default High Contrast' } as const;
const service = { label: 'Render Box', concurrency: 5, key: { header: 'Authorization', value: 'Bearer ${key}' } } as const;

describe('in the editor', function () {
  this.timeout(180_000);
  let workbench: Workbench;
  oneAfterTheOther();
  let fake: FakeProvider;

  const item = (of: Workbench): Locator => of.statusBarItem();
  /** The number on Darkroom's icon; '' without one. */
  const badge = async (): Promise<string> => {
    const number = workbench.activityBarItem().locator('.badge-content');
    return await number.isVisible() ? number.innerText() : '';
  };
  const toast = (text: RegExp, of = workbench): Locator => of.notifications().filter({ hasText: text });
  const submits = (): number => fake.requests.filter(({ route }) => route === 'submit').length;

  async function generate(...prompts: string[]): Promise<void> {
    await workbench.showSidebar();
    const studio = await workbench.webview('studio');
    await chooseProvider(studio, 'Render Box');
    const before = submits();
    for (const [n, prompt] of prompts.entries()) {
      await generateIn(studio, prompt);
      await fake.arrived('submit', before + n + 1);
    }
  }

  before(async () => {
    fake = await startFakeProvider({ mode: 'client-id', key });
    declare(fake, 'client-id', service, { 'workbench.colorTheme': themes.dark });
    workbench = await Workbench.open({ name: 'editor', folder: await projectFolder(2), browser: { colorScheme: 'dark' } });
    await workbench.runCommand('Darkroom: Set Key');
    await workbench.pick('Render Box');
    await workbench.answer(key);
  });
  after(async () => {
    setMachineSettings({});
    await workbench.closeProfile();
    await fake.close();
  });

  it('says nothing where nothing was ever generated', async () => {
    await workbench.showSidebar();
    assert.equal(await item(workbench).count(), 0);
    assert.equal(await badge(), '');
  });

  it('counts what runs in the status bar and on the icon', async () => {
    await generate('canaryprompt duel at the gate');
    await item(workbench).filter({ hasText: '1 running' }).waitFor();
    await until('the number is there', async () => await badge() === '1', 15_000);
    await workbench.hideSidebar();
    await workbench.screenshot('running');
  });

  it('tells of a failure once, with Retry and Show', async () => {
    fake.job().moderate();
    await toast(/duel at the gate” failed\. Refused by moderation.* Charged \$0\.04\./u).waitFor();
    await item(workbench).filter({ hasText: '1 needs attention' }).waitFor();
    assert.deepEqual(await workbench.notifications().locator('.monaco-button').allInnerTexts(), ['Retry', 'Show']);
    assert.equal(await workbench.notifications().count(), 1);
    assert.equal(await badge(), '1');
    await workbench.screenshot('failed');
  });

  for (const [name, theme] of Object.entries(themes)) {
    it(`looks right in ${name}`, async () => {
      declare(fake, 'client-id', service, { 'workbench.colorTheme': theme });
      const kind = name === 'dark' ? '.vs-dark' : name === 'light' ? '.vs' : '.hc-black';
      await workbench.page.locator(`.monaco-workbench${kind}`).waitFor();
      const hover = workbench.page.locator('.monaco-hover').filter({ hasText: '1 failed' });
      await until('the hover is there', async () => {
        await workbench.page.mouse.move(600, 300);
        await item(workbench).locator('a').hover();
        await hover.waitFor({ timeout: 2_000 });
        return true;
      }, 15_000);
      await workbench.screenshot(`failed ${name}`);
      await workbench.page.mouse.move(600, 300);
      await hover.waitFor({ state: 'detached' });
    });
  }

  it('Show brings the job forward; what was seen calls for nothing any more', async () => {
    declare(fake, 'client-id', service, { 'workbench.colorTheme': themes.dark });
    await workbench.notifications().getByRole('button', { name: 'Show', exact: true }).click();
    const row = workbench.view('Generations').getByRole('treeitem', { name: /duel at the gate, Failed/u }).first();
    await until('the row is selected', () => row.evaluate(element => element.getAttribute('aria-selected') === 'true'), 15_000);
    await until('nothing is told any more', async () => await item(workbench).count() === 0 && await badge() === '' && await workbench.notifications().count() === 0, 15_000);
    await workbench.screenshot('shown');
  });

  it('tells nothing of what fails before one\'s eyes', async () => {
    await generate('keep at dawn');
    fake.job().fail('worker exploded');
    await workbench.view('Generations').getByRole('treeitem', { name: /keep at dawn, Failed/u }).first().waitFor();
    await until('nothing calls for attention', async () => await item(workbench).count() === 0, 15_000);
    assert.equal(await workbench.notifications().count(), 0);
  });

  it('joins three failures into one, and retries all three from there', async () => {
    await generate('rune stone, carved', 'banner cloth, torn', 'storm over the keep');
    await item(workbench).filter({ hasText: '3 running' }).waitFor();
    await workbench.hideSidebar();
    for (const job of fake.jobs.slice(-3)) job.moderate();
    await toast(/3 failed\. Refused by moderation.* Charged \$0\.12\./u).waitFor();
    assert.equal(await workbench.notifications().count(), 1);
    await item(workbench).filter({ hasText: '3 need attention' }).waitFor();
    await workbench.screenshot('three failed');
    const before = submits();
    await workbench.notifications().getByRole('button', { name: 'Retry 3', exact: true }).click();
    await workbench.answerDialog('Retry');
    await fake.arrived('submit', before + 3);
    await item(workbench).filter({ hasText: '3 running' }).waitFor();
    assert.equal(await workbench.notifications().count(), 0);
  });

  it('tells nothing of what the user cancels', async () => {
    await workbench.runCommand('Darkroom: Cancel All');
    await workbench.answerDialog('Cancel All');
    await fake.arrived('cancel', 3);
    for (const job of fake.jobs.filter(each => !each.ended)) job.cancelled();
    await until('nothing is active', async () => await item(workbench).count() === 0, 15_000);
    assert.equal(await workbench.notifications().count(), 0);
  });

  it('a click on the status bar leads to what needs attention', async () => {
    await generate('tower door opens');
    await workbench.hideSidebar();
    fake.job().fail('worker exploded');
    await item(workbench).filter({ hasText: '1 needs attention' }).click();
    const row = workbench.view('Generations').getByRole('treeitem', { name: /tower door opens, Failed/u }).first();
    await until('the row is selected', () => row.evaluate(element => element.getAttribute('aria-selected') === 'true'), 15_000);
    await until('it was seen', async () => await item(workbench).count() === 0, 15_000);
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('writes a report that holds neither key nor prompt', async () => {
    await workbench.runCommand('Darkroom: Report…');
    await workbench.pick('Check the History First');
    const text = workbench.page.locator('.editor-instance .view-lines');
    await text.getByText('Darkroom report').first().waitFor();
    const seen = (await text.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
    assert.match(seen, /- check: ok/u);
    assert.doesNotMatch(seen, /canary/u);
    await workbench.screenshot('report');
    await workbench.runCommand('View: Revert and Close Editor');
  });

  it('has first steps, and ticks off what was done', async () => {
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.runCommand('Darkroom: Get Started');
    const steps = workbench.page.locator('.gettingStartedContainer .getting-started-step');
    await until('three steps', async () => await steps.count() === 3, 15_000);
    assert.deepEqual(await workbench.page.locator('.gettingStartedContainer .step-title').allInnerTexts(), ['Make your first picture', 'See it in the gallery', 'Add your own service']);
    const done = (step: string): Promise<unknown> => until(`${step} is ticked off`, () => workbench.page.locator(`[data-done-step-id$="#${step}"][aria-checked="true"]`).count(), 15_000);
    await done('service');
    assert.equal(await workbench.page.locator('[data-done-step-id][aria-checked="true"]').count(), 1);
    const studio = await workbench.webview('studio');
    await chooseProvider(studio, 'Built in');
    await generateIn(studio, 'mossy stone wall');
    await done('generate');
    await workbench.page.setViewportSize({ width: 1600, height: 900 });
    for (const [n, step] of ['generate', 'gallery', 'service'].entries()) {
      await steps.nth(n).click();
      const picture = async (): Promise<number> => (await Promise.all(workbench.page.frames().map(frame => frame.locator(`svg[data-step="${step}"]`).count().catch(() => 0)))).reduce((all, found) => all + found, 0);
      await until(`the picture of ${step} is there`, picture, 15_000);
      await workbench.screenshot(`step ${step}`);
    }
    await workbench.runCommand('Darkroom: Open Gallery');
    await done('gallery');
    assert.deepEqual(workbench.problems, []);
  });
});
