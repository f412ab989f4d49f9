import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Attention, badgeCount, inShort, needing, newsText, sentences } from '../../../src/shared/attention.ts';
import type { Failure } from '../../../src/shared/model.ts';
import { statusOf } from '../../../src/shared/status.ts';
import { Database } from '../../../src/extension/store/database.ts';
import type { StoredAttempt } from '../../../src/extension/store/attempts.ts';
import { generationById } from '../../../src/extension/store/generations.ts';
import { wishDismiss, wishLookedAt, wishRetry } from '../../../src/extension/engine/wishes.ts';
import { accepted, cancelWished, completed, failed, intended, polled, troubled, unconfirmed, uploadBegan } from '../../../src/extension/engine/transitions.ts';
import { lookAt } from '../../../src/extension/ui/attention.ts';
import { addRequest, change } from '../store/history.ts';
import { fresh } from '../engine/facts.ts';
import { tempFolder } from '../temp.ts';

const timing = { stalledAfter: 60_000, usual: 10_000, runs: 20 };
const timingOf = (): typeof timing => timing;
const reason: Omit<Failure, 'at'> = { class: 'provider', sentence: 'It broke.' };

/** What can have become of a job, by the product's own transitions. */
const fates: Readonly<Record<string, (facts: StoredAttempt) => StoredAttempt>> = {
  waiting: facts => facts,
  held: facts => ({ ...facts, heldBecause: 'credit' }),
  uploading: facts => uploadBegan(facts, 900),
  'held while uploading': facts => ({ ...uploadBegan(facts, 900), heldBecause: 'credit' }),
  downloading: facts => polled(fates.stalled!(facts), 95_000, { kind: 'finished', word: 'done', outputs: [] }, 96_000),
  'stalled by troubles': facts => troubled(fates.accepted!(facts), 90_000, reason, 95_000),
  sent: facts => intended(facts, 1000, 'none', 'h'),
  running: facts => polled(fates.accepted!(facts), 5000, { kind: 'running', word: 'generating' }, 9000),
  accepted: facts => accepted(fates.sent!(facts), 2000, { kind: 'accepted', remoteId: 'r' }),
  stalled: facts => polled(fates.accepted!(facts), 90_000, { kind: 'running', word: 'generating' }, 95_000),
  cancelling: facts => cancelWished(fates.stalled!(facts), 91_000),
  unconfirmed: facts => unconfirmed(fates.sent!(facts), 50_000),
  failed: facts => failed(fates.sent!(facts), 60_000, reason),
  seen: facts => ({ ...fates.failed!(facts), lookedAt: 70_000 }),
  cancelled: facts => cancelWished(facts, 1000),
  completed: facts => completed(fates.running!(facts), 8000),
};

function open(): Database {
  const db = new Database(join(tempFolder(), 'history.db'));
  opened.push(db);
  return db;
}
const opened: Database[] = [];
afterEach(() => { for (const db of opened.splice(0)) db.close(); });

describe('attention', () => {
  it('is what each row says, whatever became of the jobs', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom(...Object.keys(fates)), { maxLength: 30 }), async become => {
      const db = open();
      const ids: string[] = [];
      for (const [n, fate] of become.entries()) {
        const id = await addRequest(db, n);
        ids.push(id);
        await change(db, id, fates[fate]!);
      }
      const { attention, troubles } = lookAt(db, 100_000, timingOf);
      const phases = ids.map(id => generationById(db, id)!.attempt).map(facts => ({ facts, phase: statusOf(facts, 100_000, timing) }));
      const count = (...which: string[]): number => phases.filter(({ phase }) => which.includes(phase)).length;
      const brute: Attention = {
        running: count('uploading', 'submitting', 'accepted', 'running', 'downloading', 'cancelling'), waiting: count('waiting', 'held', 'paused', 'retry'),
        unconfirmed: count('unconfirmed'), stalled: count('stalled'), failed: phases.filter(({ facts, phase }) => phase === 'failed' && facts.lookedAt === null).length,
      };
      assert.deepEqual(attention, brute);
      assert.equal(troubles.length, needing(brute));
      assert.deepEqual(troubles.map(({ kind }) => kind), [...troubles].map(({ kind }) => kind).sort((a, b) => 'unconfirmed stalled failed'.indexOf(a) - 'unconfirmed stalled failed'.indexOf(b)));
    }), { numRuns: 25 });
  });

  it('counts a stalled one as news from when that could be told, also where the provider has said nothing since', async () => {
    const db = open();
    await change(db, await addRequest(db, 1), fates.stalled!);
    await change(db, await addRequest(db, 2), fates['stalled by troubles']!);
    await change(db, await addRequest(db, 3), facts => troubled(fates.running!(facts), 92_000, reason, 95_000));
    assert.deepEqual(lookAt(db, 100_000, timingOf).troubles.map(({ kind, at }) => [kind, at]), [['stalled', 90_000], ['stalled', 90_000], ['stalled', 92_000]]);
  });

  it('ends for those failures that were looked at, and for those that were retried', async () => {
    const db = open();
    const ids: string[] = [];
    for (let n = 0; n < 4; n++) ids.push(await addRequest(db, n));
    for (const id of ids) await change(db, id, fates.failed!);
    const wisher = { db, clock: () => 80_000, newId: () => crypto.randomUUID() };
    const failures = (): number => lookAt(db, 100_000, timingOf).attention.failed;
    assert.equal(await wishLookedAt(wisher, [ids[0]!]), 1);
    assert.equal(failures(), 3);
    assert.equal(await wishRetry(wisher, ids[1]!, '', { estimate: null }), true);
    assert.equal(failures(), 2);
    assert.equal(await wishLookedAt(wisher), 2);
    assert.equal(failures(), 0);
  });

  it('is not called for by what the user let go', async () => {
    const db = open();
    const id = await addRequest(db, 1);
    await change(db, id, fates.unconfirmed!);
    const wisher = { db, clock: () => 80_000, newId: () => crypto.randomUUID() };
    assert.equal(await wishDismiss(wisher, id, 'Given up.'), true);
    assert.equal(await wishDismiss(wisher, id, 'Given up.'), false);
    assert.equal(generationById(db, id)!.attempt.end, 'failed');
    assert.equal(needing(lookAt(db, 100_000, timingOf).attention), 0);
  });

  it('says what runs and what needs somebody, and nothing where there is nothing', () => {
    const none = { running: 0, waiting: 0, unconfirmed: 0, stalled: 0, failed: 0 };
    assert.equal(inShort(none), '');
    assert.equal(inShort({ ...none, running: 3, waiting: 9, unconfirmed: 1, stalled: 1, failed: 2 }), '3 running, 4 need attention');
    assert.equal(inShort({ ...none, failed: 1 }), '1 needs attention');
    assert.equal(inShort({ ...none, waiting: 2 }), '2 waiting');
    assert.equal(badgeCount({ ...none, running: 3, waiting: 9, unconfirmed: 1, stalled: 1, failed: 2 }), 7);
    assert.deepEqual(sentences({ ...none, running: 3, unconfirmed: 1 }), ['1 unconfirmed: the answer was lost, it may be charged', '3 running']);
  });
});

describe('the words of a notification', () => {
  const news = (kind: 'failed' | 'unconfirmed' | 'stalled' | 'completed', failure: Partial<Failure> = {}) => ({
    kind, prompt: 'duel at the gate', provider: 'Fake Service',
    facts: { ...fates[kind]!(fresh()), failure: kind === 'failed' ? { class: 'moderation' as const, sentence: 'Refused by moderation.', at: 1, charged: false, ...failure } : null },
  });

  it('name one job with its reason and what it cost', () => {
    assert.equal(newsText([news('failed')], 0), '“duel at the gate” failed. Refused by moderation. Not charged.');
    assert.match(newsText([news('unconfirmed')], 0), /is unconfirmed\. The answer was lost\. It may be charged\.$/u);
    assert.match(newsText([news('stalled')], 120_000), /takes much longer than usual\. Fake Service: “generating” for/u);
  });

  it('name counts and the reason that several share', () => {
    assert.equal(newsText([news('failed'), news('failed')], 0), '2 failed. Refused by moderation. Not charged.');
  });

  it('name what they cost together', () => {
    const charged = (charge: number | null) => { const one = news('failed', { charged: null }); return { ...one, facts: { ...one.facts, charge } }; };
    assert.equal(newsText([charged(0.04), charged(0.04), charged(0.04)], 0), '3 failed. Refused by moderation. Charged $0.12.');
    assert.equal(newsText([charged(0.04), charged(null)], 0), '2 failed. Refused by moderation. Charged at least $0.04.');
    assert.equal(newsText([charged(null), charged(null)], 0), '2 failed. Refused by moderation.');
  });

  it('name how many of each where reasons differ', () => {
    const other = news('failed', { class: 'network', sentence: 'Nothing answers.', charged: null });
    assert.equal(newsText([other, news('failed'), news('failed'), news('unconfirmed'), news('completed')], 0),
      '3 failed. 2 moderation, 1 not reachable. 1 unconfirmed: the answer was lost, it may be charged. 1 done.');
  });
});
