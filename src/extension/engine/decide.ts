/** What to do next about one attempt. Pure; the loop does it. */
import type { HoldReason } from '../../shared/model.ts';
import type { StoredAttempt } from '../store/attempts.ts';
import { longestRest } from './timing.ts';

export type Action =
  /** Bring its files to the provider, which gives them names that the request can say. */
  | { readonly do: 'upload' }
  | { readonly do: 'submit' }
  /** Ask whether a submit without an answer arrived. */
  | { readonly do: 'find' }
  /** Send again under the same reference, which the provider answers without starting twice. */
  | { readonly do: 'replay' }
  | { readonly do: 'give-up' }
  | { readonly do: 'poll' }
  | { readonly do: 'cancel' }
  | { readonly do: 'download' }
  | { readonly do: 'complete' }
  | { readonly do: 'hold'; readonly because: HoldReason | null }
  /** Nothing before `until`; `null` waits for something else to happen (a wish, a free slot). */
  | { readonly do: 'wait'; readonly until: number | null };

export interface Limits {
  /** Whether one more attempt may be with this provider. */
  readonly slotFree: boolean;
  /** Whether the provider has the files that go along. */
  readonly inputsReady: boolean;
  /** Whether one more transfer may begin, and none of its files is on its way already. */
  readonly uploadFree: boolean;
  readonly canCancel: boolean;
  readonly canFind: boolean;
  /** Whether the provider still offers what it declared when this was sent: else the same reference may start it twice. */
  readonly canReplay: boolean;
  /** Why nothing can be sent to this provider now. */
  readonly hold: HoldReason | null;
  /** A provider is trusted to keep references unique this long after the send, in milliseconds: later the same one may start it twice. */
  readonly keyLasts: number;
  /** A provider's "not found" counts only this long after the send, in milliseconds. */
  readonly findGrace: number;
  /** Troubles in a row after which recovery of a lost answer gives up. */
  readonly recoveryTries: number;
}

const idle: Action = { do: 'wait', until: null };

export function decide(facts: StoredAttempt, now: number, limits: Limits): Action {
  if (facts.end !== null) return idle;
  if (facts.sentAt === null) return beforeSend(facts, now, limits);
  if (facts.finishedAt !== null) return afterFinish(facts, now);
  if (facts.remoteId === null) return facts.unconfirmedAt === null ? withoutAnswer(facts, facts.sentAt, now, limits) : idle;
  if (facts.cancelWishedAt !== null && facts.cancelSentAt === null && limits.canCancel) return due(facts, now, 'cancel');
  return due(facts, now, 'poll');
}

function beforeSend(facts: StoredAttempt, now: number, limits: Limits): Action {
  if (facts.heldBecause !== limits.hold) return { do: 'hold', because: limits.hold };
  if (facts.paused || limits.hold !== null || facts.cancelWishedAt !== null) return idle;
  if (facts.notBefore !== null && facts.notBefore > now) return { do: 'wait', until: facts.notBefore };
  if (!limits.slotFree) return idle;
  if (limits.inputsReady) return { do: 'submit' };
  return limits.uploadFree ? due(facts, now, 'upload') : idle;
}

/** Sent, no answer, and no step under way: a crash, a timeout, a reset. Never resent where that could charge twice. */
function withoutAnswer(facts: StoredAttempt, sentAt: number, now: number, limits: Limits): Action {
  if (facts.troubles >= limits.recoveryTries) return { do: 'give-up' };
  const knowsIt = limits.canReplay && now - sentAt <= limits.keyLasts;
  const replay: Action = knowsIt ? due(facts, now, 'replay') : { do: 'give-up' };
  switch (facts.recovery) {
    case 'none': return { do: 'give-up' };
    case 'key-replay': return replay;
    case 'lookup':
    case 'client-id':
    case 'key-reject': {
      // A key that is rejected when it comes again names the job it stands for.
      if (!limits.canFind) return facts.recovery === 'key-reject' ? replay : { do: 'give-up' };
      const surelyAbsent = facts.notFoundAt !== null && facts.notFoundAt >= sentAt + limits.findGrace;
      if (!surelyAbsent) return due(facts, now, 'find');
      // A list that lacks it may be late; a reference the provider keeps unique can be sent again.
      return facts.recovery === 'lookup' ? { do: 'give-up' } : replay;
    }
  }
}

function afterFinish(facts: StoredAttempt, now: number): Action {
  if (facts.outputs === null) return due(facts, now, 'poll');
  return facts.outputs.every(output => output.file !== undefined) ? { do: 'complete' } : due(facts, now, 'download');
}

function due(facts: StoredAttempt, now: number, action: 'upload' | 'find' | 'replay' | 'poll' | 'cancel' | 'download'): Action {
  return facts.dueAt !== null && facts.dueAt > now && facts.dueAt <= now + longestRest ? { do: 'wait', until: facts.dueAt } : { do: action };
}
