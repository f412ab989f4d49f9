/**
 * Brings the files that go along to the provider, before anything is asked for. It starts nothing that costs, so what went
 * wrong is tried again; what the provider calls a file is kept, so that no file goes twice.
 */
import * as l10n from '@vscode/l10n';
import type { HoldReason } from '../../../shared/model.ts';
import { InputError, type LookedAt } from '../../assets/inputs.ts';
import { type Provider, ProviderError, type UploadReply } from '../../providers/contract.ts';
import { forgetHash } from '../../store/assets.ts';
import { attemptById } from '../../store/attempts.ts';
import type { StoredGeneration } from '../../store/generations.ts';
import { type Upload, saveUpload, uploadOf } from '../../store/uploads.ts';
import { holdFor, holdProvider } from '../holds.ts';
import { type Input, hashOf, inputsFor, lookAt, sendable, usable } from '../inputs.ts';
import { type StepContext, learn, learnIn, reasonOf } from '../step.ts';
import { awayDelay, backoffDelay, longestRest } from '../timing.ts';
import { failed, troubled, uploadBegan, uploadHeld, uploadProgressed, uploaded } from '../transitions.ts';

export async function upload(context: StepContext, row: StoredGeneration, provider: Provider): Promise<void> {
  const began = await learn(context, row.attempt.id, (facts, tx) =>
    facts.end === null && facts.sentAt === null && !facts.paused && context.leads(tx) ? uploadBegan(facts, context.clock()) : null);
  if (began === undefined) return;
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  // A cancel or a pause comes as a row, from whatever window.
  const watching = context.db.onChanged(() => {
    const now = attemptById(context.db, row.attempt.id);
    if (now === undefined || now.end !== null || now.paused) stop.abort();
  });
  try {
    await transferAll({ context, row, provider, signal, startedAt: context.clock() });
    await learn(context, row.attempt.id, uploaded, { kind: 'uploaded', text: provider.spec.label });
  } catch (error) {
    if (context.signal.aborted) return;
    await notUploaded(context, row, provider, error, stop.signal.aborted);
  } finally {
    watching.dispose();
  }
}

interface Work {
  readonly context: StepContext;
  readonly row: StoredGeneration;
  readonly provider: Provider;
  readonly signal: AbortSignal;
  readonly startedAt: number;
}

interface Transfer {
  readonly input: Input;
  readonly file: LookedAt;
  readonly hash: string;
}

async function transferAll(work: Work): Promise<void> {
  const { context, row, provider, signal } = work;
  const open: Transfer[] = [];
  for (const input of inputsFor(context.db, row, provider)) {
    const file = await lookAt(context, input);
    const before = uploadOf(context.db, provider.spec.id, input.link.asset.id);
    if (before?.reference == null) await note(work, input, { hash: null });
    const hash = await hashOf(context, input, file, signal);
    signal.throwIfAborted();
    const known = usable(context.db, provider.spec.id, hash, context.clock());
    // The same bytes under another name, or from before: the provider has them.
    if (known === undefined) open.push({ input, file, hash });
    await note(work, input, known ?? { hash });
  }
  const all = open.reduce((sum, { file }) => sum + file.size, 0);
  let before = 0;
  for (const each of open) {
    await transfer(work, each, sent => (before + sent) / all);
    before += each.file.size;
  }
}

/** @param fraction of all files that so many bytes of this one are */
async function transfer(work: Work, { input, file, hash }: Transfer, fraction: (sent: number) => number): Promise<void> {
  const { context, row, provider, signal } = work;
  // Two inputs may be one file.
  const known = usable(context.db, provider.spec.id, hash, context.clock());
  if (known !== undefined) return note(work, input, known);
  let toldAt = 0;
  const onSent = (sent: number): void => {
    const now = context.clock();
    if (signal.aborted || sent < file.size && now - toldAt < context.times.progressEvery) return;
    toldAt = now;
    context.db.write(tx => {
      saveUpload(tx, { ...begun(work, input), ...uploadOf(tx, provider.spec.id, input.link.asset.id), sent, sentAt: sent < file.size ? null : now }, context.newId);
      learnIn(context, tx, row.attempt.id, facts => uploadProgressed(facts, fraction(sent)));
    }).catch((error: unknown) => context.log.warn(`${row.attempt.id}: the progress is not written`, error));
  };
  const reply = await provider.upload!(sendable(context, input, file, hash, signal), onSent, signal);
  const now = context.clock();
  await note(work, input, { hash, ...arrived(reply, file.size, now) });
}

/** What is known of a file that the provider has now. */
export function arrived({ reference, expiresAt }: UploadReply, size: number, now: number): Pick<Upload, 'sent' | 'sentAt' | 'reference' | 'uploadedAt' | 'expiresAt'> {
  // One that is over as it comes is a clock that goes wrong: it serves for what waits for it.
  return { sent: size, sentAt: now, reference, uploadedAt: now, expiresAt: expiresAt !== null && expiresAt <= now ? now + 60_000 : expiresAt };
}

function begun({ provider, startedAt }: Work, { link }: Input): Upload {
  return {
    provider: provider.spec.id, assetId: link.asset.id, startedAt, hash: null, sent: 0, sentAt: null,
    reference: null, uploadedAt: null, expiresAt: null, failure: null, interruptedAt: null, wishedAt: null, turn: null,
  };
}

/** Writes what is known of a file's transfer now; what is not said is as at its beginning. */
async function note(work: Work, input: Input, known: Partial<Upload>): Promise<void> {
  const { db, newId } = work.context;
  const start = begun(work, input);
  await db.write(tx => saveUpload(tx, { ...start, ...known, provider: start.provider, assetId: start.assetId }, newId));
}

async function notUploaded(context: StepContext, row: StoredGeneration, provider: Provider, error: unknown, cancelled: boolean): Promise<void> {
  const now = context.clock();
  const reason = reasonOf(error);
  const told = { ...reason, at: now };
  await context.db.write(tx => {
    for (const { link } of inputsFor(tx, row, provider)) {
      const at = uploadOf(tx, provider.spec.id, link.asset.id);
      if (at === undefined || at.reference !== null) continue;
      saveUpload(tx, cancelled ? { ...at, interruptedAt: now } : { ...at, failure: told }, context.newId);
    }
    // Its bytes were not those that its hash was computed of: it is read anew.
    if (error instanceof InputError && error.changed) for (const { link } of inputsFor(tx, row, provider)) forgetHash(tx, link.asset.id);
  });
  if (cancelled) return;
  const because = error instanceof ProviderError ? holdFor(error) : null;
  if (because !== null) return hold(context, row, because, told);
  await learn(context, row.attempt.id, (facts, tx) => {
    if (facts.end !== null || facts.sentAt !== null || !context.leads(tx)) return null;
    const waits = error instanceof ProviderError && error.retryAfter !== null ? Math.min(Math.ceil(error.retryAfter), longestRest) : null;
    if (isFinal(error)) return failed(facts, now, reason);
    if (!usesUpTry(error)) return { ...troubled(facts, now, reason, now + (waits ?? awayDelay(context.timing))), troubles: facts.troubles };
    const tries = facts.troubles + 1;
    if (tries >= context.times.uploadTries) return failed(facts, now, { ...reason, sentence: l10n.t('The file could not be uploaded. {0}', reason.sentence) });
    return troubled(facts, now, reason, now + (waits ?? backoffDelay(tries, context.timing)));
  }, after => after.end === 'failed' ? { kind: 'failed', text: after.failure?.sentence ?? '' } : { kind: 'trouble', text: reason.sentence });
}

async function hold(context: StepContext, row: StoredGeneration, because: HoldReason, told: Parameters<typeof uploadHeld>[1]): Promise<void> {
  await learn(context, row.attempt.id, facts => uploadHeld(facts, told, because), { kind: 'held', text: told.sentence });
  await holdProvider(context, row.generation.provider, because, told.sentence);
}

/** The file can't be sent, or the provider said that it does not want it. */
export function isFinal(error: unknown): boolean {
  if (error instanceof InputError) return !error.changed;
  return error instanceof ProviderError && ['invalid', 'moderation'].includes(error.failure.class);
}

/** A provider that has no room at the moment is asked again without end. */
export function usesUpTry(error: unknown): boolean {
  return !(error instanceof ProviderError && ['rate', 'concurrency'].includes(error.failure.class));
}
