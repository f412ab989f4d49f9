import assert from 'node:assert/strict';
import type { Draft } from '../../../src/shared/protocol.ts';
import { connect } from '../../../src/webview/bridge.ts';
import { type Provider, settled, withInput } from '../../../src/webview/studio/draft.ts';
import { createForm } from '../../../src/webview/studio/form.ts';
import { fieldsOf } from '../../../src/webview/studio/problems.ts';
import { asset } from './items.ts';

const source = { name: 'source', label: 'Source', kinds: ['image' as const], required: true, maxBytes: 1000 };
const steps = { name: 'steps', label: 'Steps', type: 'integer' as const, default: 28 };
const providers: Provider[] = [{ id: 'a', label: 'A', models: [
  { id: 'repaint', label: 'Repaint', operation: 'image-to-image', price: 0, parameters: [steps], inputs: [source] },
  { id: 'plain', label: 'Plain', operation: 'text-to-image', price: 0, parameters: [] },
] }];
const draft: Draft = { provider: 'a', model: 'repaint', operation: 'image-to-image', prompt: 'a keep', parameters: {} };
const tower = asset('tower.png');

/** A host whose person chooses this file, and that finds a form without one wrong. */
function host(chosen: { file: typeof tower | null } | Error, known: Draft = draft) {
  const saves: Draft[] = [];
  const asked: unknown[] = [];
  let receive: (message: unknown) => void = () => undefined;
  const check = ({ inputs }: Draft) => (inputs?.source === undefined ? [{ field: 'source', message: 'Choose a file.' }] : []);
  const bridge = connect({
    post(message) {
      const { id, method, params } = message as { id: number; method: string; params: { draft: Draft } };
      const answer = (result: unknown): void => void setTimeout(() => receive({ reply: id, ok: true, result }));
      if (method === 'studio.load') return answer({ providers, draft: known, problems: check(known), recent: [], presets: [], files: known.inputs === undefined ? [] : [tower] });
      if (method === 'studio.chooseInput' || method === 'studio.dropInput') {
        asked.push(params);
        return chosen instanceof Error ? void setTimeout(() => receive({ reply: id, ok: false, error: chosen.message })) : answer(chosen);
      }
      saves.push(params.draft);
      answer({ problems: check(params.draft), generation: null });
    },
    listen: listener => { receive = listener; },
  });
  return { saves, asked, form: createForm(bridge, { getState: () => undefined, setState: () => undefined }) };
}

describe('files in the form', () => {
  it('stand between the prompt and the parameters', () => assert.deepEqual(fieldsOf(providers, draft), ['provider', 'operation', 'prompt', 'source', 'steps']));

  it('stay over a change of the model, for whoever comes back', () => {
    const chosen = withInput(draft, 'source', tower.id);
    const other = settled({ ...chosen, model: 'plain', operation: 'text-to-image' }, providers);
    assert.deepEqual(settled({ ...other, model: 'repaint', operation: 'image-to-image' }, providers).inputs, { source: tower.id });
    assert.deepEqual(withInput(chosen, 'source', null).inputs, {});
  });

  it('are chosen by the host, who is told which, and kept as an id', async () => {
    const { form, asked, saves } = host({ file: tower });
    await form.load();
    form.touch('source');
    assert.deepEqual(form.problems.value.map(({ field }) => field), ['source']);
    assert.deepEqual(await form.choose('source'), tower);
    assert.deepEqual(asked, [{ provider: 'a', model: 'repaint', input: 'source' }]);
    assert.deepEqual([form.draft.value?.inputs, form.files.value.get(tower.id), form.problems.value], [{ source: tower.id }, tower, []]);
    await form.generate();
    assert.deepEqual(saves.at(-1)?.inputs, { source: tower.id });
    assert.equal(JSON.stringify(saves).includes(tower.url), false, 'no path and no address goes back');
  });

  it('are let go on an input, by the address that the page was given, and the host says what becomes of it', async () => {
    const { form, asked } = host({ file: tower });
    await form.load();
    assert.deepEqual(await form.drop('source', 'file:///tower.png'), tower);
    assert.deepEqual([asked, form.draft.value?.inputs], [[{ provider: 'a', model: 'repaint', input: 'source', uri: 'file:///tower.png' }], { source: tower.id }]);
  });

  it('stay as they were where nothing was chosen, or what was chosen does not do', async () => {
    for (const outcome of [{ file: null }, new Error('“notes.png” is no picture.')]) {
      const { form } = host(outcome, withInput(draft, 'source', tower.id));
      await form.load();
      await form.choose('source').then(file => assert.equal(file, null), (reason: Error) => assert.match(reason.message, /is no picture/u));
      assert.deepEqual(form.draft.value?.inputs, { source: tower.id });
    }
  });

  it('are known again after the form was loaded anew', async () => {
    const { form } = host({ file: null }, withInput(draft, 'source', tower.id));
    await form.load();
    assert.deepEqual(form.files.value.get(tower.id), tower);
  });
});
