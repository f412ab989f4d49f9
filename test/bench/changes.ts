/**
 * The gallery of a real window while much changes: badges by the hundred a second, and thousands of files at once, as when a branch is
 * switched. How evenly it is drawn beside the same gallery at rest, how soon it is right, and that nobody loses their place.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { ensureChromium } from '../bed/browser.mjs';
import { buildForTests } from '../bed/build-stage.mjs';
import { results } from '../bed/paths.mjs';
import { ensureServer } from '../bed/server-install.mjs';
import { withWorkbench } from '../bed/workbench-bed.mjs';
import type { Workbench } from '../e2e/workbench.ts';
import { until } from '../e2e/until.ts';
import { stripedPng } from '../fakes/png.ts';
import { writePast } from '../unit/tree/past.ts';
import { quantile } from './measure.ts';

const patience = 120_000;
const yesterday = new Date(Date.now() - 24 * 3_600_000);
const changesAtOnce = 50;
/** Milliseconds between writes of so many changes: 500 a second. */
const every = 100;
const seconds = 10;
const jobs = 100;
const files = 5000;

export async function benchChanges(): Promise<void> {
  await Promise.all([ensureServer(), ensureChromium()]);
  fs.mkdirSync(results, { recursive: true });
  await buildForTests();
  await withWorkbench({ grep: undefined, lanes: 1 }, async ({ lanes }) => {
    Object.assign(process.env, lanes[0]);
    const atEnd: (() => unknown)[] = [];
    // The driver of the end-to-end tests cleans up after itself in mocha's hooks.
    Object.assign(globalThis, { afterEach: () => undefined, after: (clean: () => unknown) => atEnd.push(clean) });
    try {
      await inWindow();
    } finally {
      for (const clean of atEnd) await clean();
    }
  });
}

async function inWindow(): Promise<void> {
  const { Workbench, freshFolder, newContext, setMachineSettings } = await import('../e2e/workbench.ts');
  const { histories, historyMadeSince } = await import('../e2e/past.ts');
  setMachineSettings({});
  const folder = await freshFolder(into => {
    for (let n = 0; n < 600; n++) {
      const file = path.join(into, `still-${String(n).padStart(4, '0')}.png`);
      fs.writeFileSync(file, stripedPng(160, 120, n));
      // The jobs stand before them.
      fs.utimesSync(file, yesterday, yesterday);
    }
  });
  const others = histories();
  const workbench = await Workbench.open({ name: 'bench', folder, context: await newContext() });
  await workbench.showSidebar();
  const db = await historyMadeSince(others);
  const ids = await writePast(db, Array.from({ length: jobs }, (_, n) => ({ state: 'running' as const, prompt: `job ${n}` })), Date.now());
  await workbench.runCommand('Darkroom: Open Gallery');
  await workbench.runCommand('View: Close Editors in Other Groups');
  const gallery = await workbench.webview('gallery', patience);
  await until('all is listed', async () => /^700 items/u.test(await gallery.locator('.header').innerText()), patience);
  await workbench.page.waitForTimeout(5000);

  console.log('\nThe gallery of a real window while much changes');
  const rest = await frames(gallery, async () => { await workbench.page.waitForTimeout(seconds * 1000); });
  const tell = (some: readonly string[], progress: number): Promise<void> => db.write(tx => {
    for (const id of some) {
      tx.run('UPDATE attempt SET progress = ? WHERE generation_id = ? AND superseded = 0', progress, id);
      tx.run('UPDATE generation SET rev = ? WHERE id = ?', tx.rev, id);
    }
  });
  const busy = await frames(gallery, async () => {
    for (let turn = 0; turn < seconds * 1000 / every; turn++) {
      const due = Date.now() + every;
      await tell(Array.from({ length: changesAtOnce }, (_, n) => ids[(turn * changesAtOnce + n) % jobs]!), (turn % 90) / 100);
      await new Promise(resolve => setTimeout(resolve, Math.max(0, due - Date.now())));
    }
  });
  await tell(ids, 0.95);
  const from = Date.now();
  await until('the last state is shown on every card in view', () => gallery.evaluate(() => {
    const rings = [...document.querySelectorAll('.ring-number')];
    return rings.length > 0 && rings.every(ring => ring.textContent?.startsWith('95'));
  }), patience);
  const p95 = (gaps: readonly number[]): number => quantile({ name: '', times: gaps }, 0.95);
  console.log(`  ${changesAtOnce * 1000 / every} changes a second for ${seconds} s: frames p95 ${p95(busy).toFixed(0)} ms (${(p95(busy) / p95(rest)).toFixed(2)} × at rest), longest ${Math.max(...busy).toFixed(0)} ms (at rest ${Math.max(...rest).toFixed(0)} ms), the last state is there after ${Date.now() - from} ms`);
  await churn(workbench, gallery, folder);
  db.close();
  await workbench.closeProfile();
}

/** Files come and go at once while somebody looks further down: the same card stays where it was, and what did not change is not fetched again. */
async function churn(workbench: Workbench, gallery: Frame, folder: string): Promise<void> {
  await gallery.evaluate(() => { document.querySelector('.scroller')!.scrollTop = 3000; });
  await workbench.page.waitForTimeout(3000);
  const top = (): Promise<string> => gallery.evaluate(() => {
    const box = document.querySelector('.scroller')!.getBoundingClientRect();
    const cell = [...document.querySelectorAll<HTMLElement>('[role=gridcell]')].find(each => each.getBoundingClientRect().top >= box.top);
    return `${cell?.dataset.key ?? ''} at ${Math.round((cell?.getBoundingClientRect().top ?? 0) - box.top)}`;
  });
  const asked: string[] = [];
  workbench.page.on('request', request => { if (/still-\d+\.png/u.test(request.url())) asked.push(request.url()); });
  const into = path.join(folder, 'branch');
  for (const [what, act, items] of [['come', come, 5700], ['go', () => fs.rmSync(into, { recursive: true }), 700]] as const) {
    const before = await top();
    act();
    const from = Date.now();
    await until(`they ${what}`, async () => new RegExp(`^${items.toLocaleString('en')} items`, 'u').test(await countText(gallery)), patience);
    console.log(`  ${files.toLocaleString('en')} files ${what} at once: right ${((Date.now() - from) / 1000).toFixed(1)} s after the last; the first card in view ${before === await top() ? 'stands where it stood' : `was ${before} and is ${await top()}`}; ${asked.length} unchanged files were fetched again`);
  }

  function come(): void {
    fs.mkdirSync(into);
    const bytes = stripedPng(32, 24, 1);
    for (let n = 0; n < files; n++) fs.writeFileSync(path.join(into, `new-${n}.png`), bytes);
  }
}

/** The list's own length and what is held back of it. */
async function countText(gallery: Frame): Promise<string> {
  return gallery.locator('.header').innerText();
}

/** Milliseconds between frames while something is done. */
async function frames(gallery: Frame, act: () => Promise<unknown>): Promise<number[]> {
  await gallery.evaluate(() => {
    const place = globalThis as unknown as { darkroomGaps?: number[]; darkroomStop?: boolean };
    place.darkroomGaps = [];
    place.darkroomStop = false;
    let last = 0;
    const note = (now: number): void => {
      if (last !== 0) place.darkroomGaps!.push(now - last);
      last = now;
      if (!place.darkroomStop) requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  await act();
  return gallery.evaluate(() => {
    const place = globalThis as unknown as { darkroomGaps: number[]; darkroomStop: boolean };
    place.darkroomStop = true;
    return place.darkroomGaps;
  });
}
