import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Limits, decide } from '../../../src/extension/engine/decide.ts';
import * as become from '../../../src/extension/engine/transitions.ts';
import type { StoredAttempt } from '../../../src/extension/store/attempts.ts';
import type { RecoveryMode } from '../../../src/shared/model.ts';
import { statusOf } from '../../../src/shared/status.ts';
import { anyRecovery, fresh } from './facts.ts';

const free: Limits = { slotFree: true, inputsReady: true, uploadFree: true, canCancel: true, canFind: true, canReplay: true, keyLasts: 1_000_000, hold: null, findGrace: 1000, recoveryTries: 5 };
const lacking: Limits = { ...free, inputsReady: false };

describe('decide', () => {
  it('sends what waits when a slot is free, and waits when none is', () => {
    assert.deepEqual(decide(fresh(), 2000, free), { do: 'submit' });
    assert.deepEqual(decide(fresh(), 2000, { ...free, slotFree: false }), { do: 'wait', until: null });
  });

  it('brings its files first, and sends nothing without them', () => {
    assert.deepEqual(decide(fresh(), 2000, lacking), { do: 'upload' });
    assert.deepEqual(decide(fresh({ dueAt: 5000 }), 2000, lacking), { do: 'wait', until: 5000 });
    assert.deepEqual(decide(fresh({ dueAt: 5000 }), 2000, free), { do: 'submit' });
    for (const limits of [{ uploadFree: false }, { slotFree: false }]) assert.deepEqual(decide(fresh(), 2000, { ...lacking, ...limits }), { do: 'wait', until: null });
    assert.deepEqual(decide(fresh(), 2000, { ...lacking, hold: 'key' }), { do: 'hold', because: 'key' });
    const uploading = become.uploadBegan(fresh(), 1500);
    assert.equal(statusOf(uploading, 2000, { stalledAfter: 500 }), 'uploading');
    assert.equal(become.cancelWished(uploading, 2000).end, 'cancelled', 'nothing was asked for: it ends at once');
    assert.deepEqual([become.intended(uploading, 2000, 'none', 'h').uploadingAt, become.intended(uploading, 2000, 'none', 'h').progress], [null, null]);
  });

  it('waits for the time of a retry', () => {
    assert.deepEqual(decide(fresh({ notBefore: 5000 }), 2000, free), { do: 'wait', until: 5000 });
    assert.deepEqual(decide(fresh({ notBefore: 5000 }), 5000, free), { do: 'submit' });
  });

  it('holds what cannot be sent, says why, and goes on when the cause is gone', () => {
    assert.deepEqual(decide(fresh(), 2000, { ...free, hold: 'key' }), { do: 'hold', because: 'key' });
    const held = become.held(fresh(), 'key');
    assert.deepEqual(decide(held, 2000, { ...free, hold: 'key' }), { do: 'wait', until: null });
    assert.deepEqual(decide(held, 2000, free), { do: 'hold', because: null });
    assert.deepEqual(decide(become.held(held, null), 2000, free), { do: 'submit' });
  });

  it('recovers a lost answer by the mode the provider declared when the intent was committed', () => {
    const lost = (recovery: RecoveryMode, more: Partial<StoredAttempt> = {}): StoredAttempt => fresh({ sentAt: 2000, recovery, ...more });
    assert.equal(decide(lost('none'), 3000, free).do, 'give-up');
    assert.equal(decide(lost('key-replay'), 3000, free).do, 'replay');
    for (const mode of ['client-id', 'key-reject', 'lookup'] as const) {
      assert.equal(decide(lost(mode), 3000, free).do, 'find', mode);
      assert.equal(decide(lost(mode), 3000, { ...free, canFind: false }).do, mode === 'key-reject' ? 'replay' : 'give-up', mode);
      assert.equal(decide(lost(mode, { notFoundAt: 2500 }), 3500, free).do, 'find', `${mode}: too early to be sure`);
    }
    assert.equal(decide(lost('client-id', { notFoundAt: 3000 }), 3500, free).do, 'replay');
    assert.equal(decide(lost('key-reject', { notFoundAt: 3000 }), 3500, free).do, 'replay');
    assert.equal(decide(lost('lookup', { notFoundAt: 3000 }), 3500, free).do, 'give-up');
    for (const mode of ['key-replay', 'client-id', 'key-reject'] as const) {
      assert.equal(decide(lost(mode, { notFoundAt: 3000 }), 3500, { ...free, canReplay: false }).do, 'give-up', `${mode}: no longer what the service offers`);
      assert.equal(decide(lost(mode, { notFoundAt: 1_003_000 }), 1_003_500, free).do, 'give-up', `${mode}: the service may have forgotten the reference`);
    }
  });

  it('asks the provider to cancel once, then how it ended', () => {
    const running = become.accepted(fresh({ sentAt: 2000 }), 2100, { kind: 'accepted', remoteId: 'r' });
    const wished = become.cancelWished(running, 2200);
    assert.equal(decide(wished, 2200, free).do, 'cancel');
    assert.equal(decide(wished, 2200, { ...free, canCancel: false }).do, 'poll');
    assert.equal(decide(become.cancelSent(wished, 2300), 2300, free).do, 'poll');
  });

  it('fetches a result that came after a cancel', () => {
    const running = become.accepted(fresh({ sentAt: 2000 }), 2100, { kind: 'accepted', remoteId: 'r' });
    const wished = become.cancelSent(become.cancelWished(running, 2200), 2250);
    const finished = become.polled(wished, 2300, { kind: 'finished', word: 'done', outputs: [{ url: 'x' }] }, 0);
    assert.equal(decide(finished, 2300, free).do, 'download');
    const whole = become.fileArrived(finished, 0, { path: '/a', hash: '', size: 1, modifiedAt: 0, kind: 'image', width: null, height: null });
    assert.equal(decide(whole, 2300, free).do, 'complete');
    assert.equal(become.completed(whole, 2400).end, 'completed');
  });
});

/** Everything that can happen to an attempt, in any order. */
const happenings = {
  beginUpload: (f: StoredAttempt, now: number) => decide(f, now, lacking).do === 'upload' ? become.uploadBegan(f, now) : f,
  bringSome: (f: StoredAttempt) => become.uploadProgressed(f, 0.5),
  bringAll: (f: StoredAttempt) => become.uploaded(f),
  holdUpload: (f: StoredAttempt, now: number) => become.uploadHeld(f, { class: 'credit', sentence: 's', at: now }, 'credit'),
  intend: (f: StoredAttempt, now: number) => decide(f, now, free).do === 'submit' ? become.intended(f, now, f.recovery, 'hash') : f,
  accept: (f: StoredAttempt, now: number) => f.sentAt === null ? f : become.accepted(f, now, { kind: 'accepted', remoteId: `r${now}` }),
  finishAtOnce: (f: StoredAttempt, now: number) => f.sentAt === null ? f : become.accepted(f, now, { kind: 'finished', outputs: [{ url: 'u' }] }),
  doubt: (f: StoredAttempt, now: number) => f.sentAt === null ? f : become.doubted(f, now, { class: 'timeout', sentence: 's' }, now + 10),
  notFound: (f: StoredAttempt, now: number) => f.sentAt === null ? f : become.notFound(f, now, now + 10),
  giveUp: (f: StoredAttempt, now: number) => decide(f, now, free).do === 'give-up' ? become.unconfirmed(f, now) : f,
  run: (f: StoredAttempt, now: number) => f.remoteId === null ? f : become.polled(f, now, { kind: 'running', word: 'w', progress: 0.5 }, now + 10),
  finish: (f: StoredAttempt, now: number) => f.remoteId === null ? f : become.polled(f, now, { kind: 'finished', word: 'w', outputs: [{ url: 'u' }] }, now),
  fail: (f: StoredAttempt, now: number) => f.remoteId === null ? f : become.polled(f, now, { kind: 'failed', word: 'w', failure: { class: 'provider', sentence: 's' } }, now),
  cancelled: (f: StoredAttempt, now: number) => f.remoteId === null ? f : become.polled(f, now, { kind: 'cancelled', word: 'w' }, now),
  gone: (f: StoredAttempt, now: number) => f.remoteId === null ? f : become.polled(f, now, { kind: 'gone' }, now),
  trouble: (f: StoredAttempt, now: number) => become.troubled(f, now, { class: 'network', sentence: 's' }, now + 10),
  expire: (f: StoredAttempt, now: number) => f.finishedAt === null ? f : become.outputsExpired(f, now, { class: 'lost', sentence: 's' }, now + 10),
  save: (f: StoredAttempt) => f.outputs === null ? f : become.fileArrived(f, 0, { path: '/a', hash: '', size: 1, modifiedAt: 0, kind: 'image', width: null, height: null }),
  complete: (f: StoredAttempt, now: number) => decide(f, now, free).do === 'complete' ? become.completed(f, now) : f,
  wishCancel: (f: StoredAttempt, now: number) => become.cancelWished(f, now),
  sendCancel: (f: StoredAttempt, now: number) => f.remoteId === null ? f : become.cancelSent(f, now),
  hold: (f: StoredAttempt) => become.held(f, 'key'),
  release: (f: StoredAttempt) => become.held(f, null),
  askAgain: (f: StoredAttempt) => become.askedAgain(f),
  adopt: (f: StoredAttempt, now: number) => become.adopted(f, now, `given${now}`),
  refuseAdoption: (f: StoredAttempt, now: number) => f.adoptedAt === null || f.word !== null ? f : become.adoptionRefused(f, now, { class: 'lost', sentence: 's' }),
  dismiss: (f: StoredAttempt, now: number) => f.unconfirmedAt === null ? f : become.failed(f, now, { class: 'lost', sentence: 's', charged: null }),
  allowOverLimit: (f: StoredAttempt) => f.sentAt === null && f.end === null ? { ...f, overLimit: true } : f,
  wait: (f: StoredAttempt, now: number) => f.sentAt !== null && f.remoteId === null && f.finishedAt === null && f.unconfirmedAt === null
    ? become.backToWaiting(f, now, now + 10, { class: 'concurrency', sentence: 's', at: now }) : f,
} as const;
type Happening = keyof typeof happenings;
const anyHistory = fc.array(fc.constantFrom(...Object.keys(happenings) as Happening[]), { maxLength: 40, size: 'max' });

function histories(check: (before: StoredAttempt, after: StoredAttempt, what: Happening, now: number) => void): void {
  fc.assert(fc.property(anyRecovery, anyHistory, (recovery, history) => {
    let facts = fresh({ recovery });
    let now = 2000;
    for (const what of history) {
      now += 37;
      const after: StoredAttempt = happenings[what](facts, now);
      check(facts, after, what, now);
      facts = after;
    }
  }), { numRuns: 10_000 });
}

describe('an attempt, whatever happens to it', () => {
  it('is terminal once it ended: nothing changes its end', () => {
    histories((before, after, what) => {
      if (before.end === null) return;
      assert.equal(after.end, before.end, what);
      assert.equal(after.endedAt, before.endedAt, what);
      assert.deepEqual(after.failure, before.failure, what);
    });
  });

  it('never loses a remote id that the provider gave, also after an end', () => {
    histories((before, after, what, now) => {
      if (before.remoteId !== null && before.adoptedAt === null) assert.equal(after.remoteId, before.remoteId, what);
      if (what === 'accept' && after.sentAt !== null && (before.remoteId === null || before.adoptedAt !== null)) assert.equal(after.remoteId, `r${now}`, 'a late one is taken, and corrects one that the user gave');
    });
  });

  it('is never submitted a second time: after the intent only recovery may send, and only where that cannot charge twice', () => {
    histories((_before, after, what, now) => {
      const action = decide(after, now, free).do;
      if (after.sentAt !== null) assert.notEqual(action, 'submit', what);
      if (action === 'replay') assert.ok(['key-replay', 'client-id', 'key-reject'].includes(after.recovery), after.recovery);
      if (after.recovery === 'none' || after.recovery === 'lookup') assert.notEqual(action, 'replay');
    });
  });

  it('is never submitted once a cancel was wished', () => {
    histories((_before, after, what, now) => {
      if (after.cancelWishedAt !== null) assert.notEqual(decide(after, now, free).do, 'submit', what);
      if (after.cancelWishedAt !== null && after.sentAt === null) assert.equal(after.end, 'cancelled', what);
    });
  });

  it('is completed only with every file on disk', () => {
    histories((_before, after) => {
      if (after.end !== 'completed') return;
      assert.ok(after.outputs !== null && after.outputs.length > 0 && after.outputs.every(output => output.file !== undefined));
    });
  });

  it('always has exactly one state, and an ended one has the state of its end', () => {
    histories((_before, after, _what, now) => {
      const phase = statusOf(after, now, { stalledAfter: 500 });
      assert.equal(typeof phase, 'string');
      assert.equal(['completed', 'failed', 'cancelled'].includes(phase), after.end !== null);
    });
  });

  it('is left alone when it ended, and never waits for nothing while the provider has it', () => {
    histories((_before, after, what, now) => {
      const action = decide(after, now, free);
      if (after.end !== null) assert.deepEqual(action, { do: 'wait', until: null });
      else if (after.sentAt !== null && after.unconfirmedAt === null) assert.notDeepEqual(action, { do: 'wait', until: null }, what);
    });
  });
});
