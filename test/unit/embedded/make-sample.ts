/** Draws the pictures of the sample project anew: `node test/unit/embedded/make-sample.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { draw } from '../../../src/extension/providers/embedded/draw.ts';
import { sampleFolder, samplePictures } from './sample-pictures.ts';

for (const [name, request] of Object.entries(samplePictures)) {
  const file = fileURLToPath(new URL(name, sampleFolder));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, draw(request));
}
