import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseJson } from '../../../src/extension/providers/http/json.ts';

describe('JSON of strangers', () => {
  it('is what JSON.parse makes of it, where there is nothing to mind', () => {
    const plain = fc.jsonValue({ maxDepth: 5 }).map(value => JSON.stringify(value)).filter(text => !/\d{16}|__proto__/u.test(text));
    fc.assert(fc.property(plain, text => assert.deepEqual(parseJson(text), JSON.parse(text))));
  });

  it('an id of 64 bits comes as it was written', () => {
    assert.deepEqual(parseJson('{"id":9007199254740993123,"list":[-12345678901234567890],"text":"9007199254740993123","small":1234567890123456,"real":0.1234567890123456789}'),
      { id: '9007199254740993123', list: ['-12345678901234567890'], text: '9007199254740993123', small: 1234567890123456, real: 0.12345678901234568 });
  });

  it('nested 200 times is read, and nested without sense is not, wherever its brackets stand', () => {
    assert.notEqual(parseJson(`${'['.repeat(200)}${']'.repeat(200)}`), undefined);
    assert.equal(parseJson(`${'{"a":'.repeat(201)}1${'}'.repeat(201)}`), undefined);
    assert.equal(parseJson(`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`), undefined);
    const prompt = '[[{{"\\'.repeat(500);
    assert.deepEqual(parseJson(JSON.stringify({ prompt })), { prompt });
  });

  it('names no prototype, in whatever spelling and depth', () => {
    assert.equal(JSON.stringify(parseJson('[{"a":{"__proto__":{"b":1},"c":[{"\\u005f_proto__":1,"d":2}]},"id":12345678901234567890}]')), '[{"a":{"c":[{"d":2}]},"id":"12345678901234567890"}]');
  });
});
