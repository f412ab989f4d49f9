/** A damaged history may know a generation's files and not how it ended: what is fetched once more takes their place. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { addOutputs, outputAssets } from '../../../src/extension/store/assets.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import { type FakeProvider, startFakeProvider } from '../../fakes/provider-server.ts';
import { rigOf } from './rig.ts';

describe('a result that is known from before', () => {
  let fake: FakeProvider;
  beforeEach(async () => { fake = await startFakeProvider({ mode: 'client-id' }); });
  afterEach(() => fake.close());

  it('is taken again where the file is gone, and the generation is completed', async () => {
    const rig = await rigOf(customConfigFor(fake, 'client-id'));
    const id = await rig.place();
    await rig.when(id, 'accepted', ({ attempt }) => attempt.remoteId !== null);
    await rig.db.write(tx => addOutputs(tx, id, 1000, [{ path: '/gone.png', hash: 'h', size: 1, modifiedAt: 1, kind: 'image', width: 1, height: 1 }], randomUUID));
    fake.job().finish();
    const { attempt } = await rig.ended(id);
    assert.equal(attempt.end, 'completed');
    assert.deepEqual(outputAssets(rig.db, id).map(({ path }) => path), attempt.outputs!.map(({ file }) => file!.path));
  });
});
