import assert from 'node:assert/strict';
import path from 'node:path';
import fc from 'fast-check';
import { cursorsAfter } from '../../../src/extension/ui/cursors.ts';
import { type Shown, type Starts, insertText, rootOf, wayTo } from '../../../src/extension/ui/insertText.ts';

const at: Starts = { folder: '/p/docs', root: '/p' };
const picture: Shown = { path: '/p/art/door.png', kind: 'image', prompt: 'mossy door' };

/** Pieces that would end or begin something, and ordinary ones. */
const hostile = fc.array(fc.oneof(fc.constantFrom(
  '](', ')[', '![', '[', ']', '(', ')', '<', '>', '"', "'", '`', '\\', '&', '&quot;', '<script>', '</video>', '-->', '{{', '}}', '{%', '${', '$', '*', '_', '~~', '|', '^', '#',
  'javascript:', 'https://evil.example/', '?', '%', '%2e', '%00', '\n', '\r\n', '\n\n', '\u2028', '\u202e', '\ud800', ' ', '  ', 'é', '画', '👩‍🎨', 'onerror=', '=', ':', '//',
), fc.string()), { maxLength: 12 }).map(parts => parts.join(''));
const fileName = hostile.map(name => `${name.replaceAll(/[/\0]/gu, '')}x.png`);

/** What an address stands for. */
const decoded = (address: string): string => address.split('/').map(decodeURIComponent).join('/');
const unescaped = { markdown: (text: string) => text.replace(/\\(.)|&#(\d+);/gu, (_, sign: string | undefined, code: string) => sign ?? String.fromCharCode(Number(code))), html: (text: string) => text.replace(/&#(\d+);/gu, (_, code: string) => String.fromCharCode(Number(code))) };
const address = String.raw`((?:[\w.~/-]|%[0-9A-F]{2})+)`;
/** All of the text, and nothing in the label or the address that would end it. */
const shape = {
  markdown: new RegExp(String.raw`^!?\[((?:\\[!-/:-@[-\x60{-~]|&#9[13];|[^\\\x60*_~^[\]{}<>&|$"\n\r])*)\]\(${address}\)$`, 'u'),
  img: new RegExp(String.raw`^<img src="${address}" alt="((?:&#\d+;|[^&<>"'\x60{}\\$\n\r])*)" />$`, 'u'),
  media: new RegExp(String.raw`^<(video|audio) src="${address}" aria-label="((?:&#\d+;|[^&<>"'\x60{}\\$\n\r])*)" controls></\1>$`, 'u'),
};

describe('what is inserted into a document', () => {
  it('is a path from the document, a picture, or a player', () => {
    assert.equal(insertText('path', picture, at, path.posix), '../art/door.png');
    assert.equal(insertText('markdown', picture, at, path.posix), '![mossy door](../art/door.png)');
    assert.equal(insertText('html', picture, at, path.posix), '<img src="../art/door.png" alt="mossy door" />');
    const video: Shown = { path: '/p/docs/a clip (1).mp4', kind: 'video', prompt: null };
    assert.equal(insertText('path', video, at, path.posix), 'a clip (1).mp4');
    assert.equal(insertText('markdown', video, at, path.posix), '[a clip (1)](a%20clip%20%281%29.mp4)');
    assert.equal(insertText('html', video, at, path.posix), '<video src="a%20clip%20%281%29.mp4" aria-label="a clip (1)" controls></video>');
    const sound: Shown = { path: '/p/docs/b.wav', kind: 'audio', prompt: 'a bell' };
    assert.equal(insertText('markdown', sound, at, path.posix), '[a bell](b.wav)');
    assert.equal(insertText('html', sound, at, path.posix), '<audio src="b.wav" aria-label="a bell" controls></audio>');
  });

  it('starts at the workspace where the document has no folder or is on another drive, and is whole where nothing leads there', () => {
    assert.equal(wayTo('/p/art/door.png', { folder: null, root: '/p' }, path.posix), 'art/door.png');
    assert.equal(wayTo('/p/art/door.png', { folder: null, root: null }, path.posix), '/p/art/door.png');
    assert.equal(wayTo('D:\\p\\art\\door.png', { folder: 'D:\\p\\docs', root: 'D:\\p' }, path.win32), '../art/door.png');
    assert.equal(wayTo('D:\\p\\art\\door.png', { folder: 'C:\\notes', root: 'D:\\p' }, path.win32), 'art/door.png');
    assert.equal(wayTo('D:\\art\\door.png', { folder: 'C:\\notes', root: 'C:\\p' }, path.win32), 'D:/art/door.png');
  });

  it('takes the innermost of the workspace\'s folders that hold the file', () => {
    assert.equal(rootOf('/p/game/art/door.png', ['/p', '/p/game', '/q'], path.posix), '/p/game');
    assert.equal(rootOf('/p/..art/door.png', ['/p', '/p/.'], path.posix), '/p/.');
    for (const none of ['/pp/door.png', '/door.png', '/p']) assert.equal(rootOf(none, ['/p'], path.posix), null);
    assert.equal(rootOf('d:\\p\\door.png', ['C:\\p', 'D:\\p'], path.win32), 'D:\\p');
    assert.equal(rootOf('E:\\p\\door.png', ['C:\\p', 'D:\\p'], path.win32), null);
  });

  it('names what only a whole address can name by one', () => {
    const nowhere: Starts = { folder: null, root: null };
    assert.equal(insertText('markdown', { ...picture, path: '/a b/door.png' }, nowhere, path.posix), '![mossy door](file:///a%20b/door.png)');
    assert.equal(insertText('markdown', { ...picture, path: 'D:\\a b\\door.png' }, nowhere, path.win32), '![mossy door](file:///D:/a%20b/door.png)');
    assert.equal(insertText('html', { ...picture, path: '\\\\box\\art\\door.png' }, nowhere, path.win32), '<img src="file://box/art/door.png" alt="mossy door" />');
  });

  it('is one picture, link or player, whatever the name and the prompt are, and says them', () => {
    fc.assert(fc.property(fileName, fc.option(hostile), fc.constantFrom('image', 'video', 'audio'), (name, prompt, kind) => {
      const file: Shown = { path: `/p/art/${name}`, kind, prompt };
      const markdown = shape.markdown.exec(insertText('markdown', file, at, path.posix));
      assert.ok(markdown, insertText('markdown', file, at, path.posix));
      const html = insertText('html', file, at, path.posix);
      const [src, label] = (kind === 'image' ? shape.img.exec(html)?.slice(1) : shape.media.exec(html)?.slice(2)) ?? [];
      assert.ok(src !== undefined && label !== undefined, html);
      assert.equal(src, markdown[2]);
      assert.equal(path.posix.resolve('/p/docs', decoded(src)), path.posix.normalize(`/p/art/${name.toWellFormed()}`));
      assert.equal(unescaped.html(label), unescaped.markdown(markdown[1]!));
      assert.notEqual(label, '');
    }), { numRuns: 500 });
  });

  it('is a path as it is, or none where it would not stay one line', () => {
    fc.assert(fc.property(fileName, name => {
      let text: string;
      try {
        text = insertText('path', { ...picture, path: `/p/docs/${name}` }, at, path.posix);
      } catch (error) {
        assert.match(String(error), /Rename it first/u);
        assert.match(name, /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069\ufffd]/u);
        return;
      }
      assert.equal(path.posix.resolve('/p/docs', text), path.posix.normalize(`/p/docs/${name}`));
      assert.doesNotMatch(text, /[\n\r\u2028\u202e]/u);
    }), { numRuns: 300 });
  });

  it('leaves each cursor behind what was inserted there', () => {
    assert.deepEqual(cursorsAfter([{ start: 3, end: 3 }], 5), [8]);
    fc.assert(fc.property(fc.string(), fc.uniqueArray(fc.nat(20), { minLength: 2, maxLength: 8 }), fc.string({ minLength: 1 }), (text, places, inserted) => {
      const base = text.padEnd(21, '.');
      const edges = places.slice(0, places.length & ~1).sort((a, b) => a - b);
      const spans = edges.flatMap((start, n) => n % 2 === 0 ? [{ start, end: edges[n + 1]! }] : []);
      let result = base;
      for (const { start, end } of spans.toReversed()) result = result.slice(0, start) + inserted + result.slice(end);
      for (const [n, offset] of cursorsAfter(spans, inserted.length).entries()) {
        assert.equal(result.slice(offset - inserted.length, offset), inserted);
        assert.ok(result.slice(offset).endsWith(base.slice(spans[n]!.end, spans[n + 1]?.start ?? undefined)) || n < spans.length - 1);
      }
    }));
  });
});
