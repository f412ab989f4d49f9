/**
 * Watches what this process reaches for, and lets it go no further: connections to anything but the given ports of this
 * machine, and files outside of one folder. It wraps what Node offers, so the product carries no hook for it.
 */
import dns from 'node:dns';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import type { LookupFunction } from 'node:net';
import { resolve, sep } from 'node:path';

type Options = { host?: string; port?: number; lookup?: LookupFunction };

/**
 * Names are looked up as the product wishes; what it would connect to then is where it ends.
 * @returns the targets that were wished and not reached, added to as they come
 */
export function watchConnections(ports: ReadonlySet<number>): readonly string[] {
  const strangers: string[] = [];
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its socket below
  const { connect } = net.Socket.prototype;
  const refuse = (target: string): Error => {
    strangers.push(target);
    return Object.assign(new Error('not reached'), { code: 'ECONNREFUSED' });
  };
  const watched = function (this: net.Socket, ...args: unknown[]): unknown {
    const options = optionsOf(args);
    const { host = '', port = 0, lookup = dns.lookup } = options;
    if (host === '127.0.0.1' && ports.has(port)) return Reflect.apply(connect, this, args);
    if (net.isIP(host) !== 0 || host === '') {
      const error = refuse(`${host}:${port}`);
      process.nextTick(() => this.destroy(error));
      return this;
    }
    options.lookup = (name, how, answer) => lookup(name, how, (error, found) => answer(error ?? refuse(`${name} at ${JSON.stringify(found)}:${port}`), []));
    return Reflect.apply(connect, this, args);
  };
  Object.assign(net.Socket.prototype, { connect: watched });
  return strangers;
}

/** Node hands its own list around: `[[options, callback]]`. */
function optionsOf(args: readonly unknown[]): Options {
  const first: unknown = Array.isArray(args[0]) ? args[0][0] : args[0];
  return typeof first === 'object' && first !== null ? first : { port: Number(first), host: typeof args[1] === 'string' ? args[1] : '' };
}

/** @returns the paths outside that something was wished with, added to as they come */
export function watchFiles(folder: string): readonly string[] {
  const outside: string[] = [];
  const isInside = (path: unknown): boolean => {
    const full = resolve(String(path));
    return full === folder || full.startsWith(`${folder}${sep}`);
  };
  const watched = ['open', 'mkdir', 'rename', 'rm', 'writeFile', 'copyFile', 'symlink', 'link', 'unlink', 'appendFile', 'truncate'] as const;
  const functions = fs as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  for (const name of watched) {
    const original = functions[name]!;
    functions[name] = async (...args) => {
      const paths = ['rename', 'copyFile', 'symlink', 'link'].includes(name) ? args.slice(0, 2) : args.slice(0, 1);
      const stray = paths.filter(path => !isInside(path));
      if (stray.length === 0) return original(...args);
      outside.push(...stray.map(path => `${name} ${String(path)}`));
      throw Object.assign(new Error('not allowed here'), { code: 'EACCES' });
    };
  }
  syncBuiltinESMExports();
  return outside;
}
