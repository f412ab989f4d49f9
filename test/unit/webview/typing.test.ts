import assert from 'node:assert/strict';
import { createTyping } from '../../../src/webview/gallery/typing.ts';
import { until } from '../until.ts';

describe('the search field', () => {
  it('asks after a rest for the last of what was typed, without the spaces around it', async () => {
    const asked: string[] = [];
    const typing = createTyping('', search => { asked.push(search); });
    for (const text of ['c', 'ca', 'castle ']) typing.type(text, 10);
    await until('it is asked for', () => asked.length > 0);
    assert.deepEqual([asked, typing.text.value], [['castle'], 'castle ']);
  });

  it('keeps what is typed on while the list for what was typed before comes in', async () => {
    const asked: string[] = [];
    const typing = createTyping('', search => { asked.push(search); });
    typing.type('cas', 1);
    await until('it is asked for', () => asked.length > 0);
    typing.type('cast', 10);
    typing.follow('cas');
    assert.equal(typing.text.value, 'cast');
    await until('the rest is asked for', () => asked.length > 1);
    assert.deepEqual(asked, ['cas', 'cast']);
  });

  it('is emptied with its chip, also where something typed was still to be asked for', async () => {
    const asked: string[] = [];
    const typing = createTyping('castle', search => { asked.push(search); });
    typing.type('castle at', 10);
    typing.follow('');
    assert.equal(typing.text.value, '');
    const later = createTyping('', search => { asked.push(search); });
    later.type('moat', 20);
    await until('what was typed later is asked for', () => asked.length > 0);
    assert.deepEqual(asked, ['moat']);
  });
});
