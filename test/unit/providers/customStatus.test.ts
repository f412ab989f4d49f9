import assert from 'node:assert/strict';
import type { PollReply } from '../../../src/extension/providers/contract.ts';
import type { CustomHttpSetting } from '../../../src/extension/providers/custom/config.ts';
import { setUpper, setting } from './customSupport.ts';
import type { Setup } from './customSupport.ts';
import { callFor, caught } from './support.ts';

describe('custom HTTP: status', () => {
  const setUp = setUpper();
  const replyOf = (more: object): Partial<CustomHttpSetting> => ({ poll: { ...setting().poll!, reply: { ...setting().poll!.reply, ...more } } });

  /** What a status query makes of a reply of the service's. */
  async function polled(json: unknown, more: Setup = {}): Promise<PollReply> {
    const { fake, provider } = await setUp(more);
    fake.next('poll', { kind: 'json', json });
    return provider.poll(callFor('r'), 'job-1');
  }

  for (const word of ['IN_LIMBO', 'processing', 'aborted?', '7', 'Succeeded-ish', 'x'.repeat(300)]) {
    it(`an unknown word counts as running and is shown as it came: ${word.slice(0, 20)}`, async () => {
      assert.deepEqual(await polled({ status: word }), { kind: 'running', word: word.slice(0, 100), progress: undefined, charge: undefined });
    });
  }
  it('a word may be a number', async () => {
    assert.equal((await polled({ status: 5 }, { overrides: { words: { succeeded: [1], failed: [8] } } })).kind, 'running');
    assert.equal((await polled({ status: 8 }, { overrides: { words: { succeeded: [1], failed: [8] } } })).kind, 'failed');
  });
  it('a word is known in any case', async () => assert.equal((await polled({ status: 'CANCELLED' })).kind, 'cancelled'));
  it('finished gives the results, absolute, with what it cost', async () => {
    const { fake, provider } = await setUp();
    await provider.submit(callFor('r', { count: 2 }));
    fake.job().finish();
    const reply = await provider.poll(callFor('r'), 'job-1');
    assert.deepEqual(reply, {
      kind: 'finished', word: 'succeeded', charge: 0.04,
      outputs: [1, 2].map(n => ({ url: `${fake.origin}/files/job-1-${n}.png?v=1`, expiresAt: null })),
    });
  });

  const shapes: readonly (readonly [string, unknown, object])[] = [
    ['a string', '/a.png', { url: undefined }],
    ['strings', ['/a.png', '', null, 7], { url: undefined }],
    ['an object', { url: '/a.png' }, {}],
    ['objects', [{ url: '/a.png' }, { url: null }, 'x:y', {}], {}],
    ['objects with the address deep inside', [{ file: { href: '/a.png' } }], { url: '/file/href' }],
  ];
  for (const [name, outputs, more] of shapes) {
    it(`results as ${name}; what is no address is passed over`, async () => {
      const reply = await polled({ status: 'succeeded', outputs }, { overrides: replyOf(more) });
      assert.ok(reply.kind === 'finished', JSON.stringify(reply));
      assert.deepEqual(reply.outputs.map(output => new URL(output.url ?? '').pathname), ['/a.png']);
    });
  }
  for (const outputs of [undefined, null, [], {}, '', 7, [[]], ['file:///etc/passwd'], [{ url: 'javascript:alert(1)' }], [{ url: 'data:image/png;base64,AA' }], `https://a.example/${'x'.repeat(9000)}`]) {
    it(`finished without a usable result is a failure, not a success: ${JSON.stringify(outputs)?.slice(0, 40)}`, async () => {
      const reply = await polled({ status: 'succeeded', outputs });
      assert.ok(reply.kind === 'failed');
      assert.equal(reply.failure.class, 'provider');
      assert.match(reply.failure.sentence, /finished .*(?:gave no result|no web address)/u);
    });
  }
  for (const json of [{}, [], null, 7, 'x', { status: null }, { status: {} }, { status: ['succeeded'] }, { Status: 'succeeded' }]) {
    it(`a reply without a word says nothing about the job: ${JSON.stringify(json)}`, async () => {
      const { fake, provider } = await setUp();
      fake.next('poll', { kind: 'json', json });
      assert.equal((await caught(provider.poll(callFor('r'), 'job-1'))).failure.class, 'provider');
    });
  }
  for (const status of [404, 410]) {
    it(`${status}: the provider does not know the id`, async () => {
      const { fake, provider } = await setUp();
      fake.next('poll', { kind: 'status', status });
      assert.deepEqual(await provider.poll(callFor('r'), 'job-1'), { kind: 'gone' });
    });
  }
  for (const status of [401, 429, 500, 503]) {
    it(`${status}: the query failed, not the job`, async () => {
      const { fake, provider } = await setUp();
      fake.next('poll', { kind: 'status', status });
      await caught(provider.poll(callFor('r'), 'job-1'));
    });
  }
  it('a failure keeps the provider’s own words', async () => {
    const { fake, provider } = await setUp();
    await provider.submit(callFor('r'));
    fake.job().fail('CUDA out of memory');
    const reply = await provider.poll(callFor('r'), 'job-1');
    assert.ok(reply.kind === 'failed');
    assert.deepEqual([reply.failure.class, reply.failure.raw, reply.failure.charged, reply.charge], ['provider', 'CUDA out of memory', true, 0.04]);
  });
  it('moderation is told by its code or by its word', async () => {
    const { fake, provider } = await setUp();
    await provider.submit(callFor('r'));
    fake.job().moderate();
    const reply = await provider.poll(callFor('r'), 'job-1');
    assert.ok(reply.kind === 'failed' && reply.failure.class === 'moderation');
    const other = await polled({ status: 'Content Moderated' }, { overrides: { words: { succeeded: ['ok'], moderation: ['content moderated'] } } });
    assert.ok(other.kind === 'failed' && other.failure.class === 'moderation');
    assert.equal(other.failure.charged, null);
  });

  const progresses: readonly (readonly [unknown, 1 | 100, number | undefined])[] = [
    [0.5, 1, 0.5], [50, 100, 0.5], ['50%', 100, 0.5], ['0.25', 1, 0.25], [2, 1, 1], [-1, 1, 0], [null, 1, undefined], ['half', 1, undefined], [{}, 1, undefined], [true, 1, undefined],
  ];
  for (const [progress, progressScale, expected] of progresses) {
    it(`progress ${JSON.stringify(progress)} of ${progressScale} is ${expected}`, async () => {
      const reply = await polled({ status: 'running', progress }, { overrides: { progressScale } });
      assert.ok(reply.kind === 'running');
      assert.equal(reply.progress, expected);
    });
  }
  for (const [cost, costUnit, dollars] of [[0.04, 1, 0.04], ['0.04', 1, 0.04], [4, 0.01, 0.04], [0, 1, 0], [-1, 1, undefined], ['free', 1, undefined], [null, 1, undefined]] as const) {
    it(`cost ${JSON.stringify(cost)} at ${costUnit} is ${dollars} dollars`, async () => {
      const reply = await polled({ status: 'running', cost }, { overrides: { costUnit } });
      assert.equal(reply.kind === 'running' ? reply.charge : NaN, dollars);
    });
  }
  const until = Date.parse('2026-11-21T12:00:00Z');
  for (const told of ['2026-11-21T12:00:00Z', '2026-11-21T13:00:00+01:00', until, until / 1000, String(until / 1000)]) {
    it(`a deadline told as ${told} is kept`, async () => {
      const reply = await polled({ status: 'succeeded', outputs: [{ url: '/a' }], until: told }, { overrides: replyOf({ expiresAt: '/until' }) });
      assert.ok(reply.kind === 'finished');
      assert.equal(reply.outputs[0]?.expiresAt, until);
    });
  }
  it('a deadline by a clock that is wrong is translated to ours', async () => {
    const reply = await polled({ status: 'succeeded', outputs: [{ url: '/a' }], until }, { overrides: replyOf({ expiresAt: '/until' }), now: () => Date.now() + 3_600_000 });
    assert.ok(reply.kind === 'finished');
    assert.ok(Math.abs((reply.outputs[0]?.expiresAt ?? 0) - until - 3_600_000) < 5000);
  });
  it('a deadline nobody tells is reckoned from the settings', async () => {
    const reply = await polled({ status: 'succeeded', outputs: [{ url: '/a' }] }, { overrides: { keepsFor: 600 }, now: () => 1000 + Math.floor(Date.now() / 1e9) });
    assert.ok(reply.kind === 'finished');
    assert.equal(reply.outputs[0]?.expiresAt, 601_000 + Math.floor(Date.now() / 1e9));
  });
});

describe('custom HTTP: results that have a call of their own', () => {
  const setUp = setUpper();
  const overrides: Partial<CustomHttpSetting> = {
    result: { path: '/v1/jobs/${remoteId}', reply: { outputs: '/outputs', url: '/url', cost: '/cost', error: '/error/message', code: '/error/code' } },
    poll: { path: '/v1/jobs/${remoteId}', reply: { word: '/status' } },
  };
  it('are asked for once it finished', async () => {
    const { fake, provider } = await setUp({ overrides });
    await provider.submit(callFor('r'));
    assert.equal((await provider.poll(callFor('r'), 'job-1')).kind, 'running');
    fake.job().finish();
    const reply = await provider.poll(callFor('r'), 'job-1');
    assert.ok(reply.kind === 'finished' && reply.outputs.length === 1 && reply.charge === 0.04);
    assert.equal(fake.requests.filter(request => request.route === 'poll').length, 3);
  });
  it('a refusal there is how the job failed; trouble there is only trouble', async () => {
    const { fake, provider } = await setUp({ overrides });
    await provider.submit(callFor('r'));
    fake.job().finish();
    const first = { kind: 'json', json: { status: 'succeeded' } } as const;
    fake.next('poll', first, { kind: 'status', status: 422, body: '{"error":{"code":"moderated"}}' }, first, { kind: 'status', status: 500 }, first, { kind: 'status', status: 404 });
    const reply = await provider.poll(callFor('r'), 'job-1');
    assert.ok(reply.kind === 'failed' && reply.failure.class === 'moderation');
    await caught(provider.poll(callFor('r'), 'job-1'));
    assert.equal((await provider.poll(callFor('r'), 'job-1')).kind, 'gone');
  });
});
