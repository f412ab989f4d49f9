import assert from 'node:assert/strict';
import { money, price, stateReason } from '../../../src/shared/text.ts';
import { fresh } from '../engine/facts.ts';

describe('what is said of a submit without an answer', () => {
  const sent = { sentAt: 1000, remoteId: null };
  const failure = { class: 'network', sentence: 'Nothing answers.', at: 2000 } as const;

  it('is that it is being sent, while nothing went wrong', () => {
    assert.equal(stateReason('submitting', fresh(sent), 'Replicate', 3000), 'sending to Replicate');
  });
  it('is that it is asked for, also where the question itself could not be asked yet and used up no try', () => {
    assert.equal(stateReason('submitting', fresh({ ...sent, failure, troubles: 0 }), 'Replicate', 3000), 'asking Replicate whether it arrived');
  });
});

describe('money', () => {
  it('is told to the cent from ten cents on, and finer below', () => {
    assert.deepEqual([12.345, 1, 0.42, 0.1, 0.0996, 0.04, 0.005].map(dollars => money(dollars, 'en')), ['$12.35', '$1.00', '$0.42', '$0.10', '$0.10', '$0.04', '$0.005']);
  });

  it('never looks like nothing where it is something', () => {
    assert.deepEqual([0.0004, 0.00015, 0.0000123].map(dollars => price(dollars, 'en')), ['about $0.0004', 'about $0.0002', 'about $0.00001']);
    assert.equal(price(0, 'en'), 'free');
    assert.equal(money(0, 'en'), '$0.00');
  });
});
