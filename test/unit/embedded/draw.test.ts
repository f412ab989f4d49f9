import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Parameters } from '../../../src/shared/model.ts';
import { draw } from '../../../src/extension/providers/embedded/draw.ts';
import { coatNames, paletteNames, patternNames, subjectNames, symmetryNames } from '../../../src/extension/providers/embedded/names.ts';
import { type DrawingRequest, UnusableValue } from '../../../src/extension/providers/embedded/settings.ts';
import { coatWords } from '../../../src/extension/providers/embedded/lexicon.ts';
import { type Decoded, decodePng } from './decode-png.ts';
import { sprite, texture } from './requests.ts';

const hashOf = (file: Uint8Array): string => createHash('sha256').update(file).digest('hex');
const picture = (request: DrawingRequest): Decoded => decodePng(draw(request));

/**
 * Files in people's projects name these requests. A change here means that "the same words and seed give the same
 * picture" is broken for them: it belongs into the changelog, and the pictures in test/sample are drawn anew.
 */
const pinned: readonly (readonly [DrawingRequest, string])[] = [
  [texture('mossy cracked castle wall', { seed: 42 }), '1e6d7dea0f334fbe3fc5b6fdc4bec181137e1116d5756317d43dda033530e5b1'],
  [texture('molten lava', { seed: 4294967295, width: 64, height: 40 }), '745b5b5eb80adfeed81f22cad624f55e0593ff8daf31acf3296138c836c5d251'],
  [texture('frobnicator of Zyx', { seed: 0, tileable: false, detail: 1 }), 'e9a502f04efe888e862a7ecec6dcdbca0f9c6e5b075b9d982f80cad22fe2b3f1'],
  [texture('', { pattern: 'weave', detail: 0, width: 16, height: 2048 }), 'add747f2ab76e91fabcf1e10c5d187dff8f2dd080f481c270e712d7cce07708a'],
  [sprite('glowing violet potion', { seed: 7, size: '32', scale: 4 }), 'abf0e82121fd89facad78690e74e5ea72ecb543ada66b5438e65bb325b1c3b6f'],
  [sprite('ein Wesen aus dem 森', { size: '64', palette: 'pocket', symmetry: 'mirror' }), '3415d581b9b1b2d41c683e80984c97d82577805ca2b5ab37c1235bf40aec9fca'],
];

describe('the built-in drawing', () => {
  for (const [request, hash] of pinned) {
    it(`gives for ever the same bytes: ${request.model} "${request.prompt}"`, () => {
      assert.equal(hashOf(draw(request)), hash);
    });
  }

  it('gives the same bytes when asked twice, whatever was drawn between', () => {
    for (const request of [texture('blue marble'), sprite('goblin')]) {
      const first = hashOf(draw(request));
      draw(texture('gravel', { width: 16, height: 16 }));
      draw(sprite('skull'));
      assert.equal(hashOf(draw(request)), first);
    }
  });

  it('gives another picture for every other seed', () => {
    for (const subject of subjectNames) {
      const seen = new Set([0, 1, 2, 3, 4294967295].map(seed => hashOf(draw(sprite(subject, { seed })))));
      assert.equal(seen.size, 5, subject);
    }
    for (const pattern of patternNames) {
      const seen = new Set([0, 1, 4294967295].map(seed => hashOf(draw(texture('', { pattern, seed, width: 24, height: 24 })))));
      assert.equal(seen.size, 3, pattern);
    }
  });

  it('takes the seed 0 when the request has none', () => {
    const { seed: _, ...parameters } = texture('moss').parameters;
    assert.deepEqual(draw({ model: 'texture', prompt: 'moss', parameters }), draw(texture('moss', { seed: 0 })));
  });

  it('looks different for different words, known and unknown', () => {
    for (const make of [texture, sprite]) {
      const prompts = ['sword', 'red sword', 'key', 'brick', 'wood', 'frobnicator', 'xyzzy', '猫', '犬', 'Straße', 'rusty key'];
      assert.equal(new Set(prompts.map(prompt => hashOf(draw(make(prompt))))).size, prompts.length);
    }
  });

  it('reads the same words the same way in capitals and with punctuation', () => {
    assert.deepEqual(draw(sprite('Red POTION!')), draw(sprite('red, potion')));
    assert.deepEqual(draw(texture('A seamless texture of stone bricks.')), draw(texture('stone brick')));
  });

  it('keeps the form and changes the colour when only a colour word changes', () => {
    const [red, blue] = ['red potion', 'blue potion'].map(prompt => picture(sprite(prompt, { size: '32' })));
    assert.ok(red && blue);
    const alpha = ({ pixels }: Decoded): number[] => [...pixels].filter((_, i) => i % 4 === 3);
    assert.deepEqual(alpha(red), alpha(blue));
    assert.notDeepEqual(red.pixels, blue.pixels);
  });

  it('draws a texture of the size asked for, opaque, in 24 bits', () => {
    for (const [width, height] of [[16, 16], [48, 30], [17, 101]] as const) {
      const decoded = picture(texture('cobble', { width, height }));
      assert.deepEqual([decoded.width, decoded.height, decoded.channels], [width, height, 3]);
    }
  });

  it('draws a sprite of size × scale points, each cell one colour', () => {
    for (const [size, scale] of [['16', 1], ['24', 3], ['64', 2]] as const) {
      const { width, height, channels, pixels } = picture(sprite('chest', { size, scale }));
      assert.deepEqual([width, height, channels], [Number(size) * scale, Number(size) * scale, 4]);
      const small = picture(sprite('chest', { size })).pixels;
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const cell = (Math.floor(y / scale) * Number(size) + Math.floor(x / scale)) * 4;
          assert.equal(pixels.readUInt32BE((y * width + x) * 4), small.readUInt32BE(cell));
        }
      }
    }
  });

  it('draws every subject on a transparent ground, neither empty nor full, at every size', () => {
    for (const subject of subjectNames) {
      for (const size of ['16', '24', '32', '48', '64']) {
        const { pixels } = picture(sprite(subject, { size }));
        const opaque = pixels.filter((_, i) => i % 4 === 3).reduce((count, alpha) => count + (alpha === 255 ? 1 : 0), 0);
        const share = opaque / Number(size) ** 2;
        assert.ok(share > 0.1 && share < 0.85, `${subject} at ${size}: ${share}`);
        const corners = [0, Number(size) - 1].map(x => pixels[x * 4 + 3]);
        assert.ok(corners.includes(0), `${subject} at ${size} fills its corners`);
      }
    }
  });

  it('mirrors a sprite exactly when asked to', () => {
    for (const subject of subjectNames) {
      const { width, pixels } = picture(sprite(subject, { symmetry: 'mirror', size: '24' }));
      for (let y = 0; y < width; y++) {
        for (let x = 0; x < width / 2; x++) {
          assert.equal(pixels.readUInt32BE((y * width + x) * 4), pixels.readUInt32BE((y * width + width - 1 - x) * 4), subject);
        }
      }
    }
  });

  it('draws no outline when none is wanted', () => {
    const count = (outline: boolean): number => picture(sprite('gem', { outline, size: '32' })).pixels.filter((alpha, i) => i % 4 === 3 && alpha > 0).length;
    assert.ok(count(false) < count(true));
  });

  it('gives every palette colours of its own', () => {
    assert.equal(new Set(paletteNames.map(palette => hashOf(draw(sprite('potion', { palette }))))).size, paletteNames.length);
    const { pixels } = picture(sprite('potion', { palette: 'grey' }));
    for (let i = 0; i < pixels.length; i += 4) assert.ok(pixels[i] === pixels[i + 1] && pixels[i] === pixels[i + 2]);
  });

  it('lays every coat on textures and sprites', () => {
    for (const coat of coatNames) {
      const word = coatWords.find(([name]) => name === coat)?.[1].split(' ')[0] ?? '';
      assert.notDeepEqual(draw(texture(`${word} bark`)), draw(texture('bark')), coat);
      if (coat !== 'wet' && coat !== 'veins') assert.notDeepEqual(draw(sprite(`${word} skull`)), draw(sprite('skull')), coat);
    }
  });

  it('says in the file what made it: Darkroom, by an algorithm, not by a model', () => {
    for (const request of [texture('ice'), sprite('key')]) {
      const { texts } = picture(request);
      assert.equal(texts.get('Software'), 'Darkroom');
      assert.match(texts.get('XML:com.adobe.xmp') ?? '', /digitalsourcetype\/algorithmicMedia"/);
      assert.doesNotMatch(texts.get('XML:com.adobe.xmp') ?? '', /trained/i);
    }
  });

  it('reports progress that only rises, from 0 on, to 1 at the end', () => {
    for (const request of [texture('water', { width: 100, height: 100 }), sprite('tree')]) {
      const heard: number[] = [];
      draw(request, progress => heard.push(progress));
      assert.ok(heard.length > 4);
      heard.forEach((progress, i) => assert.ok(progress >= (heard[i - 1] ?? 0) && progress <= 1, `${heard[i - 1]} then ${progress}`));
      assert.equal(heard.at(-1), 1);
    }
  });

  it('draws whatever the words are', function () {
    this.timeout(60_000);
    const prompt = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.constantFrom('', ' ', '\0', '-', '\ud800', 'x'.repeat(2000), '🗡️'.repeat(500), 'no', 'of of of', 'constructor', '__proto__'));
    fc.assert(fc.property(prompt, fc.integer({ min: 0, max: 4294967295 }), (words, seed) => {
      picture(texture(words, { seed, width: 16, height: 16 }));
      picture(sprite(words, { seed }));
    }), { numRuns: 150 });
  });

  it('draws whatever the parameters are, within their bounds', function () {
    this.timeout(60_000);
    const side = fc.integer({ min: 16, max: 70 });
    const anyTexture = fc.record<Parameters>({
      width: side, height: side, tileable: fc.boolean(), pattern: fc.constantFrom('auto', ...patternNames),
      detail: fc.double({ min: 0, max: 1, noNaN: true }), seed: fc.nat(),
    });
    const anySprite = fc.record<Parameters>({
      size: fc.constantFrom('16', '24', '32', '48', '64'), scale: fc.integer({ min: 1, max: 16 }), outline: fc.boolean(),
      palette: fc.constantFrom(...paletteNames), symmetry: fc.constantFrom(...symmetryNames), seed: fc.nat(),
    });
    const words = fc.constantFrom(
      '', 'old glowing rock', 'tiny mossy wet brick', 'huge rusty plates', 'dark snowy gem', 'bright cracked veined skull', 'neon stained dusty fish',
    );
    fc.assert(fc.property(words, anyTexture, (prompt, parameters) => void picture({ model: 'texture', prompt, parameters })), { numRuns: 100 });
    fc.assert(fc.property(words, anySprite, (prompt, parameters) => void picture({ model: 'sprite', prompt, parameters })), { numRuns: 100 });
  });

  it('refuses values out of bounds by name', () => {
    const wrong: readonly (readonly [DrawingRequest, string])[] = [
      [texture('', { width: 15 }), 'width'], [texture('', { height: 2049 }), 'height'],
      [texture('', { width: 20.5 }), 'width'], [texture('', { width: '64' }), 'width'],
      [texture('', { pattern: 'plaid' }), 'pattern'], [texture('', { detail: NaN }), 'detail'], [texture('', { tileable: 'yes' }), 'tileable'],
      [sprite('', { seed: -1 }), 'seed'], [sprite('', { seed: 4294967296 }), 'seed'],
      [sprite('', { size: '17' }), 'size'], [sprite('', { scale: 17 }), 'scale'],
      [{ model: 'video', prompt: '', parameters: {} }, 'model'],
    ];
    for (const [request, field] of wrong) {
      assert.throws(() => draw(request), (error: unknown) => error instanceof UnusableValue && error.field === field, field);
    }
  });
});
