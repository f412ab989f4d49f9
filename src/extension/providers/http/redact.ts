/** Keeps keys out of everything that is shown, stored or logged. */
import { legible } from '../../../shared/legible.ts';

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
  for (const secret of secrets) {
    for (const spelling of spellingsOf(secret)) clean = clean.replace(spelling, mask);
  }
  for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement);
  return clean;
}

/** So much more of a reply is looked at than is kept: masks are shorter than what they hide. */
const lookedAt = 4;

/**
 * The beginning of a reply for people: redacted first, then cut, so that no half of a key is left.
 * A reply may be megabytes; only its beginning is looked at.
 * @param complete whether `text` is the whole reply
 */
export function excerpt(text: string, secrets: readonly string[], characters: number, complete = true): string {
  const longest = Math.max(0, ...secrets.map(secret => secret.length)) * longestCharacter;
  const enough = characters * lookedAt + longest;
  const head = text.length > enough ? text.slice(0, enough) : text;
  const whole = complete && head === text ? text : head.slice(0, Math.max(0, head.length - longest));
  return legible(redact(whole, secrets)).slice(0, characters).toWellFormed();
}

/** Shorter keys stand in many a text by chance. */
const shortestFound = 12;

/** Whether a text holds one of these keys, in whatever usual spelling. Very short keys are not looked for. */
export function holdsKey(text: string, secrets: readonly string[]): boolean {
  return secrets.some(secret => secret.length >= shortestFound && spellingsOf(secret).some(spelling => text.search(spelling) >= 0));
}

/** Puts something else in the place of a key, wherever it stands in plain text or escaped character by character. */
export function takeOut(text: string, secret: string, replacement: string): string {
  const [plain] = spellingsOf(secret);
  return plain === undefined ? text : text.replace(plain, () => replacement);
}

/** Characters that one character of a key may take in {@link patternOf}. */
const longestCharacter = 12;

const known = new Map<string, readonly RegExp[]>();

/** The key as it is, in hexadecimal, and in Base64, also inside of a longer text that was encoded. */
function spellingsOf(secret: string): readonly RegExp[] {
  let spellings = known.get(secret);
  if (spellings === undefined) {
    const texts = secret === '' ? [] : [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64'), ...base64Within(secret)];
    // In any case: a host name comes back in small letters.
    spellings = texts.map(each => new RegExp(patternOf(each), 'gi'));
    known.set(secret, spellings);
  }
  return spellings;
}

const entities: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

/** Letters and digits as they are, every other character also percent-encoded, escaped as in JSON, or as an HTML entity; up to three times over. */
function patternOf(text: string): string {
  return [...text].map(character => {
    if (/[A-Za-z0-9]/u.test(character)) return character;
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16).padStart(2, '0');
    const plain = `\\\\{0,7}${character.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&')}`;
    const percent = code < 128 ? `%(?:25){0,2}${hex}` : encodeURIComponent(character.toWellFormed());
    const entity = entities[character];
    return `(?:${[plain, percent, `\\\\{1,7}u${hex.padStart(4, '0')}`, `&#x0{0,2}${hex};`, `&#0{0,2}${code};`, ...(entity === undefined ? [] : [`&${entity};`])].join('|')})`;
  }).join('');
}

/** Base64 takes three bytes at a time, so a text in the middle has three spellings; the characters it shares with its neighbors are left out. */
function base64Within(secret: string): string[] {
  if (secret.length < 6) return [];
  return [0, 1, 2].flatMap(offset => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    const inner = bytes.toString('base64').slice(Math.ceil(offset * 8 / 6), Math.floor(bytes.length * 8 / 6));
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
