import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type Layout, highestScroll, layoutOf, placeAt, rowOf, scrollKeeping, scrollTo, scrollToRow, tallest, tileSize, windowAt,
} from '../../../src/webview/gallery/layout.ts';

const room = fc.record({ width: fc.integer({ min: 200, max: 4000 }), height: fc.integer({ min: 100, max: 2200 }), scrollbar: fc.constantFrom(0, 10, 15) });
const tile = fc.option(fc.integer({ min: 0, max: 14 }).map(step => tileSize.min + step * tileSize.step), { nil: null });
const total = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 400_000 }));
const layout = fc.tuple(room, tile, total).map(([...known]) => layoutOf(...known));
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Where a row's top is drawn, counted from the top of the view. */
function drawnAt(of: Layout, row: number, scrollTop: number): number {
  const window = windowAt(of, scrollTop);
  return window.top + (row - window.base) * of.row - scrollTop;
}

describe('the layout of the grid', () => {
  it('has the columns and the row height of the design', () => {
    const wide = layoutOf({ width: 1400, height: 865, scrollbar: 10 }, null, 1284);
    assert.equal(wide.columns, 8);
    assert.equal(wide.row, wide.picture + 54);
    assert.equal(layoutOf({ width: 600, height: 865, scrollbar: 0 }, null, 10).columns, 4);
    assert.equal(layoutOf({ width: 320, height: 865, scrollbar: 0 }, null, 10).columns, 2);
  });

  it('keeps every card inside the page, apart from the next', () => {
    fc.assert(fc.property(room, tile, total, (space, size, count) => {
      const of = layoutOf(space, size, count);
      assert.equal(of.lefts.length, of.columns);
      of.lefts.forEach((left, column) => assert.ok(column === 0 || left >= (of.lefts[column - 1] ?? 0) + of.card + of.gap - 1));
      assert.ok((of.lefts.at(-1) ?? 0) + of.card <= space.width - Math.min(space.scrollbar, 15));
    }));
  });

  it('never asks a browser for more height than it scrolls precisely', () => {
    fc.assert(fc.property(layout, of => of.scrollHeight <= tallest && of.scrollHeight <= of.height));
  });

  it('draws every row that the view shows', () => {
    fc.assert(fc.property(layout, share, (of, part) => {
      const scrollTop = highestScroll(of) * part;
      const window = windowAt(of, scrollTop);
      assert.ok(window.first <= window.from && window.to <= window.end);
      assert.ok(drawnAt(of, window.from, scrollTop) <= 1, 'the first row in view begins at or above its top');
      const below = drawnAt(of, window.to - 1, scrollTop) + of.row;
      assert.ok(window.to === of.rows || below >= of.view - 1, 'the last row in view ends at or below its bottom');
    }));
  });

  it('can bring every card wholly into view', () => {
    fc.assert(fc.property(layout, share, share, (of, part, from) => {
      const index = Math.min(of.total - 1, Math.floor(of.total * part));
      const row = rowOf(of, index);
      const scrollTop = scrollToRow(of, row, highestScroll(of) * from);
      assert.ok(scrollTop >= 0 && scrollTop <= highestScroll(of));
      const top = drawnAt(of, row, scrollTop);
      assert.ok(top >= -1.5, `its top is at ${top}`);
      if (of.row <= of.view) assert.ok(top + of.row <= of.view + 1.5, `its bottom is at ${top + of.row} of ${of.view}`);
      const window = windowAt(of, scrollTop);
      assert.ok(row >= window.first && row < window.end);
    }));
  });

  it('shows the first card at the top and the last card at the bottom', () => {
    fc.assert(fc.property(layout, of => {
      assert.equal(windowAt(of, 0).from, 0);
      assert.equal(windowAt(of, highestScroll(of)).to, of.rows);
    }));
  });

  it('goes down the list whenever the scroll position goes down', () => {
    fc.assert(fc.property(layout, share, share, (of, a, b) => {
      const [low, high] = [Math.min(a, b) * highestScroll(of), Math.max(a, b) * highestScroll(of)];
      assert.ok(placeAt(of, low) <= placeAt(of, high));
      assert.ok(windowAt(of, low).from <= windowAt(of, high).from);
    }));
  });

  it('leads from a scroll position to a place and back', () => {
    fc.assert(fc.property(layout, share, (of, part) => {
      const scrollTop = highestScroll(of) * part;
      assert.ok(Math.abs(scrollTo(of, placeAt(of, scrollTop)) - scrollTop) < 0.01);
    }));
  });

  it('stays where it is when the row is in view already', () => {
    fc.assert(fc.property(layout, share, (of, part) => {
      const scrollTop = highestScroll(of) * part;
      const window = windowAt(of, scrollTop);
      const inView = Array.from({ length: window.to - window.from }, (_, i) => window.from + i)
        .find(row => row * of.row >= placeAt(of, scrollTop) && (row + 1) * of.row <= placeAt(of, scrollTop) + of.view);
      fc.pre(inView !== undefined);
      assert.equal(scrollToRow(of, inView, scrollTop), scrollTop);
    }));
  });

  it('keeps a card at its height when the page or the tiles change, as far as the list goes', () => {
    fc.assert(fc.property(room, room, tile, tile, fc.integer({ min: 1, max: 20_000 }), share, (one, other, size, otherSize, count, part) => {
      const before = layoutOf(one, size, count);
      const after = layoutOf(other, otherSize, count);
      const scrollTop = highestScroll(before) * part;
      const index = windowAt(before, scrollTop).from * before.columns;
      const position = scrollKeeping(before, scrollTop, index, after, index);
      const window = windowAt(after, position);
      const row = rowOf(after, index);
      assert.ok(row >= window.from && row < window.to || position === 0 || Math.abs(position - highestScroll(after)) < 0.01);
    }));
  });

  it('keeps drawn coordinates small', () => {
    fc.assert(fc.property(layout, share, (of, part) => {
      const window = windowAt(of, highestScroll(of) * part);
      // The base row may stand above the view, by at most the rows between two bases.
      assert.ok(window.top > -1_000_000 && window.top <= tallest);
      assert.ok((window.end - window.base) * of.row < 1_000_000);
    }));
  });
});
