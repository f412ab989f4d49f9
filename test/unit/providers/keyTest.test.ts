/** A key is tested by one GET to its own origin, and only a success or a refusal is taken for an answer. */
import assert from 'node:assert/strict';
import { parseCustomProviders } from '../../../src/extension/providers/custom/config.ts';
import type { CustomHttpSetting } from '../../../src/extension/providers/custom/config.ts';
import type { Fault } from '../../fakes/faults.ts';
import type { FakeProvider } from '../../fakes/provider-server.ts';
import { setUpper, setting } from './customSupport.ts';
import { caught, everythingIn } from './support.ts';

const key = 'canary-key-5e21';
const declared: Partial<CustomHttpSetting> = { key: { header: 'Authorization' }, keyTest: { path: '/v1/jobs?mine=1', headers: { Accept: 'application/json' } } };

describe('the test of a key', () => {
  const setUp = setUpper();
  const asked = async (fault?: (other: FakeProvider) => Fault, sent: string | undefined = key): Promise<{ fake: FakeProvider; other: FakeProvider; test: () => Promise<void> }> => {
    const [{ fake, provider }, { fake: other }] = [await setUp({ overrides: declared, fake: { key }, ...(sent === undefined ? {} : { key: sent }), http: { limits: { headers: 300, total: 600 } } }), await setUp()];
    if (fault !== undefined) fake.always('find', fault(other));
    return { fake, other, test: () => provider.testKey!(new AbortController().signal) };
  };

  it('sends one GET with the key, and takes a success for a good one', async () => {
    const { fake, test } = await asked();
    await test();
    assert.deepEqual(fake.requests.map(({ method, path, body, headers }) => [method, path, body, headers.authorization, headers.accept]),
      [['GET', '/v1/jobs?mine=1', '', `Bearer ${key}`, 'application/json']]);
    assert.equal(fake.charges.total, 0);
  });

  it('takes an empty success for a good one as well', async () => {
    const { test } = await asked(() => ({ kind: 'bytes', text: '', type: 'text/plain' }));
    await test();
  });

  for (const status of [401, 403]) {
    it(`takes ${status} for a refusal`, async () => {
      const { test } = await asked(() => ({ kind: 'status', status, body: JSON.stringify({ error: { message: `bad key ${key}` } }) }));
      const error = await caught(test());
      assert.deepEqual([error.failure.class, error.failure.sentence], ['auth', 'Fake Service refused the key. Set a valid one with “Darkroom: Set Key”.']);
      assert.doesNotMatch(everythingIn(error), /canary/u);
    });
  }

  it('is told that it was refused for a wrong key by the service itself', async () => {
    const { test } = await asked(undefined, 'another-key-0000');
    assert.equal((await caught(test())).failure.class, 'auth');
  });

  const unclear: readonly (readonly [string, Fault, RegExp])[] = [
    ['an address that is not there', { kind: 'status', status: 404 }, /status 404, which says nothing of the key\. Check the path of “keyTest”/u],
    ['a rate limit', { kind: 'status', status: 429 }, /Test the key later\./u],
    ['trouble of the service', { kind: 'status', status: 503 }, /Test the key later\./u],
    ['a sign-in page', { kind: 'html' }, /no JSON/u],
    ['a broken connection', { kind: 'reset', when: 'before-work' }, /broke before its answer/u],
    ['no answer', { kind: 'hang' }, /gave no answer in time/u],
    ['a redirect to itself', { kind: 'loop' }, /a key is sent to no other address/u],
  ];
  for (const [name, fault, sentence] of unclear) {
    it(`says that nothing is known after ${name}`, async () => {
      const { test } = await asked(() => fault);
      const error = await caught(test());
      assert.notEqual(error.failure.class, 'auth');
      assert.match(error.failure.sentence, sentence);
    });
  }

  for (const status of [301, 302, 303, 307, 308]) {
    it(`follows no redirect to another server (${status}), with or without the key`, async () => {
      const { fake, other, test } = await asked(elsewhere => ({ kind: 'redirect', to: `${elsewhere.origin}/v1/jobs?mine=1`, status }));
      assert.match((await caught(test())).failure.sentence, /a key is sent to no other address/u);
      assert.deepEqual([fake.requests.length, other.requests.length], [1, 0]);
    });
  }

  it('sends nothing while there is no key', async () => {
    const { fake, provider } = await setUp({ overrides: declared, fake: { key } });
    assert.equal((await caught(provider.testKey!(new AbortController().signal))).failure.class, 'auth');
    assert.equal(fake.requests.length, 0);
  });

  it('is not offered where the declaration has none', async () => {
    const { provider } = await setUp({ overrides: { key: { header: 'Authorization' } }, key });
    assert.equal(provider.testKey, undefined);
  });
});

describe('the declaration of a key’s test', () => {
  const wrong: readonly (readonly [string, Partial<CustomHttpSetting>, RegExp])[] = [
    ['without a key', { keyTest: { path: '/v1/account' } }, /“keyTest” needs “key”/u],
    ['with the prompt in it', { ...declared, keyTest: { path: '/v1/account/${prompt}' } }, /“keyTest” names “\$\{prompt\}”, but a test of the key is about no generation/u],
    ['with the key in it', { ...declared, keyTest: { path: '/v1/account?key=${key}' } }, /“keyTest” may not name “\$\{key\}”/u],
    ['with an address', { ...declared, keyTest: { path: 'https://elsewhere.example/' } }, /“keyTest\.path” has to begin with/u],
    ['with the key’s own header', { ...declared, keyTest: { path: '/v1/account', headers: { authorization: 'x' } } }, /“keyTest\.headers\.authorization” is a header that Darkroom writes itself/u],
    ['with a method', { ...declared, keyTest: { path: '/v1/account', method: 'POST' } as never }, /“keyTest\.method” is not known here/u],
  ];
  for (const [name, overrides, problem] of wrong) {
    it(`is refused ${name}`, () => {
      const { providers, problems } = parseCustomProviders([setting(overrides)]);
      assert.deepEqual(providers, []);
      assert.match(problems.join('\n'), problem);
    });
  }
});
