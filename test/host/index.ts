import { load } from 'every-test-file';
import Mocha from 'mocha';
import fs from 'node:fs';
import { ResultReporter } from '../bed/result-reporter.mjs';

/** VS Code calls this inside the extension host; every `*.test.ts` in this folder is in the bundle. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 20_000, forbidOnly: true, reporter: ResultReporter, grep: process.env.DARKROOM_GREP });
  mocha.suite.emit('pre-require', globalThis, 'every-test-file', mocha);
  await load().catch(report);
  const failures = await new Promise<number>(resolve => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed`);
}

/** What goes wrong before the first test would be seen by nobody. */
function report(error: unknown): never {
  const file = process.env.DARKROOM_REPORT_FILE;
  if (file) fs.appendFileSync(file, `${error instanceof Error ? error.stack : String(error)}\n`);
  throw error;
}
