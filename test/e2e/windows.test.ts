/** Two windows on one workspace, and what becomes of their work when one of them dies: one history, one leader, one charge. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Database } from '../../src/extension/store/database.ts';
import { type FakeProvider, startFakeProvider } from '../fakes/provider-server.ts';
import { histories, historyMadeSince } from './past.ts';
import { chooseProvider, declare, generateIn, oneAfterTheOther, projectFolder } from './project.ts';
import { until } from './until.ts';
import { Workbench, setMachineSettings } from './workbench.ts';

describe('two windows on one workspace', function () {
  this.timeout(120_000);
  let folder: string;
  let fake: FakeProvider;
  let first: Workbench;
  let second: Workbench;
  oneAfterTheOther();
  let history: Database;
  let earlier: readonly string[];
  /** The extension hosts' process ids. */
  let firstHost: number;
  let secondHost: number;

  const row = (window: Workbench, name: RegExp): Locator => window.view('Generations').getByRole('treeitem', { name });
  const leader = (): number => Number(history.get<{ holder: string }>('SELECT holder FROM leader')!.holder.split('@')[0]);
  const charges = (): unknown => [fake.charges.total, fake.charges.twice];
  const sent = (): number => fake.requests.filter(({ route }) => route === 'submit').length;

  async function generate(prompt: string): Promise<void> {
    await first.runCommand('Darkroom: Generate');
    await generateIn(await first.webview('studio'), prompt);
  }

  async function choose(window: Workbench, command: string, prompt: string): Promise<void> {
    await window.runCommand(command);
    await window.pickByWords(prompt);
  }

  before(async () => {
    fake = await startFakeProvider({ mode: 'client-id' });
    declare(fake, 'client-id');
    folder = await projectFolder(0);
    earlier = histories();
    first = await Workbench.open({ name: 'windows', folder });
    [firstHost] = await first.extensionHosts() as [number];
    await first.showSidebar();
    history = await historyMadeSince(earlier);
    await until('the first window leads', () => leader() === firstHost, 15_000);
    // A browser of its own: the first one's can be killed without it.
    second = await Workbench.open({ name: 'windows second', folder });
    [secondHost] = await second.extensionHosts() as [number];
    await second.showSidebar();
    await first.runCommand('Darkroom: Generate');
    await chooseProvider(await first.webview('studio'), 'Fake Service');
  });
  after(async () => {
    history.close();
    setMachineSettings({});
    await second.closeProfile();
    await first.page.context().close();
    await fake.close();
  });

  it('show one history: what the one asks for is a row in the other, and is sent and charged once', async () => {
    await generate('keep at dusk');
    await row(second, /^keep at dusk, Processing/u).waitFor();
    fake.job().progress(0.4);
    await row(second, /^keep at dusk, Processing, 40 percent/u).waitFor();
    await second.screenshot('one history');
    fake.job().finish();
    await row(second, /^keep at dusk, Completed/u).waitFor();
    assert.deepEqual([charges(), sent(), leader()], [[1, []], 1, firstHost]);
    assert.equal(histories().filter(path => !earlier.includes(path)).length, 1, 'the second window has none of its own');
  });

  it('a cancel in the window that only follows reaches the provider', async () => {
    await generate('banner cloth, torn');
    await fake.arrived('submit', 2);
    await row(second, /^banner cloth, torn, Processing/u).waitFor();
    await choose(second, 'Darkroom: Cancel', 'banner cloth');
    await fake.arrived('cancel');
    await until('both say so', async () => {
      const shown = await Promise.all([first, second].map(window => row(window, /^Canceled, 1|^banner cloth, torn, Canceled/u).count()));
      return shown.every(count => count > 0);
    }, 15_000);
    assert.equal(leader(), firstHost);
  });

  it('a retry in the window that only follows is sent by the one that leads', async () => {
    await generate('duel at the gate');
    await fake.arrived('submit', 3);
    fake.job().fail('The worker exploded.');
    await row(second, /^duel at the gate, Failed/u).waitFor();
    await choose(second, 'Darkroom: Retry', 'duel at the gate');
    await fake.arrived('submit', 4);
    fake.job().finish();
    await row(second, /^duel at the gate, Completed/u).waitFor();
    assert.deepEqual([leader(), fake.charges.twice, sent()], [firstHost, [], 4]);
  });

  it('tell of a failure once, and it was seen in both when it was seen in one', async () => {
    await generate('moat at night');
    await fake.arrived('submit', 5);
    await second.statusBarItem().filter({ hasText: '1 running' }).waitFor();
    await Promise.all([first.hideSidebar(), second.hideSidebar()]);
    fake.job().moderate();
    for (const window of [first, second]) await window.statusBarItem().filter({ hasText: '1 needs attention' }).waitFor();
    const told = async (): Promise<number> => {
      const counts = await Promise.all([first, second].map(window => window.notifications().filter({ hasText: /moat at night/u }).count()));
      return counts[0]! + counts[1]!;
    };
    await until('it is told', async () => await told() > 0, 15_000);
    assert.equal(await told(), 1);
    await first.showSidebar();
    await until('it was seen in both', async () => await first.statusBarItem().count() + await second.statusBarItem().count() === 0, 15_000);
    await second.showSidebar();
  });

  it('when the one is killed with its browser its host works on, and the other one shows it', async () => {
    await generate('storm over the keep');
    await fake.arrived('submit', 6);
    const crashed = first.page.waitForEvent('crash');
    const devtools = await first.page.context().newCDPSession(first.page);
    void devtools.send('Page.crash').catch(() => undefined);
    await crashed;
    await first.page.close();
    fake.job().progress(0.7);
    await row(second, /^storm over the keep, Processing, 70 percent/u).waitFor();
    assert.equal(leader(), firstHost);
  });

  it('when the one that leads dies in the middle of work the other one takes over within 20 s, and it is charged once', async () => {
    process.kill(firstHost, 'SIGKILL');
    await until('the second one leads', () => leader() === secondHost, 20_000);
    fake.job().finish();
    await row(second, /^storm over the keep, Completed/u).waitFor();
    assert.deepEqual([charges(), sent()], [[6, []], 6]);
    for (const prompt of ['keep at dusk', 'duel at the gate']) await row(second, new RegExp(`^${prompt}, Completed`, 'u')).waitFor();
    assert.equal(await row(second, /, Processing/u).count(), 0, 'nothing hangs');
    assert.deepEqual(second.problems, []);
    await second.screenshot('taken over');
  });
});
