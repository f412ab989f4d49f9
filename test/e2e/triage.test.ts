/** Triage in the tree: a history of many jobs, and what a person does to find what went wrong and put it right. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Database } from '../../src/extension/store/database.ts';
import { generationById, tally } from '../../src/extension/store/generations.ts';
import { type FakeProvider, startFakeProvider } from '../fakes/provider-server.ts';
import { writePast } from '../unit/tree/past.ts';
import { histories, historyMadeSince } from './past.ts';
import { declare, oneAfterTheOther, projectFolder } from './project.ts';
import { until } from './until.ts';
import { Workbench, setMachineSettings } from './workbench.ts';

const price = 0.04;

describe('triage in the tree', function () {
  this.timeout(180_000);
  let workbench: Workbench;
  oneAfterTheOther();
  let fake: FakeProvider;
  let db: Database;

  const tree = (): Locator => workbench.view('Generations');
  const rows = (name: string | RegExp): Locator => tree().getByRole('treeitem', { name });
  const group = (name: string, count: number): Locator => rows(new RegExp(`^${name}, ${count === 1 ? '1 generation' : `${count} generations`}`, 'u'));
  const says = (text: string): Promise<unknown> => until(`the view says ${text}`, async () => await tree().locator('.message').innerText() === text, 15_000);
  const titleAction = (name: string): Locator => tree().locator('.pane-header .action-label').and(workbench.page.getByRole('button', { name, exact: true }));
  const submits = (): number => fake.requests.filter(request => request.route === 'submit').length;

  async function openSearch(): Promise<void> {
    await workbench.runCommand('Darkroom: Search Generations…');
    await workbench.page.locator('.quick-input-widget').getByText('Words of the prompt').waitFor();
  }

  /** The actions of a view's title are there while the pointer is over it. */
  async function clickTitle(name: string): Promise<void> {
    await tree().locator('.pane-header').hover();
    await titleAction(name).click();
  }

  /** Selects rows as with a mouse: the first by a click, the others with Ctrl held. Rows that move under the pointer are tried again. */
  async function select(...names: RegExp[]): Promise<void> {
    await until('they are selected, and nothing else', async () => {
      for (const [at, name] of names.entries()) await rows(name).first().click({ timeout: 2000, ...at === 0 ? {} : { modifiers: ['Control'] } });
      const selected = await tree().locator('[role="treeitem"][aria-selected="true"]').count();
      return selected === names.length && (await Promise.all(names.map(name => rows(name).first().getAttribute('aria-selected')))).every(each => each === 'true');
    }, 15_000);
  }

  /** Chooses from the menu of a row: by key, since a menu ignores a click that comes as soon as it opens. */
  async function choose(row: Locator, title: string): Promise<void> {
    await row.click({ button: 'right' });
    const item = workbench.page.locator('.context-view .action-label').getByText(title, { exact: true });
    await item.hover();
    await workbench.page.keyboard.press('Enter');
  }

  before(async () => {
    fake = await startFakeProvider({ mode: 'client-id' });
    declare(fake, 'client-id', { label: 'Render Box', concurrency: 2 });
    const others = histories();
    workbench = await Workbench.open({ name: 'triage', folder: await projectFolder(1), browser: { viewport: { width: 1280, height: 1500 }, colorScheme: 'dark' } });
    await workbench.showSidebar();
    await tree().getByText('Nothing generated in this workspace yet').waitFor();
    db = await historyMadeSince(others);
    const many = <T>(n: number, of: (n: number) => T): T[] => Array.from({ length: n }, (_, each) => of(each));
    await writePast(db, [
      ...many(30, n => ({ state: 'completed' as const, provider: n % 2 === 0 ? 'fake' : 'pixverse', prompt: `forest floor ${n}` })),
      ...many(6, n => ({ state: 'failed' as const, provider: 'fake', prompt: n % 2 === 0 ? `castle at dusk ${n}` : `keep at dawn ${n}` })),
      ...many(3, n => ({ state: 'refused' as const, provider: 'fake', prompt: `duel at the gate ${n}`, retried: true })),
      ...many(2, n => ({ state: 'failed' as const, provider: 'pixverse', prompt: `castle in rain ${n}` })),
      { state: 'stalled' as const, provider: 'pixverse', prompt: 'tower door opens' },
      { state: 'unconfirmed' as const, provider: 'pixverse', prompt: 'rune stone, carved' },
    ], Date.now());
    // Room for all rows: a list draws only those that are on screen.
    await workbench.view('Studio').locator('.pane-header').click();
  });
  after(async () => {
    setMachineSettings({});
    db.close();
    await workbench.closeProfile();
    await fake.close();
  });

  it('shows a history that another window wrote, with every failure\'s class, attempt, time and cost', async () => {
    await group('Failed', 11).waitFor();
    await group('Completed', 30).waitFor();
    await group('Unconfirmed', 1).waitFor();
    await rows(/^duel at the gate 2/u).locator('.monaco-tl-twistie').click();
    await rows(/^Attempt 2, moderation · .+ · not charged/u).waitFor();
    await rows(/^Attempt 1, rate limited · .+ · not charged, Too many requests/u).waitFor();
    await workbench.screenshot('the whole history');
  });

  it('is narrowed to some states and providers, says so, and offers the way back', async () => {
    await titleAction('Clear Filter').waitFor({ state: 'detached' });
    await workbench.runCommand('Darkroom: Filter Generations…');
    for (const label of ['Failed', 'Render Box']) await workbench.page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: label }).click();
    await workbench.screenshot('choosing a filter');
    await workbench.page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
    await group('Failed', 9).waitFor();
    await says('Failed · Render Box — 9 of 43');
    assert.equal(await group('Completed', 30).count(), 0);
    await titleAction('Clear Filter').waitFor();
    await workbench.screenshot('filtered');
  });

  it('is searched by words of the prompt while they are typed; leaving takes it back, Enter keeps it', async () => {
    await openSearch();
    await workbench.quickInput().fill('castle');
    await group('Failed', 3).waitFor();
    await workbench.page.keyboard.press('Escape');
    await group('Failed', 9).waitFor();
    await openSearch();
    await workbench.answer('dusk CASTLE');
    await group('Failed', 3).waitFor();
    await says('Failed · Render Box · “dusk CASTLE” — 3 of 43');
    await workbench.screenshot('searched');
  });

  it('shows all again by one click', async () => {
    await clickTitle('Clear Filter');
    await group('Failed', 11).waitFor();
    await titleAction('Clear Filter').waitFor({ state: 'detached' });
  });

  it('says why it is empty where a filter hides everything, and never that nothing was generated', async () => {
    await openSearch();
    await workbench.answer('nowhere');
    await says('“nowhere” — 0 of 43');
    await rows('Clear Filter').waitFor();
    assert.equal(await tree().getByText('Nothing generated in this workspace yet').isVisible(), false);
    await workbench.screenshot('everything hidden');
    await rows('Clear Filter').click();
    await group('Failed', 11).waitFor();
  });

  it('opens the details of what has no file as a document, without changing the focus, and keeps them up to date', async () => {
    await rows(/^keep at dawn 1/u).click();
    const editor = workbench.page.locator('.editor-instance .view-lines');
    await editor.getByText('Too many requests.').first().waitFor();
    await workbench.page.getByRole('tab', { name: /Details of keep at dawn 1/u }).waitFor();
    await workbench.screenshot('details');
    await workbench.runCommand('Darkroom: Show Details');
    await workbench.pickByWords('tower door opens');
    await workbench.page.getByRole('tab', { name: /Details of tower door opens/u }).waitFor();
    await editor.getByText('“generating”').first().waitFor();
  });

  it('several rows are retried after one question that names their count and cost', async () => {
    await select(/^castle at dusk 0/u, /^castle at dusk 2/u, /^castle at dusk 4/u);
    await choose(rows(/^castle at dusk 2/u), 'Retry');
    await workbench.dialog().getByText('Retry 3 generations?').waitFor();
    await workbench.dialog().getByText(`Cost in all: about $${(3 * price).toFixed(2)}.`).waitFor();
    await workbench.screenshot('retrying several');
    await workbench.answerDialog('Retry');
    await group('Processing', 2).waitFor();
    await group('Pending', 1).waitFor();
    await fake.arrived('submit', 2);
    assert.equal(submits(), 2, 'at most two at once');
  });

  it('several rows are canceled together: what waits goes at once, what was sent is asked to stop', async () => {
    await select(/^castle at dusk 0, (?!Failed)/u, /^castle at dusk 2, (?!Failed)/u, /^castle at dusk 4, (?!Failed)/u);
    await choose(rows(/^castle at dusk 2, (?!Failed)/u), 'Cancel');
    await group('Canceled', 3).waitFor();
    assert.equal(fake.requests.filter(request => request.route === 'cancel').length, 2);
    assert.equal(submits(), 2);
    await workbench.screenshot('canceled several');
  });

  it('several rows are removed by the Delete key, after asking; what is not finished stays', async () => {
    await select(/^duel at the gate 0/u, /^duel at the gate 1/u, /^tower door opens/u);
    await workbench.page.keyboard.press('Delete');
    await workbench.dialog().getByText('Remove 2 generations from the history?').waitFor();
    await workbench.dialog().getByText('1 is not finished and stays.').waitFor();
    await workbench.screenshot('removing several');
    await workbench.answerDialog('Remove');
    await group('Failed', 6).waitFor();
    assert.equal(await rows(/^duel at the gate 0/u).count(), 0);
    assert.equal(await rows(/^tower door opens/u).count(), 1);
    assert.equal(tally(db).failed, 6);
  });

  it('all that failed is retried by class: what would only be refused again is left out unless chosen', async () => {
    fake.auto = 1;
    const before = submits();
    await workbench.runCommand('Darkroom: Filter Generations…');
    await workbench.page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: 'Render Box' }).click();
    await workbench.page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
    await group('Failed', 4).waitFor();
    await choose(group('Failed', 4), 'Retry All Failed…');
    await workbench.page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: 'moderation' }).waitFor();
    await workbench.screenshot('retry by class');
    await workbench.page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
    await workbench.dialog().getByText('Retry 3 generations?').waitFor();
    await workbench.dialog().getByText('3 rate limited.').waitFor();
    await workbench.dialog().getByText('Only what the filter shows: Render Box.').waitFor();
    await workbench.screenshot('retry all failed');
    await workbench.answerDialog('Retry');
    await until('they were sent', () => submits() === before + 3, 15_000);
    await group('Failed', 1).waitFor();
    await clickTitle('Clear Filter');
    await group('Completed', 33).waitFor();
    assert.deepEqual(fake.charges.twice, []);
  });

  it('a whole group is removed from its menu, and the files stay', async () => {
    await choose(group('Canceled', 3), 'Remove All…');
    await workbench.dialog().getByText(/^Remove 3 generations from the history\?/u).waitFor();
    await workbench.answerDialog('Remove');
    await group('Canceled', 3).waitFor({ state: 'detached' });
    assert.equal(tally(db).cancelled, 0);
    await workbench.screenshot('a group removed');
  });

  it('ids are copied from the menu', async () => {
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copied = (): Promise<string> => workbench.page.evaluate(() => navigator.clipboard.readText());
    await choose(rows(/^tower door opens/u), 'Copy Id');
    const id = await until('the id is on the clipboard', async () => /^[0-9a-f-]{36}$/u.exec(await copied())?.[0], 15_000);
    assert.equal(generationById(db, id)?.generation.prompt, 'tower door opens');
    await choose(rows(/^tower door opens/u), 'Copy Remote Id');
    await until('the remote id is on the clipboard', async () => await copied() === generationById(db, id)?.attempt.remoteId, 15_000);
    assert.deepEqual(workbench.problems, []);
  });
});
