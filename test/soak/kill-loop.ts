/**
 * Windows on one history, killed at random moments (SIGKILL, nothing is cleaned up) while they send, ask, fetch and
 * recover, with services that lose answers and a person who cancels and sends again. What has to hold afterwards is in
 * invariants.ts.
 *
 * The seed settles what chance chooses here; when exactly a process dies it can't settle.
 */
import { join } from 'node:path';
import { type Random, randomFrom } from '../../src/extension/providers/embedded/random.ts';
import { Database } from '../../src/extension/store/database.ts';
import { type StoredGeneration, recentGenerations } from '../../src/extension/store/generations.ts';
import { Ledger } from '../../src/extension/store/ledger.ts';
import { until } from '../unit/until.ts';
import { type Crew, type Hand, crewOf } from './crew.ts';
import { type Findings, findWrongs } from './invariants.ts';
import { type Service, causeTrouble, startServices } from './services.ts';

export interface KillLoopOptions {
  /** Absolute, and there. */
  readonly folder: string;
  readonly kills: number;
  readonly seed: number;
  /** Milliseconds in which everything has to come to its end after the last kill. */
  readonly settleWithin: number;
}

export interface KillLoopReport extends Findings {
  readonly kills: number;
  readonly leadersKilled: number;
  readonly milliseconds: number;
}

/** What the person asked for, by generation. */
export interface Asked {
  readonly retries: Map<string, number>;
  readonly dismissed: Set<string>;
}

const times = {
  leaseLasts: 250, leaseRenewed: 40, wakeAfter: 1, stepRest: 50, holdFirst: 30, holdLongest: 60, pollApart: 0,
  // Longer than a busy machine may keep a request that was sent from being read: after it "not found" is the truth.
  findGrace: 2000, goneGrace: 2000,
};
const limits = { connect: 2000, headers: 600, idle: 600, total: 2000 };

export async function runKillLoop({ folder, kills, seed, settleWithin }: KillLoopOptions): Promise<KillLoopReport> {
  const began = Date.now();
  const random = randomFrom(seed);
  const services = await startServices(30);
  const db = new Database(join(folder, 'history.db'), { watchEvery: 1000 });
  const ledger = new Ledger(join(folder, 'ledger.db'), { watchEvery: 1000 });
  const crew = crewOf(name => ({ folder, watchEvery: 20, times, limits, configs: services.map(service => service.configFor(name)) }));
  const asked: Asked = { retries: new Map(), dismissed: new Set() };
  let leadersKilled = 0;
  try {
    const hire = (): void => {
      const hand = crew.hire();
      void hand.ask({ do: 'work' });
    };
    for (let n = 0; n < 3; n++) hire();
    await Promise.all(crew.hands.map(hand => hand.ready));
    const traffic = (): number => services.reduce((sum, { fake }) => sum + fake.requests.length, 0);
    for (let killed = 0, seeds = 0; killed < kills;) {
      const awake = await until('somebody works', () => { const some = crew.hands.filter(hand => hand.isReady && hand.killedAt === null); return some.length > 0 && some; });
      for (let n = random.integer(1, 4); n > 0; n--) {
        void random.pick(awake).ask({ do: 'place', provider: random.pick(services).id, prompt: 'a lonely keep', seed: ++seeds });
      }
      for (let n = random.integer(0, 2); n > 0; n--) causeTrouble(random.pick(services), random);
      wish(db, services, random, awake, asked);
      if (random.chance(0.05)) void freezeFor(random.pick(awake), random.integer(20, 400));
      if (random.chance(0.05)) failOne(services, random);
      // Somewhere in the middle of work, mostly; at times before anything began.
      const busy = traffic() + random.integer(0, 40);
      await until('', () => traffic() >= busy, random.integer(20, 200)).catch(() => undefined);
      const leader = leaderOf(db, crew);
      const victim = leader !== undefined && random.chance(0.5) ? leader : random.pick(crew.hands);
      if (victim === leader) leadersKilled++;
      void victim.kill();
      killed++;
      // Between two and four windows, and for a moment fewer.
      for (let n = random.integer(2, 4) - crew.hands.filter(hand => hand.killedAt === null).length; n > 0; n--) hire();
    }
    await crew.dismiss();
    hire();
    hire();
    await until(() => `everything came to its end; not yet: ${JSON.stringify(open(db)[0])}`, () => open(db).length === 0 && openLines(ledger, folder, db) === 0, settleWithin);
    await Promise.all(crew.hands.map(hand => hand.close()));
    const findings = findWrongs({ folder, services, crew, asked });
    return { ...findings, kills, leadersKilled, milliseconds: Date.now() - began };
  } finally {
    await crew.dismiss();
    ledger.close();
    db.close();
    for (const { fake } of services) await fake.close();
  }
}

/** What the person does in the meantime, in whichever window. */
function wish(db: Database, services: readonly Service[], random: Random, awake: readonly Hand[], asked: Asked): void {
  const rows = recentGenerations(db, 40);
  const one = (fits: (row: StoredGeneration) => boolean): StoredGeneration | undefined => {
    const fitting = rows.filter(fits);
    return fitting.length === 0 ? undefined : random.pick(fitting);
  };
  const tell = (row: StoredGeneration | undefined, order: 'cancel' | 'retry' | 'check' | 'dismiss' | 'fetch'): void => {
    if (row === undefined) return;
    const { id } = row.generation;
    if (order === 'retry') asked.retries.set(id, (asked.retries.get(id) ?? 0) + 1);
    if (order === 'dismiss') asked.dismissed.add(id);
    void random.pick(awake).ask({ do: order, generation: id });
  };
  const unconfirmed = ({ attempt }: StoredGeneration): boolean => attempt.end === null && attempt.unconfirmedAt !== null;
  if (random.chance(0.25)) tell(one(({ attempt }) => attempt.end === null), 'cancel');
  if (random.chance(0.15)) tell(one(row => row.attempt.end === 'failed' || row.attempt.end === 'cancelled' || unconfirmed(row)), 'retry');
  if (random.chance(0.1)) tell(one(unconfirmed), 'check');
  if (random.chance(0.05)) tell(one(unconfirmed), 'dismiss');
  if (random.chance(0.05)) tell(one(({ attempt }) => attempt.end === 'failed'), 'fetch');
  const lost = random.chance(0.1) ? one(unconfirmed) : undefined;
  if (lost === undefined) return;
  const { fake } = services.find(({ id }) => id === lost.generation.provider)!;
  const remoteId = fake.jobs.find(({ reference }) => reference === lost.attempt.id)?.id ?? 'no-such-job';
  void random.pick(awake).ask({ do: 'adopt', generation: lost.generation.id, remoteId });
}

/** Long enough, at times, for its lease to run out. */
async function freezeFor(hand: Hand, milliseconds: number): Promise<void> {
  hand.freeze();
  await pause(milliseconds);
  hand.thaw();
}

function failOne(services: readonly Service[], random: Random): void {
  const running = random.pick(services).fake.jobs.filter(job => !job.ended);
  if (running.length > 0) random.pick(running).fail('The worker exploded.');
}

function leaderOf(db: Database, crew: Crew): Hand | undefined {
  const { holder } = db.get<{ holder: string }>('SELECT holder FROM leader')!;
  return crew.hands.find(hand => hand.killedAt === null && hand.pid === Number(holder.split('@')[0]));
}

/** What has neither ended nor waits for the person. */
function open(db: Database): object[] {
  return db.all('SELECT * FROM attempt WHERE superseded = 0 AND "end" IS NULL AND unconfirmed_at IS NULL LIMIT 5');
}

/** Lines of the ledger that are open although their attempt ended. */
function openLines(ledger: Ledger, workspace: string, db: Database): number {
  return ledger.open(workspace).filter(id => db.get('SELECT 1 FROM attempt WHERE id = ? AND "end" IS NOT NULL', id) !== undefined).length;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}
