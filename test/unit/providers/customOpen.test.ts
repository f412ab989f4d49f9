import assert from 'node:assert/strict';
import { setUpper } from './customSupport.ts';
import { bytesOf, callFor, caught, opener } from './support.ts';

describe('custom HTTP: the key', () => {
  const setUp = setUpper();
  const open = opener();
  const key = { header: 'Authorization' };
  it('goes with every call to its own origin', async () => {
    const { fake, provider } = await setUp({ fake: { key: 'abc$&123' }, overrides: { key }, key: ' abc$&123\n' });
    await provider.submit(callFor('r'));
    await provider.poll(callFor('r'), 'job-1');
    await provider.cancel?.(callFor('r'), 'job-1');
    assert.ok(fake.requests.every(request => request.headers.authorization === 'Bearer abc$&123'));
  });
  for (const missing of [undefined, '', '  ']) {
    it(`missing (${JSON.stringify(missing)}): nothing is sent, and the sentence names the command`, async () => {
      const { fake, provider } = await setUp({ overrides: { key }, key: missing });
      assert.equal(provider.capabilities.needsKey, true);
      const error = await caught(provider.submit(callFor('r')));
      assert.deepEqual([error.failure.class, error.certainty], ['auth', 'not-sent']);
      assert.match(error.failure.sentence, /Set a key for Fake Service with “Darkroom: Set Key”/u);
      assert.equal(fake.requests.length, 0);
    });
  }
  it('with a line break inside is refused before it is sent', async () => {
    const { fake, provider } = await setUp({ overrides: { key }, key: 'abc\r\nX-Admin: 1' });
    assert.equal((await caught(provider.submit(callFor('r')))).failure.class, 'auth');
    assert.equal(fake.requests.length, 0);
  });
  it('never goes to where a result lies, unless that is its own origin', async () => {
    const files = await open.fake({ sync: true });
    const { fake, provider } = await setUp({ fake: { sync: true, key: 'canary' }, overrides: { key, fileOrigins: [files.origin] }, key: 'canary' });
    const call = callFor('r');
    const own = await provider.submit(call);
    assert.ok(own.kind === 'finished');
    await bytesOf((await provider.open(call, own.outputs[0]!, null)).bytes);
    assert.equal(fake.requests.at(-1)?.headers.authorization, 'Bearer canary');
    await caught(provider.open(call, { url: `${files.origin}/files/x.png` }, null));
    assert.equal(files.requests.length, 1);
    assert.equal(files.requests[0]?.headers.authorization, undefined);
    fake.next('file', { kind: 'redirect', to: `${files.origin}/files/y.png` });
    await caught(provider.open(call, own.outputs[0]!, null));
    assert.equal(files.requests[1]?.headers.authorization, undefined);
  });
});

describe('custom HTTP: opening a result', () => {
  const setUp = setUpper();
  it('gives the bytes', async () => {
    const { provider } = await setUp({ fake: { sync: true } });
    const reply = await provider.submit(callFor('r'));
    assert.ok(reply.kind === 'finished');
    const { bytes, length } = await provider.open(callFor('r'), reply.outputs[0]!, null);
    assert.equal((await bytesOf(bytes)).length, length);
  });
  it('an address that expired says so, and a fresh one comes with the next status', async () => {
    const { fake, provider } = await setUp();
    const call = callFor('r');
    await provider.submit(call);
    fake.job().finish();
    const first = await provider.poll(call, 'job-1');
    fake.job().expireUrls();
    assert.ok(first.kind === 'finished');
    assert.equal((await caught(provider.open(call, first.outputs[0]!, 'job-1'))).expired, true);
    const fresh = await provider.poll(call, 'job-1');
    assert.ok(fresh.kind === 'finished');
    await bytesOf((await provider.open(call, fresh.outputs[0]!, 'job-1')).bytes);
  });
  for (const [status, expired] of [[401, true], [403, true], [404, true], [410, true], [429, false], [500, false]] as const) {
    it(`${status} is ${expired ? 'expired' : 'trouble'}`, async () => {
      const { fake, provider } = await setUp();
      fake.next('file', { kind: 'status', status });
      assert.equal((await caught(provider.open(callFor('r'), { url: `${fake.origin}/files/x` }, null))).expired, expired);
    });
  }
  for (const url of ['http://127.0.0.1:1/x', 'https://localhost/x', 'https://169.254.169.254/', 'file:///etc/passwd', 'nonsense', undefined]) {
    it(`${url} is not opened`, async () => {
      const { provider } = await setUp();
      assert.equal((await caught(provider.open(callFor('r'), { url }, null))).certainty, 'not-sent');
    });
  }
});
