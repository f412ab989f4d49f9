import assert from 'node:assert/strict';
import { effect, signal } from '@preact/signals';
import { type UploadView, canCancelUpload, canRetryUpload, uploadSpoken, uploadStates, uploadTable, uploadTitle } from '../../../src/shared/uploads.ts';
import type { Bridge } from '../../../src/webview/bridge.ts';
import { type Uploads, createUploads } from '../../../src/webview/gallery/uploads.ts';
import { until } from '../until.ts';

const going = (progress: number): UploadView => ({ state: 'uploading', why: '', progress, own: true });

/** A host that knows some uploads, and the cards that are in sight. */
function stage() {
  const known = new Map<string, UploadView>();
  const asked: { provider: string; ids: readonly string[] }[] = [];
  let changed: () => void = () => undefined;
  let answering: Promise<unknown> = Promise.resolve();
  const provider = signal<string | null>(null);
  const sight = signal<readonly string[]>(['a', 'b']);
  const bridge = {
    async request(_: string, params: { provider: string; ids: readonly string[] }) {
      asked.push(params);
      await answering;
      return { label: `The ${params.provider}`, uploads: structuredClone(params.ids.map(id => known.get(`${params.provider} ${id}`) ?? null)) };
    },
    on: (_: string, listener: () => void) => { changed = listener; },
  } as unknown as Bridge;
  const uploads = createUploads({ bridge, provider, wanted: () => sight.value.map(id => ({ id })) });
  return { known, asked, provider, sight, uploads, change: () => changed(), answerAfter: (promise: Promise<unknown>) => { answering = promise; } };
}

const stateOf = (uploads: Uploads, id: string): string | undefined => uploads.of({ id })?.view?.state;

describe('the uploads that badges tell of', () => {
  it('are asked for only when a provider is chosen, and again after each change, for the cards in sight', async () => {
    const { known, asked, provider, sight, uploads, change } = stage();
    change();
    assert.deepEqual([asked, uploads.of({ id: 'a' })], [[], undefined]);
    known.set('box a', going(0.25));
    provider.value = 'box';
    await until('they are known', () => stateOf(uploads, 'a') === 'uploading');
    assert.deepEqual(uploads.of({ id: 'a' }), { provider: 'The box', view: going(0.25) });
    assert.deepEqual(uploads.of({ id: 'b' }), { provider: 'The box', view: null }, 'not uploaded has no view');
    known.set('box a', { state: 'uploaded', why: '', progress: null, own: true });
    change();
    await until('it is told', () => stateOf(uploads, 'a') === 'uploaded');
    sight.value = ['c'];
    await until('other cards are asked for', () => asked.at(-1)?.ids[0] === 'c');
    provider.value = null;
    assert.equal(uploads.of({ id: 'a' }), undefined);
  });

  it('draw anew only the card that changed, and many changes at once ask once more', async () => {
    const { known, asked, provider, uploads, change, answerAfter } = stage();
    known.set('box a', going(0.1)).set('box b', going(0.1));
    provider.value = 'box';
    await until('they are known', () => stateOf(uploads, 'b') === 'uploading');
    const drawn = { a: 0, b: 0 };
    effect(() => { uploads.of({ id: 'a' }); drawn.a++; });
    effect(() => { uploads.of({ id: 'b' }); drawn.b++; });
    const { promise, resolve } = Promise.withResolvers<void>();
    answerAfter(promise);
    const before = asked.length;
    for (let n = 0; n < 50; n++) change();
    known.set('box a', going(0.9));
    resolve();
    await until('it is told', () => uploads.of({ id: 'a' })?.view?.progress === 0.9);
    await uploads.refresh();
    assert.ok(asked.length - before <= 3, `${asked.length - before} questions`);
    assert.deepEqual(drawn, { a: 2, b: 1 });
  });

  it('of another provider never show as those of the one that is chosen', async () => {
    const { known, provider, uploads, answerAfter } = stage();
    known.set('box a', going(0.5));
    provider.value = 'box';
    await until('they are known', () => stateOf(uploads, 'a') === 'uploading');
    const { promise, resolve } = Promise.withResolvers<void>();
    answerAfter(promise);
    provider.value = 'other';
    assert.equal(uploads.of({ id: 'a' }), undefined);
    resolve();
    await until('the other is known', () => uploads.of({ id: 'a' })?.provider === 'The other');
    assert.equal(uploads.of({ id: 'a' })?.view, null);
  });

  it('say in words what an icon shows, and what can be done', () => {
    for (const state of uploadStates) {
      const view: UploadView = { state, why: '', progress: null, own: true };
      assert.equal(uploadSpoken(view, 'Render Box'), `${uploadTable[state].label()}, Render Box`);
      assert.ok(!(canCancelUpload(view) && canRetryUpload(view)), state);
    }
    assert.equal(uploadTitle(going(0.42)), 'Uploading 42 %');
    assert.equal(uploadSpoken({ state: 'failed', why: 'PNG only.', progress: null, own: true }, 'Render Box'), 'Upload failed, Render Box, PNG only.');
    assert.equal(canCancelUpload({ ...going(0.1), own: false }), false, 'what goes for a generation is canceled with it');
    assert.deepEqual(uploadStates.filter(state => canRetryUpload({ ...going(0), state })), ['failed', 'interrupted']);
  });
});
