import assert from 'node:assert/strict';
import fc from 'fast-check';
import { newest } from '../../../src/extension/ui/newest.ts';

describe('the newest of many', () => {
  it('are those that sorting all of them would give, whenever they are asked for', () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 10_000 }), { maxLength: 60 });
    fc.assert(fc.property(times, fc.integer({ min: 1, max: 10 }), (all, most) => {
      const list = newest<number>(most);
      for (const [n, at] of all.entries()) {
        list.note(`file ${at}`, at, () => at);
        if (n % 7 === 0) list.list();
      }
      assert.deepEqual(list.list(), [...all].sort((a, b) => b - a).slice(0, most));
    }));
  });

  it('are all that is kept after a look, so that the next look is as quick', () => {
    const list = newest<string>(500);
    for (let n = 0; n < 5000; n++) list.note(`file ${n}`, n, () => '');
    list.list();
    assert.equal(list.size, 500);
  });

  it('are known once, by when they were changed last', () => {
    const list = newest<string>(2);
    for (const [name, at] of [['a', 1], ['b', 2], ['a', 3]] as const) list.note(name, at, () => `${name}${at}`);
    assert.deepEqual(list.list(), ['a1', 'b2']);
  });
});
