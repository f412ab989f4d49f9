import assert from 'node:assert/strict';
import type { FailureClass } from '../../../src/shared/model.ts';
import { setUpper, setting } from './customSupport.ts';
import { callFor, caught } from './support.ts';

describe('custom HTTP: submit', () => {
  const setUp = setUpper();
  it('fills in prompt, model and typed parameters', async () => {
    const { fake, provider } = await setUp();
    assert.deepEqual(await provider.submit(callFor('r-1', { width: 128, seed: 7 }, 'say "hi"\n${key}')), { kind: 'accepted', remoteId: 'job-1', word: 'queued' });
    assert.deepEqual(JSON.parse(fake.requests[0]?.body ?? ''), { model: 'picture-1', prompt: 'say "hi"\n${key}', width: 128, height: 64, seed: 7 });
    assert.equal(fake.charges.of('r-1'), 1);
  });
  it('sends only the parameters that the model has', async () => {
    const { fake, provider } = await setUp();
    await provider.submit(callFor('r-1', { breadth: 3, __proto__: 1 }));
    assert.deepEqual(Object.keys(JSON.parse(fake.requests[0]?.body ?? '') as object), ['model', 'prompt', 'width', 'height']);
  });
  it('a service that answers at once is finished at once', async () => {
    const { provider } = await setUp({ fake: { sync: true } });
    const reply = await provider.submit(callFor('r-1', { count: 2 }));
    assert.ok(reply.kind === 'finished');
    assert.equal(reply.outputs.length, 2);
    assert.equal(reply.charge, 0.04);
  });
  it('a model that the settings do not name is never asked for', async () => {
    const { fake, provider } = await setUp();
    const call = callFor('r');
    const error = await caught(provider.submit({ ...call, request: { ...call.request, model: 'other' } }));
    assert.deepEqual([error.failure.class, error.certainty], ['invalid', 'not-sent']);
    assert.equal(fake.requests.length, 0);
  });
  it('a number serves as an id', async () => {
    const { fake, provider } = await setUp();
    fake.next('submit', { kind: 'json', json: { id: 893605, status: 'queued' } });
    assert.deepEqual(await provider.submit(callFor('r')), { kind: 'accepted', remoteId: '893605', word: 'queued' });
  });
  it('an id is worth more than a complaint beside it', async () => {
    const { fake, provider } = await setUp();
    fake.next('submit', { kind: 'json', json: { id: 'j', error: { message: 'one node was dropped' } } });
    assert.equal((await provider.submit(callFor('r'))).kind, 'accepted');
  });
  for (const json of [{}, [], null, 'done', 7, { id: null }, { id: {} }, { id: ['a'] }, { id: '' }, { id: 'a\nb' }, { id: 'x'.repeat(600) }, { status: 'queued' }]) {
    it(`a good status without a usable id is ambiguous: ${JSON.stringify(json).slice(0, 40)}`, async () => {
      const { fake, provider } = await setUp();
      fake.next('submit', { kind: 'json', json });
      const error = await caught(provider.submit(callFor('r')));
      assert.deepEqual([error.failure.class, error.certainty], ['provider', 'ambiguous']);
      assert.equal(fake.charges.total, 1);
    });
  }
  it('a complaint with status 200 and no id is a refusal', async () => {
    const { fake, provider } = await setUp();
    fake.next('submit', { kind: 'json', json: { error: { code: 'no_credit', message: 'Please pay.' } } }, { kind: 'json', json: { error: { message: 'Not today.' } } });
    const first = await caught(provider.submit(callFor('r')));
    assert.deepEqual([first.failure.class, first.certainty, first.failure.raw], ['credit', 'refused', 'Please pay.']);
    assert.deepEqual((await caught(provider.submit(callFor('r')))).failure.class, 'provider');
  });
  it('a wrong address says which one, and what to check', async () => {
    const { fake, provider } = await setUp({ overrides: { submit: { ...setting().submit, path: '/v2/images' } } });
    const error = await caught(provider.submit(callFor('r')));
    assert.deepEqual([error.failure.class, error.certainty], ['invalid', 'refused']);
    assert.ok(error.failure.sentence.includes(fake.origin) && error.failure.sentence.includes('Fake Service'), error.failure.sentence);
  });
  const classes: readonly (readonly [number, string, FailureClass])[] = [
    [400, 'moderated', 'moderation'], [422, 'moderated', 'moderation'], [429, 'slow_down', 'rate'], [429, 'too_many_jobs', 'concurrency'], [403, 'no_credit', 'credit'], [402, 'x', 'credit'],
    [401, 'x', 'auth'], [403, 'x', 'auth'], [400, 'x', 'invalid'], [422, 'x', 'invalid'], [500, 'moderated', 'provider'],
  ];
  for (const [status, code, expected] of classes) {
    it(`${status} with code “${code}” is ${expected}`, async () => {
      const { fake, provider } = await setUp();
      fake.next('submit', { kind: 'status', status, body: JSON.stringify({ error: { code, message: 'No.' } }), headers: { 'retry-after': '2' } });
      const error = await caught(provider.submit(callFor('r')));
      assert.equal(error.failure.class, expected);
      if (status === 429) assert.equal(error.retryAfter, 2000);
    });
  }
  it('a value that does not fit is a problem at its field, and never sent', async () => {
    const { fake, provider } = await setUp({ overrides: { submit: { ...setting().submit, headers: { 'X-Prompt': '${prompt}' } } } });
    const call = callFor('r', {}, 'zwei\nZeilen');
    assert.deepEqual(provider.validate?.(call.request).map(problem => problem.field), ['prompt']);
    const error = await caught(provider.submit(call));
    assert.deepEqual([error.failure.class, error.certainty], ['invalid', 'not-sent']);
    assert.equal(fake.requests.length, 0);
    assert.deepEqual(provider.validate?.(callFor('r').request), []);
  });
  it('waits as long as the settings say', async () => {
    const { fake, provider } = await setUp({ http: { limits: { headers: 30, total: 60 } }, overrides: { submit: { ...setting().submit, timeout: 5 } } });
    const held = fake.hold('submit');
    const submit = provider.submit(callFor('r'));
    await held.arrived;
    await new Promise(resolve => setTimeout(resolve, 80));
    held.release();
    assert.equal((await submit).kind, 'accepted');
  });
});

describe('custom HTTP: what became of a lost answer', () => {
  const setUp = setUpper();
  it('lookup finds by reference, and takes no other job for it', async () => {
    const { fake, provider } = await setUp({ recovery: 'lookup' });
    await provider.submit(callFor('theirs'));
    assert.deepEqual(await provider.find?.(callFor('ours')), { kind: 'not-found' });
    fake.next('submit', { kind: 'reset', when: 'after-work' });
    await caught(provider.submit(callFor('ours')));
    assert.deepEqual(await provider.find?.(callFor('ours')), { kind: 'found', remoteId: 'job-2', word: 'queued' });
    fake.next('find', { kind: 'json', json: { jobs: [{ id: 'job-1', reference: 'theirs' }] } });
    assert.deepEqual(await provider.find?.(callFor('ours')), { kind: 'not-found' });
  });
  for (const json of [{}, { jobs: null }, { jobs: {} }, { jobs: [{ reference: 'ours' }] }, []]) {
    it(`a list that can’t be read is no “not found”: ${JSON.stringify(json)}`, async () => {
      const { fake, provider } = await setUp({ recovery: 'lookup' });
      fake.next('find', { kind: 'json', json });
      await caught(provider.find!(callFor('ours')));
    });
  }
  it('a list that is not there is a wrong address', async () => {
    const { fake, provider } = await setUp({ recovery: 'lookup' });
    fake.next('find', { kind: 'status', status: 404 });
    await caught(provider.find!(callFor('ours')));
  });
  it('client-id asks for the status of its own id', async () => {
    const { fake, provider } = await setUp({ recovery: 'client-id' });
    assert.deepEqual(await provider.find?.(callFor('ours')), { kind: 'not-found' });
    fake.next('submit', { kind: 'hang', after: true });
    await caught(provider.submit(callFor('ours', {}, 'x', AbortSignal.timeout(50))));
    assert.deepEqual(await provider.find?.(callFor('ours')), { kind: 'found', remoteId: 'ours', word: 'queued' });
    fake.next('poll', { kind: 'status', status: 500 });
    await caught(provider.find!(callFor('ours')));
  });
  it('key-replay answers with the job that is there', async () => {
    const { fake, provider } = await setUp({ recovery: 'key-replay' });
    fake.next('submit', { kind: 'status', status: 502, after: true });
    await caught(provider.submit(callFor('ours')));
    assert.deepEqual(await provider.submit(callFor('ours')), { kind: 'accepted', remoteId: 'job-1', word: 'queued' });
    assert.equal(fake.charges.total, 1);
  });
  it('key-reject takes the id that the rejection tells, or looks it up', async () => {
    for (const tellsDuplicate of [true, false]) {
      const { fake, provider } = await setUp({ recovery: 'key-reject', fake: { tellsDuplicate } });
      await provider.submit(callFor('ours'));
      const again = await provider.submit(callFor('ours'));
      assert.ok(again.kind === 'accepted' && again.remoteId === 'job-1');
      assert.equal(fake.charges.total, 1);
      assert.equal(fake.requests.some(request => request.route === 'find'), !tellsDuplicate);
    }
  });
  it('a rejected key without any id is never “refused”: the job may well run', async () => {
    const { fake, provider } = await setUp({ recovery: 'key-reject', fake: { tellsDuplicate: false } });
    await provider.submit(callFor('ours'));
    fake.next('find', { kind: 'json', json: { jobs: [] } });
    assert.equal((await caught(provider.submit(callFor('ours')))).certainty, 'ambiguous');
  });
  it('without recovery there is no way to look', async () => assert.equal('find' in (await setUp()).provider, false));
});

describe('custom HTTP: cancel', () => {
  const setUp = setUpper();
  it('resolves when it was heard; the status tells how it ended', async () => {
    const { fake, provider } = await setUp({ fake: { cancel: 'ignores' } });
    await provider.submit(callFor('r'));
    await provider.cancel?.(callFor('r'), 'job-1');
    assert.equal((await provider.poll(callFor('r'), 'job-1')).kind, 'running');
    fake.job().cancelled();
    assert.equal((await provider.poll(callFor('r'), 'job-1')).kind, 'cancelled');
  });
  it('too late, an empty answer or plain text are fine; trouble is told', async () => {
    const { fake, provider } = await setUp();
    for (const fault of [{ kind: 'status', status: 409 }, { kind: 'status', status: 204, body: '' }, { kind: 'bytes', type: 'text/plain', text: 'OK' }] as const) {
      fake.next('cancel', fault);
      await provider.cancel?.(callFor('r'), 'job-1');
    }
    for (const status of [404, 405, 500]) {
      fake.next('cancel', { kind: 'status', status });
      await caught(provider.cancel!(callFor('r'), 'job-1'));
    }
  });
  it('is offered only where the settings describe it', async () => {
    const { provider } = await setUp({ overrides: { cancel: undefined } });
    assert.equal(provider.capabilities.canCancel, false);
    assert.equal('cancel' in provider, false);
  });
});
