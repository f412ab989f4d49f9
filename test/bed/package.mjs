// `npm run package`: a production build and the VSIX made of it, within its size budget.
import { continueOnNode24 } from './on-node24.mjs';
import { ensurePackages } from './packages.mjs';

ensurePackages().then(
  () => continueOnNode24('make-vsix.mjs', []),
  error => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
