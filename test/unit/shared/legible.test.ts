import assert from 'node:assert/strict';
import fc from 'fast-check';
import { legible, oneLine } from '../../../src/shared/legible.ts';
import { snippet } from '../../../src/shared/model.ts';

describe('text of strangers, made legible', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['\u001b[31mred\u001b[0m and \u001b[2J\u001b[1;1Hup', 'red and up'],
    ['a\u0000b\u0007c\u009bd', 'a b c d'],
    ['gnp.\u202eexe\u2066 \u200fx', 'gnp. exe   x'],
    ['in\u200bvis\u2060ible\ufeff', 'in vis ible'],
    ['half \ud800 of it', 'half   of it'],
    ['first\r\nsecond\u2028third\tfourth', 'first \nsecond third\tfourth'],
    ['👩‍🚀 – „Grüße“ 山 ½ שלום', '👩‍🚀 – „Grüße“ 山 ½ שלום'],
  ];
  for (const [text, clean] of rows) it(JSON.stringify(text), () => assert.equal(legible(text), clean));

  it('has nothing left that steers, in one line or in several, and stays as it is when it is done again', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), text => {
      const [lines, line] = [legible(text), oneLine(text)];
      assert.doesNotMatch(lines, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\p{Cs}]/u);
      assert.doesNotMatch(line, /[\n\t]/u);
      assert.deepEqual([legible(lines), oneLine(line)], [lines, line]);
    }));
  });

  it('a prompt’s snippet is one such line', () => {
    assert.equal(snippet('cute \u202egnp.exe\u2066\n\u001b[31mcat\u0007'), 'cute gnp.exe cat');
  });
});
