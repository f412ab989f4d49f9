/** Names of result files: from our own facts, never from a provider's. */
import type { Generation } from '../../shared/model.ts';

/** `<date>-<prompt slug>-<id>-<n>` without an extension; the date is the generation's, in UTC. */
export function baseName(generation: Generation, position: number): string {
  const date = new Date(generation.createdAt).toISOString().slice(0, 10).replaceAll('-', '');
  const slug = slugOf(generation.prompt);
  return [date, ...(slug === '' ? [] : [slug]), generation.id.slice(-8), String(position + 1)].join('-');
}

/** Lower-case ASCII words of a text, joined by hyphens; at most 40 characters. */
export function slugOf(text: string): string {
  const ascii = text.normalize('NFKD').replace(/[\u0300-\u036f]/gu, '').toLowerCase();
  return ascii.replace(/[^a-z0-9]+/gu, '-').slice(0, 40).replace(/^-+|-+$/gu, '');
}
