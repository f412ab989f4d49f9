// `npm start`: VS Code with Darkroom on a sample project. Runs on the Node that is there (20 or later) with nothing installed.
//   --port N   the port of the address it prints, where there is no desktop VS Code
import { desktopCode } from './desktop-code.mjs';
import { continueOnNode24 } from './on-node24.mjs';
import { ensurePackages } from './packages.mjs';
import { exitOnSignals } from './run.mjs';
import { ensureServer } from './server-install.mjs';

async function install() {
  const steps = [ensurePackages(), ...(desktopCode() ? [] : [ensureServer()])];
  for (const step of await Promise.allSettled(steps)) if (step.status === 'rejected') throw step.reason;
}

const stopListening = exitOnSignals();
install().then(
  () => {
    stopListening();
    continueOnNode24('open-editor.mjs', process.argv.slice(2));
  },
  error => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
