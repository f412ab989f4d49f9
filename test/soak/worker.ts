/**
 * One window's engine as a process of its own, on a history that others share. It is told by messages what to do, so
 * that whoever started it says when it works, what it wishes, and when it dies.
 *
 *   fork('worker.ts', [JSON.stringify(setup)])
 */
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createFiles } from '../../src/extension/assets/files.ts';
import { createInputs } from '../../src/extension/assets/inputs.ts';
import { holderName } from '../../src/extension/engine/holder.ts';
import { Engine } from '../../src/extension/engine/loop.ts';
import { type Times, usualTimes } from '../../src/extension/engine/step.ts';
import {
  type Wisher, wishAdopt, wishCancel, wishCheck, wishDismiss, wishFetch, wishGeneration, wishRetry,
} from '../../src/extension/engine/wishes.ts';
import type { TimingOptions } from '../../src/extension/engine/timing.ts';
import type { CustomHttpConfig } from '../../src/extension/providers/custom/config.ts';
import { createCustomProvider } from '../../src/extension/providers/custom/provider.ts';
import { type Limits, createHttp } from '../../src/extension/providers/http.ts';
import { Database } from '../../src/extension/store/database.ts';
import { Ledger } from '../../src/extension/store/ledger.ts';

export interface Setup {
  /** Absolute; holds the history, the ledger and the results. */
  readonly folder: string;
  readonly configs: readonly CustomHttpConfig[];
  readonly times: Partial<Times>;
  readonly timing?: Partial<TimingOptions>;
  readonly limits?: Partial<Limits>;
  /** Milliseconds between two looks for other processes' commits. */
  readonly watchEvery: number;
}

export type Order =
  /** Works, or stands by while another one leads. */
  | { readonly do: 'work'; readonly times?: Partial<Times> }
  /** Hands over and does nothing more, until the next `work`. */
  | { readonly do: 'rest' }
  | { readonly do: 'place'; readonly provider: string; readonly prompt: string; readonly seed: number }
  | { readonly do: 'cancel' | 'retry' | 'check' | 'dismiss' | 'fetch'; readonly generation: string }
  | { readonly do: 'adopt'; readonly generation: string; readonly remoteId: string }
  | { readonly do: 'measure' }
  /** Ends as a window does that is closed. */
  | { readonly do: 'end' };

/** What a process holds. Bytes after everything that can be freed was freed. */
export interface Held {
  readonly resident: number;
  readonly heap: number;
  /** Files, sockets and pipes. */
  readonly handles: number;
  /** Timers and requests under way. */
  readonly resources: number;
  /** Milliseconds of a core that it used since it began. */
  readonly cpu: number;
}

export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly n: number; readonly held?: Held }
  /** Something that has to be explained. */
  | { readonly kind: 'trouble'; readonly text: string };

const { folder, configs, times, timing, limits, watchEvery } = JSON.parse(process.argv[2]!) as Setup;
const tell = (answer: Answer): void => { if (process.connected) process.send!(answer); };
process.on('disconnect', () => process.exit());

const db = new Database(join(folder, 'history.db'), { watchEvery });
const ledger = new Ledger(join(folder, 'ledger.db'), { watchEvery });
const providers = new Map(configs.map(config => [config.id, createCustomProvider(config, {
  http: createHttp({ declaredOrigins: [config.origin], limits }), key: () => Promise.resolve(undefined),
})]));
const wisher: Wisher = { db, clock: Date.now, newId: randomUUID };
const quiet = (): void => undefined;
let engine: Engine | null = null;

async function obey(order: Order): Promise<Held | void> {
  switch (order.do) {
    case 'work':
      engine = new Engine({
        db, ledger, providers, files: createFiles({ folders: () => [{ path: join(folder, 'generated') }], newId: randomUUID }), inputs: createInputs(() => [folder]),
        clock: Date.now, newId: randomUUID, holder: holderName(), workspace: folder, dailyLimit: () => null, holdOf: () => null,
        times: { ...usualTimes, ...times, ...order.times },
        timing: { random: Math.random, backoff: 10, longest: 40, ...timing },
        log: { info: quiet, warn: quiet, error: (message, error) => tell({ kind: 'trouble', text: `${message}: ${error instanceof Error ? error.stack : String(error)}` }) },
      });
      return engine.start();
    case 'rest':
      await engine?.stop();
      engine = null;
      return;
    case 'place': {
      const provider = providers.get(order.provider)!;
      const model = provider.spec.models[0]!;
      await wishGeneration(wisher, {
        provider: order.provider, model: model.id, operation: model.operation, prompt: order.prompt, parameters: { seed: order.seed },
      }, provider.capabilities.recovery, model.price);
      return;
    }
    case 'cancel': return void await wishCancel(wisher, order.generation);
    case 'retry': return void await wishRetry(wisher, order.generation, 'Given up.', { estimate: 0.04 });
    case 'check': return void await wishCheck(wisher, order.generation);
    case 'dismiss': return void await wishDismiss(wisher, order.generation, 'Given up.');
    case 'fetch': return void await wishFetch(wisher, order.generation);
    case 'adopt': return void await wishAdopt(wisher, order.generation, order.remoteId);
    case 'measure': return held();
    case 'end':
      await engine?.stop();
      for (const provider of providers.values()) provider.dispose?.();
      ledger.close();
      db.close();
      process.disconnect();
  }
}

function held(): Held {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return {
    resident: rss, heap: heapUsed, handles: openFiles(), resources: process.getActiveResourcesInfo().length, cpu: (user + system) / 1000,
  };
}

/** 0 where the system does not tell. */
function openFiles(): number {
  return existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0;
}

process.on('message', ({ n, ...order }: Order & { readonly n: number }) => {
  obey(order).then(
    measured => tell({ kind: 'done', n, ...(measured === undefined ? {} : { held: measured }) }),
    (error: unknown) => tell({ kind: 'trouble', text: `${order.do}: ${error instanceof Error ? error.stack : String(error)}` }));
});
tell({ kind: 'ready' });
