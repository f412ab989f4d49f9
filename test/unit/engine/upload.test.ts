import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wishCancel, wishGeneration, wishRetry } from '../../../src/extension/engine/wishes.ts';
import { Together } from '../../../src/extension/engine/together.ts';
import type { Provider } from '../../../src/extension/providers/contract.ts';
import type { CustomHttpSetting } from '../../../src/extension/providers/custom/config.ts';
import { assetByPath, noteFile } from '../../../src/extension/store/assets.ts';
import type { StoredGeneration } from '../../../src/extension/store/generations.ts';
import { eventsOf } from '../../../src/extension/store/events.ts';
import { inputsOf } from '../../../src/extension/store/inputs.ts';
import { uploadOf } from '../../../src/extension/store/uploads.ts';
import type { RecoveryMode } from '../../../src/shared/model.ts';
import { statusOf } from '../../../src/shared/status.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import type { Fault } from '../../fakes/faults.ts';
import { stripedPng } from '../../fakes/png.ts';
import { type FakeOptions, type FakeProvider, startFakeProvider } from '../../fakes/provider-server.ts';
import type { UploadRoute } from '../../fakes/uploads.ts';
import { type Way, statusAll, steps, takingFiles } from '../providers/upload-support.ts';
import { tempFolder } from '../temp.ts';
import { until } from '../until.ts';
import { type Rig, rigOf } from './rig.ts';

const fakes: FakeProvider[] = [];
afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});

interface Stage {
  readonly fake: FakeProvider;
  readonly rig: Rig;
  /** Writes a picture into the project and takes it into the index. @returns its asset's id */
  readonly file: (name: string, bytes?: Buffer) => Promise<string>;
  readonly pathOf: (name: string) => string;
  readonly place: (inputs: Readonly<Record<string, string>>) => Promise<string>;
  readonly submitted: () => readonly unknown[];
}

interface Setup {
  readonly way?: Way | 'inline';
  readonly mode?: RecoveryMode;
  readonly more?: Partial<CustomHttpSetting>;
  readonly fake?: FakeOptions;
  readonly rig?: Parameters<typeof rigOf>[1];
}

async function stage({ way = 'form', mode = 'key-replay', more = {}, fake: options = {}, rig: engine = {} }: Setup = {}): Promise<Stage> {
  const fake = await startFakeProvider({ mode, auto: 1, ...options });
  fakes.push(fake);
  const folder = engine.folder ?? tempFolder();
  mkdirSync(join(folder, 'assets'), { recursive: true });
  const rig = await rigOf(customConfigFor(fake, mode, takingFiles(way === 'inline' ? way : steps[way], { pollEvery: 0.1, ...more }, mode)), { ...engine, folder });
  const pathOf = (name: string): string => join(folder, 'assets', name);
  return {
    fake, rig, pathOf,
    async file(name, bytes = stripedPng(40, 30, name.length)) {
      writeFileSync(pathOf(name), bytes);
      return rig.db.write(tx => {
        noteFile(tx, { path: pathOf(name), kind: 'image', size: bytes.length, modifiedAt: 1 }, randomUUID);
        return assetByPath(tx, pathOf(name))!.id;
      });
    },
    place: inputs => wishGeneration(rig.wisher, {
      provider: 'fake', model: 'picture-1', operation: 'image-to-image', prompt: 'a lonely keep', parameters: {}, inputs,
    }, mode, 0.04),
    submitted: () => fake.requests.filter(({ route }) => route === 'submit').map(({ body }) => (JSON.parse(body) as { image?: unknown }).image),
  };
}

const count = (fake: FakeProvider, route: UploadRoute | 'submit' | 'poll' | 'statusAll'): number => fake.requests.filter(request => request.route === route).length;
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const phaseOf = (rig: Rig, id: string): string => statusOf(rig.row(id).attempt, Date.now(), { stalledAfter: 1e9 });

describe('files that go along', () => {
  it('keep the slot of what they go with while they are read: no more is sent than the provider takes at once', async () => {
    const { rig, fake, file, place } = await stage({ way: 'inline', more: { concurrency: 1 }, fake: { auto: undefined } });
    const [one, other] = [await file('one.png', stripedPng(500, 400, 1)), await file('other.png', stripedPng(500, 400, 2))];
    const ids = await Promise.all([place({ source: one }), place({ source: other })]);
    const taken = (): string[] => ids.filter(id => rig.row(id).attempt.remoteId !== null);
    await until('one was taken', () => taken().length > 0);
    const [first] = taken();
    fake.jobs[0]!.finish();
    await until('both were taken', () => taken().length === 2);
    const second = ids.find(id => id !== first)!;
    assert.ok(rig.row(second).attempt.sentAt! >= (rig.row(first!).attempt.finishedAt ?? Infinity));
  });
});

describe('files that go along', () => {
  for (const way of ['raw', 'form', 'address'] as const) {
    it(`are brought to the provider first, and the request names them (${way})`, async () => {
      const { fake, rig, file, place, submitted } = await stage({ way });
      const bytes = stripedPng(60, 40, 1);
      const held = fake.hold(way === 'address' ? 'put' : 'upload');
      const id = await place({ source: await file('tower.png', bytes) });
      await held.arrived;
      await rig.when(id, 'the progress is told', ({ attempt }) => attempt.progress === 1);
      assert.equal(phaseOf(rig, id), 'uploading');
      assert.deepEqual([rig.row(id).attempt.sentAt, fake.charges.total], [null, 0], 'nothing is asked for yet');
      held.release();
      const { attempt } = await rig.ended(id);
      assert.equal(attempt.end, 'completed');
      assert.deepEqual(fake.uploads.files.map(each => each.sha256), [sha256(bytes)]);
      assert.deepEqual(submitted(), [fake.uploads.files[0]!.reference]);
      assert.deepEqual(eventsOf(rig.db, id).map(({ kind }) => kind).slice(0, 3), ['created', 'uploaded', 'sent']);
      const sidecar = JSON.parse(readFileSync(`${rig.files(id)[0]}.darkroom.json`, 'utf8')) as { inputs: unknown };
      assert.deepEqual(sidecar.inputs, [{ name: 'source', file: 'assets/tower.png', sha256: sha256(bytes) }]);
    });
  }

  it('of the same bytes go once, under whatever name, and one that is on its way is waited for', async () => {
    const { fake, rig, file, place, submitted } = await stage({ more: { concurrency: 8 } });
    const bytes = stripedPng(60, 40, 1);
    const [one, two] = [await file('one.png', bytes), await file('two.png', bytes)];
    const held = fake.hold('upload');
    const ids = await Promise.all([one, one, one].map(source => place({ source })));
    await held.arrived;
    held.release();
    for (const id of ids) assert.equal((await rig.ended(id)).attempt.end, 'completed');
    assert.equal((await rig.ended(await place({ source: two, style: one }))).attempt.end, 'completed');
    assert.equal(count(fake, 'upload'), 1);
    assert.deepEqual(new Set(submitted()), new Set([fake.uploads.files[0]!.reference]));
    assert.equal(uploadOf(rig.db, 'fake', two)?.reference, fake.uploads.files[0]!.reference);
  });

  it('go again when the provider no longer keeps them', async () => {
    const { fake, rig, file, place, submitted } = await stage();
    const source = await file('tower.png');
    fake.uploads.keepsFor = 3600;
    await rig.ended(await place({ source }));
    await rig.ended(await place({ source }));
    assert.equal(count(fake, 'upload'), 1);
    await rig.db.write(tx => tx.run('UPDATE upload SET uploaded_at = ?, expires_at = ?', Date.now() - 3_600_000, Date.now() + 30_000));
    await rig.ended(await place({ source }));
    assert.equal(count(fake, 'upload'), 2);
    assert.equal(submitted().at(-1), fake.uploads.files[1]!.reference);
  });

  it('that are kept for a moment only still serve for one request', async () => {
    const { fake, rig, file, place } = await stage();
    fake.uploads.keepsFor = -100;
    assert.equal((await rig.ended(await place({ source: await file('tower.png') }))).attempt.end, 'completed');
    assert.equal(count(fake, 'upload'), 1);
  });

  it('are sent as they are at that moment, not as they were when they were chosen or uploaded', async () => {
    let hold: 'key' | null = null;
    const { fake, rig, file, place, pathOf, submitted } = await stage({ rig: { holdOf: () => hold } });
    const source = await file('tower.png', stripedPng(60, 40, 1));
    writeFileSync(pathOf('tower.png'), stripedPng(60, 40, 2));
    const held = fake.hold('upload');
    const id = await place({ source });
    await held.arrived;
    hold = 'key';
    held.release();
    await rig.when(id, 'held', ({ attempt }) => attempt.heldBecause === 'key');
    const bytes = stripedPng(80, 40, 3);
    writeFileSync(pathOf('tower.png'), bytes);
    hold = null;
    rig.engine.wake();
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
    assert.deepEqual(fake.uploads.files.map(each => each.sha256), [sha256(stripedPng(60, 40, 2)), sha256(bytes)]);
    assert.deepEqual(submitted(), [fake.uploads.files[1]!.reference]);
    assert.equal(inputsOf(rig.db, id)[0]!.hash, sha256(bytes));
  });

  it('stop at once when it is canceled: nothing is asked for, and nothing costs', async () => {
    const { fake, rig, file, place } = await stage();
    const source = await file('tower.png');
    const held = fake.hold('upload');
    const id = await place({ source });
    await held.arrived;
    assert.equal(await wishCancel(rig.wisher, id), true);
    assert.equal(rig.row(id).attempt.end, 'cancelled');
    await until('the transfer is broken off', () => uploadOf(rig.db, 'fake', source)?.interruptedAt != null);
    held.release();
    const next = await rig.ended(await place({ source }));
    assert.equal(next.attempt.end, 'completed');
    assert.deepEqual([fake.charges.total, rig.row(id).attempt.end], [1, 'cancelled']);
  });

  it('are at most three at a time on their way', async () => {
    const { fake, rig, file, place } = await stage({ more: { concurrency: 10 } });
    const sources = await Promise.all([1, 2, 3, 4, 5].map(n => file(`${n}.png`, stripedPng(40, 30, n))));
    const held = sources.map(() => fake.hold('upload'));
    const ids = await Promise.all(sources.map(source => place({ source })));
    for (let n = 3; n <= 5; n++) {
      await fake.arrived('upload', n);
      // Everything that could begin has begun: those that wait say so.
      await until('the rest waits', () => ids.filter(id => phaseOf(rig, id) === 'uploading').length === 3);
      assert.equal(count(fake, 'upload'), n);
      held[n - 3]!.release();
    }
    for (const gate of held) gate.release();
    for (const id of ids) assert.equal((await rig.ended(id)).attempt.end, 'completed');
  });

  it('are brought again after a crash in the middle, and never twice once the provider named them', async () => {
    const folder = tempFolder();
    const first = await stage({ rig: { folder } });
    const source = await first.file('tower.png');
    const held = first.fake.hold('upload');
    const id = await first.place({ source });
    await held.arrived;
    await first.rig.engine.stop();
    held.release();
    assert.equal(first.rig.row(id).attempt.sentAt, null);
    const config = customConfigFor(first.fake, 'key-replay', takingFiles(steps.form, { pollEvery: 0.1 }, 'key-replay'));
    const second = await rigOf(config, { folder });
    assert.equal((await second.ended(id)).attempt.end, 'completed');
    assert.equal(count(first.fake, 'upload'), 2);
    assert.equal(count(first.fake, 'submit'), 1);
  });

  it('that the provider does not take fail the generation, with what it said', async () => {
    const { fake, rig, file, place } = await stage();
    fake.next('upload', { kind: 'status', status: 415, body: '{"error":{"code":"type","message":"PNG only."}}' });
    const { attempt } = await rig.ended(await place({ source: await file('tower.png') }));
    assert.deepEqual([attempt.end, attempt.failure?.class, fake.charges.total], ['failed', 'invalid', 0]);
    assert.match(attempt.failure?.sentence ?? '', /did not accept/u);
    assert.match(attempt.failure?.raw ?? '', /PNG only/u);
  });

  it('that the provider can’t take hold its queue, as any request would', async () => {
    for (const [fault, because] of [[401, 'key'], [402, 'credit']] as const) {
      const { fake, rig, file, place } = await stage();
      fake.next('upload', { kind: 'status', status: fault });
      const id = await place({ source: await file('tower.png') });
      const { attempt } = await rig.when(id, 'held', row => row.attempt.heldBecause === because);
      assert.equal(attempt.uploadingAt, null);
      await rig.ledger.letGo('fake');
      assert.equal((await rig.ended(id)).attempt.end, 'completed');
    }
  });

  it('that never arrive fail the generation after some tries, and nothing is asked for', async () => {
    const { fake, rig, file, place } = await stage({ rig: { times: { uploadTries: 3 } } });
    fake.always('upload', { kind: 'status', status: 500 });
    const { attempt } = await rig.ended(await place({ source: await file('tower.png') }));
    assert.deepEqual([attempt.end, attempt.failure?.class, count(fake, 'upload'), count(fake, 'submit')], ['failed', 'provider', 3, 0]);
    fake.always('upload', null);
    assert.equal(await wishRetry(rig.wisher, attempt.generationId, '', { estimate: 0 }), true);
    assert.equal((await rig.ended(attempt.generationId)).attempt.end, 'completed');
  });

  it('that the provider has no room for wait without using up a try', async () => {
    const { fake, rig, file, place } = await stage({ rig: { times: { uploadTries: 2 } } });
    fake.next('upload', ...Array.from({ length: 4 }, (): Fault => ({ kind: 'status', status: 429, headers: { 'retry-after': '0' } })));
    assert.equal((await rig.ended(await place({ source: await file('tower.png') }))).attempt.end, 'completed');
    assert.equal(count(fake, 'upload'), 5);
  });

  const unfit: Readonly<Record<string, [spoil: (path: string) => void, sentence: RegExp]>> = {
    'are gone': [path => rmSync(path), /“tower\.png” is no longer there/u],
    'are no media': [path => writeFileSync(path, 'API_KEY=1'), /is no picture/u],
    'are of another kind': [path => writeFileSync(path, Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE'), Buffer.alloc(100)])), /Source takes a picture.*a sound/u],
    'are too large': [path => writeFileSync(path, Buffer.concat([stripedPng(8, 8), Buffer.alloc(5_000_000)])), /at most 5 MB/u],
    'lead out of the project': [path => { rmSync(path); symlinkSync('/etc/hostname', path); }, /outside the project/u],
    'lead to a picture out of the project': [path => { const other = join(tempFolder(), 'theirs.png'); writeFileSync(other, stripedPng(8, 8)); rmSync(path); symlinkSync(other, path); }, /outside the project/u],
    'are a folder': [path => { rmSync(path); mkdirSync(path); }, /is no file/u],
  };
  for (const [what, [spoil, sentence]] of Object.entries(unfit)) {
    it(`that ${what} are told, and nothing is sent`, async () => {
      for (const way of ['form', 'inline'] as const) {
        const { fake, rig, file, place, pathOf } = await stage({ way });
        const source = await file('tower.png');
        spoil(pathOf('tower.png'));
        const { attempt } = await rig.ended(await place({ source }));
        assert.deepEqual([attempt.end, attempt.failure?.class], ['failed', 'local']);
        assert.match(attempt.failure?.sentence ?? '', sentence);
        assert.equal(fake.requests.length, 0);
      }
    });
  }

  it('are never left out: a model that needs one sends nothing without it', async () => {
    const { fake, rig, file, place } = await stage();
    const { attempt } = await rig.ended(await place({ style: await file('tower.png') }));
    assert.deepEqual([attempt.end, fake.charges.total], ['failed', 0]);
  });

  it('whose name the provider refuses are brought anew by a retry', async () => {
    const { fake, rig, file, place, submitted } = await stage();
    fake.next('submit', { kind: 'status', status: 422 });
    const id = await place({ source: await file('tower.png') });
    await rig.ended(id);
    await wishRetry(rig.wisher, id, '', { estimate: 0 });
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
    assert.deepEqual(submitted(), fake.uploads.files.map(each => each.reference));
    assert.equal(fake.uploads.files.length, 2);
  });

  it('are the same in a replay, also when they were changed since', async () => {
    const { fake, rig, file, place, pathOf, submitted } = await stage();
    fake.next('submit', { kind: 'reset', when: 'after-work' });
    const source = await file('tower.png');
    const held = fake.hold('submit');
    const id = await place({ source });
    const { attempt } = await rig.when(id, 'a doubt', row => row.attempt.troubles > 0);
    assert.equal(attempt.remoteId, null);
    writeFileSync(pathOf('tower.png'), stripedPng(80, 40, 3));
    await held.arrived;
    held.release();
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
    assert.equal(new Set(submitted()).size, 1);
    assert.deepEqual([count(fake, 'upload'), fake.charges.total, fake.charges.twice], [1, 1, []]);
  });

  it('inside of the request are never others in a replay: then it stays unconfirmed', async () => {
    const { fake, rig, file, place, pathOf } = await stage({ way: 'inline', rig: { times: { recoveryTries: 3 } } });
    const source = await file('tower.png');
    fake.next('submit', { kind: 'hang' });
    const id = await place({ source });
    await fake.arrived('submit');
    writeFileSync(pathOf('tower.png'), stripedPng(80, 40, 3));
    await rig.when(id, 'unconfirmed', ({ attempt }) => attempt.unconfirmedAt !== null);
    assert.equal(count(fake, 'submit'), 1);
  });

  it('inside of the request are hashed as they are sent', async () => {
    const { rig, file, place, submitted } = await stage({ way: 'inline' });
    const bytes = stripedPng(60, 40, 1);
    const id = await place({ source: await file('tower.png', bytes) });
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
    assert.deepEqual(submitted(), [`data:image/png;base64,${bytes.toString('base64')}`]);
    assert.equal(inputsOf(rig.db, id)[0]!.hash, sha256(bytes));
  });
});

const faults: readonly Fault[] = [
  { kind: 'reset', when: 'before-reading' }, { kind: 'reset', when: 'before-work' }, { kind: 'reset', when: 'after-work' }, { kind: 'reset', when: 'mid-answer' },
  { kind: 'hang' }, { kind: 'hang', after: true }, { kind: 'html' }, { kind: 'truncated' }, { kind: 'huge', bytes: 2_500_000 }, { kind: 'bomb', bytes: 20_000_000 },
  { kind: 'redirect', to: 'http://127.0.0.1:9/' }, { kind: 'redirect', to: 'https://169.254.169.254/' }, { kind: 'loop' }, { kind: 'length', off: 20 },
  { kind: 'json', json: {} }, { kind: 'json', json: { url: [], upload_url: [], file_url: {} } }, { kind: 'json', json: { upload_url: 'file:///etc/passwd', file_url: 'x', url: '' } },
  { kind: 'status', status: 500 }, { kind: 'status', status: 503, after: true }, { kind: 'status', status: 429, headers: { 'retry-after': '0' } }, { kind: 'status', status: 408 },
  { kind: 'status', status: 404 }, { kind: 'status', status: 413 },
];

describe('an upload that meets a fault', () => {
  for (const route of ['upload', 'address', 'put'] as const) {
    it(`sends no request without its file, asks for nothing twice, and ends (${route})`, async function () {
      this.timeout(60_000);
      const rejections: unknown[] = [];
      const note = (reason: unknown): void => void rejections.push(reason);
      process.on('unhandledRejection', note);
      const { fake, rig, file, place, submitted } = await stage({ way: route === 'upload' ? 'form' : 'address', rig: { limits: { headers: 80, idle: 80, total: 200, mediaTotal: 200 } } });
      for (const [n, fault] of faults.entries()) {
        const name = JSON.stringify(fault).slice(0, 80);
        fake.next(route, fault);
        const bytes = stripedPng(40, 30, n + 1);
        const before = submitted().length;
        const { attempt } = await rig.ended(await place({ source: await file(`${n}.png`, bytes) }));
        assert.ok(attempt.end === 'completed' || attempt.failure?.class === 'invalid', `${name}: ${JSON.stringify(attempt.failure)}`);
        const sent = submitted().slice(before);
        assert.equal(sent.length, attempt.end === 'completed' ? 1 : 0, name);
        // What it was told the file is called is a name of these very bytes.
        if (sent.length > 0) assert.ok(fake.uploads.files.some(each => each.reference === sent[0] && each.sha256 === sha256(bytes)), `${name}: ${String(sent[0])}`);
        rig.said.splice(0);
      }
      assert.deepEqual(fake.charges.twice, []);
      await rig.engine.stop();
      process.off('unhandledRejection', note);
      assert.deepEqual(rejections, []);
    });
  }
});

describe('the status of many', () => {
  const many = { statusAll, concurrency: 100, pollEvery: 0.1 };

  async function running(rig: Rig, fake: FakeProvider, n: number): Promise<string[]> {
    const ids = await Promise.all(Array.from({ length: n }, () => rig.place()));
    for (const id of ids) await rig.when(id, 'accepted', ({ attempt }) => attempt.remoteId !== null);
    assert.equal(fake.jobs.length, n);
    return ids;
  }

  async function both(more: Partial<CustomHttpSetting> = {}): Promise<{ fake: FakeProvider; rig: Rig }> {
    const fake = await startFakeProvider({ mode: 'client-id' });
    fakes.push(fake);
    return { fake, rig: await rigOf(customConfigFor(fake, 'client-id', { ...many, ...more }), { times: { findGrace: 20_000, goneGrace: 5000 } }) };
  }

  const asksOf = (fake: FakeProvider, from: number): string[][] => fake.requests.slice(from).filter(({ route }) => route === 'statusAll').map(({ path }) => decodeURIComponent(path).split('=')[1]!.split(','));

  it('asks about forty jobs with one request at a time', async () => {
    const { fake, rig } = await both();
    const ids = await running(rig, fake, 40);
    const from = fake.requests.length;
    const times = (asks: string[][]): number[] => ids.map(id => asks.flat().filter(each => each === rig.row(id).attempt.remoteId).length);
    await until('each was asked about five times', () => Math.min(...times(asksOf(fake, from))) >= 5);
    const asks = asksOf(fake, from);
    assert.ok(asks.length <= Math.max(...times(asks)) + 2, `${asks.length} requests for ${Math.max(...times(asks))} answers each`);
    assert.equal(fake.requests.slice(from).filter(({ route }) => route === 'poll').length, 0);
    for (const job of fake.jobs.slice()) job.finish();
    for (const id of ids) assert.equal((await rig.ended(id)).attempt.end, 'completed');
    assert.deepEqual(fake.charges.twice, []);
  });

  it('asks a service no sooner than it allows, and then about all that wait', () => {
    const together = new Together();
    const provider = { spec: { id: 'a' }, capabilities: { pollEvery: 1000, pollManyMost: 2 } } as Provider;
    const row = (id: string): StoredGeneration => ({ generation: {}, attempt: { id } }) as StoredGeneration;
    const take = (now: number): [string[][], number] => {
      const { asks, next } = together.take(now);
      return [asks.map(({ rows }) => rows.map(({ attempt }) => attempt.id)), next];
    };
    together.add(provider, row('soon'), false);
    assert.deepEqual(take(0), [[], Infinity], 'nothing is due');
    together.add(provider, row('a'), true);
    together.add(provider, row('soon'), false);
    assert.deepEqual(take(0), [[['a', 'soon']], Infinity]);
    together.add(provider, row('b'), true);
    assert.deepEqual(take(400), [[], 1000], 'that one has to wait');
    for (const id of ['b', 'a', 'c']) together.add(provider, row(id), true);
    assert.deepEqual(take(1000), [[['b', 'a'], ['c']], Infinity]);
  });

  it('asks about no more at once than the service takes', async () => {
    const { fake, rig } = await both({ statusAll: { ...statusAll, most: 3 } });
    await running(rig, fake, 7);
    const from = fake.requests.length;
    await until('all were asked about', () => new Set(asksOf(fake, from).flat()).size === 7);
    assert.ok(asksOf(fake, from).every(ids => ids.length <= 3));
  });

  it('an answer that leaves one out is asked about that one', async () => {
    const { fake, rig } = await both();
    const [first, second] = await running(rig, fake, 2);
    fake.always('statusAll', { kind: 'json', json: { jobs: [{ id: rig.row(second!).attempt.remoteId, status: 'running' }] } });
    fake.job(rig.row(first!).attempt.id).finish();
    assert.equal((await rig.ended(first!)).attempt.end, 'completed');
    assert.equal(rig.row(second!).attempt.end, null);
  });

  it('an error backs off all of them and fails none, and one that stays does not stand in the way of the results', async () => {
    const { fake, rig } = await both();
    const ids = await running(rig, fake, 3);
    fake.always('statusAll', { kind: 'status', status: 404 });
    for (const id of ids) await rig.when(id, 'troubled', ({ attempt }) => attempt.troubles > 0);
    assert.deepEqual(ids.map(id => rig.row(id).attempt.end), [null, null, null]);
    for (const job of fake.jobs.slice()) job.finish();
    for (const id of ids) assert.equal((await rig.ended(id)).attempt.end, 'completed');
  });
});
