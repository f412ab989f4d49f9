import assert from 'node:assert/strict';
import { once } from 'node:events';
import type * as http from 'node:http';
import * as https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import type { AddressInfo, LookupFunction } from 'node:net';
import * as tls from 'node:tls';
import { createHttp } from '../../../src/extension/providers/http.ts';
import type { ReplyError } from '../../../src/extension/providers/http/failures.ts';
import { selfSigned } from '../../fakes/certificate.ts';
import { bytesOf, caught, cleanup, get, opener, post } from './support.ts';

const toLoopback: LookupFunction = (_host, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]);

describe('http: what it sends and reads', () => {
  const open = opener();

  it('sends JSON and reads JSON', async () => {
    const fake = await open.fake();
    const reply = await open.http(fake).json(post(`${fake.origin}/v1/jobs`, { headers: { 'X-Client-Reference': 'r-1' } }));
    assert.equal(reply.status, 201);
    assert.equal((reply.json as { readonly id: string }).id, 'job-1');
    assert.ok(Math.abs((reply.date ?? 0) - Date.now()) < 60_000);
    const [request] = fake.requests;
    assert.equal(request?.body, '{"prompt":"a lantern"}');
    assert.equal(request?.headers['content-type'], 'application/json');
    assert.equal(request?.headers['accept-encoding'], 'identity');
    assert.equal(request?.headers['x-client-reference'], 'r-1');
  });

  it('takes an empty body for no JSON at all, not for an error', async () => {
    const fake = await open.fake();
    fake.next('cancel', { kind: 'status', status: 204, body: '' }, { kind: 'status', status: 200, body: '' });
    const client = open.http(fake);
    assert.equal((await client.json(post(`${fake.origin}/v1/jobs/x/cancel`))).json, undefined);
    assert.equal((await client.json(post(`${fake.origin}/v1/jobs/x/cancel`))).json, undefined);
  });

  it('a field named __proto__ is dropped, also when it is spelled with escapes', async () => {
    const fake = await open.fake();
    for (const text of ['{"a":{"__proto__":{"b":1},"c":2}}', '{"a":{"\\u005f_proto__":{"b":1},"c":2}}', '{"a":{"__pr\\u006Fto__":{"b":1},"c":2}}']) {
      fake.next('poll', { kind: 'bytes', type: 'application/json', text });
      const { json } = await open.http(fake).json(get(`${fake.origin}/v1/jobs/x`));
      assert.equal(JSON.stringify(json), '{"a":{"c":2}}');
    }
  });

  it('streams media with its length', async () => {
    const fake = await open.fake({ sync: true });
    const client = open.http(fake);
    await client.json(post(`${fake.origin}/v1/jobs`));
    const { bytes, length } = await client.stream(get(`${fake.origin}/files/job-1-1.png?v=1`));
    const body = await bytesOf(bytes);
    assert.equal(length, body.length);
    assert.equal(body.subarray(1, 4).toString(), 'PNG');
  });

  for (const encoding of ['gzip', 'deflate', 'br', 'zstd'] as const) {
    it(`decodes ${encoding}, although it asks for none`, async () => {
      const fake = await open.fake({ sync: true });
      const client = open.http(fake);
      fake.next('submit', { kind: 'encoded', encoding });
      fake.next('file', { kind: 'encoded', encoding });
      assert.equal(((await client.json(post(`${fake.origin}/v1/jobs`))).json as { readonly id: string }).id, 'job-1');
      const { bytes, length } = await client.stream(get(`${fake.origin}/files/job-1-1.png?v=1`));
      assert.equal(length, null);
      assert.equal((await bytesOf(bytes)).subarray(1, 4).toString(), 'PNG');
    });
  }

  it('keeps a connection for questions, and gives each paid request a fresh one', async () => {
    const fake = await open.fake();
    const client = open.http(fake);
    for (let turn = 0; turn < 3; turn++) await client.json(get(`${fake.origin}/v1/jobs?reference=x`));
    await client.json(post(`${fake.origin}/v1/jobs`));
    const connections = fake.requests.map(request => request.connection);
    assert.equal(new Set(connections.slice(0, 3)).size, 1);
    assert.notEqual(connections[3], connections[2]);
  });

  it('leaves the process as it found it', async () => {
    const { fetch } = globalThis;
    const dispatcher = Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.1')) as unknown;
    const fake = await open.fake();
    await open.http(fake).json(get(`${fake.origin}/v1/jobs?reference=x`));
    assert.equal(globalThis.fetch, fetch);
    assert.equal(Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.1')), dispatcher);
  });

  it('to dispose closes idle connections and lets a submit under way come to its end', async () => {
    const fake = await open.fake();
    const client = open.http(fake);
    await client.json(get(`${fake.origin}/v1/jobs?reference=x`));
    const held = fake.hold('submit');
    const submit = client.json(post(`${fake.origin}/v1/jobs`));
    await held.arrived;
    client.dispose();
    held.release();
    assert.equal((await submit).status, 201);
  });
});

describe('http: redirects', () => {
  const open = opener();

  it('follows a question at most three times', async () => {
    const fake = await open.fake();
    const client = open.http(fake);
    const away = { kind: 'redirect', to: '/v1/jobs/other' } as const;
    fake.next('poll', away, away, away);
    assert.equal(((await caught(client.json(get(`${fake.origin}/v1/jobs/x`)))) as ReplyError).status, 404);
    assert.equal(fake.requests.length, 4);
    fake.next('poll', away, away, away, away);
    const error = await caught(client.json(get(`${fake.origin}/v1/jobs/x`)));
    assert.equal(error.failure.class, 'provider');
    assert.equal(fake.requests.length, 8);
  });

  it('a loop ends', async () => {
    const fake = await open.fake();
    fake.always('poll', { kind: 'loop' });
    await caught(open.http(fake).json(get(`${fake.origin}/v1/jobs/x`)));
    assert.equal(fake.requests.length, 4);
  });

  for (const status of [301, 302, 303, 307, 308]) {
    it(`${status} on a paid request is not followed and leaves it ambiguous`, async () => {
      const fake = await open.fake();
      fake.next('submit', { kind: 'redirect', to: '/v1/jobs', status });
      const error = await caught(open.http(fake).json(post(`${fake.origin}/v1/jobs`)));
      assert.equal(error.certainty, 'ambiguous');
      assert.equal(fake.requests.length, 1);
    });
  }

  it('own headers stay behind when the origin changes, also on the way back', async () => {
    const fake = await open.fake();
    const other = await open.fake();
    const client = open.http(fake, { declaredOrigins: [fake.origin, other.origin] });
    fake.next('poll', { kind: 'redirect', to: `${other.origin}/v1/jobs/x` });
    other.next('poll', { kind: 'redirect', to: `${fake.origin}/v1/jobs/y` });
    await caught(client.json(get(`${fake.origin}/v1/jobs/x`, { headers: { Authorization: 'Bearer canary', 'X-Key': 'canary' } })));
    assert.equal(fake.requests[0]?.headers.authorization, 'Bearer canary');
    for (const request of [other.requests[0], fake.requests[1]]) {
      assert.ok(request);
      assert.doesNotMatch(JSON.stringify(request.headers), /canary/u);
    }
  });

  const hostile = ['file:///etc/passwd', 'http://127.0.0.1:1/', 'https://127.0.0.1/', 'https://169.254.169.254/latest/', 'http://example.com/', 'https://[::1]/', 'https://user:pw@example.com/', 'data:text/plain,x', 'https://'];
  for (const to of hostile) {
    it(`is not led to ${to}`, async () => {
      const fake = await open.fake();
      fake.next('file', { kind: 'redirect', to });
      const error = await caught(open.http(fake).stream(get(`${fake.origin}/files/x.png`)));
      assert.equal(error.failure.class, 'provider');
      assert.equal(fake.requests.length, 1);
    });
  }
});

describe('http: whom it connects to', () => {
  const open = opener();
  const ends = cleanup();

  /** An https server on loopback that this process trusts, and what reached it. */
  async function secureServer(host: string): Promise<{ readonly port: number; readonly seen: { connections: number; requests: number } }> {
    const { key, cert } = selfSigned(host);
    const seen = { connections: 0, requests: 0 };
    const server = https.createServer({ key, cert }, (_request, response) => {
      seen.requests++;
      response.end('{}');
    });
    server.on('connection', () => seen.connections++);
    const trusted = tls.getCACertificates('default');
    tls.setDefaultCACertificates([...trusted, cert]);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ends.add(() => {
      tls.setDefaultCACertificates(trusted);
      server.closeAllConnections();
      server.close();
    }, server);
    return { port: (server.address() as AddressInfo).port, seen };
  }

  it('a name out of a reply that resolves to this machine is refused without a connection', async () => {
    const { port, seen } = await secureServer('rebound.test');
    const client = open.http({ origin: 'http://127.0.0.1:9' }, { lookup: toLoopback });
    const error = await caught(client.stream(get(`https://rebound.test:${port}/x.png`)));
    assert.equal(error.failure.class, 'provider');
    assert.equal(error.certainty, 'not-sent');
    assert.match(error.failure.sentence, /rebound\.test/u);
    assert.equal(seen.connections, 0);
  });

  it('a declared name may be this machine, over https too', async () => {
    const { port, seen } = await secureServer('studio.test');
    const client = open.http({ origin: `https://studio.test:${port}` }, { lookup: toLoopback });
    assert.deepEqual((await client.json(get(`https://studio.test:${port}/`))).json, {});
    assert.equal(seen.requests, 1);
  });

  it('a certificate for another name gets no byte of a request', async () => {
    const { port, seen } = await secureServer('studio.test');
    const client = open.http({ origin: `https://other.test:${port}` }, { lookup: toLoopback });
    const error = await caught(client.json(post(`https://other.test:${port}/`)));
    assert.deepEqual([error.failure.class, error.certainty], ['network', 'not-sent']);
    assert.equal(seen.requests, 0);
  });

  it('the address that was really reached is checked too, for an editor that exchanges the agent', async () => {
    const { port, seen } = await secureServer('rebound.test');
    const request = https.request.bind(https);
    const patched = (options: https.RequestOptions, callback?: (response: http.IncomingMessage) => void) =>
      request({ ...options, agent: false, lookup: toLoopback }, callback);
    Object.assign(httpsModule(), { request: patched });
    syncBuiltinESMExports();
    ends.add(() => {
      Object.assign(httpsModule(), { request });
      syncBuiltinESMExports();
    }, null);
    const error = await caught(open.http({ origin: 'http://127.0.0.1:9' }).json(post(`https://rebound.test:${port}/`)));
    assert.equal(error.certainty, 'not-sent');
    assert.equal(seen.connections, 1);
    assert.equal(seen.requests, 0);
  });

  it('a proxy that the editor took is not taken for the target; a name known to be private is refused there as well', async () => {
    const { port, seen } = await secureServer('shop.test');
    const request = https.request.bind(https);
    const patched = (options: https.RequestOptions, callback?: (response: http.IncomingMessage) => void) => {
      const sent = request({ ...options, agent: false, lookup: toLoopback }, callback);
      queueMicrotask(() => sent.emit('proxy', { proxy: 'PROXY 127.0.0.1:3128' }));
      return sent;
    };
    Object.assign(httpsModule(), { request: patched });
    syncBuiltinESMExports();
    ends.add(() => {
      Object.assign(httpsModule(), { request });
      syncBuiltinESMExports();
    }, null);
    const publicly: LookupFunction = (_host, _options, callback) => callback(null, [{ address: '93.184.216.34', family: 4 }]);
    const unknown: LookupFunction = (_host, _options, callback) => callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []);
    const declared = { origin: 'http://127.0.0.1:9' };
    assert.equal((await open.http(declared, { lookup: publicly }).json(get(`https://shop.test:${port}/`))).status, 200);
    assert.equal((await open.http(declared, { lookup: unknown }).json(get(`https://shop.test:${port}/`))).status, 200);
    await caught(open.http(declared, { lookup: toLoopback }).json(get(`https://shop.test:${port}/`)));
    assert.equal(seen.requests, 2);
  });

  it('a client with nothing declared reaches no private address at all', async () => {
    const fake = await open.fake();
    const client = ends.add(() => {}, createHttp({ declaredOrigins: [] }));
    for (const url of [fake.origin, fake.origin.replace('http:', 'https:'), fake.origin.replace('127.0.0.1', 'localhost').replace('http:', 'https:')]) {
      const error = await caught(client.json(get(url)));
      assert.equal(error.certainty, 'not-sent');
    }
    assert.equal(fake.requests.length, 0);
  });
});

/** The module object that VS Code patches. */
function httpsModule(): object {
  return process.getBuiltinModule('node:https');
}
