/** Sent, and nobody knows whether it arrived: what the person can do, and what Darkroom never does by itself. */
import assert from 'node:assert/strict';
import { wishAdopt, wishCheck, wishDismiss, wishFetch } from '../../../src/extension/engine/wishes.ts';
import { accepted } from '../../../src/extension/engine/transitions.ts';
import { attemptsOf, saveAttempt } from '../../../src/extension/store/attempts.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import { type FakeOptions, type FakeProvider, startFakeProvider } from '../../fakes/provider-server.ts';
import { type Rig, rigOf } from './rig.ts';

const fakes: FakeProvider[] = [];
afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});

async function unconfirmed(mode: NonNullable<FakeOptions['mode']>, more: FakeOptions = {}): Promise<{ fake: FakeProvider; rig: Rig; id: string }> {
  const fake = await startFakeProvider({ mode, ...more });
  fakes.push(fake);
  const rig = await rigOf(customConfigFor(fake, mode));
  fake.next('submit', { kind: 'truncated' });
  if (mode === 'lookup') fake.always('find', { kind: 'status', status: 200, body: '{"jobs":[]}' });
  const id = await rig.place();
  await rig.when(id, 'unconfirmed', ({ attempt }) => attempt.unconfirmedAt !== null);
  return { fake, rig, id };
}

const submits = (fake: FakeProvider): number => fake.requests.filter(request => request.route === 'submit').length;

describe('an unconfirmed generation', () => {
  it('is asked for again and found, without being sent again', async () => {
    const { fake, rig, id } = await unconfirmed('lookup');
    assert.equal(await wishCheck(rig.wisher, id), true);
    await rig.when(id, 'unconfirmed again: the list still lacks it', ({ attempt }) => attempt.unconfirmedAt !== null);
    fake.always('find', null);
    await wishCheck(rig.wisher, id);
    await rig.when(id, 'found', ({ attempt }) => attempt.remoteId !== null);
    fake.job().finish();
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
    assert.deepEqual([submits(fake), fake.charges.total], [1, 1]);
    assert.equal(await wishCheck(rig.wisher, id), false);
  });

  it('is adopted by the id it has at the provider, and completed', async () => {
    const { fake, rig, id } = await unconfirmed('none');
    assert.equal(await wishAdopt(rig.wisher, id, fake.job().id), 'adopted');
    fake.job().finish();
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
    assert.deepEqual([submits(fake), fake.charges.total], [1, 1]);
  });

  it('is unconfirmed again, and says why, when the provider does not know the id that was given', async () => {
    const { fake, rig, id } = await unconfirmed('none');
    assert.equal(await wishAdopt(rig.wisher, id, 'no-such-job'), 'adopted');
    const { attempt } = await rig.when(id, 'refused', row => row.attempt.unconfirmedAt !== null && row.attempt.failure !== null);
    assert.match(attempt.failure!.sentence, /no-such-job/);
    assert.equal(attempt.remoteId, null);
    assert.equal(await wishAdopt(rig.wisher, id, fake.job().id), 'adopted', 'the right one is taken then');
    fake.job().finish();
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
  });

  it('does not adopt what another generation already stands for', async () => {
    const { fake, rig, id } = await unconfirmed('none');
    const other = await rig.place('another');
    await rig.when(other, 'accepted', ({ attempt }) => attempt.remoteId !== null);
    assert.equal(await wishAdopt(rig.wisher, id, rig.row(other).attempt.remoteId!), 'taken');
    assert.equal(await wishAdopt(rig.wisher, other, 'x'), 'not-unconfirmed');
    assert.equal(fake.charges.total, 2);
  });

  it('is dismissed as lost: the record stays, and a remote id that comes late is still taken and can be fetched', async () => {
    const { fake, rig, id } = await unconfirmed('none');
    assert.equal(await wishDismiss(rig.wisher, id, 'Given up.'), true);
    const { attempt } = await rig.ended(id);
    assert.deepEqual([attempt.end, attempt.failure?.class], ['failed', 'lost']);
    assert.equal(await wishFetch(rig.wisher, id), false, 'without an id there is nothing to ask for');
    // The process that sent it was stopped for long and now learns the answer.
    await rig.db.write(tx => saveAttempt(tx, accepted(attempt, Date.now(), { kind: 'accepted', remoteId: fake.job().id })));
    assert.equal(rig.row(id).attempt.end, 'failed', 'terminal is final');
    assert.equal(await wishFetch(rig.wisher, id), true);
    fake.job().finish();
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
    assert.deepEqual(attemptsOf(rig.db, id).map(each => each.end), ['completed', 'failed']);
    assert.deepEqual([submits(fake), fake.charges.total], [1, 1]);
    assert.equal(rig.row(id).attempt.estimate, 0, 'asking again costs nothing');
  });
});
