import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ParameterValue } from '../../../src/shared/model.ts';
import { Misfit, fillBody, fillHeader, fillPath, hasStrayMark, namesIn } from '../../../src/extension/providers/custom/template.ts';
import type { Json } from '../../../src/extension/providers/custom/template.ts';

const values = (entries: Readonly<Record<string, ParameterValue>>) => new Map(Object.entries(entries));
const anyText = fc.string({ unit: fc.oneof(fc.constantFrom(...'"\\\r\n\u0000${}/?#&=%.:@ \u2028\ud83d', '${key}', '$${', '${prompt}', '../', '%2e', '","a":"'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })), maxLength: 40 });

describe('templates: in a JSON body', () => {
  it('any prompt arrives unchanged, alone or inside a sentence', () => {
    fc.assert(fc.property(anyText, prompt => {
      const body = fillBody({ prompt: '${prompt}', deep: [{ text: 'Draw ${prompt}!' }], fixed: 1 }, values({ prompt }));
      assert.deepEqual(JSON.parse(JSON.stringify(body)), { prompt, deep: [{ text: `Draw ${prompt}!` }], fixed: 1 });
    }), { numRuns: 500 });
  });
  it('a value keeps its type where it stands alone', () => {
    const body = fillBody({ width: '${width}', tile: '${tile}', size: '${width}x${width}', style: '${style}' }, values({ width: 64, tile: false, style: '7' }));
    assert.deepEqual(body, { width: 64, tile: false, size: '64x64', style: '7' });
  });
  it('what is not set leaves no property and no element', () => {
    const template: Json = { seed: '${seed}', list: ['a', '${seed}', null], inner: { seed: '${seed}' }, none: null };
    assert.deepEqual(fillBody(template, values({})), { list: ['a', null], inner: {}, none: null });
  });
  it('a value is never read as a template again', () => {
    assert.equal(fillBody('${prompt}', values({ prompt: '${key} $& $1', key: 'secret' })), '${key} $& $1');
    assert.equal(fillBody('> ${prompt}', values({ prompt: '${key} $& $1', key: 'secret' })), '> ${key} $& $1');
  });
  it('$${ is a plain ${', () => assert.equal(fillBody('a $${prompt} b ${prompt}', values({ prompt: 'x' })), 'a ${prompt} b x'));
});

describe('templates: in a path', () => {
  it('any value stays inside its segment and its query value', () => {
    fc.assert(fc.property(anyText, anyText, (id, query) => {
      let path: string;
      try {
        path = fillPath('/v1/jobs/${remoteId}/cancel?q=${prompt}', values({ remoteId: id, prompt: query }));
      } catch (error) {
        assert.ok(error instanceof Misfit && /^\.{1,2}$/u.test(id));
        return;
      }
      const url = new URL(`https://api.example.com${path}`);
      assert.equal(url.origin, 'https://api.example.com');
      assert.equal(url.hash, '');
      assert.deepEqual(url.pathname.split('/').map(decodeURIComponent), ['', 'v1', 'jobs', id.toWellFormed(), 'cancel']);
      assert.deepEqual([...url.searchParams], [['q', query.toWellFormed()]]);
    }), { numRuns: 500 });
  });
  for (const id of ['.', '..']) {
    it(`an id “${id}” can’t climb`, () => assert.throws(() => fillPath('/v1/jobs/${remoteId}', values({ remoteId: id })), Misfit));
  }
  it('an empty value can’t name another host', () => {
    assert.equal(new URL(`https://api.example.com${fillPath('/${a}/evil.example/x', values({ a: '' }))}`).host, 'api.example.com');
  });
});

describe('templates: in a header', () => {
  it('any value is either plain text of one line or refused', () => {
    fc.assert(fc.property(anyText, prompt => {
      try {
        assert.match(fillHeader('x ${prompt}', values({ prompt })) ?? '', /^[\t\x20-\x7e]*$/u);
      } catch (error) {
        assert.ok(error instanceof Misfit && error.field === 'prompt', String(error));
      }
    }), { numRuns: 500 });
  });
  it('refuses line breaks', () => assert.throws(() => fillHeader('${prompt}', values({ prompt: 'a\r\nX-Admin: 1' })), Misfit));
  it('is left out when its value is not set', () => assert.equal(fillHeader('${seed}', values({})), undefined));
});

describe('templates: names', () => {
  it('are found everywhere', () => assert.deepEqual([...namesIn({ a: ['${one}', { b: 'x ${two} ${one}' }], c: '$${three}' })], ['one', 'two']));
  for (const stray of ['${', '${a.b}', '${1+1}', '${ prompt }', '${if x}', '${prompt', { a: ['${}'] }]) {
    it(`${JSON.stringify(stray)} is no name`, () => assert.equal(hasStrayMark(stray), true));
  }
  it('a plain dollar is just that', () => assert.equal(hasStrayMark('5 $ $${x} ${ok} {y}'), false));
});
