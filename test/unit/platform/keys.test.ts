/** Keys belong to the origin they were entered for, and stay out of sight also after they went. */
import assert from 'node:assert/strict';
import { Keys } from '../../../src/extension/platform/secrets.ts';
import { memorySecrets } from './memory-secrets.ts';

const [good, other] = ['https://api.good.example', 'https://api.other.example'];

describe('keys', () => {
  it('are found for the origin they were entered for, and for no other', async () => {
    const keys = new Keys(memorySecrets());
    await keys.set(good, 'canary-key-1');
    assert.equal(await keys.get(good), 'canary-key-1');
    for (const near of [other, 'http://api.good.example', 'https://api.good.example:8443', 'https://good.example', 'https://evil.api.good.example', `${good}/`]) {
      assert.equal(await keys.get(near), undefined, near);
      assert.equal(keys.has(near), false, near);
    }
  });

  it('are listed also where no setting names their origin any more', async () => {
    const keys = new Keys(memorySecrets());
    await keys.set(good, 'canary-key-1');
    assert.deepEqual(await keys.origins([other]), [good]);
  });

  it('are found among the declared origins where the editor can’t list its secrets', async () => {
    const keys = new Keys(memorySecrets({ lists: false }));
    await keys.set(good, 'canary-key-1');
    assert.deepEqual(await keys.origins([other, good, good]), [good]);
  });

  it('are gone from the storage once removed', async () => {
    const storage = memorySecrets();
    const keys = new Keys(storage);
    await keys.set(good, 'canary-key-1');
    await keys.set(other, 'canary-key-2');
    await keys.remove(good);
    assert.deepEqual([keys.has(good), await keys.get(good), storage.names().length], [false, undefined, 1]);
    assert.deepEqual(await keys.origins([]), [other]);
  });

  it('are hidden also after they were replaced or removed: an answer on its way may hold them', async () => {
    const keys = new Keys(memorySecrets());
    await keys.set(good, 'canary-key-1');
    await keys.set(good, 'canary-key-2');
    await keys.remove(good);
    assert.deepEqual(keys.values().sort(), ['canary-key-1', 'canary-key-2']);
  });

  it('so short that hiding them would take every text apart are not hidden', async () => {
    const keys = new Keys(memorySecrets());
    await keys.set(good, 'x');
    assert.deepEqual(keys.values(), []);
    assert.equal(await keys.get(good), 'x');
  });

  it('set or removed by another window are known before anybody is told', async () => {
    const storage = memorySecrets();
    const [here, there] = [new Keys(storage), new Keys(storage)];
    await here.load([good]);
    await there.set(good, 'canary-key-1');
    const told = new Promise<boolean | undefined>(resolve => { here.onChanged(() => resolve(here.has(good))); });
    storage.tell();
    assert.equal(await told, true);
  });
});
