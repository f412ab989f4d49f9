/** Generations in every state, written as the product writes them. */
import { randomUUID } from 'node:crypto';
import type { StoredAttempt } from '../../../src/extension/store/attempts.ts';
import { addAttempt, saveAttempt } from '../../../src/extension/store/attempts.ts';
import type { Database, Writer } from '../../../src/extension/store/database.ts';
import { addGeneration } from '../../../src/extension/store/generations.ts';
import * as become from '../../../src/extension/engine/transitions.ts';

export const now = Date.UTC(2026, 10, 21, 14, 0);

/** Whatever runs longer than this is stalled, in every model. */
export const timing = { stalledAfter: 60_000, usual: 20_000, runs: 23 };

/** @param f an attempt that was just made @param at what is now */
export const states = {
  waiting: (f: StoredAttempt) => f,
  held: (f: StoredAttempt) => become.held(f, 'credit'),
  paused: (f: StoredAttempt) => ({ ...f, paused: true }),
  retry: (f: StoredAttempt, at: number) => ({ ...f, notBefore: at + 9_000 }),
  uploading: (f: StoredAttempt, at: number) => ({ ...f, uploadingAt: at }),
  submitting: (f: StoredAttempt) => sent(f),
  running: (f: StoredAttempt, at: number) => running(f, at, 10_000),
  stalled: (f: StoredAttempt, at: number) => running(f, at, 840_000),
  cancelling: (f: StoredAttempt, at: number) => become.cancelWished(running(f, at, 10_000), at),
  unconfirmed: (f: StoredAttempt, at: number) => become.unconfirmed(sent(f), at),
  downloading: (f: StoredAttempt, at: number) => become.polled(running(f, at, 10_000), at, { kind: 'finished', word: 'done', outputs: [{ url: 'https://files.example/a.png' }] }, at),
  failed: (f: StoredAttempt, at: number) => become.failed(running(f, at, 10_000), f.createdAt + 5, { class: 'rate', sentence: 'Too many requests.', charged: false }),
  refused: (f: StoredAttempt) => become.failed(sent(f), f.createdAt + 5, { class: 'moderation', sentence: 'Refused by moderation.' }),
  completed: (f: StoredAttempt, at: number) => become.completed(running(f, at, 10_000), f.createdAt + 7),
  cancelled: (f: StoredAttempt) => become.cancelWished(f, f.createdAt + 3),
} as const satisfies Record<string, (f: StoredAttempt, at: number) => StoredAttempt>;
export type State = keyof typeof states;
export const everyState = Object.keys(states) as State[];

function sent(f: StoredAttempt): StoredAttempt {
  return become.intended(f, f.createdAt, 'none', 'hash');
}

function running(f: StoredAttempt, at: number, milliseconds: number): StoredAttempt {
  const taken = become.accepted(sent(f), at - milliseconds, { kind: 'accepted', remoteId: `remote-${f.id}` });
  return become.polled(taken, at, { kind: 'running', word: 'generating' }, at + 40_000);
}

export interface Past {
  readonly provider?: string;
  readonly prompt?: string;
  readonly state: State;
  /** A failed attempt came before the one in this state. */
  readonly retried?: boolean;
}

/** @returns the ids, in the order given, which is the order of their making */
export function writePast(db: Database, pasts: readonly Past[], at = now): Promise<string[]> {
  return db.write(tx => pasts.map((past, n) => writeOne(tx, past, at - 1_000_000 + n, at)));
}

function writeOne(tx: Writer, { provider = 'fal', prompt = 'mossy stone', state, retried = false }: Past, madeAt: number, at: number): string {
  const id = randomUUID();
  const first = become.firstAttempt(randomUUID(), id, madeAt, 'none', 0.04);
  addGeneration(tx, id, { provider, model: 'picture-1', operation: 'text-to-image', prompt, parameters: { seed: 7 } }, first);
  if (!retried) saveAttempt(tx, states[state](first, at));
  else {
    const failed = states.failed(first, at);
    saveAttempt(tx, failed);
    const next = become.retried(failed, madeAt + 10, randomUUID(), null);
    addAttempt(tx, next);
    saveAttempt(tx, states[state](next, at));
  }
  return id;
}
