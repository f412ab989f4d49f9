import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ParameterSpec } from '../../../src/shared/model.ts';
import { groupKey, groupsToOpen, inOrder, isOpen, many, matching, sectionsOf, withGroup } from '../../../src/webview/studio/groups.ts';
import { fieldsOf } from '../../../src/webview/studio/problems.ts';

const parameter = (name: string, more: Partial<ParameterSpec> = {}): ParameterSpec => ({ name, label: name, type: 'integer', ...more });
const steps = parameter('steps', { label: 'Steps', group: 'Quality', help: 'How long it thinks.' });
const width = parameter('width', { label: 'Width' });
const guidance = parameter('guidance', { label: 'Guidance', group: 'Quality' });
const seed = parameter('seed', { label: 'Seed', type: 'seed' });
const format = parameter('format', { label: 'Format', group: 'File' });
const all = [steps, width, guidance, format, seed];

const specs = fc.uniqueArray(fc.record({ name: fc.stringMatching(/^[a-z]{1,4}$/u), group: fc.constantFrom(undefined, 'A', 'B', 'C') }), { selector: each => each.name, maxLength: 12 })
  .map(each => each.map(({ name, group }) => parameter(name, group === undefined ? {} : { group })));

describe('the groups of parameters', () => {
  it('come after those without one, in the order in which the model names them', () => {
    assert.deepEqual(sectionsOf(all).map(({ group, parameters }) => [group, parameters.map(({ name }) => name)]),
      [[null, ['width', 'seed']], ['Quality', ['steps', 'guidance']], ['File', ['format']]]);
    assert.deepEqual(sectionsOf([]), []);
  });

  it('hold each parameter once, those of a group together', () => {
    fc.assert(fc.property(specs, parameters => {
      const sections = sectionsOf(parameters);
      assert.deepEqual(inOrder(parameters).toSorted((a, b) => a.name.localeCompare(b.name)), parameters.toSorted((a, b) => a.name.localeCompare(b.name)));
      assert.equal(new Set(sections.map(({ group }) => group)).size, sections.length);
      assert.ok(sections.every(({ group, parameters: own }) => own.length > 0 && own.every(each => (each.group ?? null) === group)));
      assert.ok(sections.every(({ group }, at) => group !== null || at === 0));
    }));
  });

  it('are the order in which problems are told', () => {
    const providers = [{ id: 'a', label: 'A', models: [{ id: 'm', label: 'M', operation: 'upscale' as const, price: 0, parameters: structuredClone(all) as never }] }];
    const draft = { provider: 'a', model: 'm', operation: 'upscale' as const, prompt: '', parameters: {} };
    assert.deepEqual(fieldsOf(providers, draft).slice(-5), ['width', 'seed', 'steps', 'guidance', 'format']);
  });

  it('are searched by label, name and help, by each word in any order and any case', () => {
    const found = (search: string): string[] => matching(all, search).map(({ name }) => name);
    assert.deepEqual(found('GUID'), ['guidance']);
    assert.deepEqual(found('thinks steps'), ['steps']);
    assert.deepEqual(found('thinks width'), []);
    assert.deepEqual(found('  '), all.map(({ name }) => name));
    assert.deepEqual(found('nowhere'), []);
  });

  it('begin open where there are few, and stay as a person left them', () => {
    const key = groupKey('a', 'm', 'Quality');
    const few = { parameters: all };
    const lots = { parameters: Array.from({ length: many }, (_, n) => parameter(`p${n}`)) };
    assert.deepEqual([isOpen({}, key, few), isOpen({}, key, lots)], [true, false]);
    assert.deepEqual([isOpen(withGroup({}, key, false), key, few), isOpen(withGroup({}, key, true), key, lots)], [false, true]);
    assert.equal(isOpen(withGroup({}, groupKey('a', 'other', 'Quality'), true), key, lots), false, 'another model\'s group is another one');
  });

  it('are remembered up to a number, the latest ones', () => {
    const opened = Array.from({ length: 300 }, (_, n) => `g${n}`).reduce((known, key) => withGroup(known, key, true), {});
    assert.deepEqual([Object.keys(opened).length, Object.keys(opened).at(-1), 'g0' in opened], [200, 'g299', false]);
    assert.equal(Object.keys(withGroup(opened, 'g150', false)).length, 200);
    assert.equal(withGroup(opened, 'g150', false).g150, false);
  });

  it('open when something is told in them that was not told before', () => {
    const problem = (field: string) => ({ field, message: 'no' });
    assert.deepEqual(groupsToOpen(all, [], [problem('steps'), problem('guidance'), problem('width')]), ['Quality']);
    assert.deepEqual(groupsToOpen(all, [problem('steps')], [problem('steps')]), [], 'closed by hand it stays closed');
    assert.deepEqual(groupsToOpen(all, [problem('steps')], []), []);
  });
});
