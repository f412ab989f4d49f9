import assert from 'node:assert/strict';
import { parseCustomProviders } from '../../../src/extension/providers/custom/config.ts';
import type { CustomHttpSetting } from '../../../src/extension/providers/custom/config.ts';
import { recoveryModes } from '../../../src/shared/model.ts';
import { customSettingFor } from '../../fakes/custom-config.ts';

const origin = 'https://api.example.com';
const good = (more: Partial<CustomHttpSetting> = {}): CustomHttpSetting => customSettingFor(origin, 'none', more);
const submitOf = (more: object): Partial<CustomHttpSetting> => ({ submit: { ...good().submit, ...more } });

describe('settings of HTTP providers: good ones', () => {
  for (const recovery of recoveryModes) {
    it(`recovery ${recovery}`, () => {
      const { providers, problems } = parseCustomProviders([customSettingFor(origin, recovery)]);
      assert.deepEqual(problems, []);
      assert.equal(providers[0]?.recovery, recovery);
    });
  }
  it('nothing is no problem', () => {
    for (const setting of [undefined, null, []]) assert.deepEqual(parseCustomProviders(setting), { providers: [], problems: [] });
  });
  it('defaults are filled in', () => {
    const { providers: [config], problems } = parseCustomProviders([{
      id: 'small', label: 'Small', origin: 'HTTP://127.0.0.1:8188/', key: { header: 'Authorization' }, recovery: 'none',
      models: [{ id: 'm', operation: 'text-to-image', parameters: [{ name: 'style', type: 'choice', choices: ['ink', { value: 'oil', label: 'Oil' }] }] }],
      submit: { path: '/generate', body: { prompt: '${prompt}', style: '${style}' }, reply: { outputs: '/url' } },
    }]);
    assert.deepEqual(problems, []);
    assert.equal(config?.origin, 'http://127.0.0.1:8188');
    assert.equal(config?.key?.value, 'Bearer ${key}');
    assert.equal(config?.submit.method, 'POST');
    assert.equal(config?.models[0]?.price, null);
    assert.deepEqual(config?.models[0]?.parameters[0]?.choices, [{ value: 'ink', label: 'ink' }, { value: 'oil', label: 'Oil' }]);
    assert.deepEqual(config?.words.succeeded, []);
  });
  it('a parameter keeps the group that it says', () => {
    const parameters = [{ name: 'steps', type: 'integer', group: ' Quality ' }, { name: 'tile', type: 'boolean' }];
    const { providers: [config], problems } = parseCustomProviders([good({ ...submitOf({ body: {} }), models: [{ id: 'm', operation: 'text-to-image', parameters: parameters as never }] })]);
    assert.deepEqual([problems, config?.models[0]?.parameters.map(({ group }) => group)], [[], ['Quality', undefined]]);
  });
  it('a bad one does not take a good one with it', () => {
    const { providers, problems } = parseCustomProviders([good({ id: 'first' }), { id: 'broken' }, good({ id: 'second' })]);
    assert.deepEqual(providers.map(each => each.id), ['first', 'second']);
    assert.ok(problems.length > 0 && problems.every(problem => problem.includes('“broken”')));
  });
});

describe('settings of HTTP providers: each mistake is told by name and field', () => {
  const bad: readonly (readonly [string, unknown, RegExp])[] = [
    ['not an object', 7, /number 1/u],
    ['no id', { ...good(), id: undefined }, /number 1.*“id” is missing/u],
    ['an id with spaces', good({ id: 'My Service' }), /“id”.*small letters/u],
    ['an id that is taken', good({ id: 'embedded' }), /“id” is taken/u],
    ['no label', { ...good(), label: undefined }, /“label” is missing/u],
    ['a label of two lines', good({ label: 'a\nb' }), /“label”.*line breaks/u],
    ['an origin with a path', good({ origin: 'https://api.example.com/v1' }), /“origin”.*without path/u],
    ['an origin with a user', good({ origin: 'https://me@api.example.com' }), /“origin”/u],
    ['an origin with a query', good({ origin: 'https://api.example.com?' }), /“origin”/u],
    ['an origin of another kind', good({ origin: 'ftp://api.example.com' }), /“origin”/u],
    ['a typo', { ...good(), recoveryMode: 'none' }, /“recoveryMode” is not known here/u],
    ['an unknown recovery', { ...good(), recovery: 'hope' }, /“recovery” has to be one of: client-id, key-replay/u],
    ['an unknown operation', { ...good(), models: [{ id: 'm', operation: 'text-to-poem' }] }, /“models\.0\.operation” has to be one of: text-to-image/u],
    ['no models', good({ models: [] }), /“models” has to name at least one/u],
    ['a negative price', { ...good(), models: [{ id: 'm', operation: 'upscale', price: -1 }] }, /“models\.0\.price”/u],
    ['a price that is text', { ...good(), models: [{ id: 'm', operation: 'upscale', price: '1' }] }, /“models\.0\.price” has the wrong type/u],
    ['a pointer without a slash', good(submitOf({ reply: { remoteId: 'id' } })), /“submit\.reply\.remoteId”.*JSON Pointer/u],
    ['a path that is an address', good(submitOf({ path: 'https://evil.example/' })), /“submit\.path” has to begin/u],
    ['a submit by GET', good(submitOf({ method: 'GET' })), /“submit\.method” has to be one of: POST/u],
    ['the key in a body', good(submitOf({ body: { key: '${key}' } })), /“submit” may not name “\$\{key\}”/u],
    ['the key in a path', good({ cancel: { path: '/x/${key}' } }), /“cancel” may not name “\$\{key\}”/u],
    ['a key header without the key', good({ key: { header: 'Authorization', value: 'Bearer abc' } }), /“key\.value” has to name “\$\{key\}”/u],
    ['a key header with more than the key', good({ key: { header: 'Authorization', value: '${key} ${prompt}' } }), /“key\.value”/u],
    ['the key’s header used twice', good({ key: { header: 'X-Key', value: '${key}' }, ...submitOf({ headers: { 'x-key': 'abc' } }) }), /“submit\.headers\.x-key”/u],
    ['a header of the client’s own', good(submitOf({ headers: { Host: 'evil.example' } })), /“submit\.headers\.Host”/u],
    ['a header name with a break', { ...good(), ...submitOf({ headers: { 'X\r\nY': 'a' } }) }, /headers/u],
    ['an expression', good(submitOf({ body: { size: '${width * 2}' } })), /“submit” holds a “\$\{” that is no name/u],
    ['an unknown name', good(submitOf({ body: { size: '${breadth}' } })), /“submit” names “\$\{breadth\}”/u],
    ['the remote id before there is one', good(submitOf({ path: '/v1/jobs/${remoteId}' })), /“submit” names “\$\{remoteId\}”/u],
    ['a body with GET', good({ find: { path: '/x', body: {}, reply: { remoteId: '/id' } } }), /“find\.body” can’t be sent with GET/u],
    ['neither status nor results', { ...good(), poll: undefined, cancel: undefined, ...submitOf({ reply: { remoteId: '/id' } }) }, /“poll” is missing/u],
    ['a status without an id', good(submitOf({ reply: {} })), /“submit\.reply\.remoteId” is missing/u],
    ['no word for success', good({ words: { failed: ['failed'] } }), /“words\.succeeded” is missing/u],
    ['a word for success and failure', good({ words: { succeeded: ['done'], failed: ['Done'] } }), /“words” has “done” both/u],
    ['nowhere to find results', good({ poll: { path: '/x/${remoteId}', reply: { word: '/status' } } }), /“poll\.reply\.outputs” is missing/u],
    ['a cancel without a status', { ...good(), poll: undefined }, /“cancel” needs “poll”/u],
    ['a recovery whose reference is not sent', good({ ...submitOf({ headers: {} }), recovery: 'key-replay' }), /“submit” has to send “\$\{reference\}”/u],
    ['lookup without find', good({ recovery: 'lookup' }), /“find” is missing/u],
    ['key-reject without its status', good({ recovery: 'key-reject' }), /“duplicate” is missing/u],
    ['key-reject that tells no id', good({ recovery: 'key-reject', duplicate: { status: 409 } }), /“find” is missing/u],
    ['a list without reference', good({ find: { path: '/x', reply: { items: '/jobs', remoteId: '/id' } } }), /“find\.reply\.reference” is missing/u],
    ['too fast a status', good({ pollEvery: 0.01 }), /“pollEvery” has to be at least/u],
  ];
  for (const [name, entry, expected] of bad) {
    it(name, () => {
      const { providers, problems } = parseCustomProviders([entry]);
      assert.deepEqual(providers, []);
      assert.match(problems.join('\n'), expected);
      for (const problem of problems) assert.match(problem, /^HTTP provider .*[^.]\.$/su);
    });
  }
  it('a field named __proto__ is dropped', () => {
    const { providers: [config] } = parseCustomProviders([JSON.parse(JSON.stringify(good()).replace('"prompt":', '"__proto__":'))]);
    assert.deepEqual(Object.keys(config?.submit.body as object), ['model', 'width', 'height', 'count', 'seed']);
  });
  it('a setting that is no list', () => assert.match(parseCustomProviders({ id: 'x' }).problems.join(), /has to be a list/u));
  it('the same id twice', () => {
    const { providers, problems } = parseCustomProviders([good(), good()]);
    assert.equal(providers.length, 1);
    assert.match(problems.join(), /taken already/u);
  });

  const parameters: readonly (readonly [string, object, RegExp])[] = [
    ['reserved name', { name: 'prompt', type: 'string' }, /has a name that Darkroom uses/u],
    ['key as a name', { name: 'key', type: 'string' }, /has a name that Darkroom uses/u],
    ['bad name', { name: 'a-b', type: 'string' }, /has to be a name/u],
    ['bounds crossed', { name: 'n', type: 'integer', minimum: 5, maximum: 1 }, /minimum above its maximum/u],
    ['default outside', { name: 'n', type: 'integer', minimum: 1, maximum: 5, default: 9 }, /outside its own bounds/u],
    ['default no integer', { name: 'n', type: 'integer', default: 1.5 }, /outside its own bounds/u],
    ['default of another type', { name: 'n', type: 'boolean', default: 1 }, /wrong type/u],
    ['choice without choices', { name: 'n', type: 'choice' }, /needs “choices”/u],
    ['group without a label', { name: 'n', type: 'integer', group: '  ' }, /group.* has to hold some text/u],
    ['group with a long label', { name: 'n', type: 'integer', group: 'x'.repeat(41) }, /group.* longer than 40 characters/u],
    ['default no choice', { name: 'n', type: 'choice', choices: ['a'], default: 'b' }, /none of its choices/u],
  ];
  for (const [name, parameter, expected] of parameters) {
    it(`parameter: ${name}`, () => {
      const { problems } = parseCustomProviders([{ ...good(submitOf({ body: { prompt: '${prompt}' } })), models: [{ id: 'm', operation: 'text-to-image', parameters: [parameter] }] }]);
      assert.match(problems.join('\n'), expected);
    });
  }
  it('a parameter that is there twice', () => {
    const twice = [{ name: 'n', type: 'integer' }, { name: 'n', type: 'string' }];
    const { problems } = parseCustomProviders([{ ...good(submitOf({ body: {} })), models: [{ id: 'm', operation: 'text-to-image', parameters: twice }] }]);
    assert.match(problems.join('\n'), /is there twice/u);
  });
});
