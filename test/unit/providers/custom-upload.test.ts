import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { InputError } from '../../../src/extension/assets/inputs.ts';
import type { CallInput, Provider } from '../../../src/extension/providers/contract.ts';
import { parseCustomProviders } from '../../../src/extension/providers/custom/config.ts';
import { stripedPng } from '../../fakes/png.ts';
import { setUpper, setting } from './customSupport.ts';
import { callFor, caught, cleanup } from './support.ts';
import { type Way, fileOf, statusAll, steps, takingFiles } from './upload-support.ts';

const picture = stripedPng(200, 120, 3);
const never = (): AbortSignal => new AbortController().signal;
const ways = Object.keys(steps) as Way[];

function bring(provider: Provider, file = fileOf(picture), onSent: (bytes: number) => void = () => undefined, signal = never()): ReturnType<NonNullable<Provider['upload']>> {
  return provider.upload!(file, onSent, signal);
}

/** A server of one answer, which it may give before it has read anything. */
async function oneAnswer(answer: (request: http.IncomingMessage, response: http.ServerResponse) => void): Promise<string> {
  const server = http.createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.add(() => { server.closeAllConnections(); server.close(); }, null);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const ends = cleanup();

describe('custom HTTP: uploads', () => {
  const setUp = setUpper();

  for (const way of ways) {
    it(`${way}: the file arrives whole, as what it is, and the reply names it`, async () => {
      const { fake, provider } = await setUp({ overrides: takingFiles(steps[way]) });
      const sent: number[] = [];
      const reply = await bring(provider, fileOf(picture), bytes => sent.push(bytes));
      const [file] = fake.uploads.files;
      assert.deepEqual(file?.bytes, picture);
      assert.equal(file.type, 'image/png');
      assert.deepEqual(reply, { reference: file.reference, expiresAt: null });
      assert.deepEqual([sent.at(-1), sent.toSorted((a, b) => a - b)], [picture.length, sent], 'all bytes are told, one after the other');
      for (const { headers, route } of fake.requests) {
        if (route !== 'address') assert.ok(Number(headers['content-length']) >= picture.length && headers['transfer-encoding'] === undefined, 'the length is said before');
      }
    });
  }

  it('a form carries the other fields, and any name', async () => {
    const { fake, provider } = await setUp({ overrides: takingFiles(steps.form) });
    await bring(provider, fileOf(picture, { name: 'Burg "Süd"\r\n日本.png' }));
    assert.deepEqual(fake.uploads.files[0]?.fields, { purpose: 'input', name: 'Burg "Süd"\r\n日本.png' });
    assert.equal(fake.uploads.files[0].name, 'Burg %22Süd%22 日本.png');
  });

  it('a name that no header can hold is told, and nothing is sent', async () => {
    const { fake, provider } = await setUp({ overrides: takingFiles({ ...steps.raw, headers: { 'X-Name': '${fileName}' } }) });
    const error = await caught(bring(provider, fileOf(picture, { name: '日本.png' })));
    assert.deepEqual([error.failure.class, error.certainty, fake.requests.length], ['invalid', 'not-sent', 0]);
  });

  it('a reference goes into the request as it came, a number as a number', async () => {
    for (const numbers of [false, true]) {
      const { fake, provider } = await setUp({ overrides: takingFiles(steps.form) });
      fake.uploads.numbers = numbers;
      const { reference } = await bring(provider);
      await provider.submit({ ...callFor('r'), inputs: new Map<string, CallInput>([['source', { reference }]]) });
      const { image, style } = fake.job().submitted;
      assert.deepEqual([image, style], [reference, {}]);
      assert.equal(typeof image, numbers ? 'number' : 'string');
    }
  });

  it('is kept as long as the reply says, else as the settings say', async () => {
    const now = Date.now();
    const { fake, provider } = await setUp({ overrides: takingFiles({ ...steps.raw, keepsFor: 60 }), now: () => now });
    assert.equal((await bring(provider)).expiresAt, now + 60_000);
    fake.uploads.keepsFor = 300;
    const { expiresAt } = await bring(provider);
    assert.ok(expiresAt !== null && expiresAt > now + 250_000 && expiresAt < now + 400_000, String(expiresAt));
  });

  for (const json of [{}, { url: null }, { url: '' }, { url: {} }, { url: 'a\nb' }, { url: 'x'.repeat(9000) }, { url: 1.5 }, { url: 'https://x.example/?token=secret-key-1' }, [], null]) {
    it(`a reply without a usable reference is no upload: ${JSON.stringify(json).slice(0, 40)}`, async () => {
      const { fake, provider } = await setUp({ key: 'secret-key-1', overrides: takingFiles(steps.raw, { key: { header: 'Authorization' } }), fake: { key: 'secret-key-1' } });
      fake.next('upload', { kind: 'json', json });
      assert.equal((await caught(bring(provider))).failure.class, 'provider');
    });
  }

  it('what the service says of a file it does not take is told', async () => {
    const { fake, provider } = await setUp({ overrides: takingFiles(steps.form) });
    fake.next('upload', { kind: 'status', status: 415, body: '{"error":{"code":"type","message":"PNG only."}}' }, { kind: 'status', status: 400, body: '{"error":{"code":"moderated"}}' });
    const first = await caught(bring(provider));
    assert.deepEqual([first.failure.class, first.certainty], ['invalid', 'refused']);
    assert.match(first.failure.raw ?? '', /PNG only/u);
    assert.equal((await caught(bring(provider))).failure.class, 'moderation');
  });

  it('the key goes to the declared origin only, and an address elsewhere gets none', async () => {
    const stores: http.IncomingHttpHeaders[] = [];
    const store = await oneAnswer((request, response) => {
      stores.push(request.headers);
      request.resume().on('end', () => response.end('ok'));
    });
    const keyed = { key: { header: 'Authorization' }, fileOrigins: [store] };
    const { fake, provider } = await setUp({ key: 'secret-key-1', fake: { key: 'secret-key-1' }, overrides: takingFiles(steps.address, keyed) });
    fake.uploads.store = store;
    await bring(provider);
    assert.equal(fake.requests[0]?.headers.authorization, 'Bearer secret-key-1');
    assert.equal(stores.length, 1);
    assert.equal(JSON.stringify(stores).includes('secret-key-1'), false);
    assert.equal(stores[0]?.['content-type'], 'image/png');
    assert.match(stores[0]['x-sha256'] as string, /^[\da-f]{64}$/u);
    // Its own origin gets it.
    fake.uploads.store = null;
    await bring(provider);
    assert.equal(fake.requests.at(-1)?.headers.authorization, 'Bearer secret-key-1');
  });

  it('no byte goes to an address that is neither public nor declared, nor to one that holds the key', async () => {
    let asked = 0;
    const elsewhere = await oneAnswer((_request, response) => { asked++; response.end(); });
    const places = [[elsewhere, []], ['http://169.254.169.254', []], ['file:///etc', []], ['https://user:pw@127.0.0.1', []], [`${elsewhere}/secret-key-1`, [elsewhere]]] as const;
    for (const [store, fileOrigins] of places) {
      const overrides = takingFiles(steps.address, { key: { header: 'Authorization' }, fileOrigins: [...fileOrigins] });
      const { fake, provider } = await setUp({ key: 'secret-key-1', fake: { key: 'secret-key-1' }, overrides });
      fake.uploads.store = store;
      const error = await caught(bring(provider));
      assert.equal(error.failure.class, 'provider', store);
      assert.equal(fake.uploads.files.length, 0);
    }
    assert.equal(asked, 0);
  });

  it('a store that refuses or is away says nothing of the key, the account or the service', async () => {
    for (const status of [401, 402, 403]) {
      const store = await oneAnswer((request, response) => { request.resume().on('end', () => response.writeHead(status).end()); });
      const { fake, provider } = await setUp({ overrides: takingFiles(steps.address, { fileOrigins: [store] }) });
      fake.uploads.store = store;
      const error = await caught(bring(provider));
      assert.deepEqual([error.failure.class, error.certainty], ['provider', 'ambiguous'], String(status));
    }
    const { fake, provider } = await setUp({ overrides: takingFiles(steps.address, { fileOrigins: ['http://127.0.0.1:9'] }) });
    fake.uploads.store = 'http://127.0.0.1:9';
    const error = await caught(bring(provider));
    assert.deepEqual([error.failure.class, error.certainty], ['provider', 'ambiguous']);
  });

  it('an abort ends the transfer at once, and the file is never whole at the service', async () => {
    for (const way of ways) {
      const { fake, provider } = await setUp({ overrides: takingFiles(steps[way]) });
      const stop = new AbortController();
      let closed = false;
      const file = fileOf(picture, {
        async *read() {
          try {
            yield picture.subarray(0, 100);
            stop.abort();
            yield picture.subarray(100);
          } finally {
            closed = true;
          }
        },
      });
      const error = await caught(bring(provider, file, undefined, stop.signal));
      assert.equal(error.failure.class, 'local');
      assert.equal(closed, true, 'the file is closed');
      assert.equal(fake.uploads.files.length, 0);
    }
  });

  it('a file that can’t be read on is the reason itself, and never whole at the service', async () => {
    for (const way of ways) {
      const { fake, provider } = await setUp({ overrides: takingFiles(steps[way]) });
      const file = fileOf(picture, {
        async *read() {
          yield picture.subarray(0, 100);
          throw new InputError('keep.png was changed.', true);
        },
      });
      const error: unknown = await bring(provider, file).catch((reason: unknown) => reason);
      assert.ok(error instanceof InputError && error.changed, String(error));
      assert.equal(fake.uploads.files.length, 0);
    }
  });

  it('a “no” before the whole file is there is heard; a “yes” is not believed', async () => {
    const large = Buffer.alloc(8_000_000, 1);
    for (const status of [413, 201]) {
      const origin = await oneAnswer((_request, response) => { response.writeHead(status, { 'content-type': 'application/json' }).end('{"url":"https://x.example/1"}'); });
      const { provider } = await setUp({ overrides: takingFiles(steps.raw, { origin }) });
      const error = await caught(bring(provider, fileOf(large)));
      if (status === 413) assert.deepEqual([error.failure.class, error.certainty], ['invalid', 'refused']);
      else assert.equal(error.certainty, 'ambiguous');
    }
  });

  it('a transfer may take longer than an answer, as long as bytes move', async () => {
    const { fake, provider } = await setUp({ overrides: takingFiles(steps.raw), http: { limits: { headers: 150, total: 150, mediaTotal: 5000 } } });
    const file = fileOf(picture, {
      async *read() {
        const piece = Math.ceil(picture.length / 8);
        for (let at = 0; at < picture.length; at += piece) {
          await new Promise(resolve => setTimeout(resolve, 40));
          yield picture.subarray(at, at + piece);
        }
      },
    });
    await bring(provider, file);
    assert.deepEqual(fake.uploads.files[0]?.bytes, picture);
  });
});

describe('custom HTTP: files inside of the request', () => {
  const setUp = setUpper();
  const withFile = (file = fileOf(picture)): ReadonlyMap<string, CallInput> => new Map([['source', { file }]]);

  it('stand there as data URLs', async () => {
    const { fake, provider } = await setUp({ overrides: takingFiles('inline') });
    assert.equal('upload' in provider, false);
    await provider.submit({ ...callFor('r'), inputs: withFile() });
    assert.equal(fake.job().submitted.image, `data:image/png;base64,${picture.toString('base64')}`);
  });

  it('one that is too large, or can’t be read, is not sent at all', async () => {
    const { fake, provider } = await setUp({ overrides: takingFiles('inline') });
    const broken = fileOf(picture, { read: () => { throw new InputError('“keep.png” is no longer there.'); } });
    for (const file of [broken, fileOf(picture, { size: 10_000_001 })]) {
      const error = await caught(provider.submit({ ...callFor('r'), inputs: withFile(file) }));
      assert.deepEqual([error.failure.class, error.certainty], ['local', 'not-sent']);
    }
    assert.equal(fake.requests.length, 0);
  });

  it('the form is told how large they may be', async () => {
    const limitsOf = async (upload: Parameters<typeof takingFiles>[0]) => (await setUp({ overrides: takingFiles(upload) })).provider.spec.models[0]?.inputs?.map(({ name, kinds, required, maxBytes }) => [name, kinds, required, maxBytes]);
    assert.deepEqual(await limitsOf('inline'), [['source', ['image'], true, 5_000_000], ['style', ['image', 'video'], false, 10_000_000]]);
    assert.deepEqual((await limitsOf(steps.raw))?.[1], ['style', ['image', 'video'], false, 100_000_000]);
  });
});

describe('custom HTTP: the status of many', () => {
  const setUp = setUpper();
  const asked = (...ids: string[]) => ids.map(remoteId => ({ call: callFor(remoteId), remoteId }));

  for (const [name, all] of Object.entries({ 'in the path': statusAll, 'as a list in the body': { ...statusAll, method: 'POST', path: '/v1/status', body: { ids: '${ids}' } } } as const)) {
    it(`one request asks about all of them, ${name}`, async () => {
      const { fake, provider } = await setUp({ overrides: { statusAll: all } });
      for (const reference of ['a', 'b', 'c', 'd']) await provider.submit(callFor(reference));
      fake.job('a').progress(0.4);
      fake.job('b').finish();
      fake.job('c').moderate();
      const replies = await provider.pollMany!(asked('job-1', 'job-2', 'job-3', 'job-4', 'job-99'), never());
      assert.deepEqual([...replies].map(([id, { kind }]) => [id, kind]), [['job-1', 'running'], ['job-2', 'finished'], ['job-3', 'failed'], ['job-4', 'running']]);
      const [running, finished, failed] = [...replies.values()];
      assert.ok(running?.kind === 'running' && running.progress === 0.4);
      assert.ok(finished?.kind === 'finished' && finished.outputs.length === 1 && finished.charge === 0.04);
      assert.ok(failed?.kind === 'failed' && failed.failure.class === 'moderation');
      assert.deepEqual(fake.requests.filter(({ route }) => route !== 'submit').map(({ route }) => route), ['statusAll']);
      assert.equal(provider.capabilities.pollManyMost, 50);
    });
  }

  it('an id can’t leave its place in the path', async () => {
    const { fake, provider } = await setUp({ overrides: { statusAll } });
    await provider.pollMany!(asked('a,b', 'c&x=1', '../d'), never());
    assert.equal(fake.requests[0]?.path, '/v1/status?ids=a%2Cb,c%26x%3D1,..%2Fd');
  });

  it('leaves out what it can’t read, and whom it did not ask for', async () => {
    const { fake, provider } = await setUp({ overrides: { statusAll } });
    fake.next('statusAll', { kind: 'json', json: { jobs: [{ id: 'job-1', status: {} }, null, 7, { id: 'theirs', status: 'running' }, { id: 'job-2', status: 'running' }] } });
    assert.deepEqual([...(await provider.pollMany!(asked('job-1', 'job-2'), never())).keys()], ['job-2']);
  });

  for (const json of [{}, { jobs: {} }, { jobs: null }, []]) {
    it(`a list that is none is an error, and says nothing of the jobs: ${JSON.stringify(json)}`, async () => {
      const { fake, provider } = await setUp({ overrides: { statusAll } });
      fake.next('statusAll', { kind: 'json', json });
      await caught(provider.pollMany!(asked('job-1'), never()));
    });
  }

  it('where the list has no results, the status of the one is asked for them', async () => {
    const { outputs: _outputs, ...reply } = statusAll.reply;
    const { fake, provider } = await setUp({ overrides: { statusAll: { ...statusAll, reply } } });
    await provider.submit(callFor('a'));
    fake.job('a').finish();
    const replies = await provider.pollMany!(asked('job-1'), never());
    assert.equal(replies.get('job-1')?.kind, 'finished');
  });

  it('a service without it has none', async () => assert.equal('pollMany' in (await setUp()).provider, false));
});

describe('settings of HTTP providers: files and many at once', () => {
  const problemsOf = (overrides: object): readonly string[] => parseCustomProviders([setting(overrides)]).problems;
  const inputs = (...list: object[]) => [{ ...setting().models[0]!, inputs: list }];
  const good = takingFiles(steps.form);

  it('good ones', () => {
    for (const way of ways) assert.deepEqual(problemsOf(takingFiles(steps[way])), []);
    assert.deepEqual(problemsOf(takingFiles('inline')), []);
    assert.deepEqual(problemsOf({ statusAll }), []);
  });

  const bad: readonly (readonly [string, object, RegExp])[] = [
    ['neither upload nor inline', { ...good, upload: undefined }, /inputs\.source” needs “upload”/u],
    ['both', { ...good, inline: true }, /“inline” and “upload” exclude/u],
    ['an input that is not sent', { ...good, submit: setting().submit }, /inputs\.source” is not sent.*\$\{input\.source\}/u],
    ['an unknown input', { submit: { ...setting().submit, body: { prompt: '${prompt}', a: '${input.other}' } } }, /“submit” names “\$\{input\.other\}”/u],
    ['an input in the path', { ...good, submit: { ...good.submit!, path: '/v1/jobs?image=${input.source}' } }, /outside of its body/u],
    ['an input in a header', { ...good, submit: { ...good.submit!, headers: { 'X-A': '${input.source}' } } }, /outside of its body/u],
    ['two of one name', { ...good, models: inputs({ name: 'source' }, { name: 'source' }) }, /is there twice/u],
    ['the name of a parameter', { ...good, models: inputs({ name: 'width' }), submit: { ...good.submit!, body: { a: '${input.width}' } } }, /parameters\.width” is there twice/u],
    ['a name of ours', { ...good, models: inputs({ name: 'prompt' }), submit: { ...good.submit!, body: { a: '${input.prompt}' } } }, /uses itself/u],
    ['no kinds', { ...good, models: inputs({ name: 'source', kinds: [] }) }, /at least one kind/u],
    ['an unknown kind', { ...good, models: inputs({ name: 'source', kinds: ['text'] }) }, /image, video, audio/u],
    ['an address without a pointer to it', takingFiles({ ...steps.address, reply: { reference: '/id' } }), /“upload\.reply\.url” is missing/u],
    ['a body beside the file', takingFiles({ ...steps.raw, body: { a: 1 } }), /“upload\.body” can’t be sent/u],
    ['fields without a form', takingFiles({ ...steps.raw, fields: { a: 'b' } }), /“upload\.fields”/u],
    ['the type of a form', takingFiles({ ...steps.form, headers: { 'Content-Type': 'x' } }), /upload\.headers\.Content-Type/u],
    ['the key in a field', takingFiles({ ...steps.form, fields: { a: '${key}' } }), /“upload” may not name “\$\{key\}”/u],
    ['the key in the header of the store', { ...takingFiles({ ...steps.address, put: { headers: { Authorization: 'x' } } }), key: { header: 'Authorization' } }, /upload\.headers\.Authorization/u],
    ['the prompt in an upload', takingFiles({ ...steps.raw, path: '/v1/${prompt}' }), /“upload” names “\$\{prompt\}”/u],
    ['many without their ids', { statusAll: { ...statusAll, path: '/v1/status' } }, /“statusAll” has to send/u],
    ['many without one', { statusAll, poll: undefined, cancel: undefined, submit: { ...setting().submit, reply: { outputs: '/outputs' } } }, /“statusAll” needs “poll”/u],
    ['one in the question about many', { statusAll: { ...statusAll, path: '/v1/${remoteId}/${ids}' } }, /“statusAll” names “\$\{remoteId\}”/u],
  ];
  for (const [name, overrides, expected] of bad) {
    it(`${name} is told`, () => assert.match(problemsOf(overrides).join('\n'), expected));
  }
});
