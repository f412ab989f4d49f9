/** Reads replies of unknown shape by JSON Pointer (RFC 6901); a value of the wrong type is no value. */

export const pointerSyntax = /^(?:\/(?:[^~/]|~[01])*)*$/u;

/** What the pointer leads to, `undefined` where it leads nowhere. '' is the whole document. */
export function valueAt(document: unknown, pointer: string | undefined): unknown {
  if (pointer === undefined) return undefined;
  let value = document;
  for (const token of pointer.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

/** A string, number or boolean as text; '' and everything else is `undefined`. */
export function textAt(document: unknown, pointer: string | undefined): string | undefined {
  const value = valueAt(document, pointer);
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A finite number, also one written as a string ("0.04", "40%"). */
export function numberAt(document: unknown, pointer: string | undefined): number | undefined {
  const value = valueAt(document, pointer);
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && /^[+-]?\d{1,15}(?:\.\d{1,15})?\s?%?$/u.test(value.trim()) ? Number.parseFloat(value) : undefined;
}

/** The end of the year 9999. */
const lastTime = 253_402_300_799_999;

/** Whole epoch milliseconds, of a number (seconds or milliseconds) or an ISO date with time and zone. */
export function timeAt(document: unknown, pointer: string | undefined): number | undefined {
  const value = valueAt(document, pointer);
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$/u.test(value)) {
    const time = Date.parse(value);
    return Number.isNaN(time) ? undefined : time;
  }
  const number = numberAt(document, pointer);
  if (number === undefined || number <= 0 || number > lastTime) return undefined;
  return Math.round(number < 100_000_000_000 ? number * 1000 : number);
}
