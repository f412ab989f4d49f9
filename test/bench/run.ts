/** `npm run bench`: what Darkroom costs, as multiples of baselines measured in the same run. */
import { benchActivation } from './activation.ts';
import { benchPolling } from './polling.ts';
import { benchStalled } from './stalled.ts';
import { benchStore } from './store.ts';
import { benchTree } from './tree.ts';

await benchActivation();
await benchStore();
benchStalled();
await benchTree();
await benchPolling();
