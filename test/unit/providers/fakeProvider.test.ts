import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { inflateSync } from 'node:zlib';
import { createCustomProvider } from '../../../src/extension/providers/custom/provider.ts';
import { createHttp } from '../../../src/extension/providers/http.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import { stripedPng } from '../../fakes/png.ts';
import { callFor, cleanup, get, opener, post } from './support.ts';

describe('the fake provider is a strict witness', () => {
  const open = opener();
  const ends = cleanup();

  it('charges for each submit, per reference, also when its answer is lost', async () => {
    const fake = await open.fake();
    const provider = createCustomProvider(customConfigFor(fake, 'none'), { http: open.http(fake), key: async () => undefined });
    fake.next('submit', { kind: 'reset', when: 'after-work' }, { kind: 'status', status: 502, after: true }, { kind: 'status', status: 502 });
    for (const reference of ['a', 'b', 'c', 'b']) await provider.submit(callFor(reference)).catch(() => {});
    assert.deepEqual([fake.charges.of('a'), fake.charges.of('b'), fake.charges.of('c'), fake.charges.total], [1, 2, 0, 3]);
    assert.deepEqual(fake.charges.twice, ['b']);
  });

  it('with client-id a repeated submit charges again, as the strictest service would', async () => {
    const fake = await open.fake({ mode: 'client-id' });
    const provider = createCustomProvider(customConfigFor(fake, 'client-id'), { http: open.http(fake), key: async () => undefined });
    for (let turn = 0; turn < 2; turn++) await provider.submit(callFor('ours'));
    assert.equal(fake.charges.of('ours'), 2);
  });

  it('a job that ended can’t be changed by a careless test', async () => {
    const fake = await open.fake({ sync: true });
    await open.http(fake).json(post(`${fake.origin}/v1/jobs`));
    assert.throws(() => fake.job().fail('no'), /already ended/u);
  });

  it('its pictures are pictures', () => {
    const png = stripedPng(20, 10, 3);
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [20, 10]);
    const data = png.subarray(41, 41 + png.readUInt32BE(33));
    assert.equal(inflateSync(data).length, (20 * 3 + 1) * 10);
    assert.ok(png.equals(stripedPng(20, 10, 3)) && !png.equals(stripedPng(20, 10, 4)));
  });

  it('works by itself when told how long', async () => {
    const fake = await open.fake({ auto: 30 });
    const http = open.http(fake);
    const words = new Set<string>();
    await http.json(post(`${fake.origin}/v1/jobs`));
    while (!words.has('succeeded')) words.add(((await http.json(get(`${fake.origin}/v1/jobs/job-1`))).json as { readonly status: string }).status);
    assert.ok(words.has('running'));
  });

  it('runs as a process of its own, steered over HTTP, and ends when told', async () => {
    const script = path.join(import.meta.dirname, '../../fakes/provider-process.ts');
    const child = spawn(process.execPath, [script, '--port', '0', '--auto', '60000', '--mode', 'lookup'], { stdio: ['ignore', 'pipe', 'inherit'] });
    ends.add(() => child.kill(), child);
    const [line] = await once(createInterface(child.stdout), 'line') as [string];
    const { origin } = JSON.parse(line) as { readonly origin: string };
    const http = ends.add(() => {}, createHttp({ declaredOrigins: [origin] }));
    const provider = createCustomProvider(customConfigFor({ origin }, 'lookup'), { http, key: async () => undefined });
    const control = (what: string, body: unknown) => http.json(post(`${origin}/__control/${what}`, { body }));

    await control('next', { route: 'submit', fault: { kind: 'status', status: 429 } });
    await assert.rejects(provider.submit(callFor('r')));
    await provider.submit(callFor('r'));
    await control('jobs/latest/progress', { fraction: 0.5, word: 'dreaming' });
    assert.deepEqual(await provider.poll(callFor('r'), 'job-1'), { kind: 'running', word: 'dreaming', progress: 0.5, charge: 0.04 });
    await control('jobs/r/finish', {});
    assert.equal((await provider.poll(callFor('r'), 'job-1')).kind, 'finished');
    await control('jobs/job-1/expire', {});
    await assert.rejects(control('jobs/job-1/explode', {}));
    const { json } = await http.json(get(`${origin}/__control/state`));
    const { charges, twice, jobs } = json as { readonly charges: number; readonly twice: string[]; readonly jobs: unknown[] };
    assert.deepEqual([charges, twice, jobs], [1, [], [{ id: 'job-1', reference: 'r', word: 'succeeded', ended: true, version: 2 }]]);
    http.dispose();
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });
});
