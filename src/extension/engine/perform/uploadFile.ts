/**
 * Brings one file to a provider because a person asked for just that. It starts nothing that costs; whoever names the file
 * later needs no second transfer. A cancel is a row that is gone.
 */
import * as l10n from '@vscode/l10n';
import type { InputSpec, MediaKind } from '../../../shared/model.ts';
import { InputError } from '../../assets/inputs.ts';
import { type Provider, ProviderError } from '../../providers/contract.ts';
import { assetById, forgetHash } from '../../store/assets.ts';
import type { Writer } from '../../store/database.ts';
import { type Upload, saveUpload, uploadOf } from '../../store/uploads.ts';
import { holdFor, holdProvider, letGo } from '../holds.ts';
import { type Input, hashOf, lookAt, sendable, usable } from '../inputs.ts';
import { type StepContext, reasonOf } from '../step.ts';
import { awayDelay, backoffDelay, longestRest } from '../timing.ts';
import { arrived, isFinal, usesUpTry } from './upload.ts';

/** It goes back into the line: when it may go again, and how often its provider has answered wrongly. */
export interface Rest {
  readonly until: number;
  readonly troubles: number;
}

export interface Going {
  readonly wish: Upload;
  readonly provider: Provider;
  /** How often its provider has answered wrongly so far. */
  readonly troubles: number;
  /** Resolves when the same bytes, on their way there under another name, have arrived or failed. */
  readonly sameOnItsWay: (hash: string) => Promise<unknown> | undefined;
}

/** @returns `null` when there is no more to do */
export async function uploadFile(context: StepContext, going: Going): Promise<Rest | null> {
  const { wish, provider } = going;
  const startedAt = context.clock();
  const begun = await context.db.write(tx => {
    const now = uploadOf(tx, wish.provider, wish.assetId);
    if (now?.turn == null || now.turn !== wish.turn || !context.leads(tx)) return false;
    write(context, tx, { ...wish, turn: null, startedAt, hash: null, sent: 0, sentAt: null });
    return true;
  });
  if (!begun) return null;
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const watching = context.db.onChanged(() => {
    const now = uploadOf(context.db, wish.provider, wish.assetId);
    if (now === undefined || !isSame(now, wish)) stop.abort();
  });
  try {
    await transfer(context, going, signal);
    await letGo(context, provider.spec.id);
    return null;
  } catch (error) {
    // Whoever leads next finds it begun by nobody; a cancelled one has no row any more.
    return context.signal.aborted || stop.signal.aborted ? null : await troubled(context, going, error);
  } finally {
    watching.dispose();
  }
}

async function transfer(context: StepContext, { wish, provider, sameOnItsWay }: Going, signal: AbortSignal): Promise<void> {
  const { db, clock } = context;
  const asset = assetById(db, wish.assetId);
  if (asset === undefined) return;
  if (provider.upload === undefined) throw new InputError(l10n.t('{0} takes no uploads.', provider.spec.label));
  const input: Input = { spec: specOf(provider), link: { name: '', asset, hash: null, reference: null } };
  const file = await lookAt(context, input);
  const hash = await hashOf(context, input, file, signal);
  signal.throwIfAborted();
  const known = (): Upload | undefined => usable(db, provider.spec.id, hash, clock());
  if (known() === undefined) await sameOnItsWay(hash);
  signal.throwIfAborted();
  // The same bytes under another name, or from before: the provider has them.
  const there = known();
  if (there !== undefined) {
    const { sent, sentAt, reference, uploadedAt, expiresAt } = there;
    return note(context, wish, { hash, sent, sentAt, reference, uploadedAt, expiresAt });
  }
  await note(context, wish, { hash });
  let toldAt = 0;
  const onSent = (sent: number): void => {
    const now = clock();
    if (signal.aborted || sent < file.size && now - toldAt < context.times.progressEvery) return;
    toldAt = now;
    note(context, wish, { sent, sentAt: sent < file.size ? null : now })
      .catch((error: unknown) => context.log.warn(`upload of ${wish.assetId}: the progress is not written`, error));
  };
  const reply = await provider.upload(sendable(context, input, file, hash, signal), onSent, signal);
  const now = clock();
  // A fact: the provider has it, also where somebody cancelled in this very moment.
  await db.write(tx => {
    if (assetById(tx, wish.assetId) !== undefined) write(context, tx, { ...wish, turn: null, interruptedAt: null, failure: null, hash, ...arrived(reply, file.size, now) });
  });
}

/** What any of its models takes; a file that none of them takes is worth no transfer. */
function specOf({ spec: { label, models } }: Provider): InputSpec {
  const all = models.flatMap(({ inputs }) => inputs ?? []);
  const kinds = [...new Set(all.flatMap((input): readonly MediaKind[] => input.kinds))];
  return { name: '', label, required: false, kinds: kinds.length > 0 ? kinds : ['image', 'video', 'audio'], maxBytes: all.length > 0 ? Math.max(...all.map(({ maxBytes }) => maxBytes)) : Infinity };
}

async function troubled(context: StepContext, { wish, provider, troubles }: Going, error: unknown): Promise<Rest | null> {
  const { clock, times, timing } = context;
  const reason = reasonOf(error);
  const because = error instanceof ProviderError ? holdFor(error) : null;
  const tries = troubles + (usesUpTry(error) ? 1 : 0);
  const over = because === null && (isFinal(error) || tries >= times.uploadTries);
  const sentence = isFinal(error) ? reason.sentence : l10n.t('The file could not be uploaded. {0}', reason.sentence);
  // Before the row: nothing else is to go out meanwhile.
  if (because !== null) await holdProvider(context, provider.spec.id, because, reason.sentence);
  await context.db.write(tx => {
    const now = uploadOf(tx, wish.provider, wish.assetId);
    // Its bytes were not those that its hash was computed of: it is read anew.
    if (error instanceof InputError && error.changed) forgetHash(tx, wish.assetId);
    if (now === undefined || !isSame(now, wish)) return;
    write(context, tx, over ? { ...now, failure: { ...reason, sentence, at: clock() } } : { ...wish, startedAt: now.startedAt });
  });
  if (over) return null;
  const asked = error instanceof ProviderError && error.retryAfter !== null ? Math.min(Math.ceil(error.retryAfter), longestRest) : null;
  return { troubles: tries, until: because !== null ? 0 : clock() + (asked ?? (usesUpTry(error) ? backoffDelay(tries, timing) : awayDelay(timing))) };
}

/** Whether the row still stands for this wish, and this is at work on it. */
function isSame(now: Upload, wish: Upload): boolean {
  return now.wishedAt === wish.wishedAt && now.turn === null;
}

async function note(context: StepContext, wish: Upload, known: Partial<Upload>): Promise<void> {
  await context.db.write(tx => {
    const now = uploadOf(tx, wish.provider, wish.assetId);
    // One that nobody led for a moment was told as interrupted: it is not.
    if (now !== undefined && isSame(now, wish)) write(context, tx, { ...now, interruptedAt: null, ...known });
  });
}

function write(context: StepContext, tx: Writer, upload: Upload): void {
  saveUpload(tx, upload, context.newId);
  void tx.rev;
}
