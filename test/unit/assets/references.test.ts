/** Where a project's texts name a file: real texts, and limits of a few bytes. */
import assert from 'node:assert/strict';
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameProblem } from '../../../src/extension/assets/fileName.ts';
import { findReferences, usualLimits } from '../../../src/extension/assets/references.ts';
import { tempFolder } from '../temp.ts';

describe('the search for what names a file', () => {
  let root: string;
  beforeEach(() => { root = tempFolder(); });
  const text = (name: string, content: string | Buffer): string => {
    const path = join(root, name);
    writeFileSync(path, content);
    return path;
  };
  const lines = async (...args: Parameters<typeof findReferences>): Promise<string[]> =>
    (await findReferences(...args)).found.map(({ file, line, name }) => `${file.slice(root.length + 1)}:${line} ${name}`);

  it('finds it as it is and as an address, once a line, and no name that only ends or begins like it', async () => {
    const texts = [
      text('a.md', '![](art/my%20door.png)\r\n![](my door.png) my door.png\n'),
      text('b.gd', 'load("res://my door.png.import")\nold-my door.png xmy door.png my door.pngx\n\n\n"my door.png"'),
      text('c.json', '{"a":"MY DOOR.png","b":"wall.png"}'),
    ];
    assert.deepEqual(await lines(texts, ['my door.png', 'wall.png'], Date.now), ['a.md:1 my door.png', 'a.md:2 my door.png', 'b.gd:1 my door.png', 'b.gd:5 my door.png', 'c.json:1 wall.png']);
  });

  it('passes by what is no text, is gone or can\'t be read', async () => {
    const texts = [text('x.dat', Buffer.from([1, 0, ...Buffer.from(' x.png ')])), join(root, 'gone.txt'), root, text('y.txt', 'x.png')];
    symlinkSync(join(root, 'nowhere'), join(root, 'dead'));
    const closed = text('closed.txt', 'nothing');
    chmodSync(closed, 0);
    const { found, complete } = await findReferences([...texts, join(root, 'dead'), closed], ['x.png'], Date.now);
    assert.deepEqual([found.map(({ file }) => file), complete], [[join(root, 'y.txt')], true]);
  });

  it('is bounded in time, in bytes and in what it tells, can be stopped, and says so', async () => {
    const texts = Array.from({ length: 40 }, (_, n) => text(`${n}.txt`, 'x.png\nx.png\n'));
    const search = (limits: Partial<typeof usualLimits>, isOver = () => false, clock = () => 0): ReturnType<typeof findReferences> => findReferences(texts, ['x.png'], clock, isOver, { ...usualLimits, ...limits });
    assert.deepEqual([(await search({})).found.length, (await search({})).complete], [80, true]);
    let [now, asked] = [0, 0];
    for (const some of [await search({ milliseconds: 3 }, undefined, () => now++), await search({ allBytes: 100 }), await search({ found: 10 }), await search({}, () => asked++ > 2)]) {
      assert.ok(some.found.length < 80);
      assert.equal(some.complete, false);
    }
    assert.equal((await search({ found: 10 })).found.length, 10);
    assert.deepEqual(await search({ fileBytes: 5 }), { found: [], complete: false });
  });

  it('takes no time for a long line', async () => {
    const long = text('long.txt', `${'x.png,'.repeat(100_000)}\nx.png`);
    assert.deepEqual(await lines([long], ['x.png'], () => 0), ['long.txt:1 x.png', 'long.txt:2 x.png']);
  });
});

describe('a name for a file', () => {
  it('is one on every system', () => {
    const problems = ['', ' ', '.png', ' .png', 'a/b.png', 'a\\b.png', '..', '../a.png', 'a:b.png', 'a?.png', 'a\nb.png', 'a\u202eb.png', 'CON.png', 'lpt1.x.png', ' a.png', 'a .png', 'a..png', 'a', 'a.jpg', 'a.png ', `${'ä'.repeat(130)}.png`];
    for (const name of problems) assert.ok(nameProblem(name, 'door.png') !== null, JSON.stringify(name));
    for (const name of ['a.png', 'Türe 2.png', 'a.b.png', '.hidden.png', 'console.png', 'a\'b.png', '$(bug).png']) assert.equal(nameProblem(name, 'door.png'), null, name);
    assert.equal(nameProblem('a', 'door'), null);
  });
});
