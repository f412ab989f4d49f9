/**
 * Kills this process (SIGKILL, nothing is cleaned up) before or after the n-th call of a port: a commit of the store,
 * an HTTP request, a write to a file, a rename. It wraps what Node offers, so the product carries no hook for it.
 */
import fs from 'node:fs/promises';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { DatabaseSync } from 'node:sqlite';

export const ports = ['commit', 'send', 'write', 'rename'] as const;
export type Port = (typeof ports)[number];

export interface CrashPoint {
  readonly port: Port;
  readonly when: 'before' | 'after';
  /** From 1. */
  readonly call: number;
}

export async function crashAt(point: CrashPoint): Promise<void> {
  let calls = 0;
  const die = (): never => {
    process.kill(process.pid, 'SIGKILL');
    // The signal needs a moment; nothing more may happen in it.
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
  };
  const before = (port: Port): boolean => {
    if (port !== point.port || ++calls !== point.call) return false;
    if (point.when === 'before') die();
    return true;
  };

  const exec = Object.getOwnPropertyDescriptor(DatabaseSync.prototype, 'exec')!.value as (sql: string) => void;
  DatabaseSync.prototype.exec = function (sql: string): void {
    const dies = sql === 'COMMIT' && before('commit');
    exec.call(this, sql);
    if (dies) die();
  };

  const send = http.request;
  http.request = function (...args: Parameters<typeof http.request>): http.ClientRequest {
    const dies = before('send');
    const request = send(...args);
    // After: the provider has answered, and nobody here knows it yet.
    if (dies) request.prependListener('response', die);
    return request;
  } as typeof http.request;

  const handle = await fs.open(process.execPath, 'r');
  const prototype = Object.getPrototypeOf(handle) as { write: (...args: unknown[]) => Promise<unknown>; writeFile: (...args: unknown[]) => Promise<unknown> };
  await handle.close();
  for (const name of ['write', 'writeFile'] as const) {
    const original = prototype[name];
    prototype[name] = async function (...args: unknown[]): Promise<unknown> {
      const dies = before('write');
      const result = await original.apply(this, args);
      if (dies) die();
      return result;
    };
  }

  const rename = fs.rename;
  fs.rename = async (...args) => {
    const dies = before('rename');
    await rename(...args);
    if (dies) die();
  };
  syncBuiltinESMExports();
}
