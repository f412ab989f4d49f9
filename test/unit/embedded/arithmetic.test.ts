import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { cosine, cubeRoot, power2, sine } from '../../../src/extension/providers/embedded/arithmetic.ts';
import { encode } from '../../../src/extension/providers/embedded/colour.ts';

describe('arithmetic of the built-in drawing', () => {
  it('agrees with the true sine, cosine, roots and powers', () => {
    fc.assert(fc.property(fc.double({ min: -50, max: 50, noNaN: true }), turns => {
      assert.ok(Math.abs(sine(turns) - Math.sin(turns * 2 * Math.PI)) < 1e-7);
      assert.ok(Math.abs(cosine(turns) - Math.cos(turns * 2 * Math.PI)) < 1e-7);
    }));
    fc.assert(fc.property(fc.double({ min: -60, max: 60, noNaN: true }), exponent => {
      assert.ok(Math.abs(power2(exponent) / 2 ** exponent - 1) < 1e-12);
    }));
    fc.assert(fc.property(fc.double({ min: 0, max: 1, noNaN: true }), value => {
      assert.ok(Math.abs(cubeRoot(value) - Math.cbrt(value)) < 1e-6);
      const srgb = value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
      assert.ok(Math.abs(encode(value) - srgb) < 1e-6);
    }));
  });

  it('uses nothing that engines may compute differently', () => {
    const folder = fileURLToPath(new URL('../../../src/extension/providers/embedded', import.meta.url));
    const drawing = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts') && !['index.ts', 'drawings.ts', 'models.ts', 'worker.ts'].includes(name));
    assert.ok(drawing.length > 20);
    const exact = new Set(['abs', 'min', 'max', 'floor', 'round', 'imul', 'sqrt']);
    for (const name of drawing) {
      const source = readFileSync(join(folder, name), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      for (const [, used = ''] of source.matchAll(/\bMath\.(\w+)/g)) assert.ok(exact.has(used), `${name}: Math.${used}`);
      assert.doesNotMatch(source, /\*\*|\bDate\b|performance|toLowerCase|localeCompare|normalize\(|\\p\{|node:|Intl\./, name);
    }
  });
});
