/**
 * The Generations view of a real window over a history of 100,000: how long the window stands still while it opens, is narrowed and
 * searched, and how long a provider's word takes to its row. An idle window and the Explorer are measured beside it.
 */
import fs from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { ensureChromium } from '../bed/browser.mjs';
import { buildForTests } from '../bed/build-stage.mjs';
import { results } from '../bed/paths.mjs';
import { ensureServer } from '../bed/server-install.mjs';
import { withWorkbench } from '../bed/workbench-bed.mjs';
import { type FakeProvider, startFakeProvider } from '../fakes/provider-server.ts';
import { type Past, writePast } from '../unit/tree/past.ts';
import { type Figure, quantile } from './measure.ts';

const jobs = 12;

export async function benchTree(all = 100_000): Promise<void> {
  await Promise.all([ensureServer(), ensureChromium()]);
  fs.mkdirSync(results, { recursive: true });
  await buildForTests();
  await withWorkbench({ grep: undefined, lanes: 1 }, async ({ lanes }) => {
    Object.assign(process.env, lanes[0]);
    const atEnd: (() => unknown)[] = [];
    // The driver of the end-to-end tests cleans up after itself in mocha's hooks.
    Object.assign(globalThis, { afterEach: () => undefined, after: (clean: () => unknown) => atEnd.push(clean) });
    const fake = await startFakeProvider({ mode: 'client-id' });
    try {
      await inWindow(fake, all);
    } finally {
      await fake.close();
      for (const clean of atEnd) await clean();
    }
  });
}

async function inWindow(fake: FakeProvider, all: number): Promise<void> {
  const { Workbench } = await import('../e2e/workbench.ts');
  const { declare, projectFolder } = await import('../e2e/project.ts');
  const { histories, historyMadeSince } = await import('../e2e/past.ts');
  declare(fake, 'client-id', { label: 'Render Box', concurrency: 1 });
  const folder = await projectFolder(1);
  const others = histories();
  let workbench = await Workbench.open({ name: 'bench', folder });
  const context = workbench.page.context();
  await workbench.showSidebar();
  await workbench.view('Studio').locator('.pane-header').click();
  const db = await historyMadeSince(others);
  await workbench.close();
  for (let from = 0; from < all; from += 1000) await writePast(db, Array.from({ length: 1000 }, (_, n) => pastOf(from + n, all)), Date.now());
  workbench = await Workbench.open({ name: 'bench', folder, context });
  const tree = workbench.view('Generations');
  const row = (name: RegExp): Locator => tree.getByRole('treeitem', { name });
  const explorer = workbench.page.locator('.activitybar .action-item').filter({ has: workbench.page.locator('[aria-label^="Explorer"]') });

  console.log(`\nThe Generations view of a real window with ${all.toLocaleString('en')} generations`);
  const standstill = async (name: string, act: () => Promise<unknown>): Promise<void> => {
    const { gap, task } = await standstillOf(workbench.page, act);
    console.log(`  ${name.padEnd(52)} longest task ${task.toFixed(0).padStart(4)} ms of processor time   longest gap between frames ${gap.toFixed(0).padStart(4)} ms`);
  };
  // The window itself takes a while to come to rest.
  await workbench.page.waitForTimeout(10_000);
  await standstill('an idle window, 3 s', () => new Promise(resolve => setTimeout(resolve, 3000)));
  await workbench.runCommand('View: Show Search');
  await standstill('the Explorer opens', async () => { await explorer.click(); await workbench.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor(); });
  await standstill('the tree opens', async () => { await workbench.activityBarItem().click(); await row(/^Unconfirmed, /u).waitFor(); });
  await standstill('it is narrowed to failed ones of a provider', async () => {
    await workbench.runCommand('Darkroom: Filter Generations…');
    for (const label of ['Failed', 'pixverse']) await workbench.page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: label }).click();
    await workbench.page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
    await tree.locator('.message').getByText(/^Failed · pixverse — /u).waitFor();
  });
  await standstill('the filter is cleared', async () => { await workbench.runCommand('Darkroom: Clear Filter'); await row(/^Unconfirmed, /u).waitFor(); });
  await standstill('it is searched while a word is typed', async () => {
    await workbench.runCommand('Darkroom: Search Generations…');
    await workbench.page.locator('.quick-input-widget').getByText('Words of the prompt').waitFor();
    await workbench.quickInput().pressSequentially('castle at dusk', { delay: 60 });
    await tree.locator('.message').getByText('“castle at dusk” — ').waitFor();
    await workbench.page.keyboard.press('Enter');
  });
  await workbench.runCommand('Darkroom: Clear Filter');
  await standstill('it is scrolled through', async () => {
    await tree.locator('.monaco-list').hover();
    for (let n = 0; n < 40; n++) await workbench.page.mouse.wheel(0, 300);
  });
  await workbench.runCommand('Darkroom: Focus on Generations View');
  await workbench.page.keyboard.press('Home');
  let delays: readonly Figure[] = [];
  await writePast(db, Array.from({ length: jobs }, (_, n) => ({ state: 'waiting' as const, provider: 'fake', prompt: `job ${n}.` })), Date.now());
  await standstill(`${jobs} jobs run and end, one after the other`, async () => { delays = await delaysOf(workbench.page, fake); });
  db.close();
  await workbench.closeProfile();

  for (const figure of delays) {
    const part = (at: number): string => quantile(figure, at).toFixed(0).padStart(4);
    console.log(`  ${figure.name.padEnd(52)} median ${part(0.5)} ms   p95 ${part(0.95)} ms   longest ${part(1)} ms   (${figure.times.length} times)`);
  }
}

function pastOf(n: number, all: number): Past {
  const prompt = `${['castle', 'keep', 'dragon', 'potion', 'rune stone'][n % 5]} ${['at dusk', 'at dawn', 'in the rain'][n % 3]}, number ${n}, volumetric light`;
  // Few at work, so that the first of the ended ones are on screen.
  const state = n >= all - 3 ? (['unconfirmed', 'stalled', 'running'] as const)[n % 3]! : n % 10 === 0 ? 'failed' : n % 10 === 1 ? 'cancelled' : 'completed';
  return { state, prompt, provider: ['pixverse', 'fal', 'replicate'][n % 3]!, retried: n % 10 === 0 };
}

interface Standstill {
  /** Longest time between two frames, in milliseconds. */
  readonly gap: number;
  /** Processor time of the page's longest task, in milliseconds: what else runs on the machine has no part in it. */
  readonly task: number;
}

async function standstillOf(page: Page, act: () => Promise<unknown>): Promise<Standstill> {
  const browser = page.context().browser()!;
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline', 'devtools.timeline'] });
  await page.evaluate(() => {
    const probe = { gap: 0, going: true };
    let last = performance.now();
    const frame = (now: number): void => {
      probe.gap = Math.max(probe.gap, now - last);
      last = now;
      if (probe.going) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    Object.assign(globalThis, { darkroomProbe: probe });
  });
  await act();
  // What was set off last is drawn, too.
  await page.waitForTimeout(500);
  const gap = await page.evaluate(() => {
    const probe = (globalThis as unknown as { darkroomProbe: { gap: number; going: boolean } }).darkroomProbe;
    probe.going = false;
    return probe.gap;
  });
  return { gap, task: longestTask(await browser.stopTracing(), page.url()) };
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds of processor time. */
  readonly tdur?: number;
  readonly args?: { readonly data?: { readonly frames?: readonly { readonly url: string; readonly processId?: number }[] } };
}

/** Of the page's own process: its webviews live in others. */
function longestTask(trace: Buffer, url: string): number {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { traceEvents: TraceEvent[] };
  const origin = new URL(url).origin;
  const pid = traceEvents.flatMap(event => event.args?.data?.frames ?? []).find(frame => frame.url.startsWith(origin))?.processId;
  const tasks = traceEvents.filter(event => event.name === 'RunTask' && event.pid === pid).map(event => (event.tdur ?? 0) / 1000);
  return tasks.reduce((longest, each) => Math.max(longest, each), 0);
}

/** From the moment a provider answers a status query to the moment the row shows it; both on this machine's clock. */
async function delaysOf(page: Page, fake: FakeProvider): Promise<Figure[]> {
  const inPlace: number[] = [];
  const moved: number[] = [];
  for (let n = 0; n < jobs; n++) {
    await fake.arrived('submit', n + 1);
    for (const percent of [20, 40, 60]) inPlace.push(await answered(page, fake, () => fake.job().progress(percent / 100, 'generating'), `^job ${n}\\., Processing, ${percent} percent`));
    moved.push(await answered(page, fake, () => fake.job().fail('The worker broke down.'), `^job ${n}\\., Failed`));
  }
  const sorted = (times: number[]): number[] => times.sort((a, b) => a - b);
  return [{ name: 'a provider\'s answer to its row: progress', times: sorted(inPlace) }, { name: 'a provider\'s answer to its row: another status', times: sorted(moved) }];
}

async function answered(page: Page, fake: FakeProvider, happens: () => void, label: string): Promise<number> {
  const held = fake.hold('poll');
  await held.arrived;
  happens();
  const shown = page.evaluate(pattern => new Promise<number>(resolve => {
    const wanted = new RegExp(pattern, 'u');
    const look = (): boolean => [...document.querySelectorAll('.sidebar [role="treeitem"]')].some(row => wanted.test(row.getAttribute('aria-label') ?? ''));
    const observer = new MutationObserver(() => {
      if (!look()) return;
      observer.disconnect();
      resolve(Date.now());
    });
    observer.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-label'] });
  }), label);
  // So that it is watched for before it can happen.
  await page.evaluate(() => undefined);
  const from = Date.now();
  held.release();
  return await shown - from;
}
