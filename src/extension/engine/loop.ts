/**
 * The engine: rows are the truth, and this loop makes the world match them.
 *
 * A round reads the unfinished attempts, decides about each, and starts the steps that are due. A step does one
 * thing and writes what it learned; that wakes the loop again. After a crash the same loop runs.
 */
import type { Reader } from '../store/database.ts';
import { holdLease, leads, releaseLease } from '../store/leader.ts';
import { type StoredGeneration, atWork, providersWaitedFor, queueOf } from '../store/generations.ts';
import type { HoldReason } from '../../shared/model.ts';
import type { Provider } from '../providers/contract.ts';
import { type Action, type Limits, decide } from './decide.ts';
import { holderEnded } from './holder.ts';
import type { Step, StepContext } from './step.ts';
import { cancel } from './perform/cancel.ts';
import { complete, download } from './perform/download.ts';
import { hold } from './perform/hold.ts';
import { poll } from './perform/poll.ts';
import { find, giveUp } from './perform/resolve.ts';
import { replay, submit } from './perform/submit.ts';

/** Rows looked at of each provider's queue: more than any provider takes at once. */
const queueHead = 50;

export class Engine {
  private readonly context: StepContext;
  private readonly running = new Map<string, Promise<void>>();
  /** Attempts whose step broke down without learning anything, and until when they are left alone. */
  private readonly resting = new Map<string, number>();
  private readonly stopping = new AbortController();
  private round: NodeJS.Timeout | null = null;
  /** When the next round is due. */
  private roundAt = 0;
  private leaseTimer: NodeJS.Timeout | null = null;
  private subscription: { dispose(): void } | null = null;
  private epoch: number | null = null;

  constructor(context: Omit<StepContext, 'signal' | 'leads'>) {
    this.context = {
      ...context,
      signal: this.stopping.signal,
      leads: tx => this.stillLeads(tx),
    };
  }

  /** Begins to lead as soon as no other window does. */
  async start(): Promise<void> {
    this.subscription = this.context.db.onChanged(() => this.wake());
    await this.renewLease();
  }

  /** Ends the steps under way and hands over; what they had not written yet is recovered by whoever leads next. */
  async stop(): Promise<void> {
    if (this.stopping.signal.aborted) return;
    this.stopping.abort();
    this.subscription?.dispose();
    if (this.round !== null) clearTimeout(this.round);
    if (this.leaseTimer !== null) clearTimeout(this.leaseTimer);
    await Promise.allSettled(this.running.values());
    if (this.epoch !== null) await releaseLease(this.context.db, this.context.holder);
  }

  /** Looks at the rows again soon: something outside them changed, a key for instance. */
  wake(): void {
    this.schedule(this.context.times.wakeAfter);
  }

  get isLeader(): boolean {
    return this.epoch !== null;
  }

  /** A window that finds out that it leads no more stops deciding at once; the renewal tells when it may again. */
  private stillLeads(tx: Reader): boolean {
    if (this.epoch !== null && !leads(tx, this.epoch, this.context.clock())) this.epoch = null;
    return this.epoch !== null;
  }

  private async renewLease(): Promise<void> {
    const { db, clock, holder, times, log } = this.context;
    try {
      const before = this.epoch;
      this.epoch = await holdLease(db, { holder, lasts: times.leaseLasts, hasEnded: holderEnded }, clock());
      if (this.epoch !== null && this.epoch !== before) this.wake();
    } catch (error) {
      log.warn('lease not renewed', error);
      this.epoch = null;
    }
    if (this.stopping.signal.aborted) return;
    this.leaseTimer = setTimeout(() => void this.renewLease(), times.leaseRenewed);
    this.leaseTimer.unref();
  }

  private schedule(delay: number): void {
    if (this.stopping.signal.aborted || this.epoch === null) return;
    if (this.round !== null && this.roundAt <= this.context.clock() + delay) return;
    if (this.round !== null) clearTimeout(this.round);
    this.roundAt = this.context.clock() + delay;
    // Timers of more than 2^31 ms fire at once; a day is soon enough.
    this.round = setTimeout(() => { this.round = null; this.lookAtRows(); }, Math.min(Math.max(0, delay), 86_400_000));
  }

  private lookAtRows(): void {
    if (this.epoch === null || this.stopping.signal.aborted) return;
    const { db, clock } = this.context;
    const now = clock();
    let next = Infinity;
    try {
      const sent = atWork(db);
      const slots = this.slotsTaken(sent);
      const waiting = providersWaitedFor(db).flatMap(provider => queueOf(db, provider, this.holdOf(provider), queueHead));
      for (const row of [...sent, ...waiting]) {
        const restsUntil = this.resting.get(row.attempt.id) ?? 0;
        if (restsUntil > now) next = Math.min(next, restsUntil);
        if (restsUntil > now || this.running.has(row.attempt.id)) continue;
        const provider = this.context.providers.get(row.generation.provider);
        const action = this.decideFor(row, provider, slots, now);
        if (action.do === 'wait') next = Math.min(next, action.until ?? Infinity);
        else {
          if (action.do === 'submit') slots.set(row.generation.provider, (slots.get(row.generation.provider) ?? 0) + 1);
          this.perform(action, row, provider);
        }
      }
    } catch (error) {
      this.context.log.error('a look at the history failed', error);
      next = now + this.context.times.leaseRenewed;
    }
    if (next !== Infinity && this.round === null) this.schedule(next - now);
  }

  private decideFor(row: StoredGeneration, provider: Provider | undefined, slots: Map<string, number>, now: number): Action {
    // A provider that is no longer set up: nothing can be asked, nothing is guessed.
    if (provider === undefined && row.attempt.sentAt !== null) return { do: 'wait', until: null };
    const taken = slots.get(row.generation.provider) ?? 0;
    const limits: Limits = {
      slotFree: provider !== undefined && taken < provider.capabilities.concurrency,
      canCancel: provider?.cancel !== undefined && provider.capabilities.canCancel,
      canFind: provider?.find !== undefined,
      hold: this.holdOf(row.generation.provider),
      findGrace: this.context.times.findGrace,
      recoveryTries: this.context.times.recoveryTries,
    };
    return decide(row.attempt, now, limits);
  }

  /** Why nothing can be sent there now; a provider that is no longer set up is as good as down. */
  private holdOf(provider: string): HoldReason | null {
    return this.context.providers.get(provider) === undefined ? 'provider' : this.context.holdOf(provider);
  }

  private slotsTaken(sent: readonly StoredGeneration[]): Map<string, number> {
    const slots = new Map<string, number>();
    for (const { generation, attempt } of sent) {
      if (attempt.finishedAt === null) slots.set(generation.provider, (slots.get(generation.provider) ?? 0) + 1);
    }
    return slots;
  }

  private perform(action: Exclude<Action, { do: 'wait' }>, row: StoredGeneration, provider: Provider | undefined): void {
    const step = stepOf(action, row, provider);
    const { log, clock, times } = this.context;
    const done = step(this.context).then(() => { this.resting.delete(row.attempt.id); }, (error: unknown) => {
      // The row is as it was, so the same step would come again at once.
      this.resting.set(row.attempt.id, clock() + times.stepRest);
      log.error(`${row.attempt.id}: ${action.do} failed`, error);
    }).finally(() => { this.running.delete(row.attempt.id); this.wake(); });
    this.running.set(row.attempt.id, done);
  }
}

function stepOf(action: Exclude<Action, { do: 'wait' }>, row: StoredGeneration, provider: Provider | undefined): Step {
  switch (action.do) {
    case 'hold': return context => hold(context, row, action.because);
    case 'give-up': return context => giveUp(context, row);
    case 'complete': return context => complete(context, row);
    default: break;
  }
  if (provider === undefined) throw new Error(`no provider for ${action.do}`);
  const steps = { submit, find, replay, poll, cancel, download } as const;
  return context => steps[action.do](context, row, provider);
}
