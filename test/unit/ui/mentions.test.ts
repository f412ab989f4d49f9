import assert from 'node:assert/strict';
import fc from 'fast-check';
import { filesMeant, mentionsIn, nameOf, scan, usualBounds } from '../../../src/extension/ui/mentions.ts';

const texts = (line: string): string[] => mentionsIn(line).map(({ text }) => text);

describe('files that a text names', () => {
  const lines: readonly [string, string, ...string[]][] = [
    ['Markdown', 'see ![the door](assets/door.png "Door") and [a](<my art/wall 2.webp>)', 'assets/door.png', 'my art/wall 2.webp'],
    ['Markdown with a space', '![x](my art/door one.png)', 'my art/door one.png'],
    ['HTML', '<img src="../art/hero.JPG" alt=\'no.\'><video src=clip.mp4></video>', '../art/hero.JPG', 'clip.mp4'],
    ['a string with spaces', 'load("res/my hero.png", \'b/c.wav\', `d/e.ogg`)', 'res/my hero.png', 'b/c.wav', 'd/e.ogg'],
    ['CSS', 'background: url(img/sky.gif) no-repeat, url("a b.png")', 'img/sky.gif', 'a b.png'],
    ['JSON and YAML', '{"icon":"ui/icon.png"} icon: ui/other.png', 'ui/icon.png', 'ui/other.png'],
    ['a query', 'src="a.png?v=2"', 'a.png'],
    ['prose', 'Draw hero.png, then wall.jpeg. (or sky.avif)', 'hero.png', 'wall.jpeg', 'sky.avif'],
    ['an encoded one', '![x](my%20art/door.png)', 'my%20art/door.png'],
    ['Windows', 'load("art\\\\hero.png") art\\wall.png', 'art\\\\hero.png', 'art\\wall.png'],
    ['a comparison', 'if (a > b.png) "x" + c.png', 'b.png', 'c.png'],
    ['what only looks like one', 'x.pngs .png a.png.bak a.png-old "" foo.svg'],
    ['two in one string', '"a.png b.png"', 'a.png', 'b.png'],
  ];
  for (const [name, line, ...wanted] of lines) it(`in ${name}`, () => assert.deepEqual(texts(line), wanted));

  it('are found where they are, in any text, without overlaps and in order', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', '/', '.png', '.', ' ', '"', '(', ')', '<', '>', '\\', '%20', 'ü', '😀', '`', '.mp4') }), text => {
      let last = 0;
      for (const { start, end, text: found } of mentionsIn(text)) {
        assert.equal(text.slice(start, end), found);
        assert.ok(start >= last && end > start);
        last = end;
      }
    }));
  });

  it('mean files of the project only', () => {
    const meant = (text: string, folder: string | null = '/p/docs'): string[] => filesMeant({ text }, folder, ['/p', '/q']);
    assert.deepEqual(meant('a/b.png'), ['/p/docs/a/b.png', '/p/a/b.png', '/q/a/b.png']);
    assert.deepEqual(meant('./b.png', null), ['/p/b.png', '/q/b.png']);
    assert.deepEqual(meant('../b.png'), ['/p/b.png']);
    assert.deepEqual(meant('../../etc/b.png'), []);
    assert.deepEqual(meant('/assets/b.png'), ['/p/assets/b.png', '/q/assets/b.png']);
    assert.deepEqual(meant('/p/b.png'), ['/p/b.png', '/p/p/b.png', '/q/p/b.png']);
    assert.deepEqual(meant('my%20art/b.png', '/p'), ['/p/my art/b.png', '/q/my art/b.png']);
    assert.deepEqual(meant('100%/b.png', '/p'), ['/p/100%/b.png', '/q/100%/b.png']);
    for (const text of ['//host/b.png', '%2e%2e/%2e%2e/b.png', 'a%00.png', '/etc/../../b.png'.replace('/etc/', '//')]) assert.deepEqual(meant(text).filter(path => !/^\/[pq]\//u.test(path)), [], text);
    assert.deepEqual(texts('see http://host/b.png').flatMap(text => meant(text)), []);
    assert.equal(nameOf({ text: 'my%20art\\b%201.png' }), 'b 1.png');
  });
});

describe('a document that is scanned for names', () => {
  const names = new Set(['hero.png']);
  const document = (lines: readonly string[]): { lineCount: number; lineAt: (line: number) => { text: string } } => ({ lineCount: lines.length, lineAt: line => ({ text: lines[line]! }) });
  const never = (): boolean => false;

  it('tells the lines, and leaves out other names and minified lines', async () => {
    const rested = { n: 0 };
    const rest = async (): Promise<void> => { rested.n++; };
    const lines = ['no', '![](hero.png) and "art/hero.png"', 'wall.png', `${'x'.repeat(usualBounds.lineLength)} hero.png`];
    assert.deepEqual((await scan(document(lines), names, rest, never)).map(({ line, text }) => [line, text]), [[1, 'hero.png'], [1, 'art/hero.png']]);
    assert.equal(rested.n, 0);
  });

  it('rests in large ones, and stops when nobody waits, at its limits', async () => {
    const lines = Array.from({ length: 1000 }, (_, n) => `line ${n} with hero.png in it`);
    let rests = 0;
    const some = await scan(document(lines), names, async () => { rests++; }, () => rests === 2, { ...usualBounds, atOnce: 1000, mentions: 1e6 });
    assert.equal(rests, 2);
    assert.ok(some.length > 0 && some.length < 100, String(some.length));
    assert.equal((await scan(document(lines), names, async () => undefined, never, { ...usualBounds, mentions: 7 })).length, 7);
    assert.ok((await scan(document(lines), names, async () => undefined, never, { ...usualBounds, characters: 300 })).length < 12);
  });

  it('of the worst kind costs no more than its length', () => {
    // Each of these would take minutes if what stands before an ending were searched without bound.
    for (const worst of ['.png'.repeat(50_000), '(".png'.repeat(50_000), `"${'a'.repeat(200_000)}.png"`, '( a.png)'.repeat(30_000), `(${'.png)'.repeat(50_000)}`]) {
      assert.ok(mentionsIn(worst).every(({ start, end }) => end - start < 310));
    }
  });
});
