import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, type Inputs, createInputs } from '../../../src/extension/assets/inputs.ts';
import { stripedPng } from '../../fakes/png.ts';
import { tempFolder } from '../temp.ts';

const never = (): AbortSignal => new AbortController().signal;
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** As many bytes, and others at the end. */
function spoiled(bytes: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, -50), Buffer.alloc(50, 1)]);
}

interface Project {
  readonly inputs: Inputs;
  readonly root: string;
  readonly path: string;
  readonly bytes: Buffer;
}

function project(bytes = stripedPng(320, 200, 3)): Project {
  const root = tempFolder();
  const path = join(root, 'tower.png');
  writeFileSync(path, bytes);
  return { inputs: createInputs(() => [root]), root, path, bytes };
}

async function all(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function refused(promise: Promise<unknown>, sentence: RegExp): Promise<InputError> {
  const error: unknown = await promise.then(value => assert.fail(`it resolved: ${JSON.stringify(value)}`), (reason: unknown) => reason);
  assert.ok(error instanceof InputError, String(error));
  assert.match(error.message, sentence);
  return error;
}

describe('a file as an input', () => {
  it('is what its bytes say, whatever its name', async () => {
    const { inputs, root, bytes } = project();
    writeFileSync(join(root, 'sound.mp3'), bytes);
    const { kind, type, size, width, height } = await inputs.look(join(root, 'sound.mp3'));
    assert.deepEqual({ kind, type, size, width, height }, { kind: 'image', type: 'image/png', size: bytes.length, width: 320, height: 200 });
  });

  it('is read whole, and as what its hash says', async () => {
    for (const bytes of [stripedPng(320, 200, 3), Buffer.concat([stripedPng(8, 8), Buffer.alloc(300_000, 7)]), stripedPng(1, 1)]) {
      const { inputs, path } = project(bytes);
      const file = await inputs.look(path);
      const hash = await inputs.hash(file, never());
      assert.equal(hash, sha256(bytes));
      assert.deepEqual(await all(inputs.read(file, hash, never())), bytes);
    }
  });

  it('that was changed since it was looked at is never read to its end', async () => {
    const changes: readonly ((path: string, bytes: Buffer) => void)[] = [
      path => appendFileSync(path, 'x'),
      (path, bytes) => writeFileSync(path, bytes.subarray(0, 100)),
      (path, bytes) => { writeFileSync(path, spoiled(bytes)); utimesSync(path, 5, 5); },
    ];
    for (const change of changes) {
      const { inputs, path, bytes } = project();
      const file = await inputs.look(path);
      change(path, bytes);
      assert.equal((await refused(inputs.hash(file, never()), /was changed/u)).changed, true);
      await refused(all(inputs.read(file, sha256(bytes), never())), /was changed/u);
    }
  });

  it('with other bytes under the same size and time keeps its last piece back', async () => {
    const { inputs, path, bytes } = project(Buffer.concat([stripedPng(8, 8), Buffer.alloc(200_000)]));
    const file = await inputs.look(path);
    writeFileSync(path, spoiled(bytes));
    utimesSync(path, new Date(), file.modifiedAt / 1000 + 0.0004);
    let came = 0;
    const error = await refused((async () => { for await (const piece of inputs.read(file, sha256(bytes), never())) came += piece.length; })(), /was changed/u);
    assert.equal(error.changed, true);
    assert.ok(came < bytes.length);
  });

  it('outside the project is not opened, also by a link, a folder’s link or a way up', async () => {
    const { inputs, root, bytes } = project();
    const outside = tempFolder();
    writeFileSync(join(outside, 'theirs.png'), bytes);
    symlinkSync(join(outside, 'theirs.png'), join(root, 'link.png'));
    symlinkSync(outside, join(root, 'folder'));
    for (const path of [join(outside, 'theirs.png'), join(root, 'link.png'), join(root, 'folder/theirs.png'), `${root}/../${outside.split('/').at(-1)}/theirs.png`]) {
      await refused(inputs.look(path), /lies outside the project/u);
    }
    mkdirSync(`${root}-beside`);
    writeFileSync(join(`${root}-beside`, 'a.png'), bytes);
    await refused(inputs.look(join(`${root}-beside`, 'a.png')), /lies outside/u);
  });

  it('may be a link to a place inside of the project', async () => {
    const { inputs, root, path } = project();
    symlinkSync(path, join(root, 'link.png'));
    assert.equal((await inputs.look(join(root, 'link.png'))).path, path);
  });

  it('that is gone, a folder, a pipe or no media says so, and nobody waits', async () => {
    const { inputs, root } = project();
    mkdirSync(join(root, 'folder.png'));
    execFileSync('mkfifo', [join(root, 'pipe.png')]);
    writeFileSync(join(root, 'text.png'), 'SECRET=1');
    writeFileSync(join(root, 'empty.png'), '');
    await refused(inputs.look(join(root, 'none.png')), /“none\.png” is no longer there/u);
    await refused(inputs.look(join(root, 'tower.png/none.png')), /no longer there/u);
    await refused(inputs.look(join(root, 'folder.png')), /is no file/u);
    await refused(inputs.look(join(root, 'pipe.png')), /is no file/u);
    await refused(inputs.look(join(root, 'text.png')), /is no picture, video or sound/u);
    await refused(inputs.look(join(root, 'empty.png')), /is no picture, video or sound/u);
  });

  it('stops where it is told to', async () => {
    const { inputs, path } = project(Buffer.concat([stripedPng(8, 8), Buffer.alloc(1_000_000)]));
    const file = await inputs.look(path);
    await assert.rejects(inputs.hash(file, AbortSignal.abort()));
  });

  it('has the name by which people know it: its path from the project’s folder', () => {
    const { inputs, root } = project();
    assert.deepEqual([inputs.nameOf(join(root, 'a/b.png')), inputs.nameOf('/elsewhere/c.png')], ['a/b.png', 'c.png']);
  });
});
