/** What axe-core finds wrong with a page, for people who can't see it, or not well, or use no mouse. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Frame } from 'playwright-core';

const source = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** @returns a line for each finding, with the element it is about; nothing where the page is clean */
export async function findings(page: Frame): Promise<string[]> {
  // Evaluated and not added as a script: the page lets none in but its own.
  await page.evaluate(source);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } };
    const root = document.documentElement;
    // The side bar shines through a page of its own, which can't be seen from inside.
    root.style.background = 'var(--vscode-sideBar-background)';
    // A number that changes every moment is left out of what is read out on purpose.
    const found = await axe.run({ resultTypes: ['violations'], elementRef: false, rules: { 'label-content-name-mismatch': { enabled: false } } });
    root.style.background = '';
    return found.violations;
  });
  return violations.flatMap(({ id, help, nodes }) => nodes.map(node => `${id}: ${help} — ${node.html.slice(0, 160)} ${node.any.map(check => check.message).join(' ').slice(0, 200)}`));
}
