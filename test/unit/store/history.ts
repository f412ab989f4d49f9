/** Histories for tests: generations in a given state, written as the product writes them. */
import { randomUUID } from 'node:crypto';
import { saveAttempt } from '../../../src/extension/store/attempts.ts';
import { addOutputs } from '../../../src/extension/store/assets.ts';
import type { Database } from '../../../src/extension/store/database.ts';
import { addGeneration, generationById } from '../../../src/extension/store/generations.ts';
import { completed, firstAttempt } from '../../../src/extension/engine/transitions.ts';
import type { StoredAttempt } from '../../../src/extension/store/attempts.ts';
import type { GenerationRequest } from '../../../src/shared/model.ts';

export const request: GenerationRequest = { provider: 'embedded', model: 'texture', operation: 'text-to-image', prompt: 'mossy stone', parameters: { seed: 7 } };

export async function addRequest(db: Database, at: number, prompt = request.prompt): Promise<string> {
  const id = randomUUID();
  await db.write(tx => addGeneration(tx, id, { ...request, prompt }, firstAttempt(randomUUID(), id, at, 'key-replay', 0)));
  return id;
}

export async function change(db: Database, generation: string, become: (facts: StoredAttempt) => StoredAttempt): Promise<void> {
  await db.write(tx => saveAttempt(tx, become(generationById(tx, generation)!.attempt)));
}

/** Ends it with a file of this path. */
export async function completeWith(db: Database, generation: string, path: string, now: number): Promise<void> {
  await db.write(tx => {
    const row = generationById(tx, generation)!;
    addOutputs(tx, generation, row.generation.createdAt, [{ path, hash: 'h', size: 10, modifiedAt: now, kind: 'image', width: 1, height: 1 }], randomUUID);
    saveAttempt(tx, completed(row.attempt, now));
  });
}
