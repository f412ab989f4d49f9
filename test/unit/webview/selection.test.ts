import assert from 'node:assert/strict';
import { signal } from '@preact/signals';
import fc from 'fast-check';
import { everything } from '../../../src/shared/narrow.ts';
import type { GalleryItem } from '../../../src/shared/protocol.ts';
import type { Query, Shown } from '../../../src/webview/gallery/feed.ts';
import { pageSize } from '../../../src/webview/gallery/pages.ts';
import { createSelection, mostSelected } from '../../../src/webview/gallery/selection.ts';
import { createTypeAhead } from '../../../src/webview/gallery/type-ahead.ts';
import { until } from '../until.ts';
import { items } from './items.ts';

/** A list of which only some pages are here. */
function listOf(all: GalleryItem[], here: readonly number[], held = 0) {
  const query = signal<Query>({ filter: 'all', narrow: everything });
  const pagesOf = (list: GalleryItem[]): Shown => ({
    filter: 'all', narrow: everything, held, indexing: false, groups: [],
    pages: { total: list.length, pages: new Map(here.map(number => [number, { rev: 1, items: list.slice(number * pageSize, (number + 1) * pageSize) }])) },
  });
  const shown = signal<Shown | null>(pagesOf(all));
  const asked: { offset: number; limit: number }[] = [];
  let gate: Promise<void> | null = null;
  const selection = createSelection({
    shown, query,
    ask: async ({ offset, limit }) => {
      asked.push({ offset, limit });
      await gate;
      return { cards: all.slice(offset, offset + limit).map(item => ({ key: item.key, asset: item.asset?.id ?? null, generation: null })) };
    },
  });
  return { selection, asked, query, hold: (until: Promise<void>) => { gate = until; }, replace: (list: GalleryItem[]) => { shown.value = pagesOf(list); } };
}

const keys = ({ selection }: ReturnType<typeof listOf>): string[] => [...selection.cards.value.keys()];
const named = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, n) => `a${from + n}`);

describe('a selection', () => {
  it('is of one after the other, and of all from where the last began', async () => {
    const list = listOf(items('a', 50), [0]);
    list.selection.toggle(3);
    list.selection.toggle(3);
    list.selection.toggle(7);
    assert.deepEqual(keys(list), ['a7']);
    await list.selection.extend(9, 8);
    assert.deepEqual(keys(list), named(7, 10));
    await list.selection.extend(6, 9);
    assert.deepEqual(keys(list).sort(), named(6, 8).sort(), 'the other way it is let go what was on this way');
    list.selection.clear();
    assert.deepEqual([keys(list), list.asked], [[], []]);
    await list.selection.extend(2, 1);
    assert.deepEqual(keys(list), ['a1', 'a2'], 'without a beginning it begins at the card at hand');
  });

  it('reaches cards that are not here, and never more than are chosen at once', async () => {
    const list = listOf(items('a', 5000), [0], 2);
    list.selection.toggle(0);
    assert.deepEqual(keys(list), ['a2'], 'what is held back stands before the list');
    await list.selection.extend(300, 0);
    assert.deepEqual([keys(list).length, keys(list).at(-1), list.asked], [301, 'a302', [{ offset: 2, limit: 301 }]]);
    assert.equal(await list.selection.all(), false);
    assert.equal(keys(list).length, mostSelected);
    list.selection.toggle(0);
    list.selection.toggle(0);
    assert.equal(keys(list).length, mostSelected);
  });

  it('of an answer that comes late is the one that was wished last', async () => {
    const list = listOf(items('a', 5000), [0]);
    const { promise, resolve } = Promise.withResolvers<void>();
    list.hold(promise);
    const late = list.selection.all();
    list.selection.toggle(4);
    resolve();
    await late;
    assert.deepEqual(keys(list), ['a4']);
    const gate = Promise.withResolvers<void>();
    list.hold(gate.promise);
    const other = list.selection.all();
    list.query.value = { filter: 'failed', narrow: everything };
    gate.resolve();
    await other;
    assert.deepEqual(keys(list), ['a4'], 'of another list nothing is taken');
  });

  it('stays with its cards when others come before them', async () => {
    const list = listOf(items('a', 20), [0]);
    list.selection.toggle(5);
    list.replace([...items('new', 3), ...items('a', 20)]);
    await list.selection.extend(10, 9);
    assert.deepEqual(keys(list), ['a5', 'a6', 'a7']);
  });

  it('holds no card twice and only those of the list, whatever is pressed', async () => {
    const step = fc.record({ what: fc.constantFrom('toggle', 'extend', 'all', 'clear'), at: fc.integer({ min: 0, max: 29 }) });
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 30 }), async steps => {
      const list = listOf(items('a', 30), [0]);
      for (const { what, at } of steps) {
        if (what === 'toggle') list.selection.toggle(at);
        else if (what === 'extend') await list.selection.extend(at, at);
        else if (what === 'all') await list.selection.all();
        else list.selection.clear();
        assert.ok(keys(list).every(key => named(0, 30).includes(key)));
        if (what === 'extend') assert.ok(keys(list).includes(`a${at}`));
      }
    }));
  });
});

describe('letters typed on a card', () => {
  it('make a word until there is a rest; the same letter goes on from one to the next', async () => {
    const sought: [string, boolean][] = [];
    const typing = createTypeAhead((name, stays) => { sought.push([name, stays]); }, 20);
    for (const letter of 'ca t') typing.type(letter);
    assert.equal(typing.isEmpty(), false);
    assert.deepEqual(sought.splice(0), [['c', false], ['ca', true], ['ca ', true], ['ca t', true]]);
    await until('there was a rest', () => typing.isEmpty());
    typing.type('c');
    typing.type('c');
    assert.deepEqual(sought, [['c', false], ['c', false]]);
  });
});
