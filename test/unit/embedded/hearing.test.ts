import assert from 'node:assert/strict';
import { soundNames } from '../../../src/extension/providers/embedded/names.ts';
import { hear } from '../../../src/extension/providers/embedded/sound/hearing.ts';
import { joiningWords, kindWords, materialWords, negatingWords, prepositions, shadeWords, silentWords } from '../../../src/extension/providers/embedded/sound/lexicon.ts';

describe('hearing a prompt', () => {
  const prompts = {
    'a small bright coin': 'coin', 'coin pickup': 'coin', 'retro laser gun': 'laser', 'deep distant explosion': 'explosion', 'footsteps on gravel': 'footstep',
    'old wooden door creaking open': 'door', 'door bell': 'bell', 'light rain on a window': 'rain', 'water drop': 'drip', 'fire alarm': 'alarm', 'fire': 'fire',
    'level up': 'powerup', 'game over': 'failure', 'short metallic click': 'click', 'a dog barking': 'bark', 'glass shattering': 'glass', 'sound of a whistle': 'whistle',
    'explosion in a cave': 'explosion', 'a knock on the door': 'knock', 'bell in the rain': 'bell', 'healing potion': 'magic', 'metal': 'clang', 'Dripping!': 'drip', 'frobnicator of Zyx': 'motif', '': 'motif', 'no rain': 'motif',
    'wind without rain': 'wind', 'dragon roar': 'growl', 'sci-fi door': 'door', 'drum loop': 'drum', 'menu select': 'blip', 'gun': 'shot',
  } as const;
  for (const [prompt, kind] of Object.entries(prompts)) {
    it(`hears ${kind} in "${prompt}"`, () => assert.deepEqual(hear(prompt).kinds, [kind]));
  }

  it('hears together what is joined, or what one word brings along', () => {
    assert.deepEqual(hear('thunder and heavy rain').kinds, ['thunder', 'rain']);
    assert.deepEqual(hear('explosion with breaking glass').kinds, ['explosion', 'glass']);
    assert.deepEqual(hear('thunderstorm').kinds, ['thunder', 'rain']);
    assert.equal(hear('rain and wind and fire and bell and coin and laser').kinds.length, 4, 'not without end');
  });

  it('has a word for every kind, and every kind in its words', () => {
    for (const name of soundNames) {
      if (name === 'motif') continue;
      const alone = kindWords.find(([kinds, weight]) => kinds.length === 1 && kinds[0] === name && weight === 3);
      assert.ok(alone, name);
      for (const word of alone[2].split(' ')) assert.deepEqual(hear(word).kinds, [name], word);
    }
  });

  it('lists no word twice in one list, so that none is dead', () => {
    const lists = [kindWords.map(([, , words]) => words), materialWords.map(([, words]) => words), shadeWords.map(([words]) => words), [silentWords, joiningWords, negatingWords, prepositions]];
    for (const words of lists) {
      const all = words.join(' ').split(' ');
      assert.deepEqual(all.filter((word, i) => all.indexOf(word) !== i), []);
    }
  });

  it('counts what there is', () => {
    assert.deepEqual([hear('coin').times, hear('coin').many], [null, false]);
    assert.equal(hear('coins').many, true);
    assert.equal(hear('triple beep').times, 3);
    assert.equal(hear('waves').many, true);
  });

  it('knows small from deep, soft from hard, long from short', () => {
    const { manner: small } = hear('tiny bell');
    const { manner: deep } = hear('huge deep bell');
    assert.ok(small.pitch > 1 && deep.pitch < 1);
    assert.ok(hear('soft knock').manner.force < hear('knock').manner.force && hear('hard knock').manner.force > hear('knock').manner.force);
    assert.ok(hear('long bell').length > 1 && hear('short bell').length < 1);
  });

  it('counts only the words it does not know as chance', () => {
    assert.equal(hear('a short, soft metallic click sound').strange, 0);
    assert.notEqual(hear('click of Xyzzy').strange, 0);
    assert.notEqual(hear('Xyzzy').manner.words, hear('frobnicator').manner.words);
  });
});
