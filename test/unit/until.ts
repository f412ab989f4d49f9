/** Waits for a condition, never for a time; the limit only ends a test that would hang. */
export async function until<T>(what: string | (() => string), condition: () => T | undefined | null | false | Promise<T | undefined | null | false>, within = 15_000): Promise<T> {
  const giveUpAt = Date.now() + within;
  for (;;) {
    const found = await condition();
    if (found !== undefined && found !== null && found !== false) return found;
    if (Date.now() > giveUpAt) throw new Error(`not within ${within} ms: ${typeof what === 'string' ? what : what()}`);
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}
