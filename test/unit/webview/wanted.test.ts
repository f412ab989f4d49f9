import assert from 'node:assert/strict';
import { signal } from '@preact/signals';
import { everything } from '../../../src/shared/narrow.ts';
import type { Shown } from '../../../src/webview/gallery/feed.ts';
import { layoutOf, windowAt } from '../../../src/webview/gallery/layout.ts';
import { pageSize } from '../../../src/webview/gallery/pages.ts';
import { wantedOf } from '../../../src/webview/gallery/wanted.ts';
import { item, items } from './items.ts';

function viewOf(total: number, scrollTop: number, focused: number | null = null) {
  const layout = layoutOf({ width: 1000, height: 700, scrollbar: 10 }, null, total);
  const list = items('a', total);
  const pages = new Map(Array.from({ length: Math.ceil(total / pageSize) }, (_, n) => [n, { rev: 1, items: list.slice(n * pageSize, (n + 1) * pageSize) }]));
  const shown: Shown = { filter: 'all', narrow: everything, pages: { total, pages }, held: 0, indexing: false, groups: [] };
  const window = windowAt(layout, scrollTop);
  return {
    layout, window, pages,
    view: {
      feed: { shown: signal<Shown | null>(shown) } as never, layout: signal(layout), window: signal(window),
      active: signal({ index: focused ?? 0, key: null }), hasFocus: signal(focused !== null), large: signal(false),
    },
  };
}

const numbers = (found: ReturnType<typeof wantedOf>): number[] => found.assets.map(({ id }) => Number(/\d+/u.exec(id)![0]));

describe('the thumbnails that are wanted', () => {
  it('are those in view from the top, then a screen below, then one above', () => {
    const { view, layout, window } = viewOf(1000, 5000);
    const found = numbers(wantedOf(view));
    const { columns } = layout;
    assert.equal(found[0], window.from * columns);
    assert.equal(wantedOf(view).seen, (window.to - window.from) * columns);
    assert.equal(found[wantedOf(view).seen], window.to * columns);
    assert.deepEqual([Math.min(...found), Math.max(...found) + 1], [(window.first - (window.to - window.from)) * columns, (window.end + window.to - window.from) * columns]);
    assert.equal(new Set(found).size, found.length);
  });

  it('stay few at any size, and end where the list ends', () => {
    assert.ok(wantedOf(viewOf(10_000, 200_000).view).assets.length < 120);
    assert.deepEqual(numbers(wantedOf(viewOf(3, 0).view)), [0, 1, 2]);
    assert.deepEqual(wantedOf({ ...viewOf(3, 0).view, layout: signal(null) }), { assets: [], seen: 0 });
  });

  it('have the one with the focus among them, and none of cards whose page is not here or that have no file', () => {
    const { view, pages } = viewOf(1000, 20_000, 3);
    assert.ok(numbers(wantedOf(view)).includes(3));
    pages.clear();
    assert.deepEqual(wantedOf(view).assets, []);
    pages.set(0, { rev: 1, items: [{ ...item('a0'), asset: null }, item('a1')] });
    const top = viewOf(2, 0);
    top.pages.set(0, pages.get(0)!);
    assert.deepEqual(numbers(wantedOf(top.view)), [1]);
  });
});
