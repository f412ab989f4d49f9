import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { createFiles } from '../../../src/extension/assets/files.ts';
import { baseName, slugOf } from '../../../src/extension/assets/naming.ts';
import type { About, Sidecar } from '../../../src/extension/assets/sidecar.ts';
import { mediaType, pixelSize } from '../../../src/extension/assets/sniff.ts';
import { firstAttempt } from '../../../src/extension/engine/transitions.ts';
import { stripedPng } from '../../fakes/png.ts';
import { tempFolder } from '../temp.ts';

const never = new AbortController().signal;

function about(changes: { prompt?: string; position?: number } = {}): About {
  return {
    generation: {
      id: '0f8b5a9c-1111-4222-8333-444455556666', createdAt: Date.UTC(2026, 10, 21, 12), rev: 1, provider: 'p', model: 'm',
      operation: 'text-to-image', prompt: changes.prompt ?? 'A lonely keep, at dusk!', parameters: { seed: 4127 },
    },
    attempt: { ...firstAttempt('a', 'g', 1000, 'none', null), remoteId: 'remote-1', charge: 0.05 },
    position: changes.position ?? 0, count: 1,
  };
}

function source(bytes: Uint8Array, length: number | null = bytes.length, chunk = 1000): { bytes: AsyncIterable<Uint8Array>; length: number | null } {
  return { length, bytes: (async function* () { for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk); })() };
}

/** A small file whose header claims many pixels. */
function claiming(width: number, height: number): Buffer {
  const bytes = stripedPng(2, 2);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

describe('saving a result', () => {
  const png = stripedPng(40, 30);
  const save = (folder: string, bytes: Uint8Array, more: Parameters<typeof about>[0] = {}, length?: number | null): ReturnType<ReturnType<typeof createFiles>['save']> =>
    createFiles({ folders: () => [{ path: folder }], newId: randomUUID }).save(source(bytes, length === undefined ? bytes.length : length), about(more), never);

  it('leaves a whole file, its hash and size, and what made it beside it', async () => {
    const folder = join(tempFolder(), 'deep', 'generated');
    const file = await save(folder, png);
    assert.equal(file.path, join(folder, '20261121-a-lonely-keep-at-dusk-55556666-1.png'));
    assert.deepEqual(readFileSync(file.path), Buffer.from(png));
    assert.equal(file.hash, createHash('sha256').update(png).digest('hex'));
    assert.deepEqual([file.size, file.width, file.height, file.kind], [png.length, 40, 30, 'image']);
    const sidecar = JSON.parse(readFileSync(`${file.path}.darkroom.json`, 'utf8')) as Sidecar;
    assert.equal(sidecar.prompt, 'A lonely keep, at dusk!');
    assert.deepEqual(sidecar.parameters, { seed: 4127 });
    assert.equal(sidecar.remoteId, 'remote-1');
    assert.equal(sidecar.file.sha256, file.hash);
    assert.deepEqual(readdirSync(folder).filter(name => name.endsWith('.part')), []);
  });

  it('is the same file when it is saved again after a crash', async () => {
    const folder = tempFolder();
    const [first, second] = [await save(folder, png), await save(folder, png)];
    assert.equal(first.path, second.path);
    assert.equal(readdirSync(folder).length, 2);
  });

  it('never overwrites a file of that name that is not this one', async () => {
    const folder = tempFolder();
    const first = await save(folder, png);
    writeFileSync(first.path, 'edited by the user');
    const second = await save(folder, png);
    assert.notEqual(second.path, first.path);
    assert.equal(readFileSync(first.path, 'utf8'), 'edited by the user');
  });

  it('refuses what is not media, with what it is, and leaves nothing behind', async () => {
    const folder = tempFolder();
    await assert.rejects(save(folder, Buffer.from('<!doctype html><html>Sign in</html>')), /web page/);
    await assert.rejects(save(folder, Buffer.from('{"error":"nope"}'.padEnd(64))), /not a picture, video or sound/);
    await assert.rejects(save(folder, Buffer.alloc(0)), /empty/);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('keeps a picture that is too large to be shown: it is paid for', async () => {
    const file = await save(tempFolder(), claiming(20_000, 10_000));
    assert.deepEqual([file.width, file.height], [20_000, 10_000]);
  });

  it('refuses a file that ends early', async () => {
    const folder = tempFolder();
    await assert.rejects(save(folder, png.subarray(0, 60), {}, png.length), /ended early: 60 of/);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('stops at the byte limit', async () => {
    const folder = tempFolder();
    const files = createFiles({ folders: () => [{ path: folder }], newId: randomUUID, byteLimit: 1024 * 1024 });
    const endless = { length: null, bytes: (async function* () { yield png; for (;;) yield new Uint8Array(64 * 1024); })() };
    await assert.rejects(files.save(endless, about(), never), /larger than 1 MB/);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('goes to the next folder when the wanted one can\'t be written', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'taken'), '');
    const files = createFiles({ folders: () => [{ path: join(folder, 'taken', 'generated') }, { path: join(folder, 'own') }], newId: randomUUID });
    const file = await files.save(source(png), about(), never);
    assert.ok(file.path.startsWith(join(folder, 'own')));
  });

  it('never follows a link out of the project, and overwrites nothing on its way', async () => {
    const root = tempFolder();
    const outside = tempFolder();
    writeFileSync(join(outside, 'precious.txt'), 'mine');
    symlinkSync(outside, join(root, 'generated'));
    const files = createFiles({ folders: () => [{ path: join(root, 'generated'), within: root }, { path: join(root, 'own') }], newId: randomUUID });
    const file = await files.save(source(png), about(), never);
    assert.ok(file.path.startsWith(join(root, 'own')), file.path);
    assert.deepEqual(readdirSync(outside), ['precious.txt']);
    assert.equal(readFileSync(join(outside, 'precious.txt'), 'utf8'), 'mine');
  });

  it('makes no folder behind a link that leads out', async () => {
    const root = tempFolder();
    const outside = tempFolder();
    symlinkSync(outside, join(root, 'assets'));
    const files = createFiles({ folders: () => [{ path: join(root, 'assets', 'generated'), within: root }], newId: randomUUID });
    await assert.rejects(files.save(source(png), about(), never), /leads out of the project/);
    assert.deepEqual(readdirSync(outside), []);
  });

  it('does not even begin with what announces itself as too large', async () => {
    const folder = tempFolder();
    const files = createFiles({ folders: () => [{ path: folder }], newId: randomUUID, byteLimit: 1024 * 1024 });
    let pieces = 0;
    const announced = { length: 5_000_000_000, bytes: (async function* () { for (;;) { pieces++; yield png; } })() };
    await assert.rejects(files.save(announced, about(), never), /larger than 1 MB/);
    assert.equal(pieces, 1);
  });

  it('refuses half a picture that calls itself whole', async () => {
    const folder = tempFolder();
    await assert.rejects(save(folder, png.subarray(0, png.length - 6)), /incomplete/);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('clears away what a crash left of it: old parts at once, young ones when it is there itself', async () => {
    const folder = tempFolder();
    const base = baseName(about().generation, 0);
    const left = (): string[] => readdirSync(folder).filter(name => /\.(?:old|young|page)\.part$/u.test(name)).sort();
    const [old, young, page, other] = [`${base}.old.part`, `${base}.young.part`, `${base}.png.darkroom.json.page.part`, `${base}1.png.page.part`];
    for (const name of [old, young, page, other]) writeFileSync(join(folder, name), 'x');
    utimesSync(join(folder, old), 1000, 1000);
    const meanwhile: string[][] = [];
    const watched = (async function* () { meanwhile.push(left()); yield png; })();
    await createFiles({ folders: () => [{ path: folder }], newId: randomUUID }).save({ bytes: watched, length: png.length }, about(), never);
    assert.deepEqual(meanwhile, [[young, page, other].sort()], 'another window may be at it');
    assert.deepEqual(left(), [other], 'another result keeps its own');
  });
});

describe('names of results', () => {
  it('hold only what every file system takes, whatever the prompt', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), prompt => {
      const name = baseName(about({ prompt }).generation, 3);
      assert.match(name, /^[0-9]{8}(-[a-z0-9-]+)?-55556666-4$/);
      assert.ok(name.length <= 70);
    }), { numRuns: 1000 });
  });

  it('keep letters that have a plain form', () => {
    assert.equal(slugOf('Schöne Grüße aus Zürich'), 'schone-gru-e-aus-zurich');
    assert.equal(slugOf('城'), '');
    assert.equal(slugOf('../../etc/passwd'), 'etc-passwd');
  });
});

describe('what a file is', () => {
  it('is told by its bytes, and never throws anything but a sentence', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('\x89PNG\r\n\x1a\n', '\xff\xd8\xff', 'GIF89a', 'RIFF0000WEBP', '0000ftypavif', ''), async (bytes, magic) => {
      const head = Buffer.concat([Buffer.from(magic, 'latin1'), bytes]);
      try {
        await pixelSize(mediaType(head), head);
      } catch (error) {
        assert.equal((error as Error).name, 'MediaError');
      }
    }), { numRuns: 2000 });
  });
});
