/** `npm run bench`: what Darkroom costs, as multiples of baselines measured in the same run. `-- --large` takes larger folders, `-- --huge` a hundred thousand files; `-- gallery` that part alone. */
import { benchActivation } from './activation.ts';
import { benchChanges } from './changes.ts';
import { benchGallery } from './gallery.ts';
import { benchPolling } from './polling.ts';
import { benchStalled } from './stalled.ts';
import { benchStore } from './store.ts';
import { benchTree } from './tree.ts';

const args = process.argv.slice(2);
const parts: Readonly<Record<string, () => unknown>> = {
  activation: benchActivation,
  store: benchStore,
  stalled: benchStalled,
  tree: () => benchTree(),
  gallery: () => benchGallery(args.includes('--huge') ? [100, 20_000, 100_000] : args.includes('--large') ? [100, 5000, 20_000] : [100, 5000]),
  changes: benchChanges,
  polling: benchPolling,
};
const chosen = args.filter(arg => !arg.startsWith('--'));
const unknown = chosen.find(name => !(name in parts));
if (unknown !== undefined) throw new Error(`There is no bench “${unknown}”, only ${Object.keys(parts).join(', ')}`);
for (const [name, bench] of Object.entries(parts)) if (chosen.length === 0 || chosen.includes(name)) await bench();
