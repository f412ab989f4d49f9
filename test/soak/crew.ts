/** Processes that work on one history together: started, told what to do, frozen and killed from here. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { cache } from '../bed/paths.mjs';
import { bundled } from './bundle.ts';
import type { Answer, Held, Order, Setup } from './worker.ts';

export interface Hand {
  /** Unique among all hands of a run. */
  readonly name: string;
  readonly pid: number;
  /** It opened the history and hears. */
  readonly ready: Promise<void>;
  readonly isReady: boolean;
  /** Resolves when the order is carried out; never, where the process dies before. */
  ask(order: Order): Promise<Held | undefined>;
  /** At once, and nothing is cleaned up. Resolves when it is gone. */
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** As a window that is closed. */
  close(): Promise<void>;
  /** When it was killed, in epoch milliseconds. */
  readonly killedAt: number | null;
}

export interface Crew {
  readonly hands: readonly Hand[];
  /** What the processes complained of, and those that ended without being told. */
  readonly troubles: readonly string[];
  /** Everyone there ever was, by name. */
  readonly byName: ReadonlyMap<string, Hand>;
  hire(): Hand;
  /** Kills whoever is left. */
  dismiss(): Promise<void>;
}

/** @param setupFor what a process gets to know, from its name */
export function crewOf(setupFor: (name: string) => Setup, nodeOptions: readonly string[] = []): Crew {
  const script = bundled(new URL('worker.ts', import.meta.url));
  const hands = new Set<Hand>();
  const troubles: string[] = [];
  const byName = new Map<string, Hand>();

  function hire(): Hand {
    const name = `hand-${byName.size + 1}`;
    const child = fork(script, [JSON.stringify(setupFor(name))], {
      execArgv: ['--disable-warning=ExperimentalWarning', ...nodeOptions], stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, NODE_COMPILE_CACHE: join(cache, 'node') },
    });
    const { hand, closing } = handOf(name, child, troubles);
    void closing.then(() => hands.delete(hand));
    hands.add(hand);
    byName.set(name, hand);
    return hand;
  }

  return {
    get hands() { return [...hands]; },
    troubles, byName, hire,
    async dismiss() { await Promise.all([...hands].map(hand => hand.kill())); },
  };
}

function handOf(name: string, child: ChildProcess, troubles: string[]): { readonly hand: Hand; readonly closing: Promise<void> } {
  const asked = new Map<number, (held: Held | undefined) => void>();
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => undefined);
  let isReady = false;
  let ending = false;
  let killedAt: number | null = null;
  let orders = 0;
  let said = '';
  child.stderr!.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  child.on('message', (answer: Answer) => {
    switch (answer.kind) {
      case 'ready': isReady = true; return ready.resolve();
      case 'done': asked.get(answer.n)?.(answer.held); return void asked.delete(answer.n);
      case 'trouble': return void troubles.push(`${name}: ${answer.text}`);
    }
  });
  // A message to a process that has just died.
  child.on('error', () => undefined);
  const closing = once(child, 'close').then(([code, signal]: unknown[]) => {
    if (killedAt !== null || (ending && code === 0)) return;
    const trouble = `${name} ended by itself (${String(code)}, ${String(signal)}): ${said}`;
    troubles.push(trouble);
    ready.reject(new Error(trouble));
  });
  const send = (order: Order, n: number): void => { if (child.connected) child.send({ ...order, n }, () => undefined); };

  const hand: Hand = {
    name, pid: child.pid!, ready: ready.promise,
    get isReady() { return isReady; },
    get killedAt() { return killedAt; },
    ask(order) {
      const n = ++orders;
      return new Promise(resolve => { asked.set(n, resolve); send(order, n); });
    },
    async kill() {
      killedAt ??= Date.now();
      child.kill('SIGKILL');
      await closing;
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    async close() {
      ending = true;
      send({ do: 'end' }, ++orders);
      await closing;
    },
  };
  return { hand, closing };
}
