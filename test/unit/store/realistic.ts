/** A history as it is in the middle of a working day: generations in every state, results on disk, a log that is not yet in the file. */
import { createHash } from 'node:crypto';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { sidecarOf, sidecarPath } from '../../../src/extension/assets/sidecar.ts';
import * as become from '../../../src/extension/engine/transitions.ts';
import { addOutputs } from '../../../src/extension/store/assets.ts';
import { type StoredAttempt, addAttempt, saveAttempt } from '../../../src/extension/store/attempts.ts';
import type { Database } from '../../../src/extension/store/database.ts';
import { addEvent } from '../../../src/extension/store/events.ts';
import { addGeneration, generationById } from '../../../src/extension/store/generations.ts';
import { type Generation, recoveryModes } from '../../../src/shared/model.ts';
import { stripedPng } from '../../fakes/png.ts';

export const states = [
  'completed', 'completed', 'completed', 'completed', 'failed', 'cancelled', 'waiting', 'held', 'sent', 'running', 'downloading', 'unconfirmed', 'retried',
] as const;
export type State = (typeof states)[number];

/** What is true, whatever becomes of the file. */
export interface Truth {
  readonly id: string;
  readonly state: State;
}

/** Ids that are the same in every run, so that a failure can be met again. */
let ids = 0;
function newId(): string {
  const hash = createHash('sha256').update(String(ids++)).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

const start = Date.UTC(2026, 10, 1);
const picture = stripedPng(16, 16, 3);

/** Adds `count` generations, every state in turn; the results of completed ones lie in `folder` with their sidecars. */
export async function addHistory(db: Database, folder: string, count: number, from = 0): Promise<Truth[]> {
  mkdirSync(folder, { recursive: true });
  const truth: Truth[] = [];
  for (let n = from; n < from + count; n++) {
    const state = states[n % states.length]!;
    const id = newId();
    await addOne(db, folder, id, state, n);
    truth.push({ id, state });
  }
  return truth;
}

async function addOne(db: Database, folder: string, id: string, state: State, n: number): Promise<void> {
  const at = start + n * 60_000;
  const recovery = recoveryModes[n % recoveryModes.length]!;
  const request = { provider: 'fake', model: 'picture-1', operation: 'text-to-image' as const, prompt: `mossy wall ${n}, ${'moss '.repeat(n % 40)}`, parameters: { seed: n, width: 64 } };
  const first = become.firstAttempt(newId(), id, at, recovery, 0.04);
  await db.write(tx => {
    addGeneration(tx, id, request, first);
    addEvent(tx, id, { attemptId: first.id, at, kind: 'created', text: '' });
  });
  const step = (change: (facts: StoredAttempt) => StoredAttempt): Promise<void> => db.write(tx => {
    const { attempt } = generationById(tx, id)!;
    const after = change(attempt);
    saveAttempt(tx, after);
    addEvent(tx, id, { attemptId: attempt.id, at: at + 5, kind: 'said', text: after.word ?? 'nothing' });
  });
  if (state === 'waiting') return;
  if (state === 'held') return step(f => become.held(f, 'credit'));
  await step(f => become.intended(f, at + 10, recovery, 'e'.repeat(64)));
  if (state === 'sent') return;
  if (state === 'unconfirmed') return step(f => become.unconfirmed(f, at + 2000));
  await step(f => become.accepted(f, at + 900, { kind: 'accepted', remoteId: `job-${n}`, word: 'queued' }));
  if (state === 'running') return step(f => become.polled(f, at + 2000, { kind: 'running', word: 'rendering', progress: 0.4 }, at + 4000));
  if (state === 'failed' || state === 'retried') await step(f => become.failed(f, at + 3000, { class: 'provider', sentence: 'It did not work.', raw: '{"error":"no"}'.repeat(20) }));
  if (state === 'retried') await db.write(tx => addAttempt(tx, become.retried(generationById(tx, id)!.attempt, at + 5000, newId(), null)));
  if (state === 'cancelled') await step(f => become.polled(become.cancelWished(f, at + 1000), at + 3000, { kind: 'cancelled', word: 'cancelled' }, at));
  if (state === 'completed' || state === 'downloading') {
    await step(f => become.polled(f, at + 8000, { kind: 'finished', word: 'succeeded', outputs: [{ url: `https://files.example/${n}.png`, expiresAt: at + 3_600_000 }], charge: 0.04 }, at));
  }
  if (state === 'completed') await complete(db, folder, id, at);
}

async function complete(db: Database, folder: string, id: string, at: number): Promise<void> {
  const { generation, attempt } = generationById(db, id)!;
  const file = writeResult(folder, generation, attempt, at);
  await db.write(tx => {
    const f = become.fileArrived(generationById(tx, id)!.attempt, 0, file);
    addOutputs(tx, id, generation.createdAt, [file], newId);
    saveAttempt(tx, become.completed(f, at + 9000));
  });
}

function writeResult(folder: string, generation: Generation, attempt: StoredAttempt, at: number): Parameters<typeof addOutputs>[3][number] {
  const path = join(folder, `20261101-mossy-wall-${generation.id.slice(-8)}-1.png`);
  writeFileSync(path, picture);
  utimesSync(path, at / 1000, at / 1000);
  const known = { hash: 'a'.repeat(64), size: picture.length, width: 16, height: 16 };
  writeFileSync(sidecarPath(path), JSON.stringify(sidecarOf({ generation, attempt, position: 0, count: 1 }, { name: basename(path), duration: null, ...known })));
  return { path, ...known, modifiedAt: at, kind: 'image' };
}
