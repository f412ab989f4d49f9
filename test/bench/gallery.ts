/**
 * The gallery of a real window over folders of distinct pictures, opened cold (nothing listed, no thumbnail kept) and warm (in another
 * window later): how soon pictures are there, how evenly it scrolls beside an empty page of the same height in the same frame, what it takes.
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
import { quantile } from './measure.ts';
import { processesBelow, residentOf } from './memory.ts';

const patience = 300_000;
/** Files of a folder. */
const perFolder = 100;

export async function benchGallery(sizes: readonly number[]): Promise<void> {
  await Promise.all([ensureServer(), ensureChromium()]);
  fs.mkdirSync(results, { recursive: true });
  await buildForTests();
  await withWorkbench({ grep: undefined, lanes: 1 }, async ({ lanes }) => {
    Object.assign(process.env, lanes[0]);
    const atEnd: (() => unknown)[] = [];
    // The driver of the end-to-end tests cleans up after itself in mocha's hooks.
    Object.assign(globalThis, { afterEach: () => undefined, after: (clean: () => unknown) => atEnd.push(clean) });
    try {
      console.log('\nThe gallery of a real window, pictures of 320 × 240');
      const all: Opening[] = [];
      for (const size of sizes) all.push(...await openings(size));
      compare(all);
      await openAndClose();
    } finally {
      for (const clean of atEnd) await clean();
    }
  });
}

interface Opening {
  readonly size: number;
  readonly how: 'cold' | 'warm';
  /** Milliseconds from the key that opens it. */
  readonly first: number;
  readonly all: number;
  readonly listed: number;
  readonly scrolling: Frames;
  readonly emptyScrolling: Frames;
  readonly jump: Frames;
  readonly emptyJump: Frames;
  /** Milliseconds from the jump until all pictures in view are there. */
  readonly jumped: number;
  readonly elements: number;
  /** Bytes; `null` where the system does not tell. Of the renderers: what came with the gallery. */
  readonly renderers: number | null;
  readonly host: number | null;
}

interface Frames { readonly gaps: readonly number[]; readonly elements: number }

async function openings(size: number): Promise<Opening[]> {
  const { Workbench, freshFolder, newContext } = await import('../e2e/workbench.ts');
  const folder = await freshFolder(into => fill(into, size));
  const all: Opening[] = [];
  for (const how of ['cold', 'warm'] as const) {
    // A profile of its own for each: nothing of the browser's is warm, and what the last one took is given back.
    const workbench = await Workbench.open({ name: 'bench', folder, context: await newContext() });
    all.push(await measured(workbench, size, how));
    await workbench.closeProfile();
  }
  fs.rmSync(folder, { recursive: true, force: true });
  return all;
}

function fill(folder: string, size: number): void {
  for (let n = 0; n < size; n++) {
    const into = path.join(folder, `set-${String(Math.floor(n / perFolder)).padStart(4, '0')}`);
    if (n % perFolder === 0) fs.mkdirSync(into);
    fs.writeFileSync(path.join(into, `picture-${String(n).padStart(6, '0')}.png`), stripedPng(320, 240, n));
  }
}

async function measured(workbench: Workbench, size: number, how: Opening['how']): Promise<Opening> {
  // The window itself takes a while to come to rest.
  await workbench.page.waitForTimeout(8000);
  const before = renderersOf();
  const times = await open(workbench);
  const frame = await workbench.webview('gallery', patience);
  const scrolling = await scroll(frame, false);
  const emptyScrolling = await scroll(frame, true);
  const emptyJump = await jumpToEnd(frame, true);
  const jump = await jumpToEnd(frame, false);
  const after = renderersOf();
  const [host] = await workbench.extensionHosts();
  const opening: Opening = {
    size, how, ...times, scrolling, emptyScrolling, jump, emptyJump, jumped: jump.took,
    elements: Math.max(scrolling.elements, jump.elements), renderers: before === null || after === null ? null : after - before, host: host === undefined ? null : residentOf(host),
  };
  tell(opening);
  return opening;
}

/** Opens it and says when what was there. */
async function open(workbench: Workbench): Promise<{ first: number; all: number; listed: number }> {
  const { page } = workbench;
  await page.keyboard.press('F1');
  await workbench.quickInput().fill('>Darkroom: Open Gallery');
  await page.locator('.quick-input-widget .monaco-list-row.focused').filter({ hasText: 'Darkroom: Open Gallery' }).waitFor();
  const from = Date.now();
  await page.keyboard.press('Enter');
  // A frame that has just come or goes may never answer: nobody waits for it.
  const asking = new Set<Frame>();
  let noted: Noted | null = null;
  const ask = (frame: Frame): void => {
    asking.add(frame);
    frame.evaluate(watchPictures).then(answer => { noted = answer ?? noted; }, () => undefined).finally(() => asking.delete(frame));
  };
  const seen = await until('the pictures are there', (): Noted | null => {
    for (const frame of page.frames()) if (!asking.has(frame)) ask(frame);
    return noted !== null && noted.listed > 0 ? noted : null;
  }, patience);
  return { first: seen.first - from, all: seen.all - from, listed: seen.listed - from };
}

interface Noted { first: number; all: number; listed: number }

/**
 * Begins, in the gallery's frame, to note when pictures are drawn, and tells what was noted until now: epoch milliseconds, 0 where it
 * has yet to happen. It is asked for from before the gallery opens, so that it watches from its first moments on.
 */
function watchPictures(): Noted | null {
  if (document.documentElement.dataset.darkroom !== 'gallery') return null;
  const place = globalThis as unknown as { darkroomPictures?: Noted };
  if (place.darkroomPictures !== undefined) return place.darkroomPictures;
  const seen = place.darkroomPictures = { first: 0, all: 0, listed: 0 };
  const drawn = (cell: Element): boolean => {
    const image = cell.querySelector<HTMLImageElement>('.picture > img');
    return image !== null && image.complete && image.naturalWidth > 0;
  };
  const look = (): void => {
    const [scroller, now] = [document.querySelector('.scroller'), Date.now()];
    if (scroller !== null) {
      const box = scroller.getBoundingClientRect();
      const cells = [...scroller.querySelectorAll('[role=gridcell]')].filter(cell => { const { top, bottom } = cell.getBoundingClientRect(); return bottom > box.top && top < box.bottom; });
      if (seen.first === 0 && cells.some(drawn)) seen.first = now;
      if (seen.all === 0 && cells.length > 0 && cells.every(drawn)) seen.all = now;
      if (seen.listed === 0 && seen.all !== 0 && ![...document.querySelectorAll('.header > span')].some(each => each.textContent?.startsWith('looking'))) seen.listed = now;
    }
    if (seen.listed === 0) requestAnimationFrame(look);
  };
  look();
  return seen;
}

/** Three seconds up and down by 80 pixels a frame. */
function scroll(frame: Frame, empty: boolean): Promise<Frames> {
  return frame.evaluate(async isEmpty => {
    const own = document.querySelector<HTMLElement>('.scroller')!;
    const scroller = isEmpty ? document.createElement('div') : own;
    if (isEmpty) {
      Object.assign(scroller.style, { position: 'fixed', inset: '0', overflow: 'auto', zIndex: '99', background: 'canvas' });
      scroller.append(document.createElement('div'));
      (scroller.firstChild as HTMLElement).style.height = `${own.scrollHeight}px`;
      document.body.append(scroller);
    }
    const all = document.getElementsByTagName('*');
    const gaps: number[] = [];
    let [step, elements] = [80, 0];
    let last = await new Promise<number>(requestAnimationFrame);
    const end = last + 3000;
    while (last < end) {
      if (scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1) step = -80;
      if (scroller.scrollTop <= 0) step = 80;
      scroller.scrollTop += step;
      const now = await new Promise<number>(requestAnimationFrame);
      gaps.push(now - last);
      last = now;
      elements = Math.max(elements, all.length);
    }
    if (isEmpty) scroller.remove();
    return { gaps: gaps.sort((a, b) => a - b), elements };
  }, empty);
}

/** One second from the jump on, and longer until all pictures in view are there. */
function jumpToEnd(frame: Frame, empty: boolean): Promise<Frames & { took: number }> {
  return frame.evaluate(async isEmpty => {
    const own = document.querySelector<HTMLElement>('.scroller')!;
    const scroller = isEmpty ? document.createElement('div') : own;
    if (isEmpty) {
      Object.assign(scroller.style, { position: 'fixed', inset: '0', overflow: 'auto', zIndex: '99', background: 'canvas' });
      scroller.append(document.createElement('div'));
      (scroller.firstChild as HTMLElement).style.height = `${own.scrollHeight}px`;
      document.body.append(scroller);
    }
    const box = own.getBoundingClientRect();
    const isDrawn = (): boolean => {
      const cells = [...own.querySelectorAll('[role=gridcell]')].filter(cell => { const { top, bottom } = cell.getBoundingClientRect(); return bottom > box.top && top < box.bottom; });
      return cells.length > 0 && cells.every(cell => { const image = cell.querySelector<HTMLImageElement>('.picture > img'); return image !== null && image.complete && image.naturalWidth > 0; });
    };
    const all = document.getElementsByTagName('*');
    const gaps: number[] = [];
    let [took, elements] = [isEmpty ? 1 : 0, 0];
    let last = await new Promise<number>(requestAnimationFrame);
    const from = last;
    scroller.scrollTop = scroller.scrollHeight;
    while (last < from + 1000 || took === 0 && last < from + 60_000) {
      const now = await new Promise<number>(requestAnimationFrame);
      gaps.push(now - last);
      last = now;
      elements = Math.max(elements, all.length);
      // Looked at from the second frame on: in the first the old cards still stand.
      if (took === 0 && gaps.length > 1 && isDrawn()) took = now - from;
    }
    if (isEmpty) scroller.remove();
    return { gaps: gaps.sort((a, b) => a - b), elements, took: took === 0 ? Number.NaN : took };
  }, empty);
}

/** Opens it and closes it again, many times in one window: what stays behind. After the first ones everything that is loaded once is there. */
async function openAndClose(times = 50, size = 500): Promise<void> {
  const { Workbench, freshFolder, newContext } = await import('../e2e/workbench.ts');
  const folder = await freshFolder(into => fill(into, size));
  const workbench = await Workbench.open({ name: 'bench', folder, context: await newContext() });
  const devtools = await workbench.page.context().newCDPSession(workbench.page);
  const memory = async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    await workbench.page.waitForTimeout(3000);
    const [host] = await workbench.extensionHosts();
    return { renderers: renderersOf(), host: host === undefined ? null : residentOf(host), ...await devtools.send('Memory.getDOMCounters') };
  };
  let early = await memory();
  for (let n = 1; n <= times; n++) {
    await workbench.runCommand('Darkroom: Open Gallery');
    await workbench.webview('gallery', patience);
    await workbench.runCommand('View: Close Editor');
    await until('it is closed', async () => !await workbench.hasWebview('gallery'), patience);
    if (n === times / 5) early = await memory();
  }
  const late = await memory();
  const grown = (what: 'renderers' | 'host'): string => `${mb(early[what])} → ${mb(late[what])} (${((late[what] ?? Number.NaN) / (early[what] ?? Number.NaN)).toFixed(2)} ×)`;
  console.log(`  opened and closed ${times} times, ${size} files, from the ${times / 5}th on: renderers ${grown('renderers')}, extension host ${grown('host')}`);
  console.log(`    documents ${early.documents} → ${late.documents}, nodes ${early.nodes} → ${late.nodes}, listeners ${early.jsEventListeners} → ${late.jsEventListeners}`);
  await workbench.closeProfile();
  fs.rmSync(folder, { recursive: true, force: true });
}

function renderersOf(): number | null {
  const sizes = processesBelow(process.pid).filter(({ command }) => command.includes('--type=renderer')).map(({ pid }) => residentOf(pid));
  return sizes.length === 0 || sizes.includes(null) ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

const ms = (time: number): string => `${time.toFixed(0)} ms`;
const mb = (bytes: number | null): string => bytes === null ? 'unknown' : `${(bytes / 1024 / 1024).toFixed(0)} MB`;
const late = ({ gaps }: Frames): string => `${(gaps.filter(gap => gap > 25).length / gaps.length * 100).toFixed(1)} %`;
const part = ({ gaps }: Frames, at: number): number => quantile({ name: '', times: gaps }, at);

function tell(one: Opening): void {
  const beside = (ours: Frames, empty: Frames, at: number): string => `${ms(part(ours, at))} (${(part(ours, at) / part(empty, at)).toFixed(2)} × empty page)`;
  console.log(`  ${one.size.toLocaleString('en')} files, ${one.how}`);
  console.log(`    first picture ${ms(one.first)}   all in view ${ms(one.all)}   listing complete ${ms(one.listed)}`);
  console.log(`    scrolling: frames p95 ${beside(one.scrolling, one.emptyScrolling, 0.95)}, longest ${beside(one.scrolling, one.emptyScrolling, 1)}, later than 25 ms ${late(one.scrolling)} (empty page ${late(one.emptyScrolling)})`);
  console.log(`    jump to the end: longest frame ${beside(one.jump, one.emptyJump, 1)}, all in view after ${ms(one.jumped)}`);
  console.log(`    elements at most ${one.elements}   renderers ${mb(one.renderers)} more than without the gallery   extension host ${mb(one.host)}`);
}

function compare(all: readonly Opening[]): void {
  for (const how of ['cold', 'warm'] as const) {
    const [base, ...others] = all.filter(one => one.how === how);
    for (const one of others) {
      const ratio = (of: (opening: Opening) => number | null): string => `${((of(one) ?? Number.NaN) / (of(base!) ?? Number.NaN)).toFixed(2)} ×`;
      console.log(`  ${how}, ${one.size.toLocaleString('en')} beside ${base!.size}: first picture ${ratio(each => each.first)}, all in view ${ratio(each => each.all)}, renderers ${ratio(each => each.renderers)}, extension host ${ratio(each => each.host)}`);
    }
  }
}
