/**
 * Every fault times every adapter times every call. Adapters: custom HTTP as each of the recovery modes declares it; the built-in
 * provider has no network that could fail, and its own tests for the rest. Calls: those about one job share a service and run side by
 * side; those about files and about many jobs have one each time.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as https from 'node:https';
import * as net from 'node:net';
import type { AddressInfo, LookupFunction } from 'node:net';
import { oneLine } from '../../../src/shared/legible.ts';
import { type RecoveryMode, failureClasses, recoveryModes } from '../../../src/shared/model.ts';
import { ProviderError } from '../../../src/extension/providers/contract.ts';
import type { Call, Provider } from '../../../src/extension/providers/contract.ts';
import { createCustomProvider } from '../../../src/extension/providers/custom/provider.ts';
import type { HttpOptions, Limits } from '../../../src/extension/providers/http.ts';
import { selfSigned } from '../../fakes/certificate.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import type { Fault } from '../../fakes/faults.ts';
import { stripedPng } from '../../fakes/png.ts';
import { type FakeProvider, type Route, aboutOf } from '../../fakes/provider-server.ts';
import { faults, isEndless, nameOf } from './matrix.ts';
import { bytesOf, callFor, cleanup, opener } from './support.ts';
import { fileOf, statusAll, steps } from './upload-support.ts';

/** For what never ends. Everything else has all the time that a loaded machine may need. */
const short: Partial<Limits> = { headers: 80, idle: 80, total: 200, mediaTotal: 200 };
const long: Partial<Limits> = { connect: 10_000, headers: 10_000, idle: 10_000, total: 10_000, mediaTotal: 10_000, mediaBytes: 3_000_000 };
/** Milliseconds after which a call counts as one without end; many times what its limits allow. */
const endless = 15_000;

type Ask = (provider: Provider, fake: Pick<FakeProvider, 'origin'>, call: Call, job: string) => Promise<unknown>;

const file = fileOf(stripedPng(64, 64));
const bring: Ask = (provider, _fake, call) => provider.upload!(file, () => undefined, call.signal);

/** About one job: `job` is the provider's id of it. */
const asksOfJobs = {
  submit: (provider, _fake, call) => provider.submit(call),
  find: async (provider, _fake, call) => provider.find?.(call),
  poll: (provider, _fake, call, job) => provider.poll(call, job),
  cancel: (provider, _fake, call, job) => provider.cancel!(call, job),
  file: async (provider, fake, call, job) => bytesOf((await provider.open(call, { url: `${fake.origin}/files/${job}-1.png?v=1` }, job)).bytes),
} as const satisfies Partial<Record<Route, Ask>>;

/** About files, or about several jobs. */
const otherAsks = {
  statusAll: (provider, _fake, call) => provider.pollMany!([{ call, remoteId: 'job-1' }, { call, remoteId: 'a' }], call.signal),
  upload: bring,
  address: bring,
  put: bring,
} as const satisfies Partial<Record<Route, Ask>>;

/** What every call has to come to: a reply, or an error that is honest and can be shown. */
async function settled(name: string, asked: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise(resolve => { timer = setTimeout(() => resolve(new Error('it has no end')), endless); });
  const reply: unknown = await Promise.race([asked, late]).catch((error: unknown) => error);
  clearTimeout(timer);
  if (!(reply instanceof Error)) return reply;
  assert.ok(reply instanceof ProviderError, `${name}: ${String(reply)}`);
  const { failure, certainty, retryAfter } = reply;
  assert.ok(failureClasses.includes(failure.class) && ['not-sent', 'refused', 'ambiguous'].includes(certainty), name);
  assert.ok(failure.sentence.length < 300 && failure.sentence === oneLine(failure.sentence), `${name}: ${failure.sentence}`);
  assert.match(failure.sentence, /^\p{Lu}.{10,}\.$/u, name);
  assert.ok((failure.raw ?? '').length <= 2000, name);
  assert.ok(retryAfter === null || (retryAfter >= 0 && retryAfter <= 86_400_000), name);
  return reply;
}

async function sideBySide<T>(items: readonly T[], act: (item: T, index: number) => Promise<void>): Promise<void> {
  const left = [...items.entries()];
  await Promise.all(Array.from({ length: 16 }, async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await act(next[1], next[0]);
  }));
}

/** How often a request may come: a question may follow three redirects. */
function timesOf(fault: Fault, route: Route): number {
  return fault.kind === 'loop' && (route === 'poll' || route === 'find' || route === 'file' || route === 'statusAll') ? 4 : 1;
}

describe('fault matrix', function () {
  this.timeout(60_000);
  const open = opener();
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown): void => void rejections.push(reason);
  before(() => void process.on('unhandledRejection', onRejection));
  after(() => void process.off('unhandledRejection', onRejection));
  afterEach(() => assert.deepEqual(rejections.splice(0), [], 'unhandled rejections'));

  it('has at least 30 faults, each of its own', () => {
    assert.ok(faults.length >= 30);
    assert.equal(new Set(faults.map(fault => JSON.stringify(fault))).size, faults.length);
  });

  for (const mode of recoveryModes) {
    for (const [what, ask] of Object.entries(asksOfJobs) as [keyof typeof asksOfJobs, Ask][]) {
      // Only these can be asked what became of a submit; who chose the id itself asks for the status.
      if (what === 'find' && mode !== 'client-id' && mode !== 'key-reject' && mode !== 'lookup') continue;
      const route = what === 'find' && mode === 'client-id' ? 'poll' : what;
      it(`custom HTTP, recovery ${mode}: ${faults.length} faults of ${what}: each call ends with a reply or an honest error, and is made once`, async () => {
        const struck = new Map<string, Fault>();
        const fake = await open.fake({ mode, faultFor: (each, about) => each === route ? struck.get(about) : undefined });
        const config = customConfigFor(fake, mode);
        const [patient, hasty] = [long, short].map(limits => createCustomProvider(config, { http: open.http(fake, { limits: { ...long, ...limits } }), key: async () => undefined }));
        assert.ok(patient && hasty);
        await sideBySide(faults, async (fault, index) => {
          const name = nameOf(fault);
          const reference = `attempt-${index}`;
          let job = '';
          if (route !== 'submit') {
            const taken = await patient.submit(callFor(reference));
            assert.ok(taken.kind === 'accepted');
            job = taken.remoteId;
          }
          if (route === 'file') fake.job(reference).finish();
          const about = route === 'submit' || route === 'find' ? reference : job;
          struck.set(about, fault);
          const reply = await settled(name, ask(isEndless(fault) ? hasty : patient, fake, callFor(reference), job));
          const times = fake.requests.filter(request => request.route === route && aboutOf(route, new URL(request.path, fake.origin), request) === about).length;
          // One that was given up may not even have been read by then.
          assert.ok(times === timesOf(fault, route) || (isEndless(fault) && times === 0), `${name}: ${times} times`);
          assert.ok(fake.charges.of(reference) <= 1, `${name}: charged ${fake.charges.of(reference)} times`);
          if (route !== 'submit' || fake.charges.of(reference) === 0) return;
          if (reply instanceof ProviderError) assert.equal(reply.certainty, 'ambiguous', `${name}: charged, and called ${reply.certainty}`);
        });
        assert.deepEqual(fake.charges.twice, []);
      });
    }
  }

  for (const [route, ask] of Object.entries(otherAsks) as [keyof typeof otherAsks, Ask][]) {
    it(`custom HTTP: ${faults.length} faults of ${route}: each call ends with a reply or an honest error, and is made once`, async () => {
      await sideBySide(faults, async fault => {
        const fake = await open.fake({ mode: 'lookup' });
        const config = customConfigFor(fake, 'lookup', { upload: route === 'upload' ? steps.form : steps.address, statusAll });
        const provider = createCustomProvider(config, { http: open.http(fake, { limits: isEndless(fault) ? { ...long, ...short } : long }), key: async () => undefined });
        fake.always(route, fault);
        await settled(nameOf(fault), ask(provider, fake, callFor('ours'), 'job-1'));
        const times = fake.requests.filter(request => request.route === route).length;
        assert.ok(times === timesOf(fault, route) || (isEndless(fault) && times === 0), `${nameOf(fault)}: ${times} times`);
        assert.equal(fake.charges.total, 0, nameOf(fault));
        await fake.close();
      });
    });
  }
});

describe('fault matrix: what is in the way before a request could be read', function () {
  this.timeout(60_000);
  const open = opener();
  const ends = cleanup();

  /** A machine that does something to each connection; its port. */
  async function listening(serve: (socket: net.Socket) => void): Promise<number> {
    const server = net.createServer(socket => {
      socket.on('error', () => undefined);
      ends.add(() => socket.destroy(), null);
      serve(socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ends.add(() => server.close(), null);
    return (server.address() as AddressInfo).port;
  }

  async function untrusted(): Promise<number> {
    const server = https.createServer(selfSigned('studio.test'), (_request, response) => response.end('{}'));
    server.on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ends.add(() => { server.closeAllConnections(); server.close(); }, null);
    return (server.address() as AddressInfo).port;
  }

  async function closed(): Promise<number> {
    const server = net.createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return port;
  }

  const answering = (...addresses: readonly string[]): LookupFunction => (_host, _options, callback) => callback(null, addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 })));
  const failing = (code: string): LookupFunction => (_host, _options, callback) => callback(Object.assign(new Error(code), { code }), []);
  const here = { lookup: answering('127.0.0.1') };

  /** Each: an origin nobody gets through to, how its name is resolved, and whether a request may have left all the same. */
  const ways: Readonly<Record<string, () => Promise<{ readonly origin: string; readonly options?: Partial<HttpOptions>; readonly mayBeSent?: boolean }>>> = {
    'nobody listens': async () => ({ origin: `http://127.0.0.1:${await closed()}` }),
    'the name is unknown': async () => ({ origin: 'http://studio.test:8188', options: { lookup: failing('ENOTFOUND') } }),
    'the name server is in trouble': async () => ({ origin: 'http://studio.test:8188', options: { lookup: failing('EAI_AGAIN') } }),
    'the name server never answers': async () => ({ origin: 'http://studio.test:8188', options: { lookup: () => undefined, limits: { connect: 60 } } }),
    'the name leads nowhere': async () => ({ origin: 'http://studio.test:8188', options: { lookup: answering() } }),
    'the name leads to what nobody may reach': async () => ({ origin: 'http://studio.test:8188', options: { lookup: answering('169.254.169.254', '0.0.0.0', 'fe80::1') } }),
    'https, and the other side speaks http': async () => ({ origin: `https://127.0.0.1:${Number(new URL((await open.fake()).origin).port)}` }),
    'a certificate of nobody': async () => ({ origin: `https://studio.test:${await untrusted()}`, options: here }),
    'a certificate for another name': async () => ({ origin: `https://other.test:${await untrusted()}`, options: here }),
    'a handshake that never ends': async () => ({ origin: `https://127.0.0.1:${await listening(() => undefined)}`, options: { limits: { connect: 60 } } }),
    'a handshake that breaks': async () => ({ origin: `https://127.0.0.1:${await listening(socket => socket.resetAndDestroy())}` }),
    'a connection that is closed at once': async () => ({ origin: `http://127.0.0.1:${await listening(socket => socket.end())}`, mayBeSent: true }),
    'a connection that breaks at once': async () => ({ origin: `http://127.0.0.1:${await listening(socket => socket.resetAndDestroy())}`, mayBeSent: true }),
    'a connection on which nothing is said': async () => ({ origin: `http://127.0.0.1:${await listening(() => undefined)}`, mayBeSent: true }),
    'a connection on which something else is said': async () => ({ origin: `http://127.0.0.1:${await listening(socket => socket.end('220 mail.test ESMTP\r\n'))}`, mayBeSent: true }),
  };

  for (const [name, way] of Object.entries(ways)) {
    it(`${name}: every call of every adapter ends, and what did not leave is called so`, async () => {
      const { origin, options = {}, mayBeSent = false } = await way();
      const asks: readonly (readonly [string, Ask])[] = Object.entries({ ...asksOfJobs, ...otherAsks });
      const all = recoveryModes.flatMap(mode => asks.map(([route, ask]): [RecoveryMode, string, Ask] => [mode, route, ask]));
      await sideBySide(all, async ([mode, route, ask], index) => {
        const config = customConfigFor({ origin }, mode, { upload: steps.form, statusAll });
        const provider = createCustomProvider(config, { http: open.http({ origin }, { ...options, limits: { ...long, ...short, ...options.limits } }), key: async () => undefined });
        if (route === 'find' && provider.find === undefined) return;
        const reply = await settled(`${mode} ${route}`, ask(provider, { origin }, callFor(`attempt-${index}`), 'job-1'));
        assert.ok(reply instanceof ProviderError, `${mode} ${route}: ${JSON.stringify(reply)}`);
        if (!mayBeSent) assert.equal(reply.certainty, 'not-sent', `${mode} ${route}`);
      });
    });
  }
});
