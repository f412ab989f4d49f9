import assert from 'node:assert/strict';
import fc from 'fast-check';
import { excerpt, redact } from '../../../src/extension/providers/http/redact.ts';
import { createCustomProvider } from '../../../src/extension/providers/custom/provider.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import { callFor, caught, everythingIn, get, opener, post } from './support.ts';

const canary = 'sk-canary/9f+3"x=&y';

describe('redaction: a known key', () => {
  it('is gone in every usual spelling', () => {
    const base64 = Buffer.from(canary).toString('base64');
    const text = `${canary} ${encodeURIComponent(canary)} ${JSON.stringify({ echoed: canary })} ${base64}`;
    const clean = redact(text, [canary]);
    for (const spelling of [canary, 'canary', base64, encodeURIComponent(canary)]) assert.ok(!clean.includes(spelling), clean);
  });
  it('is gone wherever an excerpt is cut', () => {
    fc.assert(fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{8,60}$/u), fc.nat(300), fc.nat(300), fc.boolean(), (key, before, after, complete) => {
      const reply = `${'.'.repeat(before)}${key}${'.'.repeat(after)}`;
      const given = complete ? reply : reply.slice(0, before + Math.ceil(key.length / 2));
      const shown = excerpt(given, [key], 200, complete);
      assert.ok(!shown.includes(key.slice(0, 5)), shown);
      assert.ok(shown.length <= 200);
    }));
  });
  it('an empty one changes nothing', () => assert.equal(redact('plain text', ['']), 'plain text'));
});

describe('redaction: what looks like a key', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['Authorization: Bearer abc.def-ghi', 'Authorization: •••'],
    ['"authorization":"Basic dXNlcjpwdw=="', '"authorization":"•••"'],
    ['Authorization: Key 123:456', 'Authorization: •••'],
    ['x-api-key: abcdef', 'x-api-key: •••'],
    ['{"X-Api-Key":"abcdef","n":1}', '{"X-Api-Key":"•••","n":1}'],
    ['https://a.example/x?key=abcdef&n=1', 'https://a.example/x?key=•••&n=1'],
    ['https://a.example/x?n=1&X-Amz-Signature=abc&access_token=def', 'https://a.example/x?n=1&X-Amz-Signature=•••&access_token=•••'],
    ['got Bearer abcdefgh12345 there', 'got Bearer ••• there'],
    ['set-cookie: session=abc; Path=/', 'set-cookie: •••; Path=/'],
    ['client_secret=abc', 'client_secret=•••'],
    ['a monkey=3 with max_tokens of 5', 'a monkey=3 with max_tokens of 5'],
  ];
  for (const [text, clean] of rows) it(text, () => assert.equal(redact(text), clean));

  it('takes no time that grows with the square of the text', () => {
    const began = performance.now();
    redact('a-'.repeat(32_000));
    redact('token'.repeat(13_000));
    redact('key='.repeat(16_000));
    assert.ok(performance.now() - began < 1000);
  });
});

describe('redaction: a key never comes back in an error', () => {
  const open = opener();

  it('though the provider echoes it with every status, as text, as JSON and in a redirect', async () => {
    const fake = await open.fake();
    const client = open.http(fake);
    const echo = JSON.stringify({ error: { message: `your key ${canary} is bad`, header: `Bearer ${canary}` } });
    for (const status of [400, 401, 403, 404, 408, 422, 429, 500]) {
      fake.next('submit', { kind: 'status', status, body: echo });
      const error = await caught(client.json(post(`${fake.origin}/v1/jobs?key=${encodeURIComponent(canary)}`, { headers: { authorization: `Bearer ${canary}` }, secrets: [canary] })));
      assert.doesNotMatch(everythingIn(error), /canary/u);
    }
    fake.next('submit', { kind: 'bytes', type: 'text/html', text: `<p>${canary}</p>` }, { kind: 'redirect', to: `https://example.com/?key=${encodeURIComponent(canary)}` });
    for (let turn = 0; turn < 2; turn++) {
      const error = await caught(client.json(post(`${fake.origin}/v1/jobs`, { secrets: [canary] })));
      assert.doesNotMatch(everythingIn(error), /canary/u);
    }
    fake.next('file', { kind: 'redirect', to: 'http://Canary-Host-77.example/' });
    assert.doesNotMatch(everythingIn(await caught(client.stream(get(`${fake.origin}/files/x`, { secrets: ['Canary-Host-77'] })))), /canary/iu);
    fake.next('file', { kind: 'redirect', to: `https://u:${encodeURIComponent(canary)}@127.0.0.1/${encodeURIComponent(canary)}` });
    assert.doesNotMatch(everythingIn(await caught(client.stream(get(`${fake.origin}/files/x`, { secrets: [canary] })))), /canary/u);
  });

  it('nor in what custom HTTP tells of a failed job', async () => {
    const fake = await open.fake({ key: 'canary-key-1234' });
    const provider = createCustomProvider(customConfigFor(fake, 'none', { key: { header: 'Authorization' } }), { http: open.http(fake), key: async () => 'canary-key-1234' });
    await provider.submit(callFor('r-1'));
    fake.job().fail('You sent Authorization: Bearer canary-key-1234 and it broke', 'canary-key-1234');
    const reply = await provider.poll(callFor('r-1'), 'job-1');
    assert.equal(reply.kind, 'failed');
    assert.doesNotMatch(JSON.stringify(reply), /canary/u);
    assert.equal(fake.requests.at(-1)?.headers.authorization, 'Bearer canary-key-1234');
  });
});
