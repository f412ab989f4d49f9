/** What may be sent in one round: each provider's queue behind its gate, and the day's limit over all. */
import type { HoldReason } from '../../shared/model.ts';
import { type StoredGeneration, queueOf } from '../store/generations.ts';
import { lapsesAfter, nextDay, passes } from '../store/ledger.ts';
import { type Gate, gateOf, openGate } from './holds.ts';
import { mayCost } from './spending.ts';
import type { StepContext } from './step.ts';

/** Rows looked at of each provider's queue: more than any provider takes at once. */
const queueHead = 50;

export class Gates {
  /** When a gate opens by itself, in epoch milliseconds; `Infinity` when none does. */
  changesAt = Infinity;
  private readonly context: StepContext;
  private readonly now: number;
  private readonly gates = new Map<string, Gate>();
  private readonly limit: number | null;
  private readonly spent: number;
  /** Providers that have a request on its way whose answer will tell. */
  private readonly asked: ReadonlySet<string>;

  constructor(context: StepContext, asked: ReadonlySet<string>, now: number) {
    this.context = context;
    this.now = now;
    this.limit = context.dailyLimit();
    this.spent = this.limit === null ? 0 : context.ledger.spentOn(now).spent;
    // The next day gives room, and what another window set aside and never sent, without a word.
    if (this.limit !== null) this.changesAt = Math.min(nextDay(now), now + lapsesAfter);
    for (const hold of context.ledger.holds()) this.gates.set(hold.provider, gateOf(hold, now));
    this.asked = asked;
  }

  /** The head of a provider's queue, as far as it matters now. */
  queue(provider: string): StoredGeneration[] {
    const { db } = this.context;
    const gate = this.gateOf(provider);
    if (gate.until !== null) this.changesAt = Math.min(this.changesAt, gate.until);
    const room = this.limit === null ? Infinity : this.limit - this.spent;
    if (!gate.probing) return queueOf(db, provider, gate.because, room, queueHead);
    if (this.asked.has(provider)) return [];
    const ready = queueOf(db, provider, null, room, queueHead).find(({ attempt }) => !attempt.paused && (attempt.notBefore ?? 0) <= this.now);
    return ready === undefined ? [] : [ready];
  }

  /** Why this one can't be sent now, or `null`. */
  holdOf({ generation, attempt }: StoredGeneration): HoldReason | null {
    const { because } = this.gateOf(generation.provider);
    if (because !== null) return because;
    const isHeld = this.limit !== null && !attempt.overLimit && mayCost(attempt) && passes(this.spent, attempt.estimate, this.limit);
    return isHeld ? 'day-limit' : null;
  }

  /** A provider that is no longer set up is as good as down. */
  gateOf(provider: string): Gate {
    if (this.context.providers.get(provider) === undefined) return { because: 'provider', probing: false, until: null };
    const missing = this.context.holdOf(provider);
    return missing !== null ? { because: missing, probing: false, until: null } : this.gates.get(provider) ?? openGate;
  }
}
