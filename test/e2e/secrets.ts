import type { BrowserContext, Page } from 'playwright-core';
import { until } from './until.ts';

/**
 * Lets the editor of a browser profile keep its secrets from page to page, sealed, as a server does that hands out half of the key
 * they are sealed with. Here the pages find that half themselves; without it they are kept in memory.
 */
export async function keepSecrets(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const real = window.fetch.bind(window);
    window.fetch = (input, init) => typeof input === 'string' && input.endsWith('/mint-key') ? Promise.resolve(new Response(new Uint8Array(32).fill(7))) : real(input, init);
  });
}

/** Resolves when the first secret of a profile is where the next page finds it. */
export async function secretsKept(page: Page): Promise<void> {
  await until('the secrets are kept', () => page.evaluate(() => localStorage.getItem('secrets.provider') !== null), 15_000);
}
