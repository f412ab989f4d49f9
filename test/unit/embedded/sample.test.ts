/**
 * The sample project's pictures are drawn by the built-in provider. When the drawing is changed on purpose, draw them anew with
 * `node test/unit/embedded/make-sample.ts` (Node 24) and look at them.
 */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { draw } from '../../../src/extension/providers/embedded/draw.ts';
import { sampleFolder, samplePictures } from './sample-pictures.ts';

describe('the sample project', () => {
  for (const [name, request] of Object.entries(samplePictures)) {
    it(`holds ${name} as the built-in provider draws it, small`, () => {
      const file = readFileSync(new URL(name, sampleFolder));
      assert.ok(file.equals(draw(request)), 'it differs from what is drawn');
      assert.ok(file.length < 60 * 1024, `${file.length} bytes`);
    });
  }

  it('has no other pictures, and all together are small', () => {
    const files = readdirSync(fileURLToPath(sampleFolder), { recursive: true, encoding: 'utf8' })
      .map(name => name.replaceAll('\\', '/'))
      .filter(name => name.endsWith('.png'));
    assert.deepEqual(files.sort(), Object.keys(samplePictures).sort());
    const total = files.reduce((sum, name) => sum + readFileSync(new URL(name, sampleFolder)).length, 0);
    assert.ok(total < 400 * 1024, `${total} bytes`);
  });

  it('shows only pictures it has in its documents', () => {
    for (const document of ['README.md', 'tavern.md']) {
      const shown = [...readFileSync(new URL(document, sampleFolder), 'utf8').matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, target = '']) => target);
      assert.ok(shown.length > 0, document);
      for (const target of shown) assert.ok(target in samplePictures, `${document}: ${target}`);
    }
  });
});
