import { valueOf } from './options.mjs';

/** The stages of a test run after the installation, in their order. */
export const stageNames = /** @type {const} */ (['types', 'lint', 'unit', 'build', 'host', 'e2e']);

/** @typedef {typeof stageNames[number]} StageName */

/**
 * What `--only` asks for, everything without it; host and e2e bring the build they run on.
 * @param {string[]} args
 * @returns {Set<StageName>}
 */
export function chosenStages(args) {
  const only = valueOf(args, '--only') ?? (wantsDesktop(args) ? 'host' : undefined);
  if (only === undefined) return new Set(stageNames);
  const names = only.split(',');
  const unknown = names.filter(name => !stageNames.some(known => known === name));
  if (unknown.length > 0) throw new Error(`no stage named ${unknown.join(', ')}: there are ${stageNames.join(', ')}`);
  const chosen = new Set(/** @type {StageName[]} */ (names));
  if (chosen.has('host') || chosen.has('e2e')) chosen.add('build');
  return chosen;
}

/** @param {string[]} args */
export function wantsDesktop(args) {
  return args.includes('--desktop');
}
