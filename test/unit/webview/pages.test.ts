import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type PageReply, indexOf, itemAt, near, noPages, pageNumbers, pageSize, pagesKept, pagesMissing, shiftOf, withReplies,
} from '../../../src/webview/gallery/pages.ts';
import { item, items } from './items.ts';

function reply(list: ReturnType<typeof items>, page: number, rev = 1): PageReply {
  return { rev, total: list.length, offset: page * pageSize, items: list.slice(page * pageSize, (page + 1) * pageSize) };
}

describe('the pages of a long list', () => {
  const list = items('a', 1050);

  it('know the items of the pages that are here, and no others', () => {
    const pages = withReplies(noPages, [reply(list, 3), reply(list, 10)]);
    assert.equal(itemAt(pages, 305)?.key, 'a305');
    assert.equal(itemAt(pages, 1049)?.key, 'a1049');
    assert.equal(itemAt(pages, 1050), undefined);
    assert.equal(itemAt(pages, 0), undefined);
    assert.equal(indexOf(pages, 'a1001'), 1001);
    assert.equal(indexOf(pages, 'a0'), null);
  });

  it('say which are missing or too old', () => {
    const pages = withReplies(withReplies(noPages, [reply(list, 0)]), [reply(list, 1, 2)]);
    assert.deepEqual(pagesMissing(pages, 50, 350, 2), [0, 2, 3]);
    assert.deepEqual(pagesMissing(pages, 50, 200, 1), []);
    assert.deepEqual(pagesMissing(pages, 1000, 5000, 1), [10]);
  });

  it('cover every item asked for', () => {
    fc.assert(fc.property(fc.nat(5000), fc.nat(5000), fc.nat(5000), (from, length, total) => {
      const numbers = new Set(pageNumbers(from, from + length, total));
      for (const index of [from, from + Math.floor(length / 2), from + length - 1]) {
        if (index >= from && index < Math.min(from + length, total)) assert.ok(numbers.has(Math.floor(index / pageSize)));
      }
    }));
  });

  it('are dropped when the list has another length, except those that came with it', () => {
    const before = withReplies(noPages, [reply(list, 0), reply(list, 5)]);
    const longer = [item('new'), ...list];
    const after = withReplies(before, [reply(longer, 0, 2)]);
    assert.equal(itemAt(after, 0)?.key, 'new');
    assert.equal(itemAt(after, 505), undefined);
    assert.equal(after.total, 1051);
  });

  it('keep an item that did not change the same object, so that its card is not drawn again', () => {
    const before = withReplies(noPages, [reply(list, 0)]);
    const fresh = structuredClone(list);
    fresh[1] = { ...item('a1'), at: 5 };
    const after = withReplies(before, [reply(fresh, 0, 2)]);
    assert.equal(itemAt(after, 0), itemAt(before, 0));
    assert.equal(itemAt(after, 1)?.at, 5);
  });

  it('are forgotten far from what is looked at, but not the page with the focus', () => {
    const long = items('b', 100 * pageSize);
    const all = withReplies(noPages, Array.from({ length: 100 }, (_, page) => reply(long, page)));
    const kept = near(all, 50 * pageSize, 99 * pageSize + 3);
    assert.equal(kept.pages.size, pagesKept);
    assert.ok(kept.pages.has(99) && kept.pages.has(50) && kept.pages.has(40));
    assert.ok(!kept.pages.has(0));
  });

  it('tell how far the cards in sight have moved, by the first that is still there', () => {
    const longer = [item('new'), item('newer'), ...list.filter(({ key }) => key !== 'a10')];
    const after = withReplies(noPages, [reply(longer, 0, 2)]);
    assert.equal(shiftOf([{ key: 'a9', index: 9 }], after), 2);
    assert.equal(shiftOf([{ key: 'a10', index: 10 }, { key: 'a11', index: 11 }], after), 1);
    assert.equal(shiftOf([{ key: 'gone', index: 0 }], after), null);
  });
});
