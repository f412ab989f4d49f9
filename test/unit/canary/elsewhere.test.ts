/** A key goes to the origin it was entered for and to no other, whatever the service answers and whatever the settings become. */
import assert from 'node:assert/strict';
import type { CustomHttpSetting } from '../../../src/extension/providers/custom/config.ts';
import { createCustomProvider, declaredOrigins } from '../../../src/extension/providers/custom/provider.ts';
import type { Provider } from '../../../src/extension/providers/contract.ts';
import { Keys } from '../../../src/extension/platform/secrets.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import type { FakeProvider } from '../../fakes/provider-server.ts';
import { memorySecrets } from '../platform/memory-secrets.ts';
import { bytesOf, callFor, caught, opener } from '../providers/support.ts';

const key = 'canary-key-0b7a/+=';

async function keysOf(origin: string): Promise<Keys> {
  const keys = new Keys(memorySecrets());
  await keys.set(origin, key);
  return keys;
}

describe('a key goes nowhere else', () => {
  const open = opener();

  /** A service, and another server that its settings let it fetch results from: the nearest that a key could come to another origin. */
  async function setUp(overrides: Partial<CustomHttpSetting> = {}): Promise<{ good: FakeProvider; other: FakeProvider; provider: Provider }> {
    const [good, other] = [await open.fake({ mode: 'lookup', key }), await open.fake()];
    return { good, other, provider: declared(good, other, await keysOf(good.origin), overrides) };
  }

  /** As the extension does it: the key is asked for by the origin of the declaration. */
  function declared(service: FakeProvider, other: FakeProvider, keys: Keys, overrides: Partial<CustomHttpSetting> = {}): Provider {
    const config = customConfigFor(service, 'lookup', { key: { header: 'Authorization' }, keyTest: { path: '/v1/jobs' }, fileOrigins: [other.origin], ...overrides });
    return createCustomProvider(config, { http: open.http(service, { declaredOrigins: declaredOrigins(config) }), key: () => keys.get(config.origin) });
  }

  const seenBy = (server: FakeProvider): string => JSON.stringify(server.requests);
  const trace = /canary/u;

  it('not with a result that lies on another server', async () => {
    const { good, other, provider } = await setUp();
    await provider.submit(callFor('r'));
    other.always('file', { kind: 'bytes', text: 'bytes', type: 'image/png' });
    await bytesOf((await provider.open(callFor('r'), { url: `${other.origin}/files/1.png` }, 'job-1')).bytes);
    assert.equal(other.requests.length, 1);
    assert.doesNotMatch(seenBy(other), trace);
    assert.match(seenBy(good), trace);
  });

  it('not in the address of such a result, where the service put it', async () => {
    const { good, other, provider } = await setUp();
    good.next('poll', { kind: 'json', json: { status: 'succeeded', outputs: [{ url: `${other.origin}/files/1.png?token=${encodeURIComponent(key)}` }] } });
    const reply = await provider.poll(callFor('r'), 'job-1');
    assert.ok(reply.kind === 'finished');
    const error = await caught(provider.open(callFor('r'), reply.outputs[0]!, 'job-1'));
    assert.match(error.failure.sentence, /a key goes only to http:\/\/127\.0\.0\.1:\d+\. Fetch this result there yourself\./u);
    assert.equal(other.requests.length, 0);
  });

  for (const status of [301, 302, 303, 307, 308]) {
    it(`not by a redirect (${status}), neither in its header nor in its address`, async () => {
      const { good, other, provider } = await setUp();
      for (const to of [`${other.origin}/elsewhere`, `${other.origin}/elsewhere?key=${encodeURIComponent(key)}`, `${other.origin}/${key}`]) {
        for (const route of ['submit', 'poll', 'find', 'cancel', 'file'] as const) good.always(route, { kind: 'redirect', to, status });
        const calls = [
          () => provider.submit(callFor('r')), () => provider.poll(callFor('r'), 'job-1'), () => provider.find!(callFor('r')), () => provider.cancel!(callFor('r'), 'job-1'),
          () => provider.open(callFor('r'), { url: `${good.origin}/files/1.png` }, 'job-1'), () => provider.testKey!(new AbortController().signal),
        ];
        // What each makes of it is told elsewhere.
        for (const call of calls) await call().catch(() => {});
      }
      assert.deepEqual(new Set(other.requests.map(({ path }) => path)), new Set(['/elsewhere']));
      assert.doesNotMatch(seenBy(other), trace);
    });
  }

  it('not when the declaration moves to another origin: the key stays with the one it was entered for', async () => {
    const { good, other } = await setUp();
    const keys = await keysOf(good.origin);
    for (const moved of [declared(other, good, keys), declared(other, good, keys, { id: 'fake', label: 'Fake Service', fileOrigins: [good.origin] })]) {
      for (const call of [() => moved.submit(callFor('r')), () => moved.poll(callFor('r'), 'job-1'), () => moved.find!(callFor('r')), () => moved.testKey!(new AbortController().signal)]) {
        assert.equal((await caught(call())).failure.class, 'auth');
      }
    }
    assert.deepEqual([good.requests.length, other.requests.length], [0, 0]);
  });
});
