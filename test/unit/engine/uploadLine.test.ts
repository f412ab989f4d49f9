import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { uploadViewOf, wishCancelUploads, wishUploads } from '../../../src/extension/engine/uploads.ts';
import { wishGeneration } from '../../../src/extension/engine/wishes.ts';
import { type Provider, ProviderError } from '../../../src/extension/providers/contract.ts';
import { assetByPath, noteFile } from '../../../src/extension/store/assets.ts';
import { uploadOf } from '../../../src/extension/store/uploads.ts';
import type { HoldReason } from '../../../src/shared/model.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import { stripedPng } from '../../fakes/png.ts';
import { type FakeProvider, startFakeProvider } from '../../fakes/provider-server.ts';
import { steps, takingFiles } from '../providers/upload-support.ts';
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
  readonly file: (name: string, bytes?: Buffer) => Promise<string>;
  readonly pathOf: (name: string) => string;
  readonly wish: (...assets: readonly string[]) => Promise<number>;
  readonly cancel: (...assets: readonly string[]) => Promise<number>;
  readonly stateOf: (asset: string) => string;
  readonly when: (asset: string, state: string) => Promise<void>;
}

async function stage(options: Parameters<typeof rigOf>[1] & { readonly fake?: FakeProvider } = {}): Promise<Stage> {
  const fake = options.fake ?? await startFakeProvider({ mode: 'key-replay', auto: 1 });
  if (options.fake === undefined) fakes.push(fake);
  const folder = options.folder ?? tempFolder();
  mkdirSync(join(folder, 'assets'), { recursive: true });
  const rig = await rigOf(customConfigFor(fake, 'key-replay', takingFiles(steps.form, { pollEvery: 0.1 }, 'key-replay')), { ...options, folder });
  const pathOf = (name: string): string => join(folder, 'assets', name);
  const stateOf = (asset: string): string => uploadViewOf(rig.db, 'fake', asset, null, Date.now())?.state ?? 'none';
  return {
    fake, rig, pathOf, stateOf,
    async file(name, bytes = stripedPng(40, 30, made++)) {
      writeFileSync(pathOf(name), bytes);
      return rig.db.write(tx => {
        noteFile(tx, { path: pathOf(name), kind: 'image', size: bytes.length, modifiedAt: 1 }, randomUUID);
        return assetByPath(tx, pathOf(name))!.id;
      });
    },
    wish: (...assets) => wishUploads(rig.wisher, 'fake', assets),
    cancel: (...assets) => wishCancelUploads(rig.wisher, 'fake', assets),
    when: async (asset, state) => void await until(() => `${state}; it is ${stateOf(asset)}: ${JSON.stringify(uploadOf(rig.db, 'fake', asset))}; log: ${rig.said.slice(-5).join('; ')}`, () => stateOf(asset) === state),
  };
}
let made = 1;

const count = (fake: FakeProvider): number => fake.requests.filter(({ route }) => route === 'upload').length;

describe('files that are uploaded by themselves', () => {
  it('go without a generation and without a cost, and one that names them later needs no second transfer', async () => {
    const { fake, rig, file, wish, when, stateOf } = await stage();
    const source = await file('tower.png');
    assert.equal(stateOf(source), 'none');
    const held = fake.hold('upload');
    assert.equal(await wish(source), 1);
    await held.arrived;
    await when(source, 'processing');
    held.release();
    await when(source, 'uploaded');
    assert.equal(fake.charges.total, 0);
    const id = await wishGeneration(rig.wisher, { provider: 'fake', model: 'picture-1', operation: 'image-to-image', prompt: 'a keep', parameters: {}, inputs: { source } }, 'key-replay', 0.04);
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
    assert.equal(count(fake), 1);
    assert.equal(await wish(source), 0, 'what is there is not brought again');
  });

  for (const n of [1, 7, 12]) {
    it(`go three at a time, in the order of their wishes, none lost and none twice (${n})`, async () => {
      const { fake, file, wish, when, stateOf } = await stage();
      const files = await Promise.all(Array.from({ length: n }, (_, at) => file(`${at}.png`)));
      const gates = files.map(() => fake.hold('upload'));
      assert.equal(await wish(...files, ...files), n, 'one that waits is not wished twice');
      for (let done = 0; done < n; done++) {
        const open = Math.min(n, done + 3);
        await fake.arrived('upload', open);
        await until('the others wait', () => files.filter(id => stateOf(id) === 'waiting').length === n - open);
        assert.deepEqual(files.map(stateOf).slice(open), files.slice(open).map(() => 'waiting'), 'the last ones of the order wait');
        assert.equal(count(fake), open);
        gates[done]!.release();
        await until('one more is there', () => files.filter(id => stateOf(id) === 'uploaded').length === done + 1);
      }
      for (const id of files) await when(id, 'uploaded');
      assert.equal(fake.uploads.files.length, n);
      assert.equal(new Set(fake.uploads.files.map(({ sha256 }) => sha256)).size, n);
    });
  }

  it('of the same bytes go once, also where both are on their way', async () => {
    const { fake, rig, file, wish, when } = await stage();
    const bytes = stripedPng(60, 40, 1);
    const [one, two] = [await file('one.png', bytes), await file('two.png', bytes)];
    const held = fake.hold('upload');
    await wish(one, two);
    await held.arrived;
    held.release();
    for (const id of [one, two]) await when(id, 'uploaded');
    assert.equal(count(fake), 1);
    assert.deepEqual(uploadOf(rig.db, 'fake', one)?.reference, uploadOf(rig.db, 'fake', two)?.reference);
  });

  it('are canceled while they wait and while they go, and count as not uploaded', async () => {
    const { fake, file, wish, cancel, when, stateOf } = await stage();
    const files = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(name => file(`${name}.png`)));
    const gates = files.map(() => fake.hold('upload'));
    await wish(...files);
    await fake.arrived('upload', 3);
    assert.equal(await cancel(files[4]!, files[0]!), 2);
    assert.deepEqual([stateOf(files[4]!), stateOf(files[0]!)], ['none', 'none']);
    await fake.arrived('upload', 4);
    for (const gate of gates) gate.release();
    for (const id of files.slice(1, 4)) await when(id, 'uploaded');
    assert.deepEqual([count(fake), stateOf(files[0]!)], [4, 'none']);
    assert.equal(await cancel(...files), 0);
  });

  it('are interrupted by a crash, those that waited too, and go on only when a person says so', async () => {
    const folder = tempFolder();
    const first = await stage({ folder });
    const files = await Promise.all(['a', 'b', 'c', 'd'].map(name => first.file(`${name}.png`)));
    const gates = files.map(() => first.fake.hold('upload'));
    await first.wish(...files);
    await first.fake.arrived('upload', 3);
    await first.rig.engine.stop();
    for (const gate of gates) gate.release();
    const second = await stage({ folder, fake: first.fake });
    for (const id of files) await second.when(id, 'interrupted');
    const before = count(first.fake);
    await second.wish(files[3]!);
    await second.when(files[3]!, 'uploaded');
    assert.deepEqual([count(first.fake), second.stateOf(files[0]!)], [before + 1, 'interrupted']);
    await second.wish(...files);
    for (const id of files) await second.when(id, 'uploaded');
  });

  it('that somebody wished while the leading window went away still go', async () => {
    const folder = tempFolder();
    const first = await stage({ folder });
    const second = await stage({ folder, fake: first.fake });
    assert.equal(second.rig.engine.isLeader, false);
    const [begun, waits] = [await first.file('a.png'), await first.file('b.png')];
    const held = first.fake.hold('upload');
    await first.wish(begun);
    await held.arrived;
    await first.rig.engine.stop();
    held.release();
    await second.wish(waits);
    await second.when(waits, 'uploaded');
    await second.when(begun, 'interrupted');
  });

  it('wait, with the reason, while the key is missing or the service is down, and then go', async () => {
    let hold: HoldReason | null = 'key';
    const { fake, rig, file, wish, when, stateOf } = await stage({ holdOf: () => hold });
    const source = await file('tower.png');
    await wish(source);
    rig.engine.wake();
    assert.deepEqual(uploadViewOf(rig.db, 'fake', source, 'It needs a key.', Date.now()), { state: 'held', why: 'It needs a key.', progress: null, own: true });
    fake.next('upload', { kind: 'status', status: 401, body: '{"error":{"code":"auth","message":"Who are you?"}}' });
    hold = null;
    rig.engine.wake();
    await until('the provider is held', () => rig.ledger.holds()[0]?.reason === 'key');
    await when(source, 'waiting');
    assert.equal(stateOf(source), 'waiting');
    await rig.ledger.letGo('fake');
    await when(source, 'uploaded');
    assert.equal(count(fake), 2);
  });

  it('are tried again after a stumble, fail with what the provider says to them, and go again when they are asked to', async () => {
    const { fake, rig, file, wish, when } = await stage();
    const [good, bad] = [await file('good.png'), await file('bad.png')];
    fake.next('upload', { kind: 'status', status: 500, body: 'oops' });
    await wish(good);
    await when(good, 'uploaded');
    fake.next('upload', { kind: 'status', status: 415, body: '{"error":{"code":"type","message":"PNG only."}}' });
    await wish(bad);
    await when(bad, 'failed');
    assert.match(uploadOf(rig.db, 'fake', bad)!.failure!.sentence, /status 415/u);
    assert.equal(await wish(bad), 1);
    await when(bad, 'uploaded');
    fake.always('upload', { kind: 'status', status: 500, body: 'oops' });
    const last = await file('last.png');
    await wish(last);
    await when(last, 'failed');
    assert.match(uploadOf(rig.db, 'fake', last)!.failure!.sentence, /^The file could not be uploaded\. /u);
  });

  it('fail with a sentence when they are gone, and are read anew when they change on the way', async () => {
    const { fake, rig, file, pathOf, wish, when, stateOf } = await stage();
    const gone = await file('gone.png');
    rmSync(pathOf('gone.png'));
    await wish(gone);
    await when(gone, 'failed');
    assert.match(uploadOf(rig.db, 'fake', gone)!.failure!.sentence, /no longer there/u);
    const source = await file('tower.png', stripedPng(60, 40, 1));
    await wish(source);
    await when(source, 'uploaded');
    writeFileSync(pathOf('tower.png'), stripedPng(60, 40, 2));
    await rig.db.write(tx => noteFile(tx, { path: pathOf('tower.png'), kind: 'image', size: 5, modifiedAt: 2 }, randomUUID));
    assert.equal(stateOf(source), 'none', 'another content is not uploaded');
    await wish(source);
    await when(source, 'uploaded');
    assert.equal(fake.uploads.files.length, 2);
  });

  it('count as not uploaded once the provider no longer keeps them', async () => {
    const { fake, rig, file, wish, when, stateOf } = await stage();
    const source = await file('tower.png');
    fake.uploads.keepsFor = 3600;
    await wish(source);
    await when(source, 'uploaded');
    await rig.db.write(tx => tx.run('UPDATE upload SET uploaded_at = ?, expires_at = ?', Date.now() - 3_600_000, Date.now() - 1));
    assert.equal(stateOf(source), 'none');
    await wish(source);
    await when(source, 'uploaded');
    assert.equal(count(fake), 2);
  });
});

/** A provider in memory: whoever asks decides when each file has arrived. */
function slowProvider() {
  const open = new Map<string, { readonly end: (fails: boolean) => void }>();
  const seen: string[] = [];
  let most = 0;
  const provider: Provider = {
    spec: { id: 'here', label: 'Here', models: [{ id: 'picture-1', label: 'P', operation: 'text-to-image', parameters: [], price: 0 }] },
    capabilities: { recovery: 'none', canCancel: false, concurrency: 5, pollEvery: 50, needsKey: false },
    submit: () => Promise.reject(new Error('not asked for here')),
    poll: () => Promise.reject(new Error('not asked for here')),
    open: () => Promise.reject(new Error('not asked for here')),
    upload: ({ hash }, onSent, signal) => new Promise((resolve, reject) => {
      seen.push(hash);
      const leave = (): void => { open.delete(hash); };
      open.set(hash, {
        end(fails) {
          leave();
          if (fails) return reject(new ProviderError({ class: 'invalid', sentence: 'Not this one.' }, 'refused'));
          onSent(1);
          resolve({ reference: `file ${hash}`, expiresAt: null });
        },
      });
      most = Math.max(most, open.size);
      signal.addEventListener('abort', () => { leave(); reject(new Error('broken off')); });
    }),
  };
  return { provider, open, seen, most: () => most };
}

describe('the line of uploads', () => {
  const act = fc.oneof(
    fc.record({ do: fc.constant('wish' as const), file: fc.nat(9), number: fc.integer({ min: 1, max: 8 }) }),
    fc.record({ do: fc.constant('cancel' as const), file: fc.nat(9) }),
    fc.record({ do: fc.constant('end' as const), which: fc.nat(2), fails: fc.boolean() }),
  );

  it('has at most three on their way, loses none and sends none twice, whatever is wished, canceled, refused or arrives', async function () {
    this.timeout(60_000);
    await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), async acts => {
      const { provider, open, seen, most } = slowProvider();
      const { rig, file } = await stage({ more: [provider] });
      const files = await Promise.all(Array.from({ length: 10 }, (_, n) => file(`${n}.png`)));
      const viewOf = (id: string): string => uploadViewOf(rig.db, 'here', id, null, Date.now())?.state ?? 'none';
      const underWay = (id: string): boolean => ['waiting', 'hashing', 'uploading', 'processing'].includes(viewOf(id));
      let ended = 0;
      let cancelled = 0;
      for (const each of acts) {
        if (each.do === 'wish') await wishUploads(rig.wisher, 'here', files.slice(each.file, each.file + each.number));
        else if (each.do === 'cancel') cancelled += await wishCancelUploads(rig.wisher, 'here', [files[each.file]!]);
        else if (open.size > 0) { ended++; [...open.values()][each.which % open.size]!.end(each.fails); }
        await new Promise(resolve => setImmediate(resolve));
      }
      while (files.some(underWay)) {
        // As many as may: those that have arrived may still be on their way into the rows.
        await until(() => `the places are taken: ${files.map(viewOf).join(' ')}; log: ${rig.said.slice(-3).join('; ')}`, () => open.size >= Math.min(3, files.filter(underWay).length));
        const [first] = open.values();
        if (first !== undefined) { ended++; first.end(false); }
      }
      assert.ok(most() <= 3, `${most()} at once`);
      const there = files.filter(id => viewOf(id) === 'uploaded');
      for (const id of there) assert.equal(uploadOf(rig.db, 'here', id)!.reference, `file ${uploadOf(rig.db, 'here', id)!.hash}`);
      // Each transfer was ended by the provider or broken off by a cancel: none goes twice for one wish.
      assert.ok(seen.length <= ended + cancelled, `${seen.length} sent, ${ended} ended, ${cancelled} canceled`);
      assert.deepEqual(files.map(viewOf).filter(state => !['none', 'uploaded', 'failed'].includes(state)), []);
      await rig.engine.stop();
    }), { numRuns: 15 });
  });
});
