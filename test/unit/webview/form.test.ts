import assert from 'node:assert/strict';
import type { Draft, Method, Wish } from '../../../src/shared/protocol.ts';
import { connect } from '../../../src/webview/bridge.ts';
import type { Provider } from '../../../src/webview/studio/draft.ts';
import { createForm } from '../../../src/webview/studio/form.ts';
import { asset } from './items.ts';

const tower = asset('tower.png');
const providers = [{ id: 'a', label: 'A', models: [{ id: 'one', label: 'One', operation: 'text-to-image' as const, price: 0, parameters: [] }] }];
const first: Draft = { provider: 'a', model: 'one', operation: 'text-to-image', prompt: 'a keep', parameters: {} };

/** A host that keeps the draft and finds an empty prompt wrong. */
function host() {
  const state = { draft: first, providers: providers as Provider[], wishes: [] as Wish[], prompts: [] as string[], wrong: [] as string[], writesLate: false, saves: [] as Draft[], kept: undefined as unknown, declines: false, delay: 0, delays: {} as Partial<Record<Method, number>>, generated: [] as string[] };
  let receive: (message: unknown) => void = () => undefined;
  const check = (draft: Draft) => [...draft.prompt === '' ? [{ field: 'prompt', message: 'Say what you want.' }] : [], ...state.wrong.map(field => ({ field, message: 'no' }))];
  const answers: Partial<Record<Method, (params: { draft: Draft }) => unknown>> = {
    'studio.load': () => ({ providers: state.providers, draft: state.draft, problems: check(state.draft), recent: [], presets: [], files: [] }),
    'studio.save': ({ draft }) => {
      state.saves.push(draft);
      if (state.writesLate) setTimeout(() => { state.draft = draft; }, 5);
      else state.draft = draft;
      return { problems: check(draft) };
    },
    'studio.generate': ({ draft }) => {
      state.generated.push(draft.prompt);
      state.draft = draft;
      return { problems: check(draft), generation: check(draft).length > 0 || state.declines ? null : 'g' };
    },
    'studio.wishes': () => ({ wishes: state.wishes.splice(0), files: [tower] }),
    'studio.prompts': () => ({ prompts: state.prompts, next: null }),
    'studio.recent': () => ({ recent: [], presets: [] }),
  };
  const bridge = connect({
    post(message) {
      const { id, method, params } = message as { id: number; method: Method; params: { draft: Draft } };
      const result = answers[method]?.(params);
      setTimeout(() => receive({ reply: id, ok: true, result }), state.delays[method] ?? state.delay);
    },
    listen: listener => { receive = listener; },
  });
  const keep = { getState: () => state.kept, setState: (next: unknown) => { state.kept = structuredClone(next); } };
  return { state, form: () => createForm(bridge, keep) };
}

const after = (milliseconds: number): Promise<void> => new Promise(resolve => setTimeout(resolve, milliseconds));

describe('the form', () => {
  it('saves the last of what was typed, once, after a rest', async () => {
    const { state, form } = host();
    const one = form();
    await one.load();
    for (const prompt of ['a', 'ab', 'abc']) one.edit({ ...first, prompt });
    assert.equal(state.saves.length, 0);
    await after(400);
    assert.deepEqual(state.saves.map(({ prompt }) => prompt), ['abc']);
  });

  it('loses nothing to a form that the host read while what was typed was on its way to it', async () => {
    const { state, form } = host();
    state.delays = { 'studio.load': 40, 'studio.save': 10 };
    state.writesLate = true;
    const one = form();
    await one.load();
    one.edit({ ...first, prompt: 'just typed' });
    const saved = one.flush();
    await one.load();
    await saved;
    assert.equal(one.draft.value?.prompt, 'just typed');
    assert.equal(state.draft.prompt, 'just typed');
  });

  it('loses nothing typed when the page goes away before it was saved', async () => {
    const { state, form } = host();
    const one = form();
    await one.load();
    one.edit({ ...first, prompt: 'typed in the last moment' });
    const next = form();
    await next.load();
    assert.equal(next.draft.value?.prompt, 'typed in the last moment');
    assert.equal(state.saves.at(-1)?.prompt, 'typed in the last moment');
    const third = form();
    await third.load();
    assert.equal(third.draft.value?.prompt, 'typed in the last moment');
    await after(350);
  });

  it('tells a problem once its field was left or Generate was tried, and not before', async () => {
    const { form } = host();
    const one = form();
    await one.load();
    one.edit({ ...first, prompt: '' });
    await after(400);
    assert.equal(one.problems.value.length, 0);
    one.touch('prompt');
    assert.deepEqual(one.problems.value.map(({ message }) => message), ['Say what you want.']);
  });

  it('keeps the prompt after Generate and stops telling problems', async () => {
    const { form } = host();
    const one = form();
    await one.load();
    one.edit({ ...first, prompt: '' });
    assert.equal(await one.generate(), 'problems');
    assert.equal(one.problems.value.length, 1);
    one.edit({ ...first, prompt: 'a moat' });
    assert.equal(await one.generate(), 'started');
    assert.equal(one.draft.value?.prompt, 'a moat');
    one.edit({ ...first, prompt: '' });
    await after(400);
    assert.deepEqual(one.problems.value, []);
  });

  it('starts one generation for two quick clicks, and none when the person declined', async () => {
    const { state, form } = host();
    const one = form();
    await one.load();
    assert.deepEqual(await Promise.all([one.generate(), one.generate()]), ['started', 'nothing']);
    state.declines = true;
    assert.equal(await one.generate(), 'nothing');
  });

  it('starts another one for another prompt that is asked for before the host has answered, in their order', async () => {
    const { state, form } = host();
    const one = form();
    await one.load();
    state.delays['studio.generate'] = 60;
    const asked = ['keep at dawn', 'keep at dusk', 'keep at noon'].map(prompt => {
      one.edit({ ...first, prompt });
      return [one.generate(), one.generate()];
    });
    one.edit({ ...first, prompt: 'not asked for' });
    assert.deepEqual(await Promise.all(asked.flat()), ['started', 'nothing', 'started', 'nothing', 'started', 'nothing']);
    assert.deepEqual(state.generated, ['keep at dawn', 'keep at dusk', 'keep at noon']);
    assert.equal(one.generating.value, false);
    await after(400);
    assert.equal(state.draft.prompt, 'not asked for', 'what was typed last is what the host keeps');
  });

  it('keeps what was typed and saved while an answer with the draft from before is on its way', async () => {
    const { state, form } = host();
    const one = form();
    await one.load();
    state.delays['studio.load'] = 500;
    const loading = one.load();
    one.edit({ ...first, prompt: 'typed meanwhile' });
    await after(400);
    assert.deepEqual(state.saves.map(({ prompt }) => prompt), ['typed meanwhile']);
    await loading;
    assert.equal(one.draft.value?.prompt, 'typed meanwhile');
    assert.equal(state.draft.prompt, 'typed meanwhile');
  });

  it('keeps what is being typed when the providers are loaded again', async () => {
    const { form } = host();
    const one = form();
    await one.load();
    one.edit({ ...first, prompt: 'half a sen' });
    await one.load();
    assert.equal(one.draft.value?.prompt, 'half a sen');
    await after(350);
  });

  describe('with many parameters', () => {
    const names = ['width', 'height', 'seed', 'steps', 'guidance', 'sampler', 'format', 'quality'];
    const groupOf: Readonly<Record<string, string>> = { steps: 'Quality', guidance: 'Quality', format: 'File', quality: 'File' };
    const big: Provider[] = [{ id: 'a', label: 'A', models: ['one', 'two'].map(id => ({
      id, label: id, operation: 'text-to-image', price: 0, parameters: names.map(name => ({ name, label: name, type: 'integer', ...(groupOf[name] === undefined ? {} : { group: groupOf[name] }) })),
    })) }];

    async function bigForm() {
      const of = host();
      of.state.providers = big;
      of.state.wrong = ['steps', 'width'];
      const one = of.form();
      await one.load();
      return { ...of, one };
    }

    it('opens a group by itself when something is told in it, once', async () => {
      const { one } = await bigForm();
      assert.deepEqual(['Quality', 'File'].map(one.isOpen), [false, false]);
      one.touch('steps');
      assert.deepEqual(['Quality', 'File'].map(one.isOpen), [true, false]);
      one.toggle('Quality');
      one.touch('width');
      assert.equal(one.isOpen('Quality'), false, 'closed by hand it stays closed');
    });

    it('shows a field that the search or its group hides, when a link leads to it', async () => {
      const { one } = await bigForm();
      one.find('width');
      one.reveal('width');
      assert.equal(one.search.value, 'width', 'it was there');
      one.reveal('steps');
      assert.deepEqual([one.search.value, one.isOpen('Quality'), one.isOpen('File')], ['', true, false]);
      one.reveal('prompt');
    });

    it('keeps what was opened over a reload, and looks for nothing in another model', async () => {
      const { one, form } = await bigForm();
      one.toggle('File');
      one.find('wid');
      one.edit({ ...one.draft.value!, prompt: 'typed' });
      assert.equal(one.search.value, 'wid');
      one.edit({ ...one.draft.value!, model: 'two' });
      assert.deepEqual([one.search.value, one.isOpen('File')], ['', false]);
      one.edit({ ...one.draft.value!, model: 'one' });
      const next = form();
      await next.load();
      assert.deepEqual([next.isOpen('File'), next.isOpen('Quality'), next.draft.value?.prompt], [true, false, 'typed']);
    });
  });

  describe('asked by a command', () => {
    it('takes a prompt, and what was typed comes back by the way back', async () => {
      const { state, form } = host();
      const one = form();
      await one.load();
      one.edit({ ...first, prompt: 'half a thought' });
      state.wishes = [{ prompt: 'an earlier one', says: null }];
      state.prompts = ['an earlier one', 'the first'];
      await one.takeWishes();
      assert.equal(one.said.value, null);
      assert.equal(one.draft.value?.prompt, 'an earlier one');
      assert.equal(await one.walk('newer'), 'half a thought');
      assert.equal(one.draft.value?.prompt, 'half a thought');
      await one.takeWishes();
      assert.equal(one.draft.value?.prompt, 'half a thought', 'each is done once');
    });

    it('takes a model with its parameters, and keeps prompt, files and what was typed for other models', async () => {
      const { state, form } = host();
      state.providers = [...providers, { id: 'b', label: 'B', models: [{ id: 'two', label: 'Two', operation: 'upscale', price: 0, parameters: [{ name: 'steps', label: 'Steps', type: 'integer' }, { name: 'size', label: 'Size', type: 'integer' }] }] }];
      state.draft = { ...first, parameters: { size: '7', other: 'x' }, inputs: { source: 'file' } };
      state.wishes = [{ choice: { provider: 'b', model: 'two', operation: 'upscale' }, parameters: { steps: '20' }, says: 'Not applied: style.' }];
      const one = form();
      // Before anything was loaded: it waits for the form.
      await one.takeWishes();
      assert.equal(one.said.value, 'Not applied: style.');
      assert.deepEqual(one.draft.value, { ...first, provider: 'b', model: 'two', operation: 'upscale', parameters: { other: 'x', steps: '20' }, inputs: { source: 'file' } });
      await one.flush();
      assert.deepEqual(state.draft, one.draft.value);
      await one.generate();
      assert.equal(one.said.value, null, 'whoever goes on has read it');
    });

    it('takes a file into its input, and says so where it stood at another model, saved or not', async () => {
      const { state, form } = host();
      state.providers = [...providers, { id: 'b', label: 'B', models: [{ id: 'two', label: 'Two', operation: 'upscale', price: 0, parameters: [] }] }];
      const wish: Wish = { choice: { provider: 'a', model: 'one', operation: 'text-to-image' }, inputs: { source: tower.id }, says: null, switched: 'Switched to One.' };
      const one = form();
      state.wishes = [wish];
      await one.takeWishes();
      assert.deepEqual([one.draft.value?.inputs, one.files.value.get(tower.id), one.said.value], [{ source: tower.id }, tower, null]);
      one.edit({ ...one.draft.value!, provider: 'b', model: 'two', operation: 'upscale' });
      state.wishes = [wish];
      await one.takeWishes();
      assert.deepEqual([one.draft.value?.model, one.said.value], ['one', 'Switched to One.']);
    });

    it('leaves what was asked with the host while there is no form', async () => {
      const { state, form } = host();
      state.wishes = [{ prompt: 'an earlier one', says: null }];
      state.providers = [];
      const one = form();
      await one.takeWishes();
      assert.equal(state.wishes.length, 1);
    });
  });
});
