import assert from 'node:assert/strict';
import { phaseTable, phases, groups, groupLabel, canCancel, canRetry, canFetchAgain, statusOf } from '../../../src/shared/status.ts';
import { duration, percent, price, stateReason, stateSpoken, stateTitle } from '../../../src/shared/text.ts';
import { snippet } from '../../../src/shared/model.ts';
import * as become from '../../../src/extension/engine/transitions.ts';
import { fresh } from '../engine/facts.ts';

const timing = { stalledAfter: 60_000 };
const sent = fresh({ sentAt: 2000 });
const running = become.polled(become.accepted(sent, 2100, { kind: 'accepted', remoteId: 'r' }), 2200, { kind: 'running', word: 'generating', progress: 0.62 }, 3000);

describe('the state of a generation', () => {
  it('is derived from facts and time alone', () => {
    const at = (facts: typeof sent, now = 3000): string => statusOf(facts, now, timing);
    assert.equal(at(fresh()), 'waiting');
    assert.equal(at(fresh({ notBefore: 4000 })), 'retry');
    assert.equal(at(fresh({ notBefore: 2000 })), 'waiting');
    assert.equal(at(fresh({ paused: true })), 'paused');
    assert.equal(at(fresh({ heldBecause: 'key' })), 'held');
    assert.equal(at(sent), 'submitting');
    assert.equal(at(become.unconfirmed(sent, 2500)), 'unconfirmed');
    assert.equal(at(become.accepted(sent, 2100, { kind: 'accepted', remoteId: 'r' })), 'accepted');
    assert.equal(at(running), 'running');
    assert.equal(at(become.cancelWished(running, 2300)), 'cancelling');
    assert.equal(at(become.polled(running, 2300, { kind: 'finished', word: 'done', outputs: [{}] }, 0)), 'downloading');
    assert.equal(at(become.cancelWished(fresh(), 2300)), 'cancelled');
  });

  it('is stalled when the provider still says "running" beyond what is usual, and not because nobody asked', () => {
    const saidAt = (now: number): typeof sent => become.polled(running, now, { kind: 'running', word: 'generating' }, now);
    assert.equal(statusOf(saidAt(2099 + timing.stalledAfter), 1e9, timing), 'running', 'a night without a window says nothing');
    assert.equal(statusOf(saidAt(2100 + timing.stalledAfter), 1e9, timing), 'stalled');
    assert.equal(statusOf(become.troubled(running, 2100 + timing.stalledAfter, { class: 'network', sentence: 's' }, 1e6), 1e9, timing), 'stalled', 'asked, and no answer');
    assert.equal(statusOf(become.cancelWished(saidAt(1e6), 1e6), 1e9, timing), 'cancelling');
  });

  it('lets the result be asked for again where it ended here, and not where the provider said so', () => {
    const lost = become.failed(running, 2300, { class: 'lost', sentence: 's' });
    assert.equal(canFetchAgain(lost), true);
    assert.equal(canFetchAgain({ ...lost, remoteId: null }), false);
    assert.equal(canFetchAgain(become.failed(running, 2300, { class: 'moderation', sentence: 's' })), false);
    const unusable = become.failed(become.polled(running, 2300, { kind: 'finished', word: 'done', outputs: [{}] }, 0), 2400, { class: 'provider', sentence: 's' });
    assert.equal(canFetchAgain(unusable), true);
  });

  it('counts a word nobody knows as running and shows it as it came', () => {
    const odd = become.polled(running, 2300, { kind: 'running', word: 'requires_continuation' }, 3000);
    assert.equal(statusOf(odd, 2400, timing), 'running');
    assert.match(stateReason('running', { ...odd, progress: null }, 'fal', 2400), /“requires_continuation”/);
  });

  it('does not fail because a query failed', () => {
    const troubled = become.troubled(running, 2300, { class: 'network', sentence: 's' }, 3000);
    assert.equal(statusOf(troubled, 2400, timing), 'running');
    assert.equal(stateReason('running', troubled, 'fal', 2400), 's', 'what is in the way of asking is told');
  });

  it('has a look and words for each phase, and every group is reached', () => {
    for (const phase of phases) assert.ok(phaseTable[phase].icon && phaseTable[phase].label());
    assert.deepEqual(new Set(phases.map(phase => phaseTable[phase].group)), new Set(groups));
    for (const group of groups) assert.ok(groupLabel[group]());
  });

  it('says what can be done', () => {
    assert.deepEqual([canCancel(fresh()), canRetry(fresh())], [true, false]);
    assert.equal(canCancel(become.cancelWished(running, 2300)), false);
    const failed = become.failed(running, 2300, { class: 'moderation', sentence: 'Refused by moderation.', charged: false });
    assert.deepEqual([canCancel(failed), canRetry(failed)], [false, true]);
    assert.equal(canRetry(become.unconfirmed(sent, 2500)), true);
  });
});

describe('the words', () => {
  it('say who, what, and what it cost', () => {
    const failed = become.failed(running, 2300, { class: 'moderation', sentence: 'Refused by moderation.', charged: false });
    assert.equal(stateReason('failed', failed, 'fal', 2400), 'Refused by moderation. Not charged.');
    assert.equal(stateReason('failed', { ...failed, charge: 0.4 }, 'fal', 2400), 'Refused by moderation. Charged $0.40.');
    assert.equal(stateReason('unconfirmed', become.unconfirmed(sent, 2500), 'fal', 2600), 'The answer was lost. It may be charged.');
    assert.equal(stateTitle('retry', fresh({ notBefore: 15_000 }), 3000), 'Retry in 12 s');
    assert.equal(stateSpoken('running', running, 'fal', 74_100), 'Processing, 62 percent, 1 min 12 s');
    assert.equal(stateReason('completed', { ...running, end: 'completed', cancelWishedAt: 1 }, 'fal', 1), 'after cancel');
  });

  it('give times and prices as people write them', () => {
    assert.deepEqual([38_000, 72_000, 14 * 60_000, 2 * 3_600_000, 60_000].map(duration), ['38 s', '1 min 12 s', '14 min', '2 h', '1 min']);
    assert.equal(percent(0.629), '62 %');
    assert.deepEqual([price(0), price(null), price(0.05)], ['free', 'price not known', 'about $0.05']);
  });

  it('cut a prompt at the end, on one line, without breaking a character', () => {
    assert.equal(snippet('a\n  b'), 'a b');
    assert.equal(snippet('😀'.repeat(70), 10), `${'😀'.repeat(9)}…`);
  });
});
