import assert from 'node:assert/strict';
import { signal } from '@preact/signals';
import fc from 'fast-check';
import type { GalleryItem } from '../../../src/shared/protocol.ts';
import type { Bridge } from '../../../src/webview/bridge.ts';
import { createAbout } from '../../../src/webview/gallery/large/about.ts';
import { createFulls } from '../../../src/webview/gallery/large/fulls.ts';
import { type Zoom, fitScale, isBeyond, scaleOf, stepped } from '../../../src/webview/gallery/large/zoom.ts';
import { until } from '../until.ts';
import { asset, item } from './items.ts';

const size = fc.record({ width: fc.integer({ min: 1, max: 12_000 }), height: fc.integer({ min: 1, max: 12_000 }) });

describe('a picture in the large view', () => {
  it('is there as a whole when it fits, and no larger than it is but for pixel art', () => {
    fc.assert(fc.property(size, size, (picture, room) => {
      const scale = fitScale(picture, room);
      assert.ok(scale > 0);
      const small = Math.max(picture.width, picture.height) <= 64;
      assert.ok(scale <= 1 || small && Number.isInteger(scale));
      assert.equal(isBeyond('fit', picture, room), false);
    }));
    assert.equal(fitScale({ width: 16, height: 16 }, { width: 330, height: 200 }), 12);
    assert.equal(fitScale({ width: 100, height: 100 }, { width: 0, height: 0 }), 1);
  });

  it('comes back to where it was when it is zoomed in and out again, and every step is one', () => {
    fc.assert(fc.property(size, size, fc.array(fc.constantFrom<1 | -1>(1, -1), { maxLength: 40 }), (picture, room, steps) => {
      let zoom: Zoom = 'fit';
      for (const direction of steps) {
        const before = scaleOf(zoom, picture, room);
        zoom = stepped(zoom, picture, room, direction);
        const after = scaleOf(zoom, picture, room);
        assert.ok(direction === 1 ? after > before || after >= 32 || before >= 32 : after < before || after <= 0.02);
      }
      const there = stepped(1, picture, room, 1);
      assert.equal(stepped(there, picture, room, -1), 1);
    }));
  });
});

describe('whole pictures', () => {
  it('are fetched once, few are held, and what is let go is released', async () => {
    const fetched: string[] = [];
    const released: string[] = [];
    const fulls = createFulls({
      fetch: url => { fetched.push(url); return Promise.resolve(new Blob([url])); },
      address: blob => `blob:${blob.size}-${fetched.length}`, release: url => { released.push(url); }, kept: 3,
    });
    const files = ['a', 'b', 'c', 'd'].map(name => asset(`${name}.png`));
    for (const file of files.slice(0, 3)) {
      const full = fulls.of(file);
      await until('it came', () => full.value !== null);
      assert.equal(fulls.of(file), full);
    }
    fulls.of(files[0]!);
    fulls.of(files[3]!);
    assert.deepEqual(fetched, ['/a.png', '/b.png', '/c.png', '/d.png']);
    assert.equal(released.length, 1, 'the one that was not looked at for longest');
    await until('it came', () => fulls.of(files[3]!).value !== null);
    fulls.clear();
    assert.equal(released.length, 4);
  });

  it('that come late, after they were let go, are not held', async () => {
    const answers: ((blob: Blob) => void)[] = [];
    const made: string[] = [];
    const fulls = createFulls({ fetch: () => new Promise(resolve => { answers.push(resolve); }), address: () => { made.push('one'); return 'blob:1'; }, release: () => undefined });
    const full = fulls.of(asset('a.png'));
    fulls.clear();
    answers[0]!(new Blob(['late']));
    await new Promise(resolve => setImmediate(resolve));
    assert.deepEqual([full.value, made], [null, []]);
  });

  it('say so where they did not come', async () => {
    const fulls = createFulls({ fetch: () => Promise.reject(new Error('status 404')), address: () => '', release: () => undefined });
    const full = fulls.of(asset('a.png'));
    await until('it failed', () => full.value !== null);
    assert.deepEqual(full.value, { failed: true });
  });
});

describe('what is known of the one that is looked at', () => {
  function asking(answer: (id: string) => Promise<unknown>): { asked: string[]; bridge: Bridge } {
    const asked: string[] = [];
    const request = (_method: string, { id }: { id: string }): Promise<unknown> => { asked.push(id); return answer(id); };
    return { asked, bridge: { request, on: () => undefined } as unknown as Bridge };
  }
  const details = (id: string): unknown => ({ asset: { id } });

  it('is asked for when one stays, not of those that are leafed through', async () => {
    const { asked, bridge } = asking(id => Promise.resolve(details(id)));
    const shown = signal<GalleryItem | null>(null);
    const about = createAbout(bridge, shown, 5);
    for (const name of ['a', 'b', 'c']) shown.value = item(name);
    await until('it is known', () => about.details.value !== null);
    assert.deepEqual([asked, about.details.value?.asset.id], [['asset-c.png'], 'asset-c.png']);
    about.stop();
  });

  it('is asked for again when the same one changed, and stays until the answer is there', async () => {
    const { asked, bridge } = asking(id => Promise.resolve(details(id)));
    const shown = signal<GalleryItem | null>(item('a'));
    const about = createAbout(bridge, shown, 1);
    await until('it is known', () => about.details.value !== null);
    shown.value = { ...item('a'), at: 2 };
    assert.notEqual(about.details.value, null);
    await until('it is asked again', () => asked.length === 2);
    shown.value = item('b');
    assert.equal(about.details.value, null, 'another one has its own');
    about.stop();
  });

  it('says why where it can\'t be told, and an answer of one before is dropped', async () => {
    const late = new Map<string, (value: unknown) => void>();
    const { asked, bridge } = asking(id => id === 'asset-c.png' ? Promise.reject(new Error('gone')) : new Promise(resolve => { late.set(id, resolve); }));
    const shown = signal<GalleryItem | null>(item('a'));
    const about = createAbout(bridge, shown, 1);
    await until('it is asked', () => asked.length === 1);
    shown.value = item('c');
    await until('it says why', () => about.error.value !== null);
    late.get('asset-a.png')!(details('asset-a.png'));
    await new Promise(resolve => setImmediate(resolve));
    assert.deepEqual([about.details.value, about.error.value], [null, 'gone']);
    about.stop();
  });
});
