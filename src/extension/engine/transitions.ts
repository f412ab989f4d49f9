/**
 * What an attempt's facts become when something was learned. Pure: facts in, facts out.
 *
 * Each runs on the row as it is at that moment, inside the write, so that a wish from another window is never
 * overwritten. Terminal is final: after an end only {@link retried} goes on, with a new attempt.
 */
import type { Failure, HoldReason, RecoveryMode } from '../../shared/model.ts';
import type { PollReply, SubmitReply } from '../providers/contract.ts';
import type { StoredAttempt } from '../store/attempts.ts';
import type { OutputFile } from '../store/outputs.ts';

type Facts = StoredAttempt;
type Reason = Omit<Failure, 'at'>;

export function firstAttempt(id: string, generationId: string, now: number, recovery: RecoveryMode, estimate: number | null): Facts {
  return {
    id, generationId, ordinal: 1, createdAt: now, notBefore: null, heldBecause: null, paused: false, uploadingAt: null,
    sentAt: null, recovery, requestHash: null, notFoundAt: null, unconfirmedAt: null, remoteId: null, acceptedAt: null,
    word: null, wordAt: null, progress: null, goneAt: null, finishedAt: null, outputs: null,
    cancelWishedAt: null, cancelSentAt: null, dueAt: null, troubles: 0, failure: null,
    end: null, endedAt: null, estimate, charge: null, adoptedAt: null, overLimit: false, lookedAt: null,
  };
}

/** A new attempt after `f`; it starts with nothing learned, but remembers why the one before ended. */
export function retried(f: Facts, now: number, id: string, notBefore: number | null): Facts {
  return {
    ...firstAttempt(id, f.generationId, now, f.recovery, f.estimate),
    ordinal: f.ordinal + 1, notBefore, failure: notBefore === null ? null : f.failure,
  };
}

/** Its files are being brought to the provider: nothing has been asked for yet. */
export function uploadBegan(f: Facts, now: number): Facts {
  return f.end !== null || f.sentAt !== null ? f : { ...f, uploadingAt: f.uploadingAt ?? now, progress: 0, notBefore: null };
}

/** @param fraction of all bytes that have to go, from 0 to 1 */
export function uploadProgressed(f: Facts, fraction: number): Facts {
  return f.end !== null || f.sentAt !== null || f.uploadingAt === null ? f : { ...f, progress: fraction };
}

/** The provider has all its files. */
export function uploaded(f: Facts): Facts {
  return f.end !== null || f.sentAt !== null ? f : { ...f, uploadingAt: null, progress: null, dueAt: null, troubles: 0, failure: null };
}

/** Nobody brings them any more for now: what is in the way is no matter of this one. */
export function uploadHeld(f: Facts, failure: Failure, because: HoldReason): Facts {
  return f.end !== null || f.sentAt !== null ? f : { ...f, uploadingAt: null, progress: null, failure, heldBecause: because };
}

/** The intent, committed before the first byte leaves. */
export function intended(f: Facts, now: number, recovery: RecoveryMode, requestHash: string): Facts {
  return {
    ...f, sentAt: now, recovery, requestHash, notBefore: null, heldBecause: null, dueAt: null, troubles: 0, failure: null, uploadingAt: null, progress: null,
  };
}

/** Sent once more under its reference, as an intent of its own: that it was not found before says nothing about this one. */
export function sentAgain(f: Facts, now: number): Facts {
  // What counts is the first time, but where the provider surely had nothing of it.
  return { ...f, sentAt: f.notFoundAt === null ? f.sentAt : now, notFoundAt: null };
}

/** The provider answered a submit, or recovery found the attempt there. A late answer is taken even after the end. */
export function accepted(f: Facts, now: number, reply: SubmitReply): Facts {
  // The provider's own answer corrects an id that the user gave.
  const remoteId = f.adoptedAt === null ? f.remoteId ?? reply.remoteId ?? null : reply.remoteId ?? f.remoteId;
  if (f.end !== null) {
    const late: Facts = remoteId === f.remoteId ? f : { ...f, remoteId };
    // What it brings was paid for: it can be fetched, see fetchedAgain.
    return reply.kind === 'accepted' || f.finishedAt !== null ? late : { ...late, finishedAt: now, outputs: reply.outputs, charge: reply.charge ?? f.charge };
  }
  const known: Facts = {
    ...f, remoteId, adoptedAt: remoteId === f.remoteId ? f.adoptedAt : null, acceptedAt: f.acceptedAt ?? now,
    unconfirmedAt: null, notFoundAt: null, dueAt: null, troubles: 0, failure: null,
  };
  return reply.kind === 'accepted'
    ? { ...known, word: reply.word ?? null, wordAt: reply.word === undefined ? null : now }
    : { ...known, finishedAt: now, outputs: reply.outputs, charge: reply.charge ?? f.charge };
}

/** The attempt was surely not started (no free slot, or stopped before it left): it goes back to waiting, or ends where that was wished. Not a retry. */
export function backToWaiting(f: Facts, now: number, notBefore: number | null, failure: Failure | null, because: HoldReason | null = null): Facts {
  // With an id, by recovery or by the user, it is there after all.
  if (f.end !== null || f.remoteId !== null) return f;
  const waiting: Facts = {
    ...f, sentAt: null, requestHash: null, notFoundAt: null, unconfirmedAt: null, dueAt: null, notBefore, failure, heldBecause: because,
  };
  return f.cancelWishedAt === null ? waiting : { ...waiting, end: 'cancelled', endedAt: now };
}

/** Sent, and the answer is missing: from here on recovery decides, never a second send by guess. */
export function doubted(f: Facts, now: number, reason: Reason, dueAt: number): Facts {
  return f.end !== null ? f : { ...f, failure: { ...reason, at: now }, troubles: f.troubles + 1, dueAt };
}

/** The provider says that it does not know our reference: an answer, not a trouble, and it uses up no try. */
export function notFound(f: Facts, now: number, dueAt: number): Facts {
  return f.end !== null ? f : { ...f, notFoundAt: now, dueAt };
}

/** Recovery has no way left to find out; only the user goes on from here. */
export function unconfirmed(f: Facts, now: number): Facts {
  return f.end !== null || f.remoteId !== null ? f : { ...f, unconfirmedAt: now, dueAt: null };
}

/** The user wants it asked for once more: recovery begins anew, under the same rules. */
export function askedAgain(f: Facts): Facts {
  return f.end !== null || f.unconfirmedAt === null ? f : { ...f, unconfirmedAt: null, notFoundAt: null, dueAt: null, troubles: 0 };
}

/** The user found it at the provider and gave its id there; the next status query tells whether that is so. */
export function adopted(f: Facts, now: number, remoteId: string): Facts {
  return f.end !== null || f.unconfirmedAt === null ? f
    : { ...f, remoteId, adoptedAt: now, acceptedAt: now, unconfirmedAt: null, notFoundAt: null, goneAt: null, dueAt: null, troubles: 0, failure: null };
}

/** The provider does not know the id that the user gave: it is as unconfirmed as before. */
export function adoptionRefused(f: Facts, now: number, reason: Reason): Facts {
  return f.end !== null ? f : {
    ...f, remoteId: null, adoptedAt: null, acceptedAt: null, goneAt: null, unconfirmedAt: now, dueAt: null, troubles: 0, failure: { ...reason, at: now },
  };
}

/** Asks once more for the result of an attempt that ended without it, under the id it has. Sends nothing anew and costs nothing. */
export function fetchedAgain(f: Facts, now: number, id: string): Facts {
  return {
    ...firstAttempt(id, f.generationId, now, f.recovery, 0),
    ordinal: f.ordinal + 1, sentAt: now, remoteId: f.remoteId, adoptedAt: now, acceptedAt: now,
    // Without an id nobody can be asked: there is what the answer said.
    ...f.remoteId === null ? { finishedAt: f.finishedAt, outputs: f.outputs } : {},
  };
}

/** The provider's word on a running attempt. `dueAt` is when it is asked next. */
export function polled(f: Facts, now: number, reply: PollReply, dueAt: number): Facts {
  if (f.end !== null) return f;
  if (reply.kind === 'gone') return { ...f, goneAt: f.goneAt ?? now, dueAt, troubles: f.troubles + 1 };
  const said: Facts = {
    ...f, word: reply.word, wordAt: now, goneAt: null, dueAt, failure: null, charge: reply.charge ?? f.charge,
    // Fresh addresses for a result that could not be fetched do not make its troubles forgotten.
    troubles: f.finishedAt === null ? 0 : f.troubles,
  };
  switch (reply.kind) {
    case 'running': return { ...said, progress: reply.progress ?? said.progress };
    case 'finished': return { ...said, progress: 1, finishedAt: f.finishedAt ?? now, outputs: reply.outputs, dueAt: null };
    case 'failed': return failed(said, now, reply.failure);
    case 'cancelled': return { ...said, end: 'cancelled', endedAt: now, dueAt: null };
  }
}

/** A step did not work and is tried again at `dueAt`. Says nothing about the job itself. */
export function troubled(f: Facts, now: number, reason: Reason, dueAt: number): Facts {
  return f.end !== null ? f : { ...f, failure: { ...reason, at: now }, troubles: f.troubles + 1, dueAt };
}

/** The addresses of the results no longer work: the provider is asked for fresh ones. */
export function outputsExpired(f: Facts, now: number, reason: Reason, dueAt: number): Facts {
  return f.end !== null ? f : { ...f, outputs: null, failure: { ...reason, at: now }, troubles: f.troubles + 1, dueAt };
}

/** One result is on disk and verified. */
export function fileArrived(f: Facts, position: number, file: OutputFile): Facts {
  if (f.outputs === null) return f;
  const outputs = f.outputs.map((output, at) => at === position ? { ...output, file } : output);
  return f.end !== null ? { ...f, outputs } : { ...f, outputs, dueAt: null, troubles: 0, failure: null };
}

export function completed(f: Facts, now: number): Facts {
  return f.end !== null ? f : { ...f, end: 'completed', endedAt: now, progress: 1, dueAt: null, failure: null };
}

export function failed(f: Facts, now: number, reason: Reason): Facts {
  return f.end !== null ? f : { ...f, end: 'failed', endedAt: now, failure: { ...reason, at: now }, dueAt: null };
}

/** The user's wish. What waits goes at once; what was sent stays until the provider says how it ended. */
export function cancelWished(f: Facts, now: number): Facts {
  if (f.end !== null || f.cancelWishedAt !== null) return f;
  return f.sentAt === null
    ? { ...f, cancelWishedAt: now, end: 'cancelled', endedAt: now }
    : { ...f, cancelWishedAt: now, dueAt: f.remoteId === null ? f.dueAt : null };
}

/** The provider heard the cancel; it is asked soon how it ended. */
export function cancelSent(f: Facts, now: number): Facts {
  return f.end !== null ? f : { ...f, cancelSentAt: now, dueAt: null, troubles: 0 };
}

/** Why nothing is sent at the moment, or that it may be again (`null`). */
export function held(f: Facts, because: HoldReason | null): Facts {
  return f.end !== null || f.sentAt !== null ? f : { ...f, heldBecause: because };
}
