import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkDraft, seedLimit, toDraft } from '../../../src/extension/providers/check.ts';
import type { Provider } from '../../../src/extension/providers/contract.ts';
import type { Draft } from '../../../src/shared/protocol.ts';

const provider = {
  spec: {
    id: 'p', label: 'Pixels', models: [{
      id: 'm', label: 'Model M', operation: 'text-to-image', promptLimit: 20, price: 0.05,
      parameters: [
        { name: 'steps', label: 'Steps', type: 'integer', minimum: 1, maximum: 50, default: 28 },
        { name: 'guidance', label: 'Guidance', type: 'number', minimum: 0 },
        { name: 'format', label: 'Format', type: 'choice', choices: [{ value: 'png', label: 'PNG' }, { value: 'jpg', label: 'JPEG' }], default: 'png' },
        { name: 'tileable', label: 'Tileable', type: 'boolean', default: false },
        { name: 'seed', label: 'Seed', type: 'seed' },
      ],
    }],
  },
} as unknown as Provider;

const draft = (changes: Partial<Draft> = {}): Draft => ({ provider: 'p', model: 'm', operation: 'text-to-image', prompt: 'a keep', parameters: {}, ...changes });

describe('checking a draft', () => {
  it('fills in defaults and draws a seed, so that every picture can be made again', () => {
    const { request, problems } = checkDraft(draft(), provider, () => 0.5);
    assert.deepEqual(problems, []);
    assert.deepEqual(request!.parameters, { steps: 28, format: 'png', tileable: false, seed: Math.floor(0.5 * (seedLimit + 1)) });
  });

  it('turns what was typed into typed values', () => {
    const { request } = checkDraft(draft({ parameters: { steps: ' 12 ', guidance: '3.5', format: 'jpg', tileable: true, seed: '7' } }), provider);
    assert.deepEqual(request!.parameters, { steps: 12, guidance: 3.5, format: 'jpg', tileable: true, seed: 7 });
  });

  it('tells each problem at its field and says what to do', () => {
    const { request, problems } = checkDraft(draft({ prompt: '  ', parameters: { steps: '80', guidance: 'high', format: 'bmp', seed: '1.5' } }), provider);
    assert.equal(request, null);
    assert.deepEqual(problems, [
      { field: 'prompt', message: 'Say what it should show.' },
      { field: 'steps', message: 'Steps takes 1 to 50.' },
      { field: 'guidance', message: 'Guidance is a number.' },
      { field: 'format', message: 'Choose one of: PNG, JPEG.' },
      { field: 'seed', message: 'Seed is a whole number.' },
    ]);
    assert.equal(checkDraft(draft({ prompt: 'x'.repeat(21) }), provider).problems[0]!.field, 'prompt');
    assert.equal(checkDraft(draft(), undefined).problems[0]!.field, 'provider');
    assert.equal(checkDraft(draft({ model: 'other' }), provider).problems[0]!.field, 'model');
  });

  it('gives a request or problems, never both and never neither, whatever was typed', () => {
    fc.assert(fc.property(fc.string(), fc.dictionary(fc.constantFrom('steps', 'guidance', 'format', 'seed', 'tileable', '__proto__'), fc.oneof(fc.string(), fc.boolean())), (prompt, parameters) => {
      const { request, problems } = checkDraft(draft({ prompt, parameters }), provider);
      assert.equal(request === null, problems.length > 0);
      if (request !== null) assert.deepEqual(checkDraft(toDraft(request), provider).request, request);
    }), { numRuns: 1000 });
  });
});
