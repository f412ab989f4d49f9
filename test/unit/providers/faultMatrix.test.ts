import assert from 'node:assert/strict';
import { ProviderError } from '../../../src/extension/providers/contract.ts';
import type { Call, Provider } from '../../../src/extension/providers/contract.ts';
import { createCustomProvider } from '../../../src/extension/providers/custom/provider.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import type { Fault } from '../../fakes/faults.ts';
import type { FakeProvider, Route } from '../../fakes/provider-server.ts';
import { bytesOf, callFor, opener } from './support.ts';

const status = (code: number, more: Partial<Extract<Fault, { kind: 'status' }>> = {}): Fault => ({ kind: 'status', status: code, ...more });
const json = (value: unknown): Fault => ({ kind: 'json', json: value });

const faults: readonly Fault[] = [
  { kind: 'reset', when: 'before-reading' }, { kind: 'reset', when: 'before-work' }, { kind: 'reset', when: 'after-work' }, { kind: 'reset', when: 'mid-answer' },
  { kind: 'hang' }, { kind: 'hang', after: true }, { kind: 'trickle', everyMs: 30 }, { kind: 'html' }, { kind: 'truncated' },
  { kind: 'huge', bytes: 2_500_000 }, { kind: 'bomb', bytes: 50_000_000 }, { kind: 'encoded', encoding: 'rot13' }, { kind: 'length', off: 20 }, { kind: 'length', off: -5 },
  { kind: 'redirect', to: 'file:///etc/passwd' }, { kind: 'redirect', to: 'https://169.254.169.254/' }, { kind: 'redirect', to: 'http://127.0.0.1:9/' }, { kind: 'redirect', to: 'http://[' }, { kind: 'loop' },
  status(100), status(101), status(204, { body: '' }), status(206), status(304, { body: '' }), status(400), status(401), status(402), status(403), status(404), status(405), status(408), status(409), status(410),
  status(418), status(429), status(429, { headers: { 'retry-after': 'x' } }), status(500), status(500, { after: true }), status(502), status(503, { after: true, headers: { 'retry-after': '9' } }), status(504), status(599), status(999),
  json(null), json([]), json(''), json(0), json({ id: {}, status: [], jobs: {}, outputs: 7 }), json({ id: [], status: { a: 1 }, jobs: [null, 7, 'x'], progress: {}, cost: [] }),
  json({ id: '../../x', status: 'succeeded', outputs: [{ url: 'file:///etc/passwd' }], jobs: [{ reference: 'ours', id: {} }] }),
  json({ id: '\u0000', status: '\u0000', jobs: [{ reference: 'ours' }] }), json(JSON.parse('{"__proto__":{"id":"x","status":"succeeded"}}')),
  { kind: 'bytes', type: 'application/json', text: '{"id":"a","id":"b","status":"queued","status":"running"}' }, { kind: 'bytes', type: 'application/json', text: '['.repeat(100_000) },
  { kind: 'bytes', type: 'application/json', text: '{"status":"\\ud800","id":"\\ud800"}' }, { kind: 'bytes', type: 'application/json; charset=utf-16', text: '\u0000{\u0000}' }, { kind: 'bytes', type: 'image/png', text: '' },
];

describe('fault matrix: custom HTTP', () => {
  const open = opener();
  const asks: Readonly<Record<Route, (provider: Provider, fake: FakeProvider, call: Call) => Promise<unknown>>> = {
    submit: (provider, _fake, call) => provider.submit(call),
    poll: (provider, _fake, call) => provider.poll(call, 'job-1'),
    cancel: (provider, _fake, call) => provider.cancel!(call, 'job-1'),
    find: (provider, _fake, call) => provider.find!(call),
    file: async (provider, fake, call) => bytesOf((await provider.open(call, { url: `${fake.origin}/files/job-1-1.png?v=1` }, 'job-1')).bytes),
  };
  for (const [route, ask] of Object.entries(asks) as [Route, (typeof asks)[Route]][]) {
    it(`${faults.length} faults of ${route}: each call ends in time, with a reply or an honest error, and is made once`, async function () {
      this.timeout(30_000);
      for (const fault of faults) {
        const name = JSON.stringify(fault).slice(0, 100);
        const fake = await open.fake({ mode: 'lookup' });
        const provider = createCustomProvider(customConfigFor(fake, 'lookup'), {
          http: open.http(fake, { limits: { connect: 500, headers: 60, idle: 500, total: 150, mediaTotal: 150, mediaBytes: 3_000_000 } }),
          key: async () => undefined,
        });
        if (route !== 'submit') await provider.submit(callFor('first'));
        if (route === 'file') fake.job().finish();
        const before = fake.requests.length;
        fake.always(route, fault);
        const began = performance.now();
        const reply: unknown = await ask(provider, fake, callFor('ours')).catch((error: unknown) => error);
        assert.ok(performance.now() - began < 1000, `${name} took too long`);
        assert.ok(!(reply instanceof Error) || reply instanceof ProviderError, `${name}: ${String(reply)}`);
        assert.equal(fake.requests.length - before, fault.kind === 'loop' && fake.requests.at(-1)?.method === 'GET' ? 4 : 1, name);
        if (route === 'submit' && reply instanceof ProviderError && fake.charges.of('ours') > 0) assert.equal(reply.certainty, 'ambiguous', `${name}: charged, and called ${reply.certainty}`);
        await fake.close();
      }
    });
  }
});
