import assert from 'node:assert/strict';
import { stateReason } from '../../../src/shared/text.ts';
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
