import assert from 'node:assert/strict';
import type { Filter } from '../../../src/shared/model.ts';
import { type Narrow, everything } from '../../../src/shared/narrow.ts';
import type { GalleryItem, Method } from '../../../src/shared/protocol.ts';
import { type Bridge, connect } from '../../../src/webview/bridge.ts';
import { cardAt, cardOf } from '../../../src/webview/gallery/feed.ts';
import { nothingKept } from '../../../src/webview/gallery/kept.ts';
import { columnOf, highestScroll, rangesOf, rowOf, topOf, windowAt } from '../../../src/webview/gallery/layout.ts';
import { type GalleryView, createView } from '../../../src/webview/gallery/view.ts';
import { showCard } from '../../../src/webview/gallery/show.ts';
import { generation, item, items } from './items.ts';

/** A host that holds a list, counts requests and can be slow. */
function hostOf(first: GalleryItem[]) {
  let list = first;
  let rev = 1;
  let receive: (message: unknown) => void = () => undefined;
  const asked: { method: Method; params: { filter: Filter; offset: number } }[] = [];
  const waiting: (() => void)[] = [];
  const state = { slow: false, failing: false };

  const match = (filter: Filter, { search, sort, group } = everything): GalleryItem[] => {
    const found = list.filter(one => one.key.includes(search) && (filter === 'all' || (one.generation === null ? 'completed' : one.generation.facts.end ?? 'active') === filter));
    if (group !== 'none') return found.toSorted((a, b) => (groupOf(a) < groupOf(b) ? -1 : groupOf(a) > groupOf(b) ? 1 : 0));
    return sort === 'name' ? found.toReversed() : found;
  };
  /** The letters before a key's number. */
  const groupOf = ({ key }: GalleryItem): string => key.replace(/\d+$/u, '');
  const groupsOf = (found: GalleryItem[], { group }: Narrow, knows?: string) => {
    if (group === 'none') return {};
    const all = [...Map.groupBy(found, groupOf)].map(([id, list]) => ({ id, label: id, count: list.length }));
    const version = all.map(({ id, count }) => `${id} ${count}`).join().slice(-80) + String(all.length);
    return { groups: { version, all: version === knows ? null : all } };
  };
  const counts = () => ({ all: list.length, active: match('active').length, failed: match('failed').length, completed: match('completed').length });

  function answer(request: { id: number; method: Method; params: { filter: Filter; narrow: Narrow; offset: number; limit: number; knows?: string; wanted: { generation: string } } }): void {
    const { filter, narrow, offset, limit } = request.params;
    asked.push({ method: request.method, params: { filter, offset } });
    const found = match(filter, narrow);
    const result = request.method === 'gallery.page'
      ? { rev, counts: counts(), total: found.length, offset, items: found.slice(offset, offset + limit), indexing: false, ...groupsOf(found, narrow, request.params.knows) }
      : { offset: nullIfNone(found.findIndex(one => one.generation?.id === request.params.wanted.generation)), key: found.find(one => one.generation?.id === request.params.wanted.generation)?.key ?? null };
    const reply = state.failing ? { reply: request.id, ok: false, error: 'The disk is full.' } : { reply: request.id, ok: true, result };
    const send = (): void => receive(structuredClone(reply));
    if (state.slow) waiting.push(send);
    else queueMicrotask(send);
  }
  const bridge: Bridge = connect({ post: message => answer(message as Parameters<typeof answer>[0]), listen: listener => { receive = listener; } });
  return {
    bridge, asked, state,
    change(to: (list: GalleryItem[]) => GalleryItem[]): void {
      list = to(list);
      rev++;
      receive({ event: 'changed', rev, counts: counts() });
    },
    /** Sends the replies that were held back, the last first where `late` says so. */
    deliver(late = false): void {
      for (const send of late ? waiting.splice(0).reverse() : waiting.splice(0)) send();
    },
  };
}

function nullIfNone(index: number): number | null {
  return index === -1 ? null : index;
}

async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise(resolve => setImmediate(resolve));
}

async function viewOf(list: GalleryItem[], kept = nothingKept) {
  const host = hostOf(list);
  const view = createView(host.bridge, kept);
  view.room.value = { width: 1000, height: 700, scrollbar: 10 };
  await view.feed.refresh();
  await settled();
  return { host, view };
}

/** What a person sees: the keys of the cards in view with their height in it. */
function seen(view: GalleryView): Map<string, number> {
  const [layout, window, shown] = [view.layout.value, view.window.value, view.feed.shown.value];
  assert.ok(layout !== null && window !== null && shown !== null);
  const places = new Map<string, number>();
  const scrollTop = view.jump.value?.to ?? 0;
  for (const [from, to] of rangesOf(layout, window.from, window.to)) {
    for (let index = from; index < to; index++) {
      const key = cardAt(shown, index)?.key;
      if (key !== undefined) places.set(key, window.top + topOf(layout, rowOf(layout, index)) - topOf(layout, window.base) - scrollTop + columnOf(layout, index));
    }
  }
  return places;
}

function scrollTo(view: GalleryView, place: number): void {
  // What the page would do with a jump, and what it tells when a person scrolls.
  (view.jump as { value: unknown }).value = { to: place };
  view.scrolled(place);
}

describe('the gallery', () => {
  it('moves nothing in view when cards come in at the top, and says how many', async () => {
    const { host, view } = await viewOf(items('a', 3000));
    scrollTo(view, 20_000);
    await settled();
    const before = seen(view);
    assert.ok(before.size > 10);
    host.change(list => [...items('new', 3), ...list]);
    await settled();
    assert.deepEqual(seen(view), before);
    assert.equal(view.feed.shown.value?.held, 3);
    host.change(list => [...items('newer', 700), ...list]);
    await settled();
    assert.deepEqual(seen(view), before);
    assert.equal(view.feed.shown.value?.held, 703);
  });

  it('shows them at the top, when one goes there or is there', async () => {
    const { host, view } = await viewOf(items('a', 3000));
    scrollTo(view, 20_000);
    host.change(list => [item('new'), ...list]);
    await settled();
    view.toTop();
    await settled();
    assert.equal([...seen(view).keys()][0], 'new');
    host.change(list => [item('newest'), ...list]);
    await settled();
    assert.deepEqual([...seen(view).keys()].slice(0, 2), ['newest', 'new']);
  });

  it('keeps what is in view in its place when cards above it leave', async () => {
    const { host, view } = await viewOf(items('a', 3000));
    const columns = view.layout.value?.columns ?? 1;
    scrollTo(view, 20_000);
    await settled();
    const before = seen(view);
    host.change(list => list.slice(2 * columns));
    await settled();
    assert.deepEqual(seen(view), before);
  });

  it('hands the focus of a card that left to the next one, and of the last one to the one before', async () => {
    const { host, view } = await viewOf(items('a', 20));
    view.hasFocus.value = true;
    view.activate(4);
    host.change(list => list.filter(({ key }) => key !== 'a4'));
    await settled();
    assert.deepEqual(view.active.value, { index: 4, key: 'a5' });
    view.move('last');
    host.change(list => list.slice(0, -1));
    await settled();
    assert.deepEqual(view.active.value, { index: 17, key: 'a18' });
  });

  it('leaves the focus on its card wherever that goes', async () => {
    const { host, view } = await viewOf(items('a', 20));
    view.hasFocus.value = true;
    view.activate(4);
    host.change(list => [item('new'), ...list]);
    await settled();
    assert.deepEqual(view.active.value, { index: 5, key: 'a4' });
  });

  it('fetches what comes into view, and no more than a few screens around it', async () => {
    const { host, view } = await viewOf(items('a', 100_000));
    scrollTo(view, 1_000_000);
    await settled();
    const [layout, window, shown] = [view.layout.value, view.window.value, view.feed.shown.value];
    assert.ok(layout && window && shown);
    assert.ok(cardAt(shown, window.from * layout.columns) && cardAt(shown, window.to * layout.columns - 1));
    assert.ok(host.asked.length <= 5, `${host.asked.length} requests`);
  });

  it('asks again only for what is in sight after a change, once for many changes', async () => {
    const { host, view } = await viewOf(items('a', 100_000));
    scrollTo(view, 1_000_000);
    await settled();
    host.asked.length = 0;
    for (let i = 0; i < 20; i++) host.change(list => list);
    await settled();
    assert.ok(host.asked.length <= 4, `asked for ${host.asked.map(({ params }) => params.offset).join()}`);
    assert.ok(host.asked.every(({ params }) => params.offset > 1000));
    assert.ok(view.feed.shown.value);
  });

  it('shows the filter that was chosen last, whatever answers last', async () => {
    const { host, view } = await viewOf([{ key: 'g', at: 1, generation: generation('g'), asset: null }, ...items('a', 5)]);
    host.state.slow = true;
    const choices = [view.feed.choose({ filter: 'active' }), view.feed.choose({ filter: 'failed' }), view.feed.choose({ filter: 'completed' })];
    for (let i = 0; i < 4; i++) {
      host.deliver(true);
      await settled();
    }
    await Promise.all(choices);
    assert.equal(view.feed.shown.value?.filter, 'completed');
    assert.equal(view.feed.shown.value.pages.total, 5);
  });

  it('is narrowed and put in another order, begins at the top each time, and keeps that over a reload', async () => {
    const { view } = await viewOf([...items('a', 900), ...items('b', 30)]);
    scrollTo(view, 5000);
    await settled();
    const narrow = { ...everything, search: 'b' };
    await view.feed.choose({ narrow });
    assert.equal(view.feed.shown.value?.pages.total, 30);
    assert.equal(view.jump.value?.to, 0);
    const [first] = [...seen(view).keys()];
    await view.feed.choose({ narrow: { ...narrow, sort: 'name' } });
    assert.notEqual([...seen(view).keys()][0], first);
    assert.deepEqual(view.kept.value.narrow, { ...narrow, sort: 'name' });
  });

  it('keeps what is looked at in its place while a narrowed list grows at the top', async () => {
    const { host, view } = await viewOf([...items('a', 900), ...items('b', 2000)], { ...nothingKept, narrow: { ...everything, search: 'b' } });
    scrollTo(view, 9000);
    await settled();
    const before = seen(view);
    host.change(list => [...items('new-b', 4), ...list]);
    await settled();
    assert.deepEqual(seen(view), before);
    assert.equal(view.feed.shown.value?.held, 4);
  });

  it('says why it could not be loaded, and keeps what it shows', async () => {
    const { host, view } = await viewOf(items('a', 5));
    host.state.failing = true;
    await view.feed.refresh();
    assert.equal(view.feed.error.value, 'The disk is full.');
    assert.equal(view.feed.shown.value?.pages.total, 5);
    host.state.failing = false;
    await view.feed.refresh();
    assert.equal(view.feed.error.value, null);
  });

  it('begins where it was before a reload, also when the list has moved meanwhile', async () => {
    const first = await viewOf(items('a', 3000));
    scrollTo(first.view, 20_000);
    await settled();
    const kept = first.view.kept.value;
    assert.ok(kept.anchor);
    const { view } = await viewOf([...items('new', 7), ...items('a', 3000)], kept);
    assert.equal([...seen(view).entries()].find(([, top]) => top >= 0)?.[0].startsWith('a'), true);
    assert.ok(seen(view).has(kept.anchor.key));
  });

  it('keeps the same cards in view when the tiles or the page change', async () => {
    const { view } = await viewOf(items('a', 3000));
    scrollTo(view, 20_000);
    await settled();
    const [first] = [...seen(view).keys()];
    assert.ok(first !== undefined);
    view.tile.value = 256;
    await settled();
    const [layout, shown] = [view.layout.value, view.feed.shown.value];
    assert.ok(layout && shown);
    const row = Math.floor((cardOf(shown, first) ?? -1) / layout.columns);
    const window = windowAt(layout, view.jump.value?.to ?? 0);
    assert.ok(Math.abs(row - window.from) <= 1);
  });

  it('shows a generation that the filter hides by showing all, and gives it the focus', async () => {
    const list = [...items('a', 900), { key: 'lost', at: 1, generation: generation('g'), asset: null }, ...items('b', 300)];
    const { host, view } = await viewOf(list, { ...nothingKept, filter: 'failed' });
    assert.equal(view.feed.shown.value?.pages.total, 0);
    await showCard(host.bridge, view, { generation: 'g' });
    await settled();
    assert.deepEqual(view.feed.query.value, { filter: 'all', narrow: everything });
    assert.deepEqual(view.active.value, { index: 900, key: 'lost' });
    assert.equal(view.focusCalls.value, 1);
    assert.ok(seen(view).has('lost'));
    await assert.rejects(showCard(host.bridge, view, { generation: 'nowhere' }), /no card/);
  });

  it('looks at one card alone, goes on from card to card, and comes back to the one it was at', async () => {
    const { host, view } = await viewOf(items('a', 900));
    view.enlarge(3);
    assert.deepEqual([view.large.value, view.active.value.index, view.focusCalls.value], [true, 3, 0]);
    for (let n = 0; n < 400; n++) view.step(1);
    await settled();
    assert.deepEqual(view.active.value, { index: 403, key: 'a403' });
    assert.ok(seen(view).has('a403'), 'the grid goes along');
    assert.deepEqual(view.kept.value.anchor, { key: 'a403', index: 403 });
    host.change(list => list.filter(one => one.key !== 'a403'));
    await settled();
    assert.equal(view.active.value.key, 'a404', 'the next one where it is gone');
    view.step(-100_000);
    assert.equal(view.active.value.index, 0);
    view.step(100_000);
    view.shrink();
    assert.deepEqual([view.large.value, view.active.value.index, view.focusCalls.value], [false, 898, 1]);
  });

  it('reaches the last of 100,000 cards by one key', async () => {
    const { view } = await viewOf(items('a', 100_000));
    view.move('last');
    await settled();
    assert.ok(seen(view).has('a99999'));
    assert.deepEqual(view.active.value, { index: 99_999, key: 'a99999' });
    assert.ok((view.jump.value?.to ?? 0) <= highestScroll(view.layout.value ?? assert.fail()));
  });

  describe('in groups', () => {
    const inFolders = { ...nothingKept, narrow: { ...everything, group: 'folder' as const } };
    const three = (): GalleryItem[] => [...items('a', 500), ...items('b', 40_000), ...items('c', 500)];

    it('shows each under its header, and what comes in anywhere moves nothing in view', async () => {
      const { host, view } = await viewOf(three(), inFolders);
      assert.deepEqual(view.layout.value?.sections.map(({ id, count }) => [id, count]), [['a', 500], ['b', 40_000], ['c', 500]]);
      scrollTo(view, 60_000);
      await settled();
      const before = seen(view);
      assert.ok(before.size > 10 && [...before.keys()].every(key => key.startsWith('b')));
      // As many as make whole rows, else all cards of the group go on by some columns.
      const columns = view.layout.value.columns;
      host.change(list => [...items('a-new', 30), ...items('aa', 3), ...list.slice(0, 500), ...Array.from({ length: columns }, (_, n) => item(`b-${n}`)), ...list.slice(500)]);
      await settled();
      assert.deepEqual(seen(view), before);
      assert.equal(view.feed.shown.value?.held, 0);
    });

    it('folds and unfolds a group where it stands, keeps that over a reload, and fetches nothing of what is folded', async () => {
      const { host, view } = await viewOf(three(), inFolders);
      scrollTo(view, 60_000);
      await settled();
      view.fold('b');
      await settled();
      const layout = view.layout.value ?? assert.fail();
      assert.equal(view.jump.value?.to, layout.sections[1]?.top, 'its header stays at the top of the view');
      assert.deepEqual(view.kept.value.folded, ['b']);
      assert.ok([...seen(view).keys()].every(key => key.startsWith('c')));
      const { view: again, host: other } = await viewOf(three(), view.kept.value);
      await settled();
      assert.equal(again.layout.value?.height, layout.height);
      scrollTo(again, layout.sections[1]?.top ?? 0);
      await settled();
      assert.ok([...host.asked, ...other.asked].filter(({ params }) => params.offset > 12_000 && params.offset < 40_000).length === 0);
      view.fold('b', true);
      assert.deepEqual(view.kept.value.folded, ['b']);
      view.fold('b');
      assert.deepEqual(view.kept.value.folded, []);
    });

    it('gives a folded group’s header the place of the card that is in it, and leads on from there by the keys', async () => {
      const { view } = await viewOf(three(), inFolders);
      view.hasFocus.value = true;
      view.activate(3);
      view.fold('a');
      assert.equal(view.head.value, 'a');
      view.move('down');
      assert.equal(view.head.value, 'b');
      view.move('down');
      assert.deepEqual([view.head.value, view.active.value.index], [null, 503]);
      view.move('up');
      view.move('up');
      assert.equal(view.head.value, 'a');
      view.goTo({ index: 7, key: 'a7' });
      assert.deepEqual([view.head.value, view.kept.value.folded], [null, []], 'a card that is gone to is unfolded');
      assert.ok(seen(view).has('a7'));
      view.move('last');
      await settled();
      assert.ok(seen(view).has('c499'));
    });

    it('chooses no card that is folded away', async () => {
      const { view } = await viewOf([...items('a', 4), ...items('b', 4), ...items('c', 4)], inFolders);
      view.fold('b');
      view.activate(2);
      view.extend('right');
      view.extend('right');
      await settled();
      assert.deepEqual([...view.selection.cards.value.keys()], ['a2', 'a3', 'c0']);
      await view.selection.all();
      assert.equal(view.selection.cards.value.size, 8);
    });

    it('asks once for the groups, and again when they are others', async () => {
      const { host, view } = await viewOf(three(), inFolders);
      const { groups } = view.feed.shown.value ?? assert.fail();
      host.change(list => list);
      await settled();
      assert.equal(view.feed.shown.value?.groups, groups, 'they did not travel again');
      host.change(list => [...list, item('d0')]);
      await settled();
      assert.deepEqual(view.layout.value?.sections.map(({ id }) => id), ['a', 'b', 'c', 'd']);
    });

    it('stays where it is among folded groups when another one comes', async () => {
      const list = Array.from({ length: 400 }, (_, n) => item(`g${String.fromCodePoint(0x4e00 + n)}0`));
      const { host, view } = await viewOf(list, { ...inFolders, folded: list.map(({ key }) => key.slice(0, -1)) });
      scrollTo(view, 5000);
      await settled();
      host.change(all => [item('first0'), ...all]);
      await settled();
      assert.equal(view.jump.value?.to, 5000 + (view.layout.value?.sections[0]?.rows ?? 0) * (view.layout.value?.row ?? 0) + 28);
    });
  });
});
