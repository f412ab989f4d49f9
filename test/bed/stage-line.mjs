/** Seconds a stage may take on two cores. @type {Record<string, number | undefined>} */
const budgets = { install: 90, 'types and lint': 45, unit: 150, host: 60, e2e: 180 };

/**
 * One line about a stage that has ended. Over its budget is said and not failed: the machine may be shared.
 * @param {string} stage
 * @param {number} started milliseconds, as Date.now() gave them
 * @param {string} [outcome]
 */
export function stageLine(stage, started, outcome) {
  const seconds = (Date.now() - started) / 1000;
  const budget = budgets[stage];
  const over = budget !== undefined && seconds > budget ? `  OVER its budget of ${budget} s` : '';
  return `== ${stage}: ${outcome ? `${outcome}, ` : ''}${seconds.toFixed(1)} s${over}`;
}
