/**
 * The pictures that are being drawn, each in a thread of its own that ends with it, and those just drawn; sounds too.
 * Each is a pure function of its request: what was lost is simply made again.
 */
import { Worker } from 'node:worker_threads';
import type { DrawingRequest } from './settings.ts';
import type { WorkerMessage } from './worker.ts';

export type DrawingState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'drawing'; readonly progress: number }
  | { readonly kind: 'drawn'; readonly file: Uint8Array }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'cancelled' };

export interface DrawingsOptions {
  /** The script of the thread. */
  readonly worker: URL | string;
  /** Threads at once. */
  readonly concurrency: number;
  /** Bytes of finished pictures to keep; the last one is kept whatever its size. */
  readonly memory: number;
}

interface Job {
  readonly request: DrawingRequest;
  state: DrawingState;
  thread: Worker | null;
}

export class Drawings {
  readonly #options: DrawingsOptions;
  /** By reference, the oldest first. */
  readonly #jobs = new Map<string, Job>();
  readonly #listeners = new Set<() => void>();
  #disposed = false;

  constructor(options: DrawingsOptions) {
    this.#options = options;
  }

  /**
   * Sees to it that the picture is being drawn, unless it is drawn, failed or cancelled already.
   * @throws {Error} once disposed
   */
  ensure(reference: string, request: DrawingRequest): DrawingState {
    if (this.#disposed) throw new Error('No picture is drawn any more.');
    const known = this.#jobs.get(reference);
    if (known) return known.state;
    const job: Job = { request, state: { kind: 'waiting' }, thread: null };
    this.#jobs.set(reference, job);
    this.#startWaiting();
    return job.state;
  }

  /** Stops it for good. A picture that is drawn already stays. */
  async cancel(reference: string, request: DrawingRequest): Promise<void> {
    const job = this.#jobs.get(reference) ?? { request, state: { kind: 'waiting' }, thread: null };
    this.#jobs.set(reference, job);
    if (job.state.kind !== 'waiting' && job.state.kind !== 'drawing') return;
    const { thread } = job;
    this.#settle(job, { kind: 'cancelled' });
    await thread?.terminate();
  }

  /**
   * Draws the picture, where necessary again, and gives how that ended.
   * @throws the signal's reason, when it is aborted first
   * @throws {Error} once disposed
   */
  async finished(reference: string, request: DrawingRequest, signal: AbortSignal): Promise<DrawingState> {
    for (;;) {
      signal.throwIfAborted();
      const state = this.ensure(reference, request);
      if (state.kind !== 'waiting' && state.kind !== 'drawing') return state;
      await this.#nextChange(signal);
    }
  }

  /** Ends all threads. */
  dispose(): void {
    this.#disposed = true;
    const threads = [...this.#jobs.values()].flatMap(job => job.thread ?? []);
    this.#jobs.clear();
    for (const thread of threads) void thread.terminate();
    this.#tell();
  }

  #startWaiting(): void {
    let free = this.#options.concurrency;
    for (const job of this.#jobs.values()) if (job.thread) free--;
    for (const job of this.#jobs.values()) {
      if (free <= 0) return;
      if (job.state.kind !== 'waiting') continue;
      this.#start(job);
      free--;
    }
  }

  #start(job: Job): void {
    let thread: Worker;
    try {
      // Options of the host's own process (inspector ports and the like) are not for this thread.
      thread = new Worker(this.#options.worker, { workerData: job.request, execArgv: [], name: 'darkroom-drawing' });
    } catch (error) {
      job.state = { kind: 'failed', reason: String(error) };
      return;
    }
    job.thread = thread;
    job.state = { kind: 'drawing', progress: 0 };
    thread.on('message', (message: WorkerMessage) => {
      if (job.thread !== thread) return;
      if (message.kind === 'progress') job.state = { kind: 'drawing', progress: message.progress };
      else this.#settle(job, { kind: 'drawn', file: message.file });
    });
    thread.on('error', error => {
      if (job.thread === thread) this.#settle(job, { kind: 'failed', reason: error instanceof Error ? error.stack ?? error.message : String(error) });
    });
    thread.on('exit', code => {
      if (job.thread === thread) this.#settle(job, { kind: 'failed', reason: `The thread ended with code ${code}.` });
    });
    // Last, because listening takes a reference again: a picture at work keeps no process alive.
    thread.unref();
  }

  #settle(job: Job, state: DrawingState): void {
    job.thread = null;
    job.state = state;
    if (this.#disposed) return;
    this.#forgetOldest();
    this.#startWaiting();
    this.#tell();
  }

  /** Whoever still wants a forgotten picture gets it drawn again. */
  #forgetOldest(): void {
    const drawn = [...this.#jobs].flatMap(([reference, { state }]) => (state.kind === 'drawn' ? [{ reference, size: state.file.length }] : []));
    let total = drawn.reduce((sum, { size }) => sum + size, 0);
    for (const { reference, size } of drawn.slice(0, -1)) {
      if (total <= this.#options.memory) return;
      this.#jobs.delete(reference);
      total -= size;
    }
  }

  #nextChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        this.#listeners.delete(end);
        signal.removeEventListener('abort', end);
        if (signal.aborted) reject(signal.reason as Error);
        else resolve();
      };
      this.#listeners.add(end);
      signal.addEventListener('abort', end);
    });
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
