/** The books of the fake provider: its jobs, and what it charged for. They outlive every crash of the engine under test. */

export type JobWord = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** A job as a test steers it. Once it ended it stays as it is. */
export interface FakeJob {
  readonly id: string;
  /** The client reference it was submitted under. */
  readonly reference: string | null;
  readonly submitted: Readonly<Record<string, unknown>>;
  readonly word: string;
  readonly ended: boolean;
  readonly outputs: number;
  /** How often the addresses of its results were renewed. */
  readonly version: number;
  /** @param fraction 0 to 1 @param word a word of the test's own; "running" when absent */
  progress(fraction: number, word?: string): void;
  finish(outputs?: number): void;
  fail(message: string, code?: string): void;
  moderate(): void;
  cancelled(): void;
  /** Makes the addresses given so far answer 403; the next status query gives fresh ones. */
  expireUrls(): void;
  /** The job is forgotten: its status query answers 404. */
  forget(): void;
}

export interface JobBook {
  readonly jobs: readonly FakeJob[];
  readonly charges: Charges;
  /** Milliseconds a new job takes by itself, until a test steers it; `null` waits for the test. */
  auto: number | null;
  /** Takes a job and charges for it. @param id the client's own id of it */
  open(submitted: Readonly<Record<string, unknown>>, reference: string | null, id?: string): FakeJob;
  find(id: string): FakeJob | undefined;
  byReference(reference: string): FakeJob[];
  /** The job as the API tells it. */
  describe(job: FakeJob, origin: string): Record<string, unknown>;
}

export interface Charges {
  readonly total: number;
  of(reference: string): number;
  /** References that were charged more than once: has to stay empty. */
  readonly twice: readonly string[];
  readonly byReference: Readonly<Record<string, number>>;
}

/** @param price dollars for each job */
export function createJobBook(price: number): JobBook {
  const jobs: Job[] = [];
  const charged = new Map<string, number>();
  let total = 0;
  const book: JobBook = {
    get jobs() { return jobs.filter(job => !job.forgotten); },
    auto: null,
    charges: {
      get total() { return total; },
      of: reference => charged.get(reference) ?? 0,
      get twice() { return [...charged].filter(([, times]) => times > 1).map(([reference]) => reference); },
      get byReference() { return Object.fromEntries(charged); },
    },
    open(submitted, reference, id) {
      const job = new Job(id ?? `job-${jobs.length + 1}`, submitted, reference, book.auto);
      jobs.push(job);
      total++;
      charged.set(reference ?? '', (charged.get(reference ?? '') ?? 0) + 1);
      return job;
    },
    find: id => jobs.findLast(job => job.id === id && !job.forgotten),
    byReference: reference => jobs.filter(job => job.reference === reference && !job.forgotten),
    describe(job, origin) {
      const { word, fraction, error } = job as Job;
      const outputs = word === 'succeeded'
        ? Array.from({ length: job.outputs }, (_, index) => ({ url: `${origin}/files/${job.id}-${index + 1}.png?v=${job.version}`, type: 'image/png' }))
        : [];
      return { id: job.id, reference: job.reference, status: word, progress: fraction, outputs, cost: price.toFixed(2), error };
    },
  };
  return book;
}

class Job implements FakeJob {
  readonly id: string;
  readonly submitted: Readonly<Record<string, unknown>>;
  readonly reference: string | null;
  outputs = 1;
  version = 1;
  forgotten = false;
  error: { readonly code: string; readonly message: string } | null = null;
  private told: string = 'queued';
  private part: number | null = null;
  private readonly endsAt: number | null;
  private readonly takes: number;

  constructor(id: string, submitted: Readonly<Record<string, unknown>>, reference: string | null, auto: number | null) {
    this.id = id;
    this.submitted = submitted;
    this.reference = reference;
    this.takes = auto ?? 0;
    this.endsAt = auto === null ? null : Date.now() + auto;
    const wanted = submitted.count;
    if (typeof wanted === 'number' && Number.isInteger(wanted) && wanted > 0 && wanted <= 16) this.outputs = wanted;
  }

  get word(): string {
    if (this.ended || this.endsAt === null || this.told !== 'queued') return this.told;
    return this.fraction < 0.1 ? 'queued' : 'running';
  }

  get ended(): boolean {
    if (this.endsAt !== null && this.told === 'queued' && Date.now() >= this.endsAt) this.told = 'succeeded';
    return ['succeeded', 'failed', 'cancelled'].includes(this.told);
  }

  get fraction(): number {
    if (this.endsAt === null || this.told !== 'queued') return this.part ?? (this.told === 'succeeded' ? 1 : 0);
    return Math.min(1, Math.max(0, 1 - (this.endsAt - Date.now()) / this.takes));
  }

  progress(fraction: number, word = 'running'): void {
    this.become(word);
    this.part = fraction;
  }

  finish(outputs = this.outputs): void {
    this.become('succeeded');
    this.part = 1;
    this.outputs = outputs;
  }

  fail(message: string, code = 'internal'): void {
    this.become('failed');
    this.error = { code, message };
  }

  moderate(): void {
    this.fail('The content was refused by our filter.', 'moderated');
  }

  cancelled(): void {
    this.become('cancelled');
  }

  expireUrls(): void {
    this.version++;
  }

  forget(): void {
    this.forgotten = true;
  }

  private become(word: string): void {
    if (this.ended) throw new Error(`${this.id} has already ended: ${this.told}`);
    this.told = word;
  }
}
