import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Draft } from '../../../src/shared/protocol.ts';
import { type Provider, isChecked, modelOf, modelsToChoose, newSeed, operationsOf, providerOf, settled, textOf, withParameter } from '../../../src/webview/studio/draft.ts';
import { fieldsOf, told } from '../../../src/webview/studio/problems.ts';

const sizes = { name: 'size', label: 'Size', type: 'choice' as const, default: 'm', choices: [{ value: 's', label: 'S' }, { value: 'm', label: 'M' }] };
const seed = { name: 'seed', label: 'Seed', type: 'seed' as const, minimum: 5, maximum: 9 };
const steps = { name: 'steps', label: 'Steps', type: 'integer' as const, default: 28 };
const tiles = { name: 'tiles', label: 'Tiles', type: 'boolean' as const, default: true };

const providers: Provider[] = [
  { id: 'a', label: 'A', models: [
    { id: 'one', label: 'One', operation: 'text-to-image', price: 0, parameters: [sizes, seed, steps, tiles] },
    { id: 'two', label: 'Two', operation: 'text-to-image', price: 0, parameters: [steps] },
    { id: 'film', label: 'Film', operation: 'text-to-video', price: null, parameters: [{ ...sizes, choices: [{ value: 'wide', label: 'Wide' }] }] },
  ] },
  { id: 'b', label: 'B', models: [{ id: 'only', label: 'Only', operation: 'upscale', price: 1, parameters: [] }] },
];

const draft: Draft = { provider: 'a', model: 'one', operation: 'text-to-image', prompt: 'a keep', parameters: { seed: '7', size: 's', steps: '80' } };

describe('the draft of the form', () => {
  it('stays as it is while it fits', () => {
    assert.equal(settled(draft, providers), draft);
  });

  it('goes to the nearest model when the provider or the operation changes', () => {
    const film = settled({ ...draft, operation: 'text-to-video' }, providers);
    assert.equal(film.model, 'film');
    const other = settled({ ...draft, provider: 'b' }, providers);
    assert.deepEqual([other.provider, other.model, other.operation], ['b', 'only', 'upscale']);
    assert.equal(settled({ ...draft, model: 'gone' }, providers).model, 'one');
    assert.equal(settled({ ...draft, provider: 'gone' }, providers).provider, 'a');
    assert.deepEqual(settled(draft, []), draft);
  });

  it('never loses what was typed on the way, and drops only choices that are not offered', () => {
    const there = settled({ ...draft, operation: 'text-to-video' }, providers);
    assert.equal(there.parameters.size, undefined);
    const back = settled({ ...there, operation: 'text-to-image' }, providers);
    assert.equal(back.prompt, 'a keep');
    assert.deepEqual(back.parameters, { seed: '7', steps: '80' });
  });

  it('always names a provider, a model and an operation that belong together', () => {
    const known = fc.constantFrom('a', 'b', 'gone');
    fc.assert(fc.property(known, fc.constantFrom('one', 'two', 'film', 'only', 'gone'), fc.constantFrom('text-to-image', 'text-to-video', 'upscale', 'text-to-audio'), (provider, model, operation) => {
      const fit = settled({ ...draft, provider, model, operation }, providers);
      assert.equal(modelOf(providers, fit)?.operation, fit.operation);
      assert.equal(fit.prompt, draft.prompt);
      assert.equal(settled(fit, providers), fit);
    }));
  });

  it('offers a choice of models only where there is one', () => {
    assert.deepEqual(modelsToChoose(providers, draft).map(({ id }) => id), ['one', 'two']);
    assert.deepEqual(modelsToChoose(providers, { ...draft, operation: 'text-to-video' }), []);
    assert.deepEqual(operationsOf(providerOf(providers, draft) ?? assert.fail()), ['text-to-image', 'text-to-video']);
  });

  it('counts an emptied field as left alone', () => {
    assert.deepEqual(withParameter(draft, 'seed', '').parameters, { size: 's', steps: '80' });
    assert.equal(withParameter(draft, 'tiles', false).parameters.tiles, false);
  });

  it('shows what was typed, else the default where a control has to show one', () => {
    assert.equal(textOf(draft, steps), '80');
    assert.equal(textOf({ ...draft, parameters: {} }, steps), '');
    assert.equal(textOf({ ...draft, parameters: {} }, sizes), 'm');
    assert.equal(isChecked(draft, tiles), true);
    assert.equal(isChecked(withParameter(draft, 'tiles', false), tiles), false);
  });

  it('draws seeds within the bounds', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), random => {
      const drawn = Number(newSeed(seed, random));
      assert.ok(Number.isInteger(drawn) && drawn >= 5 && drawn <= 9);
    }));
  });
});

describe('the problems that are told', () => {
  const fields = fieldsOf(providers, draft);
  const problems = [{ field: 'steps', message: '1 to 50' }, { field: 'prompt', message: 'empty' }, { field: 'prompt', message: 'too short' }, { field: 'elsewhere', message: 'odd' }];

  it('are those of fields that somebody has been at', () => {
    assert.deepEqual(told(problems, fields, new Set(), false), []);
    assert.deepEqual(told(problems, fields, new Set(['steps']), false), [problems[0]]);
  });

  it('are all of them after a try to generate: one a field, from top to bottom, the homeless last', () => {
    assert.deepEqual(told(problems, fields, new Set(), true), [problems[1], problems[0], problems[3]]);
  });

  it('know the fields that the form shows', () => {
    assert.deepEqual(fields, ['provider', 'model', 'operation', 'prompt', 'size', 'seed', 'steps', 'tiles']);
    assert.deepEqual(fieldsOf(providers, { ...draft, operation: 'text-to-video', model: 'film' }), ['provider', 'operation', 'prompt', 'size']);
  });
});
