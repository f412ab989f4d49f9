// The part of `npm run package` that needs Node 24.
import { build } from './build.mjs';
import { exitOnSignals } from './run.mjs';
import { packageInto, vsix } from './vsix.mjs';

exitOnSignals();
try {
  await build();
  await packageInto(vsix);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
