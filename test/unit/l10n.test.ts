/** Every text that people see can be translated. After changing one: `npm run l10n`. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const bundle = JSON.parse(fs.readFileSync(path.join(root, 'l10n', 'bundle.l10n.json'), 'utf8')) as Record<string, unknown>;

function texts(): Set<string> {
  const found = new Set<string>();
  for (const name of fs.readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(each => /\.tsx?$/u.test(each))) {
    const source = fs.readFileSync(path.join(root, 'src', name), 'utf8');
    const calls = [...source.matchAll(/l10n\.t\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")?/gu)];
    for (const [call, single, double] of calls) {
      const text = single ?? double;
      assert.ok(text !== undefined, `${name}: ${call}: a text has to stand in the call, or no tool finds it`);
      found.add(text.replace(/\\(.)/gu, '$1'));
    }
  }
  return found;
}

describe('the bundle of texts', () => {
  it('holds each text of the code, and no text that is gone', () => {
    const inCode = texts();
    assert.ok(inCode.size > 100);
    assert.deepEqual([...inCode].filter(text => !(text in bundle)), []);
    assert.deepEqual(Object.keys(bundle).filter(text => !inCode.has(text)), []);
  });

  it('and the manifest name each other\'s keys', () => {
    const manifest = fs.readFileSync(path.join(root, 'package.json'), 'utf8');
    const nls = Object.keys(JSON.parse(fs.readFileSync(path.join(root, 'package.nls.json'), 'utf8')) as object);
    const used = new Set([...manifest.matchAll(/"%([^%"]+)%"/gu)].map(match => match[1]!));
    assert.deepEqual([...used].filter(key => !nls.includes(key)), []);
    assert.deepEqual(nls.filter(key => !used.has(key)), []);
  });
});
