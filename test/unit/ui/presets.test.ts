import assert from 'node:assert/strict';
import type { MediaKind, ModelSpec, ParameterSpec, ProviderSpec } from '../../../src/shared/model.ts';
import type { Draft } from '../../../src/shared/protocol.ts';
import { placeFor, switchedTo } from '../../../src/extension/engine/inputPlace.ts';
import { keptOf, presetOf, wishOf } from '../../../src/extension/ui/presets.ts';

const steps: ParameterSpec = { name: 'steps', label: 'Steps', type: 'integer' };
const tile: ParameterSpec = { name: 'tile', label: 'Tileable', type: 'boolean' };
const style: ParameterSpec = { name: 'style', label: 'Style', type: 'choice', choices: [{ value: 'ink', label: 'Ink' }] };
const model = (id: string, more: Partial<ModelSpec> = {}): ModelSpec => ({ id, label: id.toUpperCase(), operation: 'text-to-image', parameters: [steps, tile, style], price: 0, ...more });
const specs: readonly ProviderSpec[] = [
  { id: 'a', label: 'A', models: [model('one'), model('film', { operation: 'text-to-video', parameters: [steps] })] },
  { id: 'b', label: 'B', models: [model('two', { parameters: [tile] })] },
];
const draft: Draft = { provider: 'a', model: 'one', operation: 'text-to-image', prompt: 'a keep', parameters: { steps: '20', tile: false, typed: 'for another model' }, inputs: { source: 'x' } };

describe('a preset', () => {
  it('keeps provider, model and its parameters, no prompt and no file', () => {
    assert.deepEqual(keptOf(draft, specs), { provider: 'a', model: 'one', operation: 'text-to-image', parameters: { steps: '20', tile: false } });
    assert.deepEqual(presetOf(JSON.parse(JSON.stringify(keptOf(draft, specs)))), keptOf(draft, specs));
  });

  it('is put into the form as it was kept, without a word', () => {
    assert.deepEqual(wishOf(keptOf(draft, specs), 'Night', { ...draft, provider: 'b', model: 'two' }, specs),
      { choice: { provider: 'a', model: 'one', operation: 'text-to-image' }, parameters: { steps: '20', tile: false }, says: null });
  });

  it('says what is there no more, and what fits is applied', () => {
    const kept = { provider: 'a', model: 'one', operation: 'text-to-image' as const, parameters: { steps: '20', tile: true, style: 'oil', gone: '1' } };
    assert.deepEqual(wishOf(kept, 'Night', draft, specs), {
      choice: { provider: 'a', model: 'one', operation: 'text-to-image' }, parameters: { steps: '20', tile: true }, says: 'Preset “Night”: not applied: Style, gone.',
    });
    assert.deepEqual(wishOf({ ...kept, model: 'lost', operation: 'text-to-video' }, 'Night', draft, specs), {
      choice: { provider: 'a', model: 'film', operation: 'text-to-video' }, parameters: { steps: '20' },
      says: 'Preset “Night”: A has no model “lost” any more; this is FILM; not applied: tile, style, gone.',
    });
    assert.deepEqual(wishOf({ ...kept, provider: 'lost' }, 'Night', { ...draft, provider: 'b', model: 'two' }, specs), {
      parameters: { tile: true }, says: 'Preset “Night”: its provider “lost” is not there any more; not applied: steps, style, gone.',
    });
  });

  it('of another type than its parameter has now is left out', () => {
    const kept = { provider: 'b', model: 'two', operation: 'text-to-image' as const, parameters: { tile: 'yes' } };
    assert.deepEqual(wishOf(kept, 'Night', draft, specs).says, 'Preset “Night”: not applied: Tileable.');
  });

  it('that was written by nobody of us is none', () => {
    for (const other of [null, 7, {}, { provider: 'a' }, { ...keptOf(draft, specs), parameters: { a: { b: 1 } } }]) assert.equal(presetOf(other), undefined);
  });
});

describe('a file that is to go along', () => {
  const input = (name: string, kinds: readonly MediaKind[], maxBytes = 1000) => ({ name, label: name.toUpperCase(), kinds, required: true, maxBytes });
  const takers: readonly ProviderSpec[] = [
    { id: 'a', label: 'A', models: [model('plain'), model('edit', { inputs: [input('mask', ['video']), input('source', ['image', 'video']), input('style', ['image'])] })] },
    { id: 'b', label: 'B', models: [model('sing', { inputs: [input('voice', ['audio'], 500)] }), model('edit', { inputs: [input('frame', ['image'])] })] },
  ];
  const into = (file: { kind: MediaKind; size: number }, provider: string, chosen: string): unknown => {
    const place = placeFor(file, { provider, model: chosen }, takers);
    return typeof place === 'string' ? place : [place.provider.id, place.model.id, place.input.name];
  };

  it('goes into the first input of the chosen model that takes it', () => {
    assert.deepEqual(into({ kind: 'image', size: 1 }, 'a', 'edit'), ['a', 'edit', 'source']);
    assert.deepEqual(into({ kind: 'video', size: 1 }, 'a', 'edit'), ['a', 'edit', 'mask']);
    assert.deepEqual(into({ kind: 'image', size: 1 }, 'b', 'edit'), ['b', 'edit', 'frame']);
  });

  it('goes to another model where the chosen one does not take it, of the same provider first', () => {
    assert.deepEqual(into({ kind: 'image', size: 1 }, 'a', 'plain'), ['a', 'edit', 'source']);
    assert.deepEqual(into({ kind: 'image', size: 1 }, 'b', 'sing'), ['b', 'edit', 'frame']);
    assert.deepEqual(into({ kind: 'audio', size: 1 }, 'a', 'edit'), ['b', 'sing', 'voice']);
    assert.deepEqual(into({ kind: 'audio', size: 1 }, 'gone', 'gone'), ['b', 'sing', 'voice']);
  });

  it('goes nowhere with a sentence', () => {
    assert.match(String(into({ kind: 'audio', size: 501 }, 'a', 'edit')), /^VOICE takes at most .+ MB; this file has .+ MB\.$/u);
    const nowhere = placeFor({ kind: 'video', size: 1 }, draft, specs);
    assert.ok(typeof nowhere === 'string');
    assert.match(nowhere, /^No model here takes a video as an input\./u);
  });

  it('is told of where that changes the model', () => {
    const place = placeFor({ kind: 'audio', size: 1 }, draft, takers);
    assert.ok(typeof place !== 'string');
    assert.equal(switchedTo(place), 'Switched to B, SING, which takes the file as “VOICE”.');
  });
});
