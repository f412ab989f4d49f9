/** Keeps keys out of everything that is shown, stored or logged. */

const mask = '•••';

/** Names of headers, query parameters and fields whose value is nobody's business. */
const secretName = '[\\w-]{0,40}(?:authorization|api[-_]?key|access[-_]?key|secret|token|password|passwd|signature|credential|cookie)|x-key|key|sig|auth';

const patterns: readonly (readonly [RegExp, string])[] = [
  // Authorization: Bearer abc · "x-api-key": "abc" · token=abc
  [new RegExp(`(["']?\\b(?:${secretName})["']?\\s*[:=]\\s*["']?)(?:(?:bearer|basic|key|token)\\s+)?[^\\s"'&,;<>{}\\[\\]]+`, 'giu'), `$1${mask}`],
  // Bearer abc, wherever it stands
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/giu, `$1 ${mask}`],
];

/** A text without the given secrets, in whatever usual spelling, and without what looks like one. */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  // In any case: a host name comes back in small letters.
  for (const spelling of spellings(secrets)) clean = clean.replace(new RegExp(spelling.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&'), 'gi'), mask);
  for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement);
  return clean;
}

/**
 * The beginning of a reply for people: redacted first, then cut, so that no half of a key is left.
 * @param complete whether `text` is the whole reply
 */
export function excerpt(text: string, secrets: readonly string[], characters: number, complete = true): string {
  const longest = Math.max(0, ...spellings(secrets).map(each => each.length));
  const whole = complete ? text : text.slice(0, Math.max(0, text.length - longest));
  const clean = redact(whole, secrets).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufffd]+/gu, ' ').trim();
  return clean.slice(0, characters).toWellFormed();
}

function spellings(secrets: readonly string[]): string[] {
  const all = secrets.filter(secret => secret !== '').flatMap(secret => [
    secret,
    encodeURIComponent(secret.toWellFormed()),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64'),
  ]);
  return [...new Set(all)].sort((one, other) => other.length - one.length);
}
