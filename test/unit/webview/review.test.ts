import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Verdict } from '../../../src/shared/model.ts';
import type { GalleryItem } from '../../../src/shared/protocol.ts';
import type { Bridge } from '../../../src/webview/bridge.ts';
import { type Review, createReview } from '../../../src/webview/gallery/review/review.ts';
import { until } from '../until.ts';
import { generation, item } from './items.ts';

/** A host that keeps verdicts and lists them, and can be slow or refuse. */
function hostOf(keys: readonly string[]) {
  let results = keys.map(item);
  const state = { refuses: false, running: [] as GalleryItem[] };
  const held: (() => void)[] = [];
  let slow = false;
  const request = (): Promise<unknown> => Promise.resolve(structuredClone({ items: results, running: state.running }));
  const judge = async (id: string, verdict: Verdict): Promise<void> => {
    if (state.refuses) throw new Error('The disk is full.');
    if (slow) await new Promise<void>(resolve => { held.push(resolve); });
    results = results.map(one => one.asset!.id === id ? { ...one, asset: { ...one.asset!, verdict } } : one);
  };
  return {
    state, judge, bridge: { request, on: () => undefined } as unknown as Bridge,
    verdicts: () => results.map(one => one.asset!.verdict),
    change: (to: (list: GalleryItem[]) => GalleryItem[]) => { results = to(results); },
    /** Verdicts are kept only when they are let through, one at a time. */
    slow: () => { slow = true; },
    letThrough: () => held.shift()?.(),
  };
}

async function settled(): Promise<void> {
  for (let n = 0; n < 10; n++) await new Promise(resolve => setImmediate(resolve));
}

async function reviewOf(...keys: string[]): Promise<{ host: ReturnType<typeof hostOf>; review: Review }> {
  const host = hostOf(keys);
  const review = createReview(host.bridge, 0, host.judge);
  await review.refresh();
  return { host, review };
}

const at = (review: Review): string | undefined => review.items.value?.[review.index.value]?.key;

describe('a review', () => {
  it('begins with the first that nobody has judged, and goes on to the next one that is open', async () => {
    const { host, review } = await reviewOf('a', 'b', 'c');
    assert.equal(at(review), 'a');
    review.decide('favourite');
    assert.equal(at(review), 'b');
    review.step(1);
    review.decide('discarded');
    assert.equal(at(review), 'b', 'the one that was passed over');
    review.decide('discarded');
    await settled();
    assert.deepEqual(host.verdicts(), ['favourite', 'discarded', 'discarded']);
    assert.deepEqual(review.tally.value, { accepted: 1, rejected: 2, open: 0 });
    assert.equal(review.accepted.value?.key, 'a');
  });

  it('shows a decision at once, also while the host is slow, and what was decided anew meanwhile stays', async () => {
    const { host, review } = await reviewOf('a', 'b');
    host.slow();
    review.decide('favourite');
    review.step(-1);
    review.decide('discarded');
    assert.deepEqual(review.tally.value, { accepted: 0, rejected: 1, open: 1 });
    host.letThrough();
    await settled();
    assert.deepEqual([host.verdicts(), review.tally.value], [['favourite', null], { accepted: 0, rejected: 1, open: 1 }]);
    host.letThrough();
    await settled();
    assert.deepEqual([host.verdicts(), review.tally.value], [['discarded', null], { accepted: 0, rejected: 1, open: 1 }]);
  });

  it('is as before where a verdict could not be kept', async () => {
    const { host, review } = await reviewOf('a', 'b');
    host.state.refuses = true;
    review.decide('favourite');
    await settled();
    assert.deepEqual(review.tally.value, { accepted: 0, rejected: 0, open: 2 });
  });

  it('takes in what comes, at the end, without leaving the one that is looked at; one that goes away gives way to the next', async () => {
    const { host, review } = await reviewOf('a', 'b', 'c');
    review.step(1);
    host.change(list => [...list, item('d')]);
    host.state.running = [{ key: 'g', at: 1, generation: generation('g'), asset: null }];
    await review.refresh();
    assert.deepEqual([at(review), review.items.value?.length, review.running.value.length], ['b', 4, 1]);
    host.change(list => list.filter(one => one.key !== 'b'));
    await review.refresh();
    assert.equal(at(review), 'c');
    host.change(() => []);
    await review.refresh();
    assert.deepEqual([at(review), review.index.value, review.tally.value.open], [undefined, -1, 0]);
    review.decide('favourite');
    review.undo();
    host.change(() => [item('e')]);
    await review.refresh();
    assert.equal(at(review), 'e');
  });

  it('every decision is taken back by one undo, the last first; verdicts exclude each other and nothing is lost', async () => {
    const command = fc.constantFrom('accept', 'reject', 'left', 'right', 'undo');
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.array(command, { maxLength: 25 }), async (n, commands) => {
      const keys = Array.from({ length: n }, (_, place) => `k${place}`);
      const { host, review } = await reviewOf(...keys);
      const states: string[] = [];
      for (const each of commands) {
        const before = JSON.stringify(host.verdicts());
        if (each === 'accept' || each === 'reject') {
          states.push(before);
          review.decide(each === 'accept' ? 'favourite' : 'discarded');
        } else if (each === 'undo') review.undo();
        else review.step(each === 'left' ? -1 : 1);
        await settled();
        if (each === 'undo' && states.length > 0) assert.equal(JSON.stringify(host.verdicts()), states.pop());
        const { accepted, rejected, open } = review.tally.value;
        assert.equal(accepted + rejected + open, n);
        assert.deepEqual(review.items.value?.map(({ key }) => key), keys);
        assert.ok(review.index.value >= 0 && review.index.value < n);
        assert.equal(review.canUndo.value, states.length > 0);
      }
      while (review.canUndo.value) {
        review.undo();
        await settled();
      }
      assert.ok(host.verdicts().every(verdict => verdict === null));
    }), { numRuns: 60 });
  });

  it('says why the results could not be read', async () => {
    const review = createReview({ request: () => Promise.reject(new Error('The history is locked.')), on: () => undefined }, 0, () => Promise.resolve());
    await review.refresh();
    await until('it says why', () => review.error.value === 'The history is locked.');
    assert.equal(review.items.value, null);
  });
});
