import assert from 'node:assert/strict';
import { read } from '../../../src/extension/providers/embedded/words.ts';

describe('reading a prompt', () => {
  const patterns = {
    'stone brick wall': 'bricks', 'ice wall': 'bricks', 'wooden wall': 'planks', 'oak chest': 'planks', 'forest floor': 'moss', 'stone floor': 'tiles',
    'wooden floor': 'planks', 'molten lava between rocks': 'lava', 'a night sky full of stars': 'clouds', 'dragon scales': 'scales', 'bear fur': 'grass',
    'Berries': null, 'cobblestones': 'cobble', 'sci-fi panels': 'metal', '': null,
  } as const;
  for (const [prompt, pattern] of Object.entries(patterns)) {
    it(`chooses the pattern ${pattern} for "${prompt}"`, () => assert.equal(read(prompt).pattern, pattern));
  }

  const subjects = {
    'ghost ship': 'ship', 'skeleton key': 'key', 'apple tree': 'tree', 'staff of fire': 'staff', 'goblin with a sword': 'creature', 'potion in a chest': 'potion',
    'healing potions': 'potion', 'a shiny gem, no key': 'gem', 'cherries': 'apple', 'frobnicator': null,
  } as const;
  for (const [prompt, subject] of Object.entries(subjects)) {
    it(`draws a ${subject} for "${prompt}"`, () => assert.equal(read(prompt).subject, subject));
  }

  it('keeps colours in their order', () => {
    const hues = read('red and blue tartan').colours.map(({ hue }) => hue);
    assert.deepEqual(hues, [27, 260]);
  });

  it('leaves out what is not wanted', () => {
    assert.ok(read('wall with moss').coats.has('moss'));
    assert.ok(!read('wall without moss').coats.has('moss'));
  });

  it('counts only the words it does not know as chance', () => {
    assert.equal(read('a dark mossy castle wall, seamless texture').strange, 0);
    assert.notEqual(read('wall of Xyzzy').strange, 0);
    assert.notEqual(read('Ärger').strange, read('ärger').strange, 'engines differ on letters beyond ASCII, so these are not folded');
  });
});
