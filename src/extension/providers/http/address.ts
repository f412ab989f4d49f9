/**
 * Which addresses the guarded client may reach. Names are checked after they were resolved, in the
 * lookup of the connection itself, so that a name can't answer twice differently.
 */
import type { LookupAddress } from 'node:dns';
import { BlockList, isIP, isIPv6 } from 'node:net';
import type { LookupFunction } from 'node:net';
import { Trouble } from './trouble.ts';

/** `private` is for origins that their owner declared; `forbidden` for nobody (link-local, metadata, multicast, unspecified). */
export type Region = 'public' | 'private' | 'forbidden';

const forbidden = listOf(
  ['0.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '240.0.0.0/4', '100.100.100.200/32', '168.63.129.16/32'],
  ['::/128', 'fe80::/10', 'ff00::/8', 'fd00:ec2::254/128', 'fd20:ce::254/128'],
);

/** What the registries of IANA mark as not globally reachable; of IPv6 only 2000::/3 is public at all. */
const special = listOf(
  [
    '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24',
    '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24',
  ],
  ['2001::/23', '2001:db8::/32', '3fff::/20'],
);
const unicast = listOf([], ['2000::/3']);

/** Where an IP address lies. IPv4 inside IPv6 (mapped, translated, 6to4) counts as the IPv4 address. */
export function regionOf(address: string): Region {
  const bare = address.split('%', 1)[0] ?? '';
  if (isIPv6(bare)) {
    const inner = embeddedIpv4(bare);
    if (inner !== undefined) return regionOf(inner);
    if (forbidden.check(bare, 'ipv6')) return 'forbidden';
    return unicast.check(bare, 'ipv6') && !special.check(bare, 'ipv6') ? 'public' : 'private';
  }
  if (isIP(bare) !== 4 || forbidden.check(bare, 'ipv4')) return 'forbidden';
  return special.check(bare, 'ipv4') ? 'private' : 'public';
}

export function mayReach(address: string, declared: boolean): boolean {
  const region = regionOf(address);
  return region === 'public' || (declared && region === 'private');
}

/**
 * Checks what can be known of a target before a connection: scheme, credentials in it, a literal address.
 * @returns whether its origin was declared
 * @throws {Trouble} `address`
 */
export function checkTarget(url: URL, declaredOrigins: ReadonlySet<string>): boolean {
  const declared = declaredOrigins.has(url.origin);
  const scheme = url.protocol === 'https:' || (url.protocol === 'http:' && declared);
  const host = hostOf(url);
  if (!scheme || url.username !== '' || url.password !== '' || (isIP(host) !== 0 && !mayReach(host, declared))) {
    throw new Trouble('address', false);
  }
  return declared;
}

/** The host name as sockets want it: an IPv6 address without brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/gu, '');
}

/** A lookup that answers only with addresses that may be reached, and fails when there is none. */
export function guardedLookup(resolve: LookupFunction, declared: boolean): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, answer) => {
      if (error) return callback(error, []);
      const found: readonly LookupAddress[] = Array.isArray(answer) ? answer : [{ address: answer, family: isIP(answer) }];
      const allowed = found.filter(each => mayReach(each.address, declared));
      const first = allowed[0];
      if (first === undefined) return callback(new Trouble('address', false), []);
      if (options.all === true) return callback(null, allowed);
      callback(null, first.address, first.family);
    });
  };
}

function embeddedIpv4(address: string): string | undefined {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groupsOf(address);
  const zeros = (a | b | c | d) === 0;
  if (zeros && ((e === 0 && f === 0xffff) || (e === 0xffff && f === 0))) return dotted(g, h);
  if (a === 0x64 && b === 0xff9b && (c | d | e | f) === 0) return dotted(g, h);
  return a === 0x2002 ? dotted(b, c) : undefined;
}

function dotted(high: number, low: number): string {
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

/** The eight 16-bit groups of a valid IPv6 address; the URL parser writes dotted tails as groups. */
function groupsOf(address: string): number[] {
  const [head = '', tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const gap: string[] = new Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...gap, ...right].map(group => Number.parseInt(group, 16));
}

function listOf(ipv4: readonly string[], ipv6: readonly string[]): BlockList {
  const list = new BlockList();
  for (const [subnets, family] of [[ipv4, 'ipv4'], [ipv6, 'ipv6']] as const) {
    for (const subnet of subnets) {
      const [address = '', prefix] = subnet.split('/');
      list.addSubnet(address, Number(prefix), family);
    }
  }
  return list;
}
