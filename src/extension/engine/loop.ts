/**
 * The engine: rows are the truth, and this loop makes the world match them.
 *
 * A round reads the unfinished attempts, decides about each, and starts the steps that are due. A step does one
 * thing and writes what it learned; that wakes the loop again. After a crash the same loop runs.
 */
import type { Reader } from '../store/database.ts';
import { holdLease, leads, releaseLease } from '../store/leader.ts';
import type { StoredAttempt } from '../store/attempts.ts';
import { type StoredGeneration, atWork, atWorkLimit, providersWaitedFor, slotsTaken } from '../store/generations.ts';
import { interruptUploads } from '../store/uploads.ts';
import type { Provider } from '../providers/contract.ts';
import { type Action, type Limits, decide } from './decide.ts';
import { Gates } from './gates.ts';
import { holderEnded } from './holder.ts';
import { toUpload } from './inputs.ts';
import { Notebook } from './notebook.ts';
import { settleAll, settleEnded } from './spending.ts';
import type { Step, StepContext } from './step.ts';
import { cancel } from './perform/cancel.ts';
import { complete, download } from './perform/download.ts';
import { hold } from './perform/hold.ts';
import { poll, pollMany } from './perform/poll.ts';
import { find, giveUp } from './perform/resolve.ts';
import { replay, submit } from './perform/submit.ts';
import { upload } from './perform/upload.ts';
import { Together, asksTogether } from './together.ts';
import { UploadLine } from './uploadLine.ts';

/** Attempts whose files are brought to providers at the same time, at most. */
const uploadsAtOnce = 3;

export type EngineOptions = Omit<StepContext, 'notebook' | 'signal' | 'leads' | 'atWork'>;

/** Status queries that are due within so many milliseconds go together, as far as that is little of their interval. */
const mostGathered = 250;

/** With more at work than are read at once, the next ones are read after so many milliseconds. */
const nextPageAfter = 250;

export class Engine {
  private readonly context: StepContext;
  private readonly running = new Map<string, Promise<void>>();
  /** Attempts whose step broke down without learning anything, and until when they are left alone. */
  private readonly resting = new Map<string, number>();
  /** The assets that are on their way to a provider, by the attempt that they go for. */
  private readonly transfers = new Map<string, readonly string[]>();
  /** Attempts that each provider had at work when the rows were looked at last. */
  private slots: ReadonlyMap<string, number> = new Map();
  /** The last one that was looked at of more than are read at once; `null` where a look begins with the oldest. */
  private lookedAtLast: StoredAttempt | null = null;
  private ledgerFails = false;
  private readonly together = new Together();
  private readonly line: UploadLine;
  /** What was wished before this engine was there, and nobody works at, is nobody's any more. */
  private readonly madeAt: number;
  private readonly stopping = new AbortController();
  private round: NodeJS.Timeout | null = null;
  /** When the next round is due, by `performance.now()`: like timers, that stands still while the computer sleeps, where clocks jump. */
  private roundAt = 0;
  private leaseTimer: NodeJS.Timeout | null = null;
  private renewing: Promise<void> = Promise.resolve();
  private readonly subscriptions: { dispose(): void }[] = [];
  private epoch: number | null = null;

  constructor(context: EngineOptions) {
    this.context = {
      ...context,
      notebook: new Notebook(context.db),
      signal: this.stopping.signal,
      leads: tx => this.stillLeads(tx),
      atWork: provider => this.slots.get(provider) ?? 0,
    };
    this.line = new UploadLine(this.context, () => this.wake());
    this.madeAt = context.clock();
  }

  /** Begins to lead as soon as no other window does. */
  async start(): Promise<void> {
    const { db, ledger } = this.context;
    this.subscriptions.push(db.onChanged(() => this.wake()), ledger.onChanged(() => this.wake()));
    await (this.renewing = this.renewLease());
  }

  /** Ends the steps under way and hands over; what they had not written yet is recovered by whoever leads next. */
  async stop(): Promise<void> {
    if (this.stopping.signal.aborted) return;
    this.stopping.abort();
    for (const subscription of this.subscriptions) subscription.dispose();
    if (this.round !== null) clearTimeout(this.round);
    if (this.leaseTimer !== null) clearTimeout(this.leaseTimer);
    // A renewal under way would take the lease again after it was let go.
    await Promise.allSettled([...this.running.values(), this.line.ended(), this.renewing]);
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
      if (this.epoch !== null && this.epoch !== before) {
        void settleAll(this.context, attempt => this.running.has(attempt));
        await db.write(tx => interruptUploads(tx, clock(), this.madeAt, this.line.assets));
        this.wake();
      }
    } catch (error) {
      log.warn('lease not renewed', error);
      this.epoch = null;
    }
    if (this.stopping.signal.aborted) return;
    this.leaseTimer = setTimeout(() => { this.renewing = this.renewLease(); }, times.leaseRenewed);
    this.leaseTimer.unref();
  }

  private schedule(delay: number): void {
    if (this.stopping.signal.aborted || this.epoch === null) return;
    const at = performance.now() + Math.max(0, delay);
    if (this.round !== null && this.roundAt <= at) return;
    if (this.round !== null) clearTimeout(this.round);
    this.roundAt = at;
    // Timers of more than 2^31 ms fire at once; a day is soon enough.
    this.round = setTimeout(() => { this.round = null; this.lookAtRows(); }, Math.min(Math.max(0, delay), 86_400_000));
  }

  private lookAtRows(): void {
    if (this.epoch === null || this.stopping.signal.aborted) return;
    const { db, clock } = this.context;
    const now = clock();
    let next = Infinity;
    try {
      const taken = slotsTaken(db);
      const slots = new Map(taken.map(({ provider, slots: n }) => [provider, n]));
      this.slots = slots;
      const gates = this.gatesAt(now, new Set(taken.filter(({ unanswered }) => unanswered > 0).map(({ provider }) => provider)));
      const { rows, isPart } = this.rowsAtWork();
      if (isPart) next = now + nextPageAfter;
      const waiting = gates === null ? [] : providersWaitedFor(db).flatMap(provider => gates.queue(provider));
      // Those on their way out have their slot, though nothing of them was sent yet.
      for (const { generation, attempt } of waiting) if (this.running.has(attempt.id)) take(slots, generation.provider);
      for (const row of [...rows, ...waiting]) {
        const restsUntil = this.resting.get(row.attempt.id) ?? 0;
        if (restsUntil > now) next = Math.min(next, restsUntil);
        if (restsUntil > now || this.running.has(row.attempt.id)) continue;
        const provider = this.context.providers.get(row.generation.provider);
        const action = this.decideFor(row, provider, slots, gates, now);
        if (this.asksSoon(action, row, provider, slots, gates, now)) this.together.add(provider!, row, action.do === 'poll');
        if (action.do === 'wait') next = Math.min(next, (action.until ?? Infinity) + gathers(row, provider, (slots.get(row.generation.provider) ?? 0) * this.context.times.pollApart));
        else if (action.do === 'poll' && asksTogether(provider, row.attempt)) continue;
        else {
          if (action.do === 'submit' || action.do === 'upload') take(slots, row.generation.provider);
          this.perform(action, row, provider);
        }
      }
      if (gates !== null) next = Math.min(next, this.line.look(db, gates, asset => [...this.transfers.values()].flat().includes(asset), now));
      const { asks, next: askedAt } = this.together.take(now);
      for (const { provider, rows } of asks) this.performTogether(rows, provider);
      next = Math.min(next, gates?.changesAt ?? now + this.context.times.leaseRenewed, askedAt);
    } catch (error) {
      this.context.log.error('a look at the history failed', error);
      next = now + this.context.times.leaseRenewed;
    }
    if (next !== Infinity && this.round === null) this.schedule(next - now);
  }

  /** @returns `null` where the ledger can't be read: then nothing is sent, and what was sent still comes home */
  private gatesAt(now: number, asked: ReadonlySet<string>): Gates | null {
    try {
      const gates = new Gates(this.context, asked, now);
      this.ledgerFails = false;
      return gates;
    } catch (error) {
      if (!this.ledgerFails) this.context.log.error('the ledger can\'t be read: nothing is sent', error);
      this.ledgerFails = true;
      return null;
    }
  }

  private decideFor(row: StoredGeneration, provider: Provider | undefined, slots: Map<string, number>, gates: Gates | null, now: number): Action {
    // A provider that is no longer set up: nothing can be asked, nothing is guessed.
    if (provider === undefined && row.attempt.sentAt !== null) return { do: 'wait', until: null };
    const taken = slots.get(row.generation.provider) ?? 0;
    const slotFree = provider !== undefined && taken < provider.capabilities.concurrency;
    const lacking = slotFree && row.attempt.sentAt === null ? toUpload(this.context.db, row, provider, now) : [];
    const limits: Limits = {
      slotFree,
      inputsReady: lacking.length === 0,
      uploadFree: this.transfers.size < uploadsAtOnce && ![...[...this.transfers.values()].flat(), ...this.line.assets].some(asset => lacking.includes(asset)),
      canCancel: provider?.cancel !== undefined && provider.capabilities.canCancel,
      canFind: provider?.find !== undefined,
      canReplay: provider?.capabilities.recovery === row.attempt.recovery,
      hold: gates?.holdOf(row) ?? null,
      keyLasts: this.context.times.keyLasts,
      findGrace: this.context.times.findGrace,
      recoveryTries: this.context.times.recoveryTries,
    };
    return decide(row.attempt, now, limits);
  }

  /** Whether a query about it, now or soon, goes with those about others. */
  private asksSoon(action: Action, row: StoredGeneration, provider: Provider | undefined, slots: Map<string, number>, gates: Gates | null, now: number): boolean {
    if (!asksTogether(provider, row.attempt)) return false;
    if (action.do === 'wait' && action.until !== null) action = this.decideFor(row, provider, slots, gates, now + provider.capabilities.pollEvery);
    return action.do === 'poll';
  }

  /** What is at work; of more than are read at once the next part, so that none waits for ever behind others that have nothing to do. */
  private rowsAtWork(): { readonly rows: readonly StoredGeneration[]; readonly isPart: boolean } {
    const after = this.lookedAtLast;
    const rows = atWork(this.context.db, after);
    this.lookedAtLast = rows.length < atWorkLimit ? null : rows.at(-1)!.attempt;
    return { rows, isPart: after !== null || this.lookedAtLast !== null };
  }

  private perform(action: Exclude<Action, { do: 'wait' }>, row: StoredGeneration, provider: Provider | undefined): void {
    if (action.do === 'upload') this.transfers.set(row.attempt.id, toUpload(this.context.db, row, provider!, this.context.clock()));
    this.run([row], action.do, stepOf(action, row, provider));
  }

  private performTogether(rows: readonly StoredGeneration[], provider: Provider): void {
    const [only] = rows;
    this.run(rows, 'poll', rows.length === 1 ? context => poll(context, only!, provider) : context => pollMany(context, rows, provider));
  }

  private run(rows: readonly StoredGeneration[], what: string, step: Step): void {
    const { log, clock, times } = this.context;
    const done = step(this.context).then(async () => {
      for (const { attempt } of rows) {
        this.resting.delete(attempt.id);
        await settleEnded(this.context, attempt);
      }
    }, (error: unknown) => {
      for (const { attempt } of rows) {
        // The row is as it was, so the same step would come again at once.
        this.resting.set(attempt.id, clock() + times.stepRest);
        log.error(`${attempt.id}: ${what} failed`, error);
      }
    }).finally(() => {
      for (const { attempt } of rows) { this.running.delete(attempt.id); this.transfers.delete(attempt.id); }
      this.wake();
    });
    for (const { attempt } of rows) this.running.set(attempt.id, done);
  }
}

/**
 * Milliseconds that a look at the rows may come late for this one's sake: every look reads them all.
 * @param apart how far apart the queries about one attempt at this provider are, for the sake of the others
 */
function gathers({ attempt }: StoredGeneration, provider: Provider | undefined, apart: number): number {
  if (provider === undefined || attempt.acceptedAt === null || attempt.finishedAt !== null) return 0;
  return Math.max(Math.min(mostGathered, provider.capabilities.pollEvery / 4), Math.min(4 * mostGathered, apart / 12));
}

function take(slots: Map<string, number>, provider: string): void {
  slots.set(provider, (slots.get(provider) ?? 0) + 1);
}

function stepOf(action: Exclude<Action, { do: 'wait' }>, row: StoredGeneration, provider: Provider | undefined): Step {
  switch (action.do) {
    case 'hold': return context => hold(context, row, action.because);
    case 'give-up': return context => giveUp(context, row);
    case 'complete': return context => complete(context, row);
    default: break;
  }
  if (provider === undefined) throw new Error(`no provider for ${action.do}`);
  const steps = { upload, submit, find, replay, poll, cancel, download } as const;
  return context => steps[action.do](context, row, provider);
}
