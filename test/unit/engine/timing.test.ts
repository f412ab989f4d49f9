import assert from 'node:assert/strict';
import fc from 'fast-check';
import { backoffDelay, pollDelay } from '../../../src/extension/engine/timing.ts';

const unit = fc.double({ min: 0, max: 0.999, noNaN: true });

describe('timing', () => {
  it('never asks faster than the provider allows', () => {
    fc.assert(fc.property(unit, fc.integer({ min: 0, max: 1e8 }), fc.integer({ min: 100, max: 30_000 }), (at, elapsed, atLeast) => {
      const delay = pollDelay(elapsed, atLeast, { random: () => at, backoff: 1000, longest: 15_000 });
      assert.ok(delay >= atLeast);
      assert.ok(delay <= Math.max(atLeast, 15_000) * 1.2);
    }));
  });

  it('backs off further with each trouble, within its limit', () => {
    fc.assert(fc.property(unit, fc.integer({ min: 1, max: 1000 }), (at, troubles) => {
      const delay = backoffDelay(troubles, { random: () => at, backoff: 1000, longest: 60_000 });
      assert.ok(delay >= 500 && delay <= 60_000);
    }));
  });
});
