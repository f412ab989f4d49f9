import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as v from 'valibot';
import { coalesced } from '../../../src/webview/coalesce.ts';
import { equal } from '../../../src/webview/equal.ts';
import { keptSchema, keptVersion, nothingKept } from '../../../src/webview/gallery/kept.ts';
import { persisted } from '../../../src/webview/persisted.ts';
import { resource } from '../../../src/webview/resource.ts';

function deferred<T>() {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  return { promise, resolve, reject };
}

describe('a coalesced task', () => {
  it('runs once more after many calls, and the last run begins after the last call', async () => {
    const gates = [deferred<void>(), deferred<void>()];
    let runs = 0;
    const run = coalesced(() => gates[runs++]?.promise ?? Promise.resolve());
    const all = [run(), run(), run()];
    gates[0]?.resolve();
    await new Promise(resolve => setImmediate(resolve));
    assert.equal(runs, 2);
    gates[1]?.resolve();
    await Promise.all(all);
    assert.equal(runs, 2);
    await run();
    assert.equal(runs, 3);
  });

  it('runs again after a run that failed', async () => {
    let fails = true;
    const run = coalesced(async () => { if (fails) throw new Error('no'); });
    await assert.rejects(run());
    fails = false;
    await run();
  });
});

describe('a resource', () => {
  it('keeps the answer to the latest call, whichever comes last', async () => {
    const [slow, fast] = [deferred<string>(), deferred<string>()];
    const names = resource((call: number) => (call === 1 ? slow.promise : fast.promise));
    const first = names.load(1);
    const second = names.load(2);
    fast.resolve('new');
    assert.equal(await second, true);
    slow.resolve('old');
    assert.equal(await first, false);
    assert.equal(names.value.value, 'new');
    assert.equal(names.loading.value, false);
  });

  it('keeps the value and says the sentence when a call fails', async () => {
    let next: () => Promise<string> = () => Promise.resolve('value');
    const names = resource(() => next());
    await names.load();
    next = () => Promise.reject(new Error('The disk is full.'));
    assert.equal(await names.load(), false);
    assert.equal(names.value.value, 'value');
    assert.equal(names.error.value, 'The disk is full.');
  });

  it('drops what is on its way when it is told to', async () => {
    const late = deferred<string>();
    const names = resource(() => late.promise);
    const load = names.load();
    names.cancel();
    late.resolve('late');
    assert.equal(await load, false);
    assert.equal(names.value.value, undefined);
  });
});

describe('what a page keeps over a reload', () => {
  const keep = (state: unknown) => ({ getState: () => state, setState: (next: unknown) => { state = next; } });

  it('comes back as it was', () => {
    const drawer = keep(undefined);
    const state = { filter: 'failed' as const, narrow: { search: 'castle', kinds: ['video' as const], provider: 'fal', made: true, verdict: 'favourite' as const, folder: 'f', sort: 'name' as const, group: 'day' as const, zone: 'Asia/Tokyo' }, tile: 224, badges: false, folded: ['2026-01-31'], large: true, details: false, review: 5, uploads: 'render-box', anchor: { key: 'k', index: 12 } };
    persisted(drawer, keptVersion, keptSchema, nothingKept).save(state);
    assert.deepEqual(persisted(drawer, keptVersion, keptSchema, nothingKept).restored, state);
  });

  it('counts as nothing when it is damaged or of another version', () => {
    const read = (state: unknown) => persisted(keep(state), keptVersion, keptSchema, nothingKept).restored;
    for (const state of [undefined, null, 7, {}, { version: keptVersion }, { version: 99, state: nothingKept }, { version: keptVersion, state: { ...nothingKept, filter: 'odd' } }]) {
      assert.deepEqual(read(state), nothingKept);
    }
    assert.equal(v.safeParse(keptSchema, { ...nothingKept, tile: 5 }).success, false);
  });
});

describe('equality of JSON', () => {
  it('is what writing both down would say', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      assert.ok(equal(a, structuredClone(a)));
      if (equal(a, b)) assert.deepEqual(a, b);
    }));
  });
});
