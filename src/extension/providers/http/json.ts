/** JSON of strangers. */

/**
 * Parses JSON; fields named `__proto__` are dropped.
 * @returns `undefined` where the text is no JSON
 */
export function parseJson(text: string): unknown {
  try {
    // An escape may hide the name, so any escape of a plain character makes it the careful way.
    return /__proto__|\\u00/u.test(text)
      ? JSON.parse(text, (name, value: unknown) => (name === '__proto__' ? undefined : value))
      : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Milliseconds of a `Retry-After` header: seconds or an HTTP date, at most a day.
 * @param now the time at which the answer was given, by the clock that wrote the date
 * @returns `null` for anything else
 */
export function retryAfter(header: string | undefined, now: number): number | null {
  const value = header?.trim() ?? '';
  const wait = /^\d{1,9}$/u.test(value) ? Number(value) * 1000 : (httpDate(value) ?? Number.NaN) - now;
  return wait <= 86_400_000 ? Math.max(0, wait) : null;
}

/** Epoch milliseconds of an HTTP date ("Sat, 21 Nov 2026 10:00:00 GMT"), `null` for anything else. */
export function httpDate(value: string | undefined): number | null {
  if (value === undefined || !/^[A-Za-z]{3,9},? [\w :-]{10,30} GMT$/u.test(value)) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}
