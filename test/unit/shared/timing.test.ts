import assert from 'node:assert/strict';
import fc from 'fast-check';
import { timingFrom } from '../../../src/shared/timing.ts';

const anyDurations = fc.array(fc.integer({ min: 1000, max: 3_600_000 }), { minLength: 1, maxLength: 200 });

function p95(durations: readonly number[]): number {
  return [...durations].sort((a, b) => a - b)[Math.ceil(durations.length * 0.95) - 1]!;
}

describe('when a job counts as stalled', () => {
  it('is within twice the time that nearly all runs of its model took, once there are enough of them', () => {
    fc.assert(fc.property(anyDurations, durations => {
      const { stalledAfter, runs } = timingFrom(durations, 'text-to-image', 0);
      if (runs >= 8) assert.ok(stalledAfter <= 2 * p95(durations));
      assert.ok(stalledAfter >= 1.5 * p95(durations), 'and clearly longer than they took');
    }));
  });

  it('is judged by a prior for the operation while there are no runs, and by both while there are few', () => {
    const fresh = timingFrom([], 'text-to-video');
    assert.deepEqual([fresh.runs, fresh.usual], [0, null]);
    assert.ok(fresh.stalledAfter > timingFrom([], 'text-to-image').stalledAfter);
    const few = [1, 2, 4, 8].map(n => timingFrom(Array<number>(n).fill(10_000), 'text-to-video').stalledAfter);
    assert.deepEqual(few, [...few].sort((a, b) => b - a), 'with each run the prior says less');
    assert.equal(few.at(-1), 20_000);
  });

  it('is not after a second, however quick the model is', () => {
    assert.equal(timingFrom(Array<number>(50).fill(200), 'text-to-image').stalledAfter, 10_000);
  });

  it('names the middle run as the usual one, whatever the order', () => {
    fc.assert(fc.property(anyDurations, durations => {
      const timing = timingFrom(durations, 'upscale');
      assert.deepEqual(timingFrom([...durations].reverse(), 'upscale'), timing);
      assert.ok(durations.includes(timing.usual!));
    }));
  });
});
