/** `npm run bench`: what Darkroom costs, as multiples of baselines measured in the same run. */
import { benchActivation } from './activation.ts';
import { benchStore } from './store.ts';

await benchActivation();
await benchStore();
