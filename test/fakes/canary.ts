/** A key that is easy to find wherever it comes to rest, in every usual spelling. */

const word = 'dkrcanary7';

/** With everything that encoders escape, and nothing that a header can't hold. */
export const canary = `${word}/9f+3"x=&y<7>\\${word}`;

/** How a service may send a key back. */
export const spelled: Readonly<Record<string, string>> = {
  plain: canary,
  url: encodeURIComponent(canary),
  'url twice': encodeURIComponent(encodeURIComponent(canary)),
  form: new URLSearchParams({ k: canary }).toString().slice(2),
  json: JSON.stringify(canary).slice(1, -1),
  'json with slashes': JSON.stringify(canary).slice(1, -1).replaceAll('/', '\\/'),
  'json in json': JSON.stringify(JSON.stringify(canary)).slice(1, -1),
  'json with codes': canary.replace(/[^A-Za-z0-9]/gu, each => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`),
  html: canary.replace(/[&<>"]/gu, each => `&#${each.charCodeAt(0)};`),
  'html by name': canary.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  base64: Buffer.from(canary).toString('base64'),
  base64url: Buffer.from(canary).toString('base64url'),
  'base64 of a pair': Buffer.from(`me:${canary}`).toString('base64'),
  'base64 of a header': Buffer.from(`{"h":"Bearer ${canary}"}`).toString('base64'),
  hex: Buffer.from(canary).toString('hex'),
  'upper hex': Buffer.from(canary).toString('hex').toUpperCase(),
};
export const everySpelling = Object.values(spelled).join(' | ');

/** What no spelling can be without: encoders leave letters and digits alone, and Base64 has three ways to write a word. */
export const traces: readonly string[] = [
  word, Buffer.from(word).toString('hex'), Buffer.from(word).toString('hex').toUpperCase(),
  ...[0, 1, 2].map(offset => Buffer.concat([Buffer.alloc(offset), Buffer.from(word)]).toString('base64').slice(Math.ceil(offset * 8 / 6), Math.floor((offset + word.length) * 8 / 6))),
];

/** @returns what was found around each trace, for a message that helps; empty where there is none */
export function tracesIn(where: string, content: Buffer | string): string[] {
  const text = typeof content === 'string' ? content : content.toString('latin1');
  return traces.filter(trace => text.includes(trace)).map(trace => {
    const at = text.indexOf(trace);
    return `${where}: …${text.slice(Math.max(0, at - 60), at + 100)}…`;
  });
}
