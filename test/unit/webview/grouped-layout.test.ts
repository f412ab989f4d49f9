import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type Layout, cardAtOrdinal, cardFrom, cardsOf, columnOf, headHeight, heightOf, highestScroll, isHead, layoutOf, openIn, ordinalOf, placeAt, rangesOf, rowAt, rowOf, scrollKeeping, scrollTo,
  scrollToRow, sectionOf, sectionOfRow, tallest, tileSize, topCard, topOf, windowAt,
} from '../../../src/webview/gallery/layout.ts';
import { type Move, type Spot, movedAmong } from '../../../src/webview/gallery/moves.ts';

const room = fc.record({ width: fc.integer({ min: 200, max: 4000 }), height: fc.integer({ min: 100, max: 2200 }), scrollbar: fc.constantFrom(0, 10, 15) });
const tile = fc.option(fc.integer({ min: 0, max: 14 }).map(step => tileSize.min + step * tileSize.step), { nil: null });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const groups = fc.oneof(
  fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 30 }),
  // Some are large enough for scrolling to be scaled.
  fc.array(fc.tuple(fc.integer({ min: 1, max: 200_000 }), fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 6 }),
).map(all => ({ all: all.map(([count], n) => ({ id: `g${n}`, label: '', count })), folded: new Set(all.flatMap(([, fold], n) => (fold === 0 ? [`g${n}`] : []))) }));
type Groups = ReturnType<typeof of>;
const of = (all: number[], folded: number[] = []) => ({ all: all.map((count, n) => ({ id: `g${n}`, label: '', count })), folded: new Set(folded.map(n => `g${n}`)) });
const made = (space: { width: number; height: number; scrollbar: number }, size: number | null, known: Groups): Layout => layoutOf(space, size, known.all.reduce((sum, { count }) => sum + count, 0), known);
const layout = fc.tuple(room, tile, groups).map(([...known]) => made(...known));
const every = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
/** Few enough to be looked at one by one. */
const small = layout.filter(({ total }) => total < 3000);
const spaceOf = { width: 500, height: 600, scrollbar: 10 };

describe('the layout in groups', () => {
  it('begins each group on a new row under its header', () => {
    const three = made(spaceOf, null, of([5, 2, 4], [1]));
    assert.equal(three.columns, 3);
    assert.deepEqual(every(three.rows).map(row => isHead(three, row)), [true, false, false, true, true, false, false]);
    assert.deepEqual(every(11).map(index => rowOf(three, index)), [1, 1, 1, 2, 2, 3, 3, 5, 5, 5, 6]);
    assert.equal(topOf(three, 3), headHeight + 2 * three.row);
    assert.equal(three.height, 3 * headHeight + 4 * three.row);
  });

  it('gives every card that is not folded away exactly one place, in the order of the list', () => {
    fc.assert(fc.property(small, it => {
      const found = every(it.rows).flatMap(row => {
        const [from, to] = cardsOf(it, row);
        assert.ok(to - from <= it.columns);
        assert.equal(to === from, isHead(it, row), 'a row has cards or is a header');
        return every(to - from).map(n => {
          assert.deepEqual([rowOf(it, from + n), columnOf(it, from + n)], [row, n]);
          return from + n;
        });
      });
      assert.deepEqual(found, every(it.total).filter(index => !sectionOf(it, index).folded));
    }));
  });

  it('lets no row overlap the next, and leaves nothing between them', () => {
    fc.assert(fc.property(small, it => {
      let place = 0;
      for (const row of every(it.rows)) {
        assert.equal(topOf(it, row), place);
        assert.equal(rowAt(it, place), row);
        assert.equal(rowAt(it, place + heightOf(it, row) - 0.5), row);
        place += heightOf(it, row);
      }
      assert.equal(place, it.height);
    }));
  });

  it('draws every row that the view shows, and the last one at its end', () => {
    fc.assert(fc.property(layout, share, (it, part) => {
      const scrollTop = highestScroll(it) * part;
      const window = windowAt(it, scrollTop);
      const drawn = (row: number): number => window.top + topOf(it, row) - topOf(it, window.base) - scrollTop;
      assert.ok(it.scrollHeight <= tallest && window.first <= window.from && window.to <= window.end);
      assert.ok(drawn(window.from) <= 1);
      assert.ok(window.to === it.rows || drawn(window.to - 1) + heightOf(it, window.to - 1) >= it.view - 1);
      assert.ok(window.end - window.first <= Math.ceil(it.view / headHeight) + 6, 'no more rows than fit');
      const end = highestScroll(it);
      assert.equal(windowAt(it, end).to, it.rows);
    }));
  });

  it('can bring every row wholly into view, clear of the header that stays at the top', () => {
    // From anywhere, and from where the row is just under the header.
    fc.assert(fc.property(layout, share, share, fc.option(fc.integer({ min: 0, max: headHeight })), (it, part, from, under) => {
      const row = Math.min(it.rows - 1, Math.floor(it.rows * part));
      const scrollTop = scrollToRow(it, row, under === null ? highestScroll(it) * from : scrollTo(it, topOf(it, row) - under));
      assert.ok(scrollTop >= 0 && scrollTop <= highestScroll(it));
      const top = topOf(it, row) - placeAt(it, scrollTop);
      const stuck = sectionOfRow(it, rowAt(it, placeAt(it, scrollTop) + 0.01)).row === row;
      assert.ok(top >= (stuck || isHead(it, row) && top < 1 ? -0.5 : headHeight - 0.5), `its top is at ${top}`);
      if (it.row + headHeight <= it.view) assert.ok(top + heightOf(it, row) <= it.view + 0.5);
    }));
  });

  it('brings a header that is half under the one at the top out of there, and leaves one that stays at the top where it is', () => {
    const many = made(spaceOf, null, of([30, 30, 30]));
    const head = many.sections[1]!;
    assert.equal(scrollToRow(many, head.row, head.top - 5), head.top - headHeight);
    assert.equal(scrollToRow(many, head.row, head.top), head.top);
    assert.equal(scrollToRow(many, head.row, head.top + 900), head.top);
    assert.equal(scrollToRow(many, head.row + 1, head.top + 900), head.top);
  });

  it('leads from a scroll position to a place and back, and from a card to its number among those that show and back', () => {
    fc.assert(fc.property(layout, share, (it, part) => {
      const scrollTop = highestScroll(it) * part;
      assert.ok(Math.abs(scrollTo(it, placeAt(it, scrollTop)) - scrollTop) < 0.01);
      fc.pre(it.open > 0);
      const ordinal = Math.min(it.open - 1, Math.floor(it.open * part));
      const card = cardAtOrdinal(it, ordinal);
      assert.equal(sectionOf(it, card).folded, false);
      assert.equal(ordinalOf(it, card), ordinal);
    }));
  });

  it('tells the cards of rows, and those of a range, without what is folded away', () => {
    fc.assert(fc.property(small, share, share, (it, a, b) => {
      const flat = (ranges: readonly (readonly [number, number])[]): number[] => ranges.flatMap(([from, to]) => every(to - from).map(n => from + n));
      const [first, end] = [Math.floor(Math.min(a, b) * it.rows), Math.ceil(Math.max(a, b) * it.rows)];
      assert.deepEqual(flat(rangesOf(it, first, end)), every(it.rows).slice(first, end).flatMap(row => flat([cardsOf(it, row)])));
      const [from, to] = [Math.floor(Math.min(a, b) * it.total), Math.ceil(Math.max(a, b) * it.total)];
      assert.deepEqual(flat(openIn(it, from, to)), every(it.total).slice(from, to).filter(index => !sectionOf(it, index).folded));
      const card = cardFrom(it, first);
      assert.equal(card, every(it.total).find(index => !sectionOf(it, index).folded && rowOf(it, index) >= first) ?? null);
    }));
  });

  it('keeps a card at its height when groups come before it, as far as the list goes', () => {
    fc.assert(fc.property(room, tile, groups, fc.integer({ min: 1, max: 500 }), share, (space, size, known, count, part) => {
      const before = made(space, size, known);
      const after = made(space, size, { ...known, all: [{ id: 'new', label: '', count }, ...known.all] });
      const scrollTop = highestScroll(before) * part;
      const card = topCard(before, scrollTop);
      const position = scrollKeeping(before, scrollTop, card, after, card + count);
      const was = topOf(before, rowOf(before, card)) - placeAt(before, scrollTop);
      const is = topOf(after, rowOf(after, card + count)) - placeAt(after, position);
      assert.ok(Math.abs(was - is) < 0.1 || position === 0 || Math.abs(position - highestScroll(after)) < 0.01, `${was} became ${is}`);
    }));
  });

  it('finds places among 2,000 groups of 100,000 cards by few comparisons', () => {
    const it = made({ width: 1400, height: 900, scrollbar: 10 }, null, of(every(2000).map(() => 50)));
    let looks = 0;
    const counting = { ...it, sections: new Proxy(it.sections, { get: (target, key, self) => { if (typeof key === 'string' && /^\d+$/u.test(key)) looks++; return Reflect.get(target, key, self) as unknown; } }) };
    windowAt(counting, highestScroll(it) * 0.7);
    rowOf(counting, 77_777);
    movedAmong(counting, { index: 77_777, head: null }, 'page-down');
    assert.ok(looks < 400, `${looks} looks`);
  });
});

describe('the arrow keys among groups', () => {
  const it_ = made(spaceOf, null, of([5, 2, 4], [1]));
  const go = (spot: Partial<Spot>, ...moves: Move[]): Spot => moves.reduce((at, move) => movedAmong(it_, at, move), { index: 0, head: null, ...spot });

  it('lead over headers, and past what is folded away', () => {
    assert.deepEqual(go({ index: 1 }, 'up'), { index: 1, head: 0 });
    assert.deepEqual(go({ index: 1 }, 'up', 'down'), { index: 1, head: null });
    assert.deepEqual(go({ index: 4 }, 'down'), { index: 4, head: 3 });
    assert.deepEqual(go({ index: 4 }, 'down', 'down', 'down'), { index: 8, head: null });
    assert.deepEqual(go({ index: 4 }, 'right'), { index: 7, head: null });
    assert.deepEqual(go({ index: 7 }, 'left'), { index: 4, head: null });
    assert.deepEqual(go({ index: 8 }, 'row-start'), { index: 7, head: null });
    assert.deepEqual(go({ index: 3 }, 'row-end'), { index: 4, head: null });
    assert.deepEqual(go({ index: 3 }, 'last'), { index: 10, head: null });
    assert.deepEqual(go({ index: 9 }, 'first'), { index: 0, head: null });
  });

  it('never lead out of the list or into what is folded, and reach every row', () => {
    const moves: Move[] = ['left', 'right', 'up', 'down', 'row-start', 'row-end', 'first', 'last', 'page-up', 'page-down'];
    fc.assert(fc.property(small, fc.array(fc.constantFrom(...moves), { maxLength: 30 }), (of_, way) => {
      let spot: Spot = movedAmong(of_, { index: 0, head: 0 }, 'first');
      for (const move of way) {
        spot = movedAmong(of_, spot, move);
        if (spot.head === null) assert.ok(spot.index >= 0 && spot.index < of_.total && !sectionOf(of_, spot.index).folded, `${move} leads to ${spot.index}`);
        else assert.ok(isHead(of_, spot.head));
      }
      const rowIs = ({ index, head }: Spot): number => head ?? rowOf(of_, index);
      spot = { index: 0, head: 0 };
      for (const row of every(of_.rows)) {
        assert.equal(rowIs(spot), row);
        spot = movedAmong(of_, spot, 'down');
      }
      for (const row of every(of_.rows).reverse()) {
        assert.equal(rowIs(spot), row);
        spot = movedAmong(of_, spot, 'up');
      }
      for (spot = { index: 0, head: 0 }; rowIs(spot) < of_.rows - 1;) {
        const next = movedAmong(of_, spot, 'page-down');
        assert.ok(rowIs(next) > rowIs(spot));
        spot = next;
      }
    }));
  });
});
