import assert from 'node:assert/strict';
import { draw } from '../../../src/extension/providers/embedded/draw.ts';
import { coatNames, patternNames } from '../../../src/extension/providers/embedded/names.ts';
import { coatWords } from '../../../src/extension/providers/embedded/lexicon.ts';
import { type Decoded, decodePng } from './decode-png.ts';
import { texture } from './requests.ts';

/** Mean difference of two rows (or columns) of points. */
function difference({ width, height, pixels }: Decoded, a: number, b: number, way: 'rows' | 'columns'): number {
  const length = way === 'rows' ? width : height;
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const [from, to] = way === 'rows' ? [a * width + i, b * width + i] : [i * width + a, i * width + b];
    for (let channel = 0; channel < 3; channel++) sum += Math.abs((pixels[from * 3 + channel] ?? 0) - (pixels[to * 3 + channel] ?? 0));
  }
  return sum / length;
}

/** How the step across the edge compares with the steps inside: 1 is the largest of them. */
function seam(decoded: Decoded, way: 'rows' | 'columns'): { edge: number; largest: number } {
  const count = way === 'rows' ? decoded.height : decoded.width;
  const inner = Array.from({ length: count - 1 }, (_, i) => difference(decoded, i, i + 1, way));
  return { edge: difference(decoded, count - 1, 0, way), largest: Math.max(...inner) };
}

describe('tileable textures', () => {
  const coated = coatNames.map(coat => `${coatWords.find(([name]) => name === coat)?.[1].split(' ')[0]} rock`);
  for (const [name, request] of [
    ...patternNames.map(pattern => [pattern, texture('', { pattern, width: 96, height: 80, seed: 5 })] as const),
    ...coated.map(prompt => [prompt, texture(prompt, { width: 80, height: 64, seed: 3 })] as const),
    ['a long strip', texture('bricks', { width: 320, height: 40 })] as const,
  ]) {
    it(`continue across their edges: ${name}`, () => {
      const decoded = decodePng(draw(request));
      for (const way of ['rows', 'columns'] as const) {
        const { edge, largest } = seam(decoded, way);
        assert.ok(edge <= largest * 1.15 + 1, `${way}: ${edge} across the edge, at most ${largest} inside`);
      }
    });
  }

  it('and the others do not: the measure tells them apart', () => {
    const broken = patternNames.filter(pattern => {
      const decoded = decodePng(draw(texture('', { pattern, width: 96, height: 96, tileable: false })));
      return (['rows', 'columns'] as const).some(way => {
        const { edge, largest } = seam(decoded, way);
        return edge > largest * 1.15 + 1;
      });
    });
    assert.ok(broken.length > patternNames.length * 0.7, broken.join());
  });
});
