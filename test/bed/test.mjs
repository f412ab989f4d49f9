// `npm test`. Runs on the Node that is there (20 or later) with nothing installed: it installs, then goes on under Node 24.
//   --only types,lint,unit,build,host,e2e   some stages
//   --grep text                             only the tests whose title has it
//   --desktop                               the host tests in a downloaded desktop VS Code
import { ensureChromium } from './browser.mjs';
import { continueOnNode24 } from './on-node24.mjs';
import { ensurePackages } from './packages.mjs';
import { exitOnSignals } from './run.mjs';
import { ensureServer } from './server-install.mjs';
import { chosenStages, wantsDesktop } from './stage-choice.mjs';
import { stageLine } from './stage-line.mjs';

const args = process.argv.slice(2);
const started = Date.now();

async function install() {
  const stages = chosenStages(args);
  const wantsWorkbench = (stages.has('host') || stages.has('e2e')) && !wantsDesktop(args);
  const steps = [ensurePackages(), ...(wantsWorkbench ? [ensureServer(), ensureChromium()] : [])];
  // Every step is awaited to its end, so that none is still writing when another one's failure ends the run.
  for (const step of await Promise.allSettled(steps)) if (step.status === 'rejected') throw step.reason;
}

const stopListening = exitOnSignals();
install().then(
  () => {
    stopListening();
    console.log(stageLine('install', started));
    continueOnNode24('run-stages.mjs', args);
  },
  error => {
    console.error(error instanceof Error ? error.message : error);
    console.log(stageLine('install', started));
    console.log('0 passed, 1 failed');
    process.exit(1);
  },
);
