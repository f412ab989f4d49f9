/**
 * A day of four windows in minutes: every time limit is a fraction of what it is in the product, so a lease is renewed,
 * the file is looked at and a job is polled as often as in so many hours. What the processes hold must not grow.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { usualTimes } from '../../src/extension/engine/step.ts';
import { randomFrom } from '../../src/extension/providers/embedded/random.ts';
import { Database } from '../../src/extension/store/database.ts';
import { until } from '../unit/until.ts';
import { type Hand, crewOf } from './crew.ts';
import { causeTrouble, startServices } from './services.ts';
import type { Held } from './worker.ts';

export interface GrowthOptions {
  /** Absolute, and there. */
  readonly folder: string;
  /** Of the product's time; at least 8. */
  readonly hours: number;
  /** How many times as fast it passes. */
  readonly compress: number;
  readonly seed: number;
  /** Hears of every hour. */
  readonly say: (line: string) => void;
}

export interface GrowthReport {
  readonly wrongs: readonly string[];
  readonly jobs: number;
}

const windows = 4;
const minute = 60_000;
/** Room for young objects that does not grow: by itself it does, in steps, which looks like a leak and is none. */
const steady = ['--expose-gc', '--min-semi-space-size=2', '--max-semi-space-size=2'];
/** Bytes that the write-ahead log may come to. */
const mostLog = 16 * 1024 * 1024;

export async function runGrowth({ folder, hours, compress, seed, say }: GrowthOptions): Promise<GrowthReport> {
  const random = randomFrom(seed);
  const shorter = (time: number): number => Math.max(1, Math.round(time / compress));
  const times = Object.fromEntries(Object.entries<number>({ ...usualTimes }).map(([name, value]) => [name, /Tries$/u.test(name) ? value : shorter(value)]));
  const services = await startServices(shorter(minute));
  const db = new Database(join(folder, 'history.db'), { watchEvery: 1000 });
  const crew = crewOf(name => ({ folder, watchEvery: shorter(500), times, configs: services.map(service => service.configFor(name)) }), steady);
  const measures: Held[][] = [];
  let largestLog = 0;
  let jobs = 0;
  try {
    const hands = Array.from({ length: windows }, () => crew.hire());
    await Promise.all(hands.map(async hand => { await hand.ready; await hand.ask({ do: 'work' }); }));
    for (let hour = 1; hour <= hours; hour++) {
      for (let n = 0; n < 60; n++) {
        await random.pick(hands).ask({ do: 'place', provider: random.pick(services).id, prompt: 'a lonely keep', seed: ++jobs });
        if (random.chance(0.1)) causeTrouble(random.pick(services), random);
        await new Promise(resolve => setTimeout(resolve, shorter(minute)));
        largestLog = Math.max(largestLog, statSync(join(folder, 'history.db-wal')).size);
      }
      const held = (await Promise.all(hands.map(hand => hand.ask({ do: 'measure' })))).map(each => each!);
      measures.push(held);
      // Windows come and go: each of them leads now and then, so that all are as warm as they get.
      const leader = hands[hour % windows]!;
      for (const hand of hands) if (hand !== leader) await hand.ask({ do: 'rest' });
      await until('another one leads', () => leads(db, leader));
      for (const hand of hands) if (hand !== leader) await hand.ask({ do: 'work' });
      say(`  hour ${hour}: ${held.map(each => `${megabytes(each.resident)} (${megabytes(each.heap)} live) ${each.handles} handles`).join(' | ')}; log ${megabytes(largestLog)}`);
    }
    await until('everything came to its end', () => open(db) === 0, 60_000);
    await Promise.all(hands.map(hand => hand.close()));
    const wrongs = [...crew.troubles, ...grown(measures)];
    if (largestLog > mostLog) wrongs.push(`the write-ahead log came to ${megabytes(largestLog)}`);
    return { wrongs, jobs };
  } finally {
    await crew.dismiss();
    db.close();
    for (const { fake } of services) await fake.close();
  }
}

/** The last quarter against the second one: in the first a process still gets warm. */
function grown(measures: readonly (readonly Held[])[]): string[] {
  const quarter = Math.floor(measures.length / 4);
  const wrongs: string[] = [];
  for (let hand = 0; hand < windows; hand++) {
    const of = (part: readonly (readonly Held[])[], what: keyof Held): number => median(part.map(held => held[hand]![what]));
    const [early, late] = [measures.slice(quarter, 2 * quarter), measures.slice(-quarter)];
    for (const what of ['resident', 'heap', 'handles', 'resources'] as const) {
      const [before, after] = [of(early, what), of(late, what)];
      // A tenth, and of what is counted in ones a few that are just under way.
      const most = Math.max(before * 1.1, before + (what === 'handles' || what === 'resources' ? 8 : 0));
      if (after > most) wrongs.push(`window ${hand + 1}: ${what} went from ${before} to ${after}`);
    }
  }
  return wrongs;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}

function leads(db: Database, hand: Hand): boolean {
  return Number(db.get<{ holder: string }>('SELECT holder FROM leader')!.holder.split('@')[0]) === hand.pid;
}

function open(db: Database): number {
  return db.get<{ n: number }>('SELECT count(*) AS n FROM attempt WHERE superseded = 0 AND "end" IS NULL AND unconfirmed_at IS NULL')!.n;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
