/**
 * Many windows let go at the same moment, round after round: one of them leads, and each job is sent once.
 *
 * The database itself keeps the minutes: triggers note every change of the lease and every intent, with the lease it
 * was made under, and the fake service notes which process sent what.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { firstAttempt } from '../../src/extension/engine/transitions.ts';
import { randomFrom } from '../../src/extension/providers/embedded/random.ts';
import { Database } from '../../src/extension/store/database.ts';
import { addGeneration } from '../../src/extension/store/generations.ts';
import { customConfigFor } from '../fakes/custom-config.ts';
import { type FakeProvider, startFakeProvider } from '../fakes/provider-server.ts';
import { until } from '../unit/until.ts';
import { type Crew, type Hand, crewOf } from './crew.ts';

export interface BarrierOptions {
  /** Absolute, and there. */
  readonly folder: string;
  readonly rounds: number;
  readonly jobs: number;
  readonly hands: number;
  /** In each so many-th round the leader is killed in its middle, and in each so many-th it is frozen until another leads. */
  readonly killEvery: number;
  readonly freezeEvery: number;
  readonly seed: number;
}

export interface BarrierReport {
  readonly sent: number;
  readonly killed: number;
  readonly frozen: number;
  /** Processes that led at least one round. */
  readonly leaders: number;
  readonly milliseconds: number;
}

interface LeaseNote { readonly holder: string; readonly epoch: number; readonly until: number; readonly at: number }
interface IntentNote extends LeaseNote { readonly attempt: string }

type Kind = 'calm' | 'kill' | 'freeze';

/** @throws {Error} at the first round in which a promise was broken */
export async function runBarrier(options: BarrierOptions): Promise<BarrierReport> {
  const began = Date.now();
  const random = randomFrom(options.seed);
  // It notes every submit and answers with a refusal: a job is at its end as soon as it was sent, and whatever is sent twice shows.
  const fake = await startFakeProvider({ mode: 'none' });
  fake.always('submit', { kind: 'status', status: 422 });
  // Fewer slots than jobs: whoever is stopped in the middle has decisions before it, and so has whoever takes over.
  const config = customConfigFor(fake, 'none', { concurrency: 12 });
  const path = join(options.folder, 'history.db');
  const db = new Database(path, { watchEvery: 1000 });
  const minutes = takeMinutes(path);
  const crew = crewOf(name => ({
    folder: options.folder, watchEvery: 100, times: { leaseRenewed: 50, wakeAfter: 2 },
    configs: [{ ...config, submit: { ...config.submit, headers: { ...config.submit.headers, 'X-Hand': name } } }],
  }));
  const leaders = new Set<string>();
  const done = { sent: 0, killed: 0, frozen: 0 };
  try {
    for (let n = 0; n < options.hands; n++) crew.hire();
    for (let round = 1; round <= options.rounds; round++) {
      const kind: Kind = round % options.killEvery === 0 ? 'kill' : round % options.freezeEvery === 0 ? 'freeze' : 'calm';
      await Promise.all(crew.hands.map(hand => hand.ready));
      const from = fake.requests.length;
      await db.write(tx => {
        for (let n = 0; n < options.jobs; n++) {
          const id = randomUUID();
          addGeneration(tx, id, { provider: config.id, model: 'picture-1', operation: 'text-to-image', prompt: `${round}-${n}`, parameters: {} },
            firstAttempt(randomUUID(), id, Date.now(), 'none', 0));
        }
      });
      // A lease that lasts as in the product where nothing is to happen to it: a slow machine makes nobody a loser.
      const times = { leaseLasts: kind === 'freeze' ? 150 : 15_000 };
      for (const hand of crew.hands) void hand.ask({ do: 'work', times });
      const after = random.integer(1, options.jobs - 1);
      const victim = kind === 'calm' ? null : await leaderAfter(crew, minutes, fake, from, after);
      if (kind === 'kill') { void victim!.kill(); done.killed++; }
      if (kind === 'freeze') { await freezeUntilDeposed(victim!, minutes); done.frozen++; }
      // Whoever was frozen brings its own to an end, also what another one believed lost.
      const isOver = ({ open, answered }: States): boolean => open === 0 && (kind === 'kill' || answered === options.jobs);
      await until(() => `round ${round}: everything is sent; ${JSON.stringify(states(db))}`, () => isOver(states(db)), 60_000);
      await Promise.all(crew.hands.filter(hand => hand.killedAt === null).map(hand => hand.ask({ do: 'rest' })));
      checkRound(`round ${round} (${kind})`, { crew, kind, jobs: options.jobs, victim, db, fake, from, ...minutes.taken() });
      for (const { hand } of sentBy(fake, from)) leaders.add(hand);
      done.sent += sentBy(fake, from).length;
      await db.write(tx => { tx.run('DELETE FROM generation'); });
      if (kind === 'kill') crew.hire();
    }
    await Promise.all(crew.hands.map(hand => hand.close()));
    if (crew.troubles.length > 0) throw new Error(crew.troubles.join('\n'));
    return { ...done, leaders: leaders.size, milliseconds: Date.now() - began };
  } finally {
    await crew.dismiss();
    minutes.close();
    db.close();
    await fake.close();
  }
}

interface States { readonly open: number; readonly answered: number }

function states(db: Database): States {
  return db.get<States>(`SELECT count(*) FILTER (WHERE "end" IS NULL AND unconfirmed_at IS NULL) AS open,
    count(*) FILTER (WHERE "end" IS NOT NULL) AS answered FROM attempt`)!;
}

interface Sent { readonly reference: string; readonly hand: string }

function sentBy(fake: FakeProvider, from: number): Sent[] {
  return fake.requests.slice(from).filter(request => request.route === 'submit')
    .map(({ headers }) => ({ reference: headers['x-client-reference'] ?? '', hand: headers['x-hand'] ?? '' }));
}

/** Who leads once so many jobs were sent. */
async function leaderAfter(crew: Crew, minutes: Minutes, fake: FakeProvider, from: number, sent: number): Promise<Hand> {
  await until('some are sent', () => sentBy(fake, from).length >= sent);
  return until('somebody leads', () => crew.hands.find(hand => pidOf(minutes.lease().holder) === hand.pid));
}

/** Whoever is frozen in the middle of a commit keeps the lock on the file, and nobody can take over: then it is let go for a moment. */
async function freezeUntilDeposed(hand: Hand, minutes: Minutes): Promise<void> {
  const deposed = (): boolean => ![0, hand.pid].includes(pidOf(minutes.lease().holder));
  while (!deposed()) {
    hand.freeze();
    await until('another one leads', deposed, 600).catch(() => undefined);
    hand.thaw();
  }
}

function pidOf(holder: string): number {
  return holder === '' ? 0 : Number(holder.split('@')[0]);
}

interface Round {
  readonly crew: Crew;
  readonly kind: Kind;
  readonly jobs: number;
  readonly victim: Hand | null;
  readonly db: Database;
  readonly fake: FakeProvider;
  readonly from: number;
  readonly leases: readonly LeaseNote[];
  readonly intents: readonly IntentNote[];
}

function checkRound(name: string, { crew, kind, jobs, victim, db, fake, from, leases, intents }: Round): void {
  const broken = (what: string): never => { throw new Error(`${name}: ${what}`); };
  const sent = sentBy(fake, from);
  const references = new Set(sent.map(({ reference }) => reference));
  if (references.size !== sent.length) broken(`${sent.length - references.size} were sent twice`);
  if (intents.length !== jobs) broken(`${intents.length} intents for ${jobs} jobs`);
  // Only a process that died may have committed an intent that it never sent.
  if (kind !== 'kill' && references.size !== jobs) broken(`${references.size} of ${jobs} were sent`);
  if (kind !== 'kill' && states(db).answered !== jobs) broken(`${states(db).answered} of ${jobs} answers were kept`);

  const holderOf = new Map<number, string>();
  let before: LeaseNote | null = null;
  for (const lease of leases) {
    const released = lease.holder === '';
    if (before !== null && lease.holder !== before.holder && !released) {
      const free = before.holder === '' || before.until <= lease.at || pidOf(before.holder) === victim?.pid && kind === 'kill';
      if (!free) broken(`${lease.holder} took the lease from ${before.holder}, ${before.until - lease.at} ms before it ran out`);
      if (lease.epoch <= before.epoch) broken(`epoch ${lease.epoch} came after ${before.epoch}`);
    }
    if (!released && (holderOf.get(lease.epoch) ?? lease.holder) !== lease.holder) broken(`epoch ${lease.epoch} had two holders`);
    if (!released) holderOf.set(lease.epoch, lease.holder);
    before = lease;
  }
  const deciding = new Set(intents.map(({ epoch }) => epoch)).size;
  if (kind === 'calm' && deciding !== 1) broken(`${deciding} decided`);

  const senderOf = new Map(sent.map(({ reference, hand }) => [reference, crew.byName.get(hand)!.pid]));
  for (const intent of intents) {
    // One that was frozen between its look at the lease and its commit had the lock all that time: nobody else could lead.
    const couldNotBeDeposed = kind === 'freeze' && pidOf(intent.holder) === victim?.pid;
    if (intent.until <= intent.at - 1 && !couldNotBeDeposed) broken(`an intent was committed when nobody led`);
    const sender = senderOf.get(intent.attempt);
    if (sender !== undefined && sender !== pidOf(intent.holder)) broken(`${sender} sent what it decided while ${intent.holder} led`);
  }
}

interface Minutes {
  lease(): LeaseNote;
  /** What was noted since the last time. */
  taken(): { leases: LeaseNote[]; intents: IntentNote[] };
  close(): void;
}

function takeMinutes(path: string): Minutes {
  const raw = new DatabaseSync(path, { timeout: 5000 });
  const now = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
  raw.exec(`
    CREATE TABLE lease_note (id INTEGER PRIMARY KEY, holder TEXT, epoch INTEGER, until INTEGER, at INTEGER);
    CREATE TABLE intent_note (id INTEGER PRIMARY KEY, attempt TEXT, holder TEXT, epoch INTEGER, until INTEGER, at INTEGER);
    CREATE TRIGGER lease_noted AFTER UPDATE ON leader BEGIN
      INSERT INTO lease_note (holder, epoch, until, at) VALUES (new.holder, new.epoch, new.until, ${now});
    END;
    CREATE TRIGGER intent_noted AFTER UPDATE OF sent_at ON attempt WHEN old.sent_at IS NULL AND new.sent_at IS NOT NULL BEGIN
      INSERT INTO intent_note (attempt, holder, epoch, until, at) SELECT new.id, holder, epoch, until, ${now} FROM leader;
    END;`);
  const lease = raw.prepare('SELECT holder, epoch, until, 0 AS at FROM leader');
  const leases = raw.prepare('DELETE FROM lease_note RETURNING *');
  const intents = raw.prepare('DELETE FROM intent_note RETURNING *');
  return {
    lease: () => lease.get() as unknown as LeaseNote,
    taken: () => ({ leases: (leases.all() as unknown as (LeaseNote & { id: number })[]).sort((a, b) => a.id - b.id), intents: intents.all() as unknown as IntentNote[] }),
    close: () => raw.close(),
  };
}
