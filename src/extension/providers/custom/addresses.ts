/**
 * Addresses of results that hold the key itself, as in `?token=…`. They are kept with a mark in its place, so that no key is written
 * down, and only a request to the service's own origin gets it back.
 */
import { holdsKey, takeOut } from '../http/redact.ts';

const mark = encodeURIComponent('${key}');

/** @returns `undefined` where the key is in it in a way that can't be put back */
export function withoutKey(address: string, secrets: readonly string[]): string | undefined {
  if (!holdsKey(address, secrets)) return address;
  const clean = secrets.reduce((rest, secret) => takeOut(rest, secret, mark), address);
  return holdsKey(clean, secrets) ? undefined : clean;
}

export function lacksKey(address: string): boolean {
  return address.includes(mark);
}

export function withKey(address: string, [secret = '']: readonly string[]): string {
  return address.replaceAll(mark, encodeURIComponent(secret));
}
