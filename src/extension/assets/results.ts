/** Results that are on disk with their sidecars: what a history can be made whole from. Sidecars are files like any other, and not believed. */
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { type Generation, type MediaKind, operations } from '../../shared/model.ts';
import type { OutputFile } from '../store/outputs.ts';
import { namesIn } from './names.ts';
import { sidecarLimit, sidecarSuffix } from './sidecar.ts';

/** One result, with what its sidecar says made it. Times are epoch milliseconds. */
export interface FoundResult {
  readonly generation: Omit<Generation, 'rev'>;
  readonly attempt: string;
  readonly remoteId: string | null;
  readonly position: number;
  readonly count: number;
  readonly sentAt: number | null;
  readonly finishedAt: number | null;
  readonly cost: number | null;
  readonly file: OutputFile;
}

const id = v.pipe(v.string(), v.regex(/^[\w.-]{1,100}$/u));
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const size = v.nullish(v.pipe(whole, v.maxValue(1_000_000)), null);
const time = v.pipe(v.string(), v.isoTimestamp(), v.transform(Date.parse));

const sidecarSchema = v.object({
  darkroom: v.literal(1), generation: id, attempt: id, remoteId: v.nullish(v.pipe(v.string(), v.maxLength(1000)), null),
  provider: text, model: text, operation: v.picklist(operations), prompt: v.pipe(v.string(), v.maxLength(200_000)),
  parameters: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
  output: v.object({ position: v.pipe(whole, v.maxValue(999)), count: v.pipe(whole, v.minValue(1), v.maxValue(1000)) }),
  createdAt: time, sentAt: v.nullish(time, null), finishedAt: v.nullish(time, null), cost: v.nullish(v.pipe(v.number(), v.finite(), v.minValue(0)), null),
  file: v.object({ name: v.pipe(v.string(), v.regex(/^[^/\\\0]{1,255}$/u)), sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u)), size: whole, width: size, height: size }),
});

const kinds: Readonly<Record<string, MediaKind>> = { mp4: 'video', webm: 'video', wav: 'audio', flac: 'audio', ogg: 'audio', mp3: 'audio' };

/** The results in a folder, those of one generation one after the other; none where there is no such folder. */
export async function* findResults(folder: string): AsyncGenerator<FoundResult> {
  const sidecars: string[] = [];
  for await (const name of namesIn(folder)) if (name.endsWith(sidecarSuffix)) sidecars.push(name);
  for (const name of sidecars.sort()) {
    const found = await readResult(folder, name).catch(() => null);
    if (found !== null) yield found;
  }
}

async function readResult(folder: string, name: string): Promise<FoundResult | null> {
  const own = await lstat(join(folder, name));
  if (!own.isFile() || own.size > sidecarLimit) return null;
  const { success, output: sidecar } = v.safeParse(sidecarSchema, JSON.parse(await readFile(join(folder, name), 'utf8')));
  // A sidecar speaks of the file that it lies beside.
  if (!success || `${sidecar.file.name}${sidecarSuffix}` !== name) return null;
  const path = join(folder, sidecar.file.name);
  const there = await lstat(path);
  if (!there.isFile() || there.size !== sidecar.file.size) return null;
  const { generation, createdAt, provider, model, operation, prompt, parameters, attempt, remoteId, sentAt, finishedAt, cost, file } = sidecar;
  return {
    generation: { id: generation, createdAt, provider, model, operation, prompt, parameters },
    attempt, remoteId, sentAt, finishedAt, cost, ...sidecar.output,
    file: {
      path, hash: file.sha256, size: file.size, modifiedAt: Math.floor(there.mtimeMs), width: file.width, height: file.height,
      kind: kinds[file.name.slice(file.name.lastIndexOf('.') + 1).toLowerCase()] ?? 'image',
    },
  };
}
