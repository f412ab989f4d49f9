/** A refused key, no credit, a provider that is down: its queue waits instead of failing one by one. */
import type { HoldReason } from '../../shared/model.ts';
import type { ProviderError } from '../providers/contract.ts';
import type { Hold } from '../store/ledger.ts';
import type { StepContext, Times } from './step.ts';

/** Why a submit that surely did not start stops the whole queue of its provider; `null` where it is that request's own trouble. */
export function holdFor({ failure, certainty }: ProviderError): HoldReason | null {
  switch (failure.class) {
    case 'auth': return 'key';
    case 'credit': return 'credit';
    case 'network': return certainty === 'not-sent' ? 'provider' : null;
    default: return null;
  }
}

export async function holdProvider({ ledger, clock, times, log }: StepContext, provider: string, because: HoldReason, sentence: string): Promise<void> {
  try {
    await ledger.hold(provider, because, sentence, clock(), tries => waitOf(because, tries, times));
  } catch (error) {
    log.warn(`${provider}: that it is held could not be written down`, error);
  }
}

/** It took a request: whatever was in the way is gone. */
export async function letGo({ ledger, log }: StepContext, provider: string): Promise<void> {
  try {
    await ledger.letGo(provider);
  } catch (error) {
    log.warn(`${provider}: that it works again could not be written down`, error);
  }
}

/** A key is not tried again by itself: services lock out who comes with a wrong one too often. */
function waitOf(because: HoldReason, tries: number, { holdFirst, holdLongest }: Times): number | null {
  switch (because) {
    case 'provider': return Math.min(holdLongest, holdFirst * 2 ** Math.min(tries - 1, 20));
    case 'credit': return holdLongest;
    default: return null;
  }
}

/** How a hold bears on a queue at a moment. */
export interface Gate {
  /** Why nothing is sent; `null` when something may be. */
  readonly because: HoldReason | null;
  /** Only one may go, to find out whether it works again. */
  readonly probing: boolean;
  /** When that changes by itself. */
  readonly until: number | null;
}

export const openGate: Gate = { because: null, probing: false, until: null };

export function gateOf(hold: Hold | undefined, now: number): Gate {
  if (hold === undefined) return openGate;
  return hold.until !== null && hold.until <= now
    ? { because: null, probing: true, until: null }
    : { because: hold.reason, probing: false, until: hold.until };
}
