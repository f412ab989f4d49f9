import Mocha from 'mocha';
import fs from 'node:fs';
import { format } from 'node:util';

/**
 * Mocha's spec reporter that also writes what a stage is judged by (see result-file.mjs) into the file that DARKROOM_RESULT_FILE
 * names, when the run has ended and not before: a run that died leaves none. With DARKROOM_REPORT_FILE the report itself goes into
 * that file, for places like the extension host whose console is full of others' words.
 */
export class ResultReporter extends Mocha.reporters.Spec {
  /** @param {Mocha.Runner} runner @param {Mocha.MochaOptions} options */
  constructor(runner, options) {
    const reportFile = process.env.DARKROOM_REPORT_FILE;
    if (reportFile) Mocha.reporters.Base.consoleLog = (...parts) => fs.appendFileSync(reportFile, `${format(...parts)}\n`);
    super(runner, options);
    const resultFile = process.env.DARKROOM_RESULT_FILE;
    if (resultFile) writeResult(runner, resultFile);
  }
}

/** @param {Mocha.Runner} runner @param {string} file */
function writeResult(runner, file) {
  /** @type {{ title: string, message: string }[]} */
  const failures = [];
  let passes = 0;
  let pending = 0;
  runner.on('pass', () => passes++);
  runner.on('pending', () => pending++);
  runner.on('fail', (test, error) => failures.push({ title: test.fullTitle(), message: String(error?.stack ?? error) }));
  runner.once('end', () => fs.writeFileSync(file, JSON.stringify({ passes, pending, failures }, null, 2)));
}

// Mocha takes the default export of a module named with --reporter.
export default ResultReporter;
