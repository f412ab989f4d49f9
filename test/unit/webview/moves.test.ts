import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Move, moveOf, moved } from '../../../src/webview/gallery/moves.ts';

const everyMove: Move[] = ['left', 'right', 'up', 'down', 'row-start', 'row-end', 'first', 'last', 'page-up', 'page-down'];
const grid = fc.record({ total: fc.integer({ min: 1, max: 5000 }), columns: fc.integer({ min: 1, max: 20 }), page: fc.integer({ min: 0, max: 12 }) });

describe('the arrow keys', () => {
  const seven = { total: 7, columns: 3, page: 2 };

  it('go on in the next row', () => {
    assert.equal(moved(2, 'right', seven), 3);
    assert.equal(moved(3, 'left', seven), 2);
  });

  it('stay in the column, and take the last card where the last row is too short', () => {
    assert.equal(moved(1, 'down', seven), 4);
    assert.equal(moved(4, 'down', seven), 6);
    assert.equal(moved(6, 'down', seven), 6);
    assert.equal(moved(1, 'up', seven), 1);
    assert.equal(moved(2, 'page-down', seven), 6);
    assert.equal(moved(6, 'page-up', seven), 0);
  });

  it('reach both ends of the row and of the list', () => {
    assert.equal(moved(4, 'row-start', seven), 3);
    assert.equal(moved(4, 'row-end', seven), 5);
    assert.equal(moved(6, 'row-end', seven), 6);
    assert.equal(moved(4, 'first', seven), 0);
    assert.equal(moved(4, 'last', seven), 6);
  });

  it('never lead out of the list', () => {
    fc.assert(fc.property(grid, fc.nat(), fc.constantFrom(...everyMove), (of, seed, move) => {
      const index = moved(seed % of.total, move, of);
      assert.ok(Number.isInteger(index) && index >= 0 && index < of.total);
    }));
  });

  it('reach every card from every other one', () => {
    fc.assert(fc.property(grid, fc.nat(), fc.nat(), (of, from, to) => {
      let at = from % of.total;
      const goal = to % of.total;
      while (Math.floor(at / of.columns) < Math.floor(goal / of.columns)) at = moved(at, 'down', of);
      while (Math.floor(at / of.columns) > Math.floor(goal / of.columns)) at = moved(at, 'up', of);
      while (at < goal) at = moved(at, 'right', of);
      while (at > goal) at = moved(at, 'left', of);
      assert.equal(at, goal);
    }));
  });

  it('leave keys alone that mean nothing here', () => {
    assert.equal(moveOf('a', false), null);
    assert.equal(moveOf('ArrowLeft', true), null);
    assert.equal(moveOf('Home', true), 'first');
    assert.equal(moveOf('Home', false), 'row-start');
  });
});
