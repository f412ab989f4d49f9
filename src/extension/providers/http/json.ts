/** JSON of strangers. */

/** No service nests its replies deeper; recursion over ten thousands of levels would end in a full stack. */
const deepest = 200;
/** Characters of a reply whose large numbers are kept: looking at each value of a longer one takes too long. */
const longestExact = 100_000;

/**
 * Parses JSON. Fields named `__proto__` are dropped; a whole number too large for a double, such as an id of 64 bits,
 * comes as the text it was written as.
 * @returns `undefined` where the text is no JSON, or is nested without sense
 */
export function parseJson(text: string): unknown {
  if (isDeeperThan(deepest, text)) return undefined;
  try {
    const value: unknown = text.length <= longestExact && /\d{16}/u.test(text) ? JSON.parse(text, exactly) : JSON.parse(text);
    // An escape may hide the name, so any escape of a plain character makes it the careful way.
    if (/__proto__|\\u00/u.test(text)) dropPrototypes(value);
    return value;
  } catch {
    return undefined;
  }
}

function exactly(_name: string, value: unknown, written?: { readonly source?: string }): unknown {
  const source = typeof value === 'number' && !Number.isSafeInteger(value) ? written?.source : undefined;
  return source !== undefined && /^-?\d{16,}$/u.test(source) ? source : value;
}

function isDeeperThan(most: number, text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') inString = !inString;
    else if (inString && character === '\\') at++;
    else if (!inString && (character === '[' || character === '{') && ++depth > most) return true;
    else if (!inString && (character === ']' || character === '}')) depth--;
  }
  return false;
}

function dropPrototypes(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  delete (value as Record<string, unknown>).__proto__;
  for (const each of Object.values(value)) dropPrototypes(each);
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
