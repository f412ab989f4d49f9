/**
 * The line of files that people bring to providers by themselves: in the order of their wishes, three at a time, apart from
 * those that generations wait for. The rows say who waits; only what is at work, and how often it went wrong, is kept here.
 */
import type { Reader } from '../store/database.ts';
import { type Upload, isUnderWay, saveUpload, uploadLines, uploadOf } from '../store/uploads.ts';
import { type Rest, uploadFile } from './perform/uploadFile.ts';
import type { Gates } from './gates.ts';
import type { StepContext } from './step.ts';

/** Files that go by themselves at the same time, at most. */
const atOnce = 3;
/** Looked at of each provider's line: some may rest after troubles. */
const headOf = 20;

interface Running {
  readonly assetId: string;
  readonly provider: string;
  readonly done: Promise<void>;
}

const keyOf = ({ provider, assetId }: Upload): string => `${provider}\n${assetId}`;
/** One that is wished anew begins anew. */
const restKeyOf = (wish: Upload): string => `${keyOf(wish)}\n${wish.wishedAt}`;

export class UploadLine {
  private readonly running = new Map<string, Running>();
  private readonly resting = new Map<string, Rest>();
  /** Bytes on their way to a provider, by their hash. */
  private readonly contents = new Map<string, Promise<void>>();
  private readonly context: StepContext;
  private readonly wake: () => void;

  constructor(context: StepContext, wake: () => void) {
    this.context = context;
    this.wake = wake;
  }

  /** The assets that are on their way. */
  get assets(): readonly string[] {
    return [...this.running.values()].map(({ assetId }) => assetId);
  }

  /** Resolves when nothing is at work any more. */
  async ended(): Promise<void> {
    await Promise.all([...this.running.values()].map(({ done }) => done));
  }

  /**
   * Starts what is next.
   * @param isTaken whether a file is on its way for a generation
   * @returns when to look again, in epoch milliseconds
   */
  look(db: Reader, gates: Gates, isTaken: (asset: string) => boolean, now: number): number {
    let next = Infinity;
    const open: { readonly upload: Upload; readonly probes: boolean }[] = [];
    for (const [provider, line] of uploadLines(db, headOf)) {
      const { because, until, probing } = gates.gateOf(provider);
      next = Math.min(next, until ?? Infinity);
      if (because === null) open.push(...line.map(upload => ({ upload, probes: probing })));
    }
    for (const { upload, probes } of open.sort((a, b) => a.upload.turn! - b.upload.turn!)) {
      if (this.running.size >= atOnce) return next;
      const rests = this.resting.get(restKeyOf(upload))?.until ?? 0;
      if (rests > now) next = Math.min(next, rests);
      const asked = probes && [...this.running.values()].some(({ provider }) => provider === upload.provider);
      if (rests <= now && !asked && !this.running.has(keyOf(upload)) && !isTaken(upload.assetId)) this.begin(upload);
    }
    return next;
  }

  private begin(wish: Upload): void {
    const { context, resting } = this;
    const [key, restKey] = [keyOf(wish), restKeyOf(wish)];
    const provider = context.providers.get(wish.provider);
    if (provider === undefined) return;
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    let content: string | null = null;
    const sameOnItsWay = async (hash: string): Promise<void> => {
      const name = `${wish.provider}\n${hash}`;
      // Another may have waited for the same, and be the next to bring it.
      for (let other = this.contents.get(name); other !== undefined; other = this.contents.get(name)) await other;
      content = name;
      this.contents.set(name, over);
    };
    const done = uploadFile(context, { wish, provider, troubles: resting.get(restKey)?.troubles ?? 0, sameOnItsWay }).then(rest => {
      if (rest === null) resting.delete(restKey);
      else resting.set(restKey, rest);
    }).catch(async (error: unknown) => {
      // Where its row is as it was, the same would come again at once.
      resting.set(restKey, { until: context.clock() + context.times.stepRest, troubles: resting.get(restKey)?.troubles ?? 0 });
      context.log.error(`upload of ${wish.assetId} failed`, error);
      await this.giveUp(wish);
    }).catch((error: unknown) => context.log.error(`upload of ${wish.assetId}: that it failed is not written`, error)).finally(() => {
      this.running.delete(key);
      if (content !== null) this.contents.delete(content);
      end();
      this.wake();
    });
    this.running.set(key, { assetId: wish.assetId, provider: wish.provider, done });
  }
  /** Nobody works at it any more. */
  private giveUp({ provider, assetId }: Upload): Promise<void> {
    const { db, clock, newId } = this.context;
    return db.write(tx => {
      const now = uploadOf(tx, provider, assetId);
      if (now === undefined || now.turn !== null || !isUnderWay(now)) return;
      saveUpload(tx, { ...now, interruptedAt: clock() }, newId);
      void tx.rev;
    });
  }
}
