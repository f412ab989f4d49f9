/** The files that go along with a request: what they are now, and what their provider calls them. */
import * as l10n from '@vscode/l10n';
import type { InputSpec, Reference } from '../../shared/model.ts';
import { InputError, type LookedAt } from '../assets/inputs.ts';
import type { SentInput } from '../assets/sidecar.ts';
import { inputProblem } from '../providers/check.ts';
import { type CallInput, type InputFile, type Provider, modelOf } from '../providers/contract.ts';
import { noteContent, noteFile } from '../store/assets.ts';
import type { Reader } from '../store/database.ts';
import type { StoredGeneration } from '../store/generations.ts';
import { type InputLink, inputsOf } from '../store/inputs.ts';
import { type Upload, uploadsOfContent } from '../store/uploads.ts';
import type { StepContext } from './step.ts';

/** An input that its model takes. */
export interface Input {
  readonly spec: InputSpec;
  readonly link: InputLink;
}

/** What the model takes of what was chosen; a model that changed since in the settings may take less. */
export function inputsFor(db: Reader, { generation }: Pick<StoredGeneration, 'generation'>, provider: Provider): Input[] {
  const specs = modelOf(provider, generation.model)?.inputs ?? [];
  if (specs.length === 0) return [];
  const links = inputsOf(db, generation.id);
  return specs.flatMap(spec => {
    const link = links.find(({ name }) => name === spec.name);
    return link === undefined ? [] : [{ spec, link }];
  });
}

/** The assets that the provider has to be given before the request can name them. */
export function toUpload(db: Reader, row: StoredGeneration, provider: Provider, now: number): string[] {
  if (provider.upload === undefined) return [];
  return inputsFor(db, row, provider)
    .filter(({ link: { asset } }) => asset.hash === null || usable(db, provider.spec.id, asset.hash, now) === undefined)
    .map(({ link }) => link.asset.id);
}

/** Milliseconds that the provider may need to read a file after it was named. */
const usedWithin = 60_000;

/** An upload of this content that the provider keeps long enough for one more request. */
export function usable(db: Reader, provider: string, hash: string, now: number): Upload | undefined {
  return uploadsOfContent(db, provider, hash).find(({ expiresAt, uploadedAt }) => {
    if (expiresAt === null) return true;
    // Of what is kept only shortly half of the time has to do.
    return expiresAt - Math.min(usedWithin, (expiresAt - (uploadedAt ?? now)) / 2) > now;
  });
}

/**
 * Looks at an input's file, and notes where it is another than before.
 * @throws {InputError} when it can't be sent
 */
export async function lookAt({ db, inputs, newId }: StepContext, { spec, link: { asset } }: Input): Promise<LookedAt> {
  const file = await inputs.look(asset.path);
  const problem = inputProblem(spec, file);
  if (problem !== null) throw new InputError(problem);
  if (file.size !== asset.size || file.modifiedAt !== asset.modifiedAt) {
    await db.write(tx => {
      noteFile(tx, { path: asset.path, kind: file.kind, size: file.size, modifiedAt: file.modifiedAt }, newId);
      noteContent(tx, asset.id, file);
      void tx.rev;
    });
  }
  return file;
}

/** The hash that is known of the file as it is, or one that is computed now and noted. */
export async function hashOf(context: StepContext, input: Input, file: LookedAt, signal: AbortSignal): Promise<string> {
  const known = knownHash(input, file);
  if (known !== null) return known;
  const hash = await context.inputs.hash(file, signal);
  await context.db.write(tx => noteContent(tx, input.link.asset.id, { ...file, hash }));
  return hash;
}

function knownHash({ link: { asset } }: Input, file: LookedAt): string | null {
  return file.size === asset.size && file.modifiedAt === asset.modifiedAt ? asset.hash : null;
}

export function sendable(context: StepContext, { link: { asset } }: Input, file: LookedAt, hash: string, signal: AbortSignal): InputFile {
  const name = context.inputs.nameOf(asset.path).split('/').at(-1)!;
  return { name, type: file.type, size: file.size, hash, read: () => context.inputs.read(file, hash, signal) };
}

/** What a request says in the place of a file. */
export interface ReadyInput {
  readonly name: string;
  readonly hash: string;
  readonly reference: Reference | null;
  readonly input: CallInput;
}

/**
 * Everything that goes along, as it is at this moment.
 * @returns `null` when something has to be uploaded first
 * @throws {InputError} when something can't be sent
 */
export async function readyInputs(context: StepContext, row: StoredGeneration, provider: Provider): Promise<ReadyInput[] | null> {
  const chosen = inputsFor(context.db, row, provider);
  const missing = modelOf(provider, row.generation.model)?.inputs?.find(({ name, required }) => required && !chosen.some(({ spec }) => spec.name === name));
  if (missing !== undefined) throw new InputError(l10n.t('{0}: no file was chosen. Generate it anew with one.', missing.label));
  const ready: ReadyInput[] = [];
  for (const each of chosen) {
    const file = await lookAt(context, each);
    if (provider.upload === undefined) {
      const hash = await hashOf(context, each, file, context.signal);
      ready.push({ name: each.spec.name, hash, reference: null, input: { file: sendable(context, each, file, hash, context.signal) } });
    } else {
      const hash = knownHash(each, file);
      const reference = hash === null ? undefined : usable(context.db, provider.spec.id, hash, context.clock())?.reference;
      if (hash === null || reference == null) return null;
      ready.push({ name: each.spec.name, hash, reference, input: { reference } });
    }
  }
  return ready;
}

/**
 * The same as it was sent before, for a replay.
 * @throws {InputError} when the bytes that were sent are no longer there
 */
export async function inputsAsSent(context: StepContext, row: StoredGeneration, provider: Provider): Promise<ReadonlyMap<string, CallInput>> {
  const inputs = new Map<string, CallInput>();
  for (const each of inputsFor(context.db, row, provider)) {
    const { hash, reference } = each.link;
    if (hash === null) continue;
    // The bytes are compared with the hash as they are read.
    inputs.set(each.spec.name, reference !== null ? { reference } : { file: sendable(context, each, await lookAt(context, each), hash, context.signal) });
  }
  return inputs;
}

/** For the sidecar: the files that went along, with the hash of what was sent. */
export function sentInputs({ db, inputs }: StepContext, generationId: string): SentInput[] {
  return inputsOf(db, generationId).flatMap(({ name, asset, hash }) => (hash === null ? [] : [{ name, file: inputs.nameOf(asset.path), sha256: hash }]));
}
