/** A submit that is sent again is a send like the first: it may get lost as well. */
import assert from 'node:assert/strict';
import { adopted, backToWaiting, firstAttempt, intended, sentAgain, unconfirmed } from '../../../src/extension/engine/transitions.ts';
import { wishCancel } from '../../../src/extension/engine/wishes.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import { type FakeProvider, startFakeProvider } from '../../fakes/provider-server.ts';
import { until } from '../until.ts';
import { rigOf } from './rig.ts';

describe('an attempt that surely was not started', () => {
  const lost = unconfirmed(intended(firstAttempt('a', 'g', 1000, 'none', null), 1000, 'none', 'hash'), 2000);

  it('waits again and is unconfirmed no more, although another window had given it up', () => {
    assert.deepEqual(backToWaiting(lost, 3000, null, null), firstAttempt('a', 'g', 1000, 'none', null));
  });

  it('stays as it is where somebody found it at the provider', () => {
    const found = adopted(lost, 2500, 'job-1');
    assert.equal(backToWaiting(found, 3000, null, null), found);
  });
});

describe('the time of a submit that is sent again', () => {
  it('counts from the first time, for a service forgets references, but where it surely had nothing of it', () => {
    const sent = intended(firstAttempt('a', 'g', 1000, 'key-replay', null), 1000, 'key-replay', 'hash');
    assert.equal(sentAgain(sent, 5000).sentAt, 1000);
    assert.deepEqual(sentAgain({ ...sent, notFoundAt: 4000 }, 5000), { ...sent, sentAt: 5000, notFoundAt: null });
  });
});

describe('a submit that is sent again', () => {
  let fake: FakeProvider;
  afterEach(() => fake.close());

  it('and whose answer is lost too is looked up before anything else, whatever was not found before it', async () => {
    fake = await startFakeProvider({ mode: 'client-id', auto: 1 });
    const rig = await rigOf(customConfigFor(fake, 'client-id'));
    fake.next('submit', { kind: 'reset', when: 'before-work' }, { kind: 'reset', when: 'after-work' });
    const { attempt } = await rig.ended(await rig.place());
    assert.deepEqual([attempt.end, fake.charges.total, fake.charges.twice], ['completed', 1, []]);
  });

  it('is left away where it surely did not arrive and nobody wants it any more', async () => {
    fake = await startFakeProvider({ mode: 'client-id', auto: 1 });
    const rig = await rigOf(customConfigFor(fake, 'client-id'), { times: { findGrace: 300 } });
    fake.next('submit', { kind: 'reset', when: 'before-work' });
    const id = await rig.place();
    await until('its answer is lost', () => rig.row(id).attempt.troubles > 0);
    await wishCancel(rig.wisher, id);
    const { attempt } = await rig.ended(id);
    assert.deepEqual([attempt.end, fake.charges.total], ['cancelled', 0]);
  });
});
