/** A service may be set up anew while an answer is missing. What it offers no longer is not relied on: nothing is paid twice. */
import assert from 'node:assert/strict';
import { customConfigFor } from '../../fakes/custom-config.ts';
import { type FakeProvider, startFakeProvider } from '../../fakes/provider-server.ts';
import { until } from '../until.ts';
import { rigOf } from './rig.ts';

describe('a submit whose answer was lost', () => {
  let fake: FakeProvider;
  beforeEach(async () => { fake = await startFakeProvider({ mode: 'none' }); });
  afterEach(() => fake.close());

  it('is not sent again to a service that no longer keeps its key', async () => {
    fake.next('submit', { kind: 'hang', after: true });
    const rig = await rigOf(customConfigFor(fake, 'key-replay'));
    const id = await rig.place();
    await until('it was charged', () => fake.charges.total === 1);
    await rig.engine.stop();
    const next = await rigOf(customConfigFor(fake, 'none'), { folder: rig.folder });
    await next.when(id, 'unconfirmed', ({ attempt }) => attempt.unconfirmedAt !== null);
    assert.equal(fake.charges.total, 1);
  });
});
