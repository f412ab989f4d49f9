import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as http from 'node:http';
import * as net from 'node:net';
import type { AddressInfo, LookupFunction } from 'node:net';
import type { Certainty } from '../../../src/extension/providers/contract.ts';
import type { FailureClass } from '../../../src/shared/model.ts';
import type { Limits } from '../../../src/extension/providers/http.ts';
import { openBody } from '../../../src/extension/providers/http/body.ts';
import { ReplyError } from '../../../src/extension/providers/http/failures.ts';
import { retryAfter } from '../../../src/extension/providers/http/json.ts';
import { Trouble } from '../../../src/extension/providers/http/trouble.ts';
import type { Fault } from '../../fakes/faults.ts';
import { bytesOf, caught, cleanup, get, opener, post } from './support.ts';

interface Expected {
  readonly fault: Fault;
  readonly class: FailureClass;
  readonly certainty: Certainty;
  readonly limits?: Partial<Limits>;
  /** Jobs the provider charged for: what the certainty has to be honest about. */
  readonly charged?: number;
}

const submits: Readonly<Record<string, Expected>> = {
  'reset before the request was read': { fault: { kind: 'reset', when: 'before-reading' }, class: 'network', certainty: 'ambiguous' },
  'reset after the request was read': { fault: { kind: 'reset', when: 'before-work' }, class: 'network', certainty: 'ambiguous' },
  'reset after the work was taken': { fault: { kind: 'reset', when: 'after-work' }, class: 'network', certainty: 'ambiguous', charged: 1 },
  'reset in the middle of the answer': { fault: { kind: 'reset', when: 'mid-answer' }, class: 'network', certainty: 'ambiguous', charged: 1 },
  'no answer': { fault: { kind: 'hang' }, class: 'timeout', certainty: 'ambiguous', limits: { headers: 40 } },
  'no answer, though charged': { fault: { kind: 'hang', after: true }, class: 'timeout', certainty: 'ambiguous', limits: { headers: 40 }, charged: 1 },
  'an answer that trickles': { fault: { kind: 'trickle', everyMs: 20 }, class: 'timeout', certainty: 'ambiguous', limits: { total: 100, idle: 1000 }, charged: 1 },
  'an answer that stops': { fault: { kind: 'trickle', everyMs: 5000 }, class: 'timeout', certainty: 'ambiguous', limits: { idle: 40, total: 60_000 }, charged: 1 },
  'a web page': { fault: { kind: 'html' }, class: 'provider', certainty: 'ambiguous' },
  'half of the JSON': { fault: { kind: 'truncated' }, class: 'provider', certainty: 'ambiguous', charged: 1 },
  'JSON without end': { fault: { kind: 'huge', bytes: 3_000_000 }, class: 'provider', certainty: 'ambiguous' },
  'a gzip bomb': { fault: { kind: 'bomb', bytes: 100_000_000 }, class: 'provider', certainty: 'ambiguous' },
  'an encoding nobody knows': { fault: { kind: 'encoded', encoding: 'rot13' }, class: 'provider', certainty: 'ambiguous', charged: 1 },
  'a length that is too long': { fault: { kind: 'length', off: 10 }, class: 'network', certainty: 'ambiguous', charged: 1 },
  'a length that is too short': { fault: { kind: 'length', off: -10 }, class: 'provider', certainty: 'ambiguous', charged: 1 },
  'a redirect': { fault: { kind: 'redirect', to: '/v1/jobs' }, class: 'provider', certainty: 'ambiguous' },
  'a redirect to nowhere': { fault: { kind: 'status', status: 302 }, class: 'provider', certainty: 'ambiguous' },
  'not modified': { fault: { kind: 'status', status: 304, body: '' }, class: 'provider', certainty: 'ambiguous' },
  'switching protocols': { fault: { kind: 'status', status: 101, headers: { upgrade: 'x', connection: 'upgrade' } }, class: 'network', certainty: 'ambiguous' },
  400: { fault: { kind: 'status', status: 400 }, class: 'invalid', certainty: 'refused' },
  401: { fault: { kind: 'status', status: 401 }, class: 'auth', certainty: 'refused' },
  402: { fault: { kind: 'status', status: 402 }, class: 'credit', certainty: 'refused' },
  403: { fault: { kind: 'status', status: 403 }, class: 'auth', certainty: 'refused' },
  404: { fault: { kind: 'status', status: 404 }, class: 'invalid', certainty: 'refused' },
  408: { fault: { kind: 'status', status: 408 }, class: 'timeout', certainty: 'ambiguous' },
  409: { fault: { kind: 'status', status: 409 }, class: 'invalid', certainty: 'refused' },
  413: { fault: { kind: 'status', status: 413 }, class: 'invalid', certainty: 'refused' },
  422: { fault: { kind: 'status', status: 422 }, class: 'invalid', certainty: 'refused' },
  429: { fault: { kind: 'status', status: 429 }, class: 'rate', certainty: 'refused' },
  500: { fault: { kind: 'status', status: 500 }, class: 'provider', certainty: 'ambiguous' },
  502: { fault: { kind: 'status', status: 502 }, class: 'provider', certainty: 'ambiguous' },
  503: { fault: { kind: 'status', status: 503 }, class: 'provider', certainty: 'ambiguous' },
  504: { fault: { kind: 'status', status: 504 }, class: 'provider', certainty: 'ambiguous' },
  '500 after charging': { fault: { kind: 'status', status: 500, after: true }, class: 'provider', certainty: 'ambiguous', charged: 1 },
  '503 after charging': { fault: { kind: 'status', status: 503, after: true, headers: { 'retry-after': '1' } }, class: 'provider', certainty: 'ambiguous', charged: 1 },
};

describe('faults: a submit that went wrong is never called unsent when it may have arrived, and never sent twice', () => {
  const open = opener();
  for (const [name, { fault, limits, ...expected }] of Object.entries(submits)) {
    it(`${name}: ${expected.class}, ${expected.certainty}`, async () => {
      const fake = await open.fake();
      fake.next('submit', fault);
      const error = await caught(open.http(fake, { limits }).json(post(`${fake.origin}/v1/jobs`)));
      assert.deepEqual([error.failure.class, error.certainty], [expected.class, expected.certainty]);
      assert.equal(fake.requests.length, 1);
      assert.equal(fake.charges.total, expected.charged ?? 0);
      assert.ok((error.failure.raw ?? '').length <= 2000);
    });
  }
});

describe('faults: what certainly did not arrive is called so', () => {
  const open = opener();
  const ends = cleanup();

  async function portOf(serve: (socket: net.Socket) => void): Promise<number> {
    const server = net.createServer(socket => {
      socket.on('error', () => {});
      ends.add(() => socket.destroy(), null);
      serve(socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ends.add(() => server.close(), server);
    return (server.address() as AddressInfo).port;
  }

  it('nobody listens', async () => {
    const fake = await open.fake();
    await fake.close();
    const error = await caught(open.http(fake).json(post(`${fake.origin}/v1/jobs`)));
    assert.deepEqual([error.failure.class, error.certainty], ['network', 'not-sent']);
    assert.match(error.failure.sentence, /Fake Service/u);
    assert.ok(error.failure.sentence.includes(fake.origin), 'names the address');
  });

  it('a name nobody knows', async () => {
    const lookup: LookupFunction = (_host, _options, callback) => callback(Object.assign(new Error('x'), { code: 'ENOTFOUND' }), []);
    const origin = 'http://nowhere.test:8188';
    const error = await caught(open.http({ origin }, { lookup }).json(post(`${origin}/v1/jobs`)));
    assert.deepEqual([error.failure.class, error.certainty], ['network', 'not-sent']);
    assert.match(error.failure.sentence, /was not found at http:\/\/nowhere\.test:8188/u);
  });

  it('a name that is never resolved', async () => {
    const origin = 'http://slow.test:8188';
    const error = await caught(open.http({ origin }, { lookup: () => {}, limits: { connect: 30 } }).json(post(`${origin}/v1/jobs`)));
    assert.deepEqual([error.failure.class, error.certainty], ['network', 'not-sent']);
  });

  it('https spoken to a server of plain http', async () => {
    const fake = await open.fake();
    const origin = fake.origin.replace('http:', 'https:');
    const error = await caught(open.http({ origin }).json(post(`${origin}/v1/jobs`)));
    assert.deepEqual([error.failure.class, error.certainty], ['network', 'not-sent']);
    assert.equal(fake.requests.length, 0);
  });

  it('a connection that breaks during the handshake', async () => {
    const port = await portOf(socket => socket.once('data', () => socket.resetAndDestroy()));
    const origin = `https://127.0.0.1:${port}`;
    const error = await caught(open.http({ origin }).json(post(origin)));
    assert.deepEqual([error.failure.class, error.certainty], ['network', 'not-sent']);
  });

  it('a handshake without end', async () => {
    const port = await portOf(() => {});
    const origin = `https://127.0.0.1:${port}`;
    const error = await caught(open.http({ origin }, { limits: { connect: 40 } }).json(post(origin)));
    assert.deepEqual([error.failure.class, error.certainty], ['network', 'not-sent']);
  });

  it('a header that can’t be written', async () => {
    const fake = await open.fake();
    const error = await caught(open.http(fake).json(post(`${fake.origin}/v1/jobs`, { headers: { 'X-A': 'a\r\nX-B: b' } })));
    assert.deepEqual([error.failure.class, error.certainty], ['invalid', 'not-sent']);
    assert.equal(fake.requests.length, 0);
  });

  it('an answer that is no HTTP is unreadable, not unsent', async () => {
    const port = await portOf(socket => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n')));
    const origin = `http://127.0.0.1:${port}`;
    const error = await caught(open.http({ origin }).json(post(origin)));
    assert.deepEqual([error.failure.class, error.certainty], ['provider', 'ambiguous']);
  });
});

describe('faults: media', () => {
  const open = opener();

  async function reading(fault: Fault, limits: Partial<Limits> = {}) {
    const fake = await open.fake({ sync: true });
    const client = open.http(fake, { limits });
    await client.json(post(`${fake.origin}/v1/jobs`));
    fake.next('file', fault);
    return caught(client.stream(get(`${fake.origin}/files/job-1-1.png?v=1`)).then(({ bytes }) => bytesOf(bytes)));
  }

  it('more than the limit, as announced, is refused at its head', async () => {
    const fake = await open.fake({ sync: true });
    const client = open.http(fake, { limits: { mediaBytes: 100 } });
    await client.json(post(`${fake.origin}/v1/jobs`));
    assert.equal((await caught(client.stream(get(`${fake.origin}/files/job-1-1.png?v=1`)))).failure.class, 'provider');
  });
  it('a bomb is stopped at the cap, not unpacked', async () => {
    const before = process.memoryUsage().rss;
    assert.equal((await reading({ kind: 'bomb', bytes: 200_000_000 }, { mediaBytes: 1_000_000 })).failure.class, 'provider');
    assert.ok(process.memoryUsage().rss - before < 100_000_000);
  });
  it('a reset in the middle is an error, not an end', async () => {
    assert.equal((await reading({ kind: 'reset', when: 'mid-answer' })).failure.class, 'network');
  });
  it('a trickle ends with its time', async () => {
    assert.equal((await reading({ kind: 'trickle', everyMs: 15 }, { mediaTotal: 80 })).failure.class, 'timeout');
  });
  it('silence ends it too', async () => {
    assert.equal((await reading({ kind: 'trickle', everyMs: 5000 }, { idle: 40, mediaTotal: 60_000 })).failure.class, 'timeout');
  });
  it('less than the announced length is an error', async () => {
    assert.equal((await reading({ kind: 'length', off: 100 })).failure.class, 'network');
  });
  it('a body that was thrown away under its reader is an error, not an end', async () => {
    const fake = await open.fake();
    const request = http.get(`${fake.origin}/v1/jobs?reference=x`);
    const [message] = await once(request, 'response') as [http.IncomingMessage];
    await once(message, 'readable');
    request.destroy();
    await once(message, 'close');
    await assert.rejects(bytesOf(openBody(message, { idle: 1000, total: 1000, bytes: 1000 }, new AbortController().signal)), Trouble);
  });
  it('a body that nobody reads is closed', async () => {
    const fake = await open.fake({ sync: true });
    const client = open.http(fake, { limits: { idle: 30 } });
    await client.json(post(`${fake.origin}/v1/jobs`));
    fake.next('file', { kind: 'trickle', everyMs: 5 });
    const { bytes } = await client.stream(get(`${fake.origin}/files/job-1-1.png?v=1`));
    await new Promise(resolve => setTimeout(resolve, 60));
    assert.equal((await caught(bytesOf(bytes))).failure.class, 'timeout');
  });
  it('a reader that stops early closes the connection and hears nothing more', async () => {
    const fake = await open.fake({ sync: true });
    const client = open.http(fake);
    await client.json(post(`${fake.origin}/v1/jobs`, { body: { prompt: 'x', width: 2000, height: 2000 } }));
    const { bytes } = await client.stream(get(`${fake.origin}/files/job-1-1.png?v=1`));
    for await (const piece of bytes) {
      assert.ok(piece.length > 0);
      break;
    }
    await client.json(get(`${fake.origin}/v1/jobs/job-1`));
  });
});

describe('faults: a signal ends a call', () => {
  const open = opener();

  it('before it began: nothing is sent', async () => {
    const fake = await open.fake();
    const error = await caught(open.http(fake).json(post(`${fake.origin}/v1/jobs`, { signal: AbortSignal.abort() })));
    assert.equal(error.certainty, 'not-sent');
    assert.equal(fake.requests.length, 0);
  });
  it('while it waits for the answer: ambiguous', async () => {
    const fake = await open.fake();
    const stop = new AbortController();
    const held = fake.hold('submit');
    const submit = caught(open.http(fake).json(post(`${fake.origin}/v1/jobs`, { signal: stop.signal })));
    await held.arrived;
    stop.abort();
    assert.equal((await submit).certainty, 'ambiguous');
    held.release();
  });
  it('while it reads the body', async () => {
    const fake = await open.fake();
    const stop = new AbortController();
    fake.next('submit', { kind: 'trickle', everyMs: 5 });
    const submit = caught(open.http(fake).json(post(`${fake.origin}/v1/jobs`, { signal: stop.signal })));
    await fake.arrived('submit');
    setTimeout(() => stop.abort(), 20);
    assert.deepEqual([(await submit).failure.class, (await submit).certainty], ['local', 'ambiguous']);
  });
  it('while it reads an error’s body', async () => {
    const fake = await open.fake({ key: 'needed' });
    const stop = new AbortController();
    fake.next('submit', { kind: 'trickle', everyMs: 5 });
    const submit = caught(open.http(fake).json(post(`${fake.origin}/v1/jobs`, { signal: stop.signal })));
    await fake.arrived('submit');
    setTimeout(() => stop.abort(), 20);
    assert.equal((await submit).failure.class, 'local');
  });
  it('redirects share the time of the whole call', async () => {
    const fake = await open.fake();
    fake.next('poll', { kind: 'redirect', to: '/v1/jobs/a' }, { kind: 'hang' });
    const began = performance.now();
    const error = await caught(open.http(fake, { limits: { total: 60, headers: 60_000 } }).json(get(`${fake.origin}/v1/jobs/x`)));
    assert.equal(error.failure.class, 'timeout');
    assert.ok(performance.now() - began < 2000);
  });
  it('a caller’s own time limit reads as one', async () => {
    const fake = await open.fake();
    fake.next('submit', { kind: 'hang' });
    const error = await caught(open.http(fake).json(post(`${fake.origin}/v1/jobs`, { signal: AbortSignal.timeout(30) })));
    assert.deepEqual([error.failure.class, error.certainty], ['timeout', 'ambiguous']);
  });
});

describe('faults: Retry-After', () => {
  const now = Date.parse('2026-11-21T10:00:00Z');
  const rows: readonly (readonly [string | undefined, number | null])[] = [
    ['120', 120_000], ['0', 0], [' 7 ', 7000], ['Sat, 21 Nov 2026 10:00:30 GMT', 30_000], ['Sat, 21 Nov 2026 09:00:00 GMT', 0],
    [undefined, null], ['', null], ['soon', null], ['-5', null], ['1e3', null], ['1.5', null], ['99999999', null], ['2026-11-21', null], ['Sat, 99 Foo 2026 10:00:30 GMT', null],
    ['9'.repeat(400), null], ['Sat, 21 Nov 2099 10:00:30 GMT', null],
  ];
  for (const [header, wait] of rows) it(`“${(header ?? 'none').slice(0, 40)}” is ${wait} ms`, () => assert.equal(retryAfter(header, now), wait));

  const open = opener();
  it('comes with the error', async () => {
    const fake = await open.fake();
    fake.next('submit', { kind: 'status', status: 429, headers: { 'retry-after': '3' } }, { kind: 'status', status: 429, headers: { 'retry-after': 'later' } });
    const client = open.http(fake);
    assert.equal((await caught(client.json(post(`${fake.origin}/v1/jobs`)))).retryAfter, 3000);
    assert.equal((await caught(client.json(post(`${fake.origin}/v1/jobs`)))).retryAfter, null);
  });
});

describe('faults: what is told of a reply', () => {
  const open = opener();
  it('the status and the reply as JSON, for adapters', async () => {
    const fake = await open.fake();
    fake.next('submit', { kind: 'status', status: 422, body: '{"error":{"code":"too_long"}}' });
    const error = await caught(open.http(fake).json(post(`${fake.origin}/v1/jobs`)));
    assert.ok(error instanceof ReplyError);
    assert.deepEqual([error.status, error.json], [422, { error: { code: 'too_long' } }]);
  });
  it('at most 2,000 characters of it, and where it happened without the query', async () => {
    const fake = await open.fake();
    fake.next('poll', { kind: 'status', status: 500, body: `<h1>Oh \u0000no</h1>${'x'.repeat(100_000)}` });
    const { raw = '' } = (await caught(open.http(fake).json(get(`${fake.origin}/v1/jobs/x?secret=canary`)))).failure;
    assert.equal(raw.length, 2000);
    assert.ok(raw.startsWith(`GET ${fake.origin}/v1/jobs/x: 500\n<h1>Oh  no</h1>`), raw.slice(0, 80));
  });
  it('an error whose body breaks off is still that error', async () => {
    const fake = await open.fake({ key: 'needed' });
    fake.next('submit', { kind: 'reset', when: 'mid-answer' });
    assert.equal((await caught(open.http(fake).json(post(`${fake.origin}/v1/jobs`)))).failure.class, 'auth');
  });
});
