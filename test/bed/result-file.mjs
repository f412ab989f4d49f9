import fs from 'node:fs';

/**
 * @typedef {object} Verdict
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} problems why it is red, for people; empty when it is green
 */

/**
 * Judges a mocha run by the file that mocha wrote inside it, and by nothing that a dead run could fake: no file, a broken one, no
 * test at all and a failure all count as failed.
 * @param {string} file
 * @returns {Verdict}
 */
export function judgeResultFile(file) {
  let text;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return dead('wrote no result file: it ended before its tests did');
  }
  let result;
  try {
    result = JSON.parse(text);
  } catch {
    return dead('left a broken result file');
  }
  if (!Number.isInteger(result?.passes) || !Array.isArray(result.failures)) return dead('left a result file without results');
  const failures = /** @type {{ title: string }[]} */ (result.failures);
  if (result.passes + failures.length === 0) return dead('ran no test');
  return { passed: result.passes, failed: failures.length, problems: failures.map(failure => String(failure?.title)) };
}

/** @param {Verdict[]} verdicts @returns {Verdict} */
export function sum(verdicts) {
  return {
    passed: verdicts.reduce((all, each) => all + each.passed, 0),
    failed: verdicts.reduce((all, each) => all + each.failed, 0),
    problems: verdicts.flatMap(each => each.problems),
  };
}

/** @param {string} why @returns {Verdict} */
function dead(why) {
  return { passed: 0, failed: 1, problems: [why] };
}
