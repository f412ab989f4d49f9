/** The pictures on the cards: small ones made by the page and kept by the host, of files as projects have them, good and bad. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { brokenPng, claimingPng, tone } from '../fakes/media.ts';
import { pngWith, stripedPng } from '../fakes/png.ts';
import { card, oneAfterTheOther } from './project.ts';
import { until } from './until.ts';
import { Workbench, environment, freshFolder, newContext, setMachineSettings } from './workbench.ts';

const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>document.documentElement.dataset.ran = "yes"</script></svg>';

describe('thumbnails', function () {
  this.timeout(120_000);
  let workbench: Workbench;
  oneAfterTheOther();
  let folder: string;
  let gallery: Frame;
  const asked: string[] = [];

  before(async () => {
    setMachineSettings({});
    const context = await newContext();
    const film = await recorded(await context.newPage());
    folder = await freshFolder(into => {
      const files: Record<string, Buffer | string> = {
        'meadow.png': stripedPng(960, 600, 3), 'dot.png': stripedPng(16, 16, 5), 'it\'s <img src=x>"bold".png': stripedPng(40, 30, 7),
        'broken.png': brokenPng(), 'huge.png': claimingPng(20_000, 10_000), 'nothing.png': '', 'words.png': 'these are words',
        'logo.svg': drawing, 'disguised.png': drawing, 'film.webm': film, 'film without end.webm': film.subarray(0, 60), 'song.wav': tone(), 'from elsewhere.png': pngWith({ parameters: 'a lonely keep\nNegative prompt: people\nSteps: 28, Sampler: Euler a, Seed: 4127, Model: dusk' }), 'noise.mp3': Buffer.alloc(5000, 0x41),
      };
      for (const [name, bytes] of Object.entries(files)) fs.writeFileSync(path.join(into, name), bytes);
    });
    workbench = await Workbench.open({ name: 'thumbnails', folder, context });
    workbench.page.on('request', request => asked.push(request.url()));
  });
  after(() => workbench.closeProfile());

  it('are small pictures of their own, never the files', async () => {
    await workbench.runCommand('Darkroom: Open Gallery');
    gallery = await workbench.webview('gallery');
    await drawn('meadow.png');
    assert.deepEqual(await sizeOf('meadow.png'), [320, 200]);
    await drawn('it\'s <img src=x>"bold".png');
    await drawn('dot.png');
    assert.equal(await card(gallery, 'dot.png').locator('img.pixels').count(), 1);
    const sources = await gallery.locator('.card img').evaluateAll(images => images.map(image => (image as HTMLImageElement).src));
    assert.deepEqual(sources.filter(source => !source.startsWith('blob:')), []);
    assert.ok(files().length > 0, 'files are asked for where none is kept');
  });

  it('say what is wrong with a file that has none', async () => {
    const words: Record<string, string> = {
      'broken.png': 'This picture can’t be shown.', 'huge.png': 'Too large to be shown here', 'nothing.png': 'This file is empty.',
      'words.png': 'This picture can’t be shown.', 'logo.svg': 'SVG drawing, opened outside the gallery', 'disguised.png': 'SVG drawing, opened outside the gallery',
      'film without end.webm': 'This video can’t be shown.', 'noise.mp3': 'This sound can’t be shown.',
    };
    for (const [name, sentence] of Object.entries(words)) {
      await card(gallery, name).getByText(sentence).waitFor();
      assert.equal(await card(gallery, name).locator('img').count(), 0, name);
    }
    assert.equal(await gallery.evaluate(() => document.documentElement.dataset.ran), undefined);
  });

  it('of a video are one of its pictures, of a sound its shape', async () => {
    await drawn('film.webm');
    assert.deepEqual(await sizeOf('film.webm'), [320, 240]);
    await card(gallery, 'song.wav').locator('.wave').waitFor();
    assert.equal(await gallery.locator('video, audio').count(), 0);
    await workbench.screenshot('all kinds');
  });

  it('are kept: the next gallery asks for no file again', async () => {
    const keeps = path.join(environment('DARKROOM_BED_SERVER_DATA'), 'data', 'User', 'workspaceStorage');
    const kept = (): string[] => fs.globSync('*/darkroom.darkroom/thumbnails/*/*.webp', { cwd: keeps });
    await until('five are on the disk', () => kept().length >= 5, 15_000);
    await workbench.runCommand('View: Close All Editors');
    asked.length = 0;
    await workbench.runCommand('Darkroom: Open Gallery');
    gallery = await workbench.webview('gallery');
    for (const name of ['meadow.png', 'dot.png', 'film.webm']) await drawn(name);
    await card(gallery, 'song.wav').locator('.wave').waitFor();
    await card(gallery, 'broken.png').getByText('This picture can’t be shown.').waitFor();
    assert.deepEqual(files(), []);
    assert.deepEqual(workbench.problems, []);
  });

  it('grow to the whole file, which says what other programs wrote into it, plays, or is offered to be opened outside', async () => {
    const large = gallery.getByRole('region', { name: 'Large view' });
    const alone = (name: string): Promise<unknown> => until(`${name} is looked at`, async () => {
      await card(gallery, name).locator('.caption').click();
      await card(gallery, name).press('Enter');
      await large.locator('[data-stage]').waitFor({ timeout: 3_000 });
      return true;
    }, 20_000);
    const back = async (): Promise<void> => {
      await large.locator('[data-stage]').press('Escape');
      await until('the grid is back', async () => await large.count() === 0, 15_000);
    };
    await alone('from elsewhere.png');
    for (const words of ['As A1111 wrote into the file', 'a lonely keep', 'people', '4127', 'dusk']) await large.getByText(words, { exact: true }).waitFor();
    await back();
    await alone('film.webm');
    await until('it plays', () => large.locator('video').evaluate(async video => {
      await (video as HTMLVideoElement).play();
      return (video as HTMLVideoElement).currentTime > 0;
    }), 20_000);
    await workbench.screenshot('a film');
    await back();
    await alone('song.wav');
    await large.locator('audio').waitFor();
    await large.locator('[data-stage]').press(' ');
    await until('it plays', () => large.locator('audio').evaluate(audio => !(audio as HTMLAudioElement).paused || (audio as HTMLAudioElement).currentTime > 0), 20_000);
    await back();
    for (const [name, words] of [['broken.png', 'This picture can’t be shown.'], ['huge.png', 'Too large to be shown here'], ['logo.svg', 'SVG drawing, opened outside the gallery']] as const) {
      await alone(name);
      await large.locator('.stage').getByText(words).waitFor();
      await large.getByRole('button', { name: 'Open Outside' }).waitFor();
      await back();
    }
    assert.equal(await gallery.evaluate(() => document.documentElement.dataset.ran), undefined, 'no script of a drawing ran');
  });

  it('follow their files', async () => {
    fs.writeFileSync(path.join(folder, 'broken.png'), stripedPng(200, 100, 9));
    await drawn('broken.png');
    assert.deepEqual(await sizeOf('broken.png'), [200, 100]);
    fs.writeFileSync(path.join(folder, 'second song.wav'), tone(0.5));
    await card(gallery, 'second song.wav').locator('.wave').waitFor();
    assert.deepEqual(workbench.problems, []);
  });

  /** Of the project, that the page asked for. */
  function files(): string[] {
    return asked.filter(url => url.includes(path.basename(folder)));
  }

  function drawn(name: string): Promise<unknown> {
    const image = card(gallery, name).locator('img');
    return until(`${name} is drawn`, () => image.evaluate(element => (element as HTMLImageElement).naturalWidth > 0, undefined, { timeout: 2000 }), 20_000);
  }

  function sizeOf(name: string): Promise<number[]> {
    return card(gallery, name).locator('img').evaluate(element => [(element as HTMLImageElement).naturalWidth, (element as HTMLImageElement).naturalHeight]);
  }
});

/** A short video, as the browser itself records it. */
async function recorded(page: Page): Promise<Buffer> {
  const text = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 640, height: 480 });
    const context = canvas.getContext('2d')!;
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm;codecs=vp8' });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const stopped = new Promise(resolve => { recorder.onstop = resolve; });
    recorder.start();
    for (let n = 0; n < 12; n++) {
      context.fillStyle = `hsl(${n * 30} 80% 50%)`;
      context.fillRect(0, 0, 640, 480);
      await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 40)));
    }
    recorder.stop();
    await stopped;
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
  });
  await page.close();
  return Buffer.from(text, 'base64');
}

describe('a project of several folders', function () {
  this.timeout(120_000);
  let workbench: Workbench;
  oneAfterTheOther();
  let gallery: Frame;
  let folder: string;

  const write = (projects: readonly string[]): void => {
    // Renamed into place: the workbench watches it, and must not read half of it.
    const file = path.join(folder, 'game.code-workspace');
    fs.writeFileSync(`${file}.part`, JSON.stringify({ folders: projects.map(project => ({ path: project })) }));
    fs.renameSync(`${file}.part`, file);
  };
  const isDrawn = (name: string): Promise<unknown> => until(`${name} is drawn`,
    () => card(gallery, name).locator('img').evaluate(element => (element as HTMLImageElement).naturalWidth > 0, undefined, { timeout: 2000 }), 20_000);

  before(async () => {
    setMachineSettings({});
    folder = await freshFolder(into => {
      for (const [n, project] of ['art', 'levels', 'music'].entries()) {
        fs.mkdirSync(path.join(into, project));
        fs.writeFileSync(path.join(into, project, `${project}.png`), stripedPng(200, 100, n));
      }
      fs.writeFileSync(path.join(into, 'levels', 'left-out.png'), stripedPng(20, 10));
      fs.mkdirSync(path.join(into, 'levels', 'build'));
      fs.writeFileSync(path.join(into, 'levels', 'build', 'baked.png'), stripedPng(30, 10));
      fs.writeFileSync(path.join(into, 'levels', '.gitignore'), 'build/\n');
      fs.mkdirSync(path.join(into, 'levels', '.vscode'));
      fs.writeFileSync(path.join(into, 'levels', '.vscode', 'settings.json'), JSON.stringify({ 'files.exclude': { 'left-out.*': true } }));
    });
    write(['art', 'levels']);
    workbench = await Workbench.open({ name: 'several folders', folder: path.join(folder, 'game.code-workspace') });
  });
  after(() => workbench.closeProfile());

  it('shows the media of each, as its settings and its ignore files say', async () => {
    await workbench.runCommand('Darkroom: Open Gallery');
    gallery = await workbench.webview('gallery');
    await isDrawn('art.png');
    await isDrawn('levels.png');
    await card(gallery, 'art.png').locator('.origin').getByText('art', { exact: true }).waitFor();
    assert.equal(await gallery.getByRole('gridcell').count(), 2);
    await workbench.screenshot('two folders');
  });

  it('shows what is left out when that is wanted, and follows its ignore files', async () => {
    const count = (n: number): Promise<unknown> => until(`${n} cards are there`, async () => await gallery.getByRole('gridcell').count() === n, 20_000);
    await gallery.getByRole('button', { name: 'Filter and sort' }).click();
    const all = gallery.getByRole('checkbox', { name: 'Ignored files too' });
    await all.check();
    await count(4);
    for (const name of ['left-out.png', 'baked.png']) await card(gallery, name).waitFor();
    await all.uncheck();
    await count(2);
    await workbench.page.keyboard.press('Escape');
    fs.writeFileSync(path.join(folder, 'levels', '.gitignore'), '');
    await count(3);
    fs.writeFileSync(path.join(folder, 'levels', '.gitignore'), 'build/');
    await count(2);
  });

  it('follows what happens in each of them, and a folder that is added', async () => {
    fs.writeFileSync(path.join(folder, 'levels', 'cave.png'), stripedPng(200, 100, 8));
    await isDrawn('cave.png');
    write(['art', 'levels', 'music']);
    await until('the added folder is shown', async () => {
      gallery = await workbench.webview('gallery');
      return await card(gallery, 'music.png').count() === 1;
    }, 20_000);
    await isDrawn('music.png');
    assert.deepEqual(workbench.problems, []);
  });
});
