/** An answer that comes after its generation was given up is kept: what it brings was paid for. */
import assert from 'node:assert/strict';
import * as become from '../../../src/extension/engine/transitions.ts';
import { wishDismiss, wishFetch } from '../../../src/extension/engine/wishes.ts';
import { saveAttempt } from '../../../src/extension/store/attempts.ts';
import { canFetchAgain } from '../../../src/shared/status.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import { type FakeProvider, startFakeProvider } from '../../fakes/provider-server.ts';
import { type Rig, rigOf } from './rig.ts';

describe('a result that comes with a late answer', () => {
  let fake: FakeProvider;
  beforeEach(async () => { fake = await startFakeProvider({ mode: 'none', auto: 1 }); });
  afterEach(() => fake.close());

  /** Dismissed here, while the window that sent it still waits for the answer. */
  async function dismissed(rig: Rig): Promise<string> {
    fake.next('submit', { kind: 'truncated' });
    const id = await rig.place();
    await rig.when(id, 'unconfirmed', ({ attempt }) => attempt.unconfirmedAt !== null);
    await wishDismiss(rig.wisher, id, 'given up');
    return id;
  }

  it('and no id can still be fetched', async () => {
    const rig = await rigOf(customConfigFor(fake, 'none'));
    const made = await rig.ended(await rig.place());
    const id = await dismissed(rig);
    const { url } = made.attempt.outputs![0]!;
    await rig.db.write(tx => saveAttempt(tx, become.accepted(rig.row(id).attempt, Date.now(), { kind: 'finished', outputs: [{ url: url! }], charge: 0.04 })));
    assert.equal(rig.row(id).attempt.end, 'failed');
    assert.equal(rig.row(id).attempt.charge, 0.04);
    assert.ok(canFetchAgain(rig.row(id).attempt));
    assert.ok(await wishFetch(rig.wisher, id));
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
    assert.equal(rig.files(id).length, 1);
    assert.equal(fake.requests.filter(({ route }) => route === 'submit').length, 2);
  });
});
