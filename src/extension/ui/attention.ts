/** What is on its way and what needs somebody: unconfirmed, stalled, and failed ones that nobody has looked at. */
import type { Attention, NewsKind } from '../../shared/attention.ts';
import type { GenerationRequest } from '../../shared/model.ts';
import { type StateFacts, statusOf } from '../../shared/status.ts';
import type { Timing } from '../../shared/timing.ts';
import { type AtProvider, type Found, atProviders, failedCount, failedOnes, unconfirmedCount, unconfirmedOnes } from '../store/attention.ts';
import type { Reader } from '../store/database.ts';
import { pageLimit, tally, uploadingCount } from '../store/generations.ts';
import type { Parts } from './parts.ts';

/** One that needs somebody. */
export interface Trouble extends Found {
  readonly kind: Exclude<NewsKind, 'completed'>;
}

export interface Look {
  readonly attention: Attention;
  /** The most urgent first; at most 200 of a kind. */
  readonly troubles: readonly Trouble[];
}

type TimingOf = (model: Pick<GenerationRequest, 'provider' | 'model' | 'operation'>) => Pick<Timing, 'stalledAfter'>;

/** All of it as of now. Lists and counts come from indexes; what may have stalled is looked at one by one, at most 1,000 of them. */
export function lookAt(db: Reader, now: number, timingOf: TimingOf): Look {
  const { unsent, sent } = tally(db);
  const [unconfirmed, failed] = [unconfirmedOnes(db, pageLimit), failedOnes(db, pageLimit)];
  const stalled = stalledAmong(atProviders(db), now, timingOf);
  const n = {
    unconfirmed: unconfirmed.length < pageLimit ? unconfirmed.length : unconfirmedCount(db),
    stalled: stalled.length,
    failed: failed.length < pageLimit ? failed.length : failedCount(db),
  };
  const uploading = unsent === 0 ? 0 : uploadingCount(db);
  return {
    attention: { running: sent - n.unconfirmed - n.stalled + uploading, waiting: unsent - uploading, ...n },
    troubles: [
      ...unconfirmed.map(found => ({ ...found, kind: 'unconfirmed' as const })),
      ...stalled.slice(0, pageLimit).map(({ attempt, generation, ...heard }) => ({ kind: 'stalled' as const, attempt, generation, at: lastHeard(heard) })),
      ...failed.map(found => ({ ...found, kind: 'failed' as const })),
    ],
  };
}

/** When the provider was last asked, with or without an answer: only then can it have been found to be stalled. */
function lastHeard({ acceptedAt, wordAt, troubledAt }: Pick<AtProvider, 'acceptedAt' | 'wordAt' | 'troubledAt'>): number {
  return Math.max(acceptedAt, wordAt ?? 0, troubledAt ?? 0);
}

function stalledAmong(all: readonly AtProvider[], now: number, timingOf: TimingOf): AtProvider[] {
  // A model's timing is asked for once, however many of its jobs there are.
  return [...Map.groupBy(all, ({ provider, model, operation }) => `${provider}\n${model}\n${operation}`).values()].flatMap(jobs => {
    const timing = timingOf(jobs[0]!);
    return jobs.filter(job => statusOf(factsOf(job), now, timing) === 'stalled');
  });
}

/** Failures that somebody has seen call for nobody any more. Where that can't be written they call once more. @param generations all when absent */
export async function lookedAt({ session, desk, log }: Parts, generations?: readonly string[]): Promise<void> {
  if (session.db.readOnly) return;
  await desk.lookedAt(generations).catch((error: unknown) => log.warn('what was looked at is not written', error));
}

/** An attempt that was sent, of which nothing else is known. */
const sentOnly: StateFacts = {
  id: '', generationId: '', ordinal: 1, createdAt: 0, notBefore: null, heldBecause: null, paused: false, uploadingAt: null,
  sentAt: 0, recovery: 'none', notFoundAt: null, unconfirmedAt: null, remoteId: null, acceptedAt: null, word: null, wordAt: null, progress: null,
  goneAt: null, finishedAt: null, cancelWishedAt: null, cancelSentAt: null, dueAt: null, troubles: 0, failure: null,
  end: null, endedAt: null, estimate: null, charge: null,
};

function factsOf({ attempt, generation, remoteId, acceptedAt, word, wordAt, troubledAt }: AtProvider): StateFacts {
  const failure = troubledAt === null ? null : { class: 'network' as const, sentence: '', at: troubledAt };
  return { ...sentOnly, id: attempt, generationId: generation, remoteId, acceptedAt, word, wordAt, failure };
}
