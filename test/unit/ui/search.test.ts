/** Searching narrows the view while words are typed, and leaving takes that back, whatever came between. */
import assert from 'node:assert/strict';
import type { Filter } from '../../../src/extension/ui/tree/filter.ts';
import { until } from '../until.ts';
import { clearScreen, screen, withVscode } from './fake-vscode.ts';

describe('searching the Generations view', () => {
  let search: typeof import('../../../src/extension/ui/commands/search.ts').search;
  let kept: Filter;
  const view = {
    narrowedTo: { groups: [], providers: [], search: '' } as Filter,
    narrowTo: (filter: Filter, keep = true) => { view.narrowedTo = filter; if (keep) kept = filter; },
  };

  beforeEach(async () => {
    clearScreen();
    ({ search } = await withVscode(() => import('../../../src/extension/ui/commands/search.ts')));
    view.narrowTo({ groups: ['failed'], providers: [], search: 'castle' });
  });

  const begin = async (): Promise<{ done: Promise<void>; input: NonNullable<typeof screen.input> }> => {
    const before = screen.input;
    const done = search(view as never);
    return { done, input: await until('the input is there', () => screen.input !== before && screen.input) };
  };

  it('keeps the words that Enter was pressed on', async () => {
    const { done, input } = await begin();
    assert.equal(input.value, 'castle');
    input.type('dusk');
    assert.deepEqual([view.narrowedTo.search, kept.search], ['dusk', 'castle']);
    input.accepted.fire();
    await done;
    assert.deepEqual([view.narrowedTo, kept], [{ groups: ['failed'], providers: [], search: 'dusk' }, view.narrowedTo]);
  });

  it('takes back what was only typed, also where it was begun a second time meanwhile', async () => {
    const first = await begin();
    first.input.type('dusk');
    const second = await begin();
    await first.done;
    assert.equal(second.input.value, 'dusk', 'the second goes on where the first was');
    assert.equal(view.narrowedTo.search, 'dusk');
    second.input.type('dawn');
    second.input.hide();
    await second.done;
    assert.deepEqual([view.narrowedTo.search, kept.search], ['castle', 'castle']);
  });
});
