/**
 * An engine in a process of its own, against a service that means harm: what it reaches for is watched, what memory
 * it takes is its own. Each job has a provider to itself, so that none waits for another's fault.
 *
 *   node engine-process.ts ORDERS.json REPORT.json
 */
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { LookupFunction } from 'node:net';
import { join } from 'node:path';
import { createFiles } from '../../../src/extension/assets/files.ts';
import { createInputs } from '../../../src/extension/assets/inputs.ts';
import { Engine } from '../../../src/extension/engine/loop.ts';
import { usualTimes } from '../../../src/extension/engine/step.ts';
import { wishCancel, wishGeneration } from '../../../src/extension/engine/wishes.ts';
import type { Provider } from '../../../src/extension/providers/contract.ts';
import { createCustomProvider, declaredOrigins } from '../../../src/extension/providers/custom/provider.ts';
import { type Http, type HttpRequest, type Limits, createHttp } from '../../../src/extension/providers/http.ts';
import { outputAssets } from '../../../src/extension/store/assets.ts';
import { attemptsOf } from '../../../src/extension/store/attempts.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { eventsOf } from '../../../src/extension/store/events.ts';
import { type StoredGeneration, generationById } from '../../../src/extension/store/generations.ts';
import { Ledger } from '../../../src/extension/store/ledger.ts';
import type { Failure } from '../../../src/shared/model.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import type { Call } from '../../fakes/hostile-service.ts';
import { watchConnections, watchFiles } from './guards.ts';
import type { Order, Orders, Report, Seen } from './orders.ts';

const [, , ordersFile, reportFile] = process.argv;
const { folder, origin, storage, key, warmUp, orders } = JSON.parse(readFileSync(ordersFile!, 'utf8')) as Orders;
const strangers = watchConnections(new Set([origin, storage].map(each => Number(new URL(each).port))));
const outside = watchFiles(folder);
const rejections: string[] = [];
process.on('unhandledRejection', reason => { rejections.push(String(reason)); console.error(reason); });
process.on('uncaughtException', error => { rejections.push(String(error)); console.error(error); });

/** No name is asked of the network: these are all the names there are. */
const names: Readonly<Record<string, readonly string[]>> = {
  'rebound.test': ['127.0.0.1'], 'metadata.test': ['169.254.169.254'], 'intranet.test': ['10.1.2.3', 'fd12::1'], 'public.test': ['93.184.216.34'],
};
const lookup: LookupFunction = (host, _options, callback) => {
  const found = names[host]?.map(address => ({ address, family: address.includes(':') ? 6 : 4 }));
  if (found === undefined) callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []);
  else callback(null, found);
};

const db = new Database(join(folder, 'history.db'), { watchEvery: 1000 });
const ledger = new Ledger(join(folder, 'ledger.db'), { watchEvery: 1000 });
const providers = new Map<string, Provider>();
const logged: string[] = [];
const log = (message: string, error?: unknown): void => void logged.push(error instanceof Error ? `${message}: ${error.message}` : message);
const engine = new Engine({
  db, ledger, providers, workspace: folder, dailyLimit: () => null, holdOf: () => null,
  files: createFiles({ folders: () => [{ path: join(folder, 'project', 'generated'), within: join(folder, 'project') }], byteLimit: 4 * 1024 * 1024, newId: randomUUID }),
  inputs: createInputs(() => [join(folder, 'project')]),
  clock: Date.now, newId: randomUUID, holder: randomUUID(),
  times: { ...usualTimes, goneGrace: 50, findGrace: 50, recoveryTries: 3, pollApart: 0, downloadTries: 2, wakeAfter: 1, holdFirst: 50, holdLongest: 100 },
  timing: { random: Math.random, backoff: 20, longest: 200 },
  log: { info: log, warn: log, error: log },
});

/** Enough for an honest answer on the slowest machine; and for an answer that never ends, a blink. */
const patience: Partial<Limits> = { connect: 20_000, headers: 20_000, idle: 20_000, total: 30_000, mediaTotal: 30_000 };
const blink: Partial<Limits> = { headers: 150, idle: 150, total: 300, mediaTotal: 300 };

function impatient(client: Http, at: Call | null): Http {
  const limited = (request: HttpRequest): HttpRequest => callOf(request) === at ? { ...request, limits: blink } : request;
  return { json: request => client.json(limited(request)), stream: request => client.stream(limited(request)), dispose: () => client.dispose() };
}

function callOf({ method, url }: HttpRequest): Call {
  const { pathname } = new URL(url);
  if (!pathname.startsWith('/v1/jobs')) return 'file';
  if (pathname === '/v1/jobs') return method === 'POST' ? 'submit' : 'find';
  return pathname.endsWith('/cancel') ? 'cancel' : 'poll';
}

let declared = 0;

async function place({ prompt, lookup: looksUp, impatientAt }: Order): Promise<string> {
  const mode = looksUp ? 'lookup' : 'none';
  const config = customConfigFor({ origin }, mode, { id: `service-${++declared}`, label: 'Hostile Service', fileOrigins: [storage], key: { header: 'Authorization' } });
  const [model] = config.models;
  const provider = createCustomProvider(config, { http: impatient(createHttp({ declaredOrigins: declaredOrigins(config), limits: patience, lookup }), impatientAt), key: () => Promise.resolve(key) });
  providers.set(config.id, provider);
  return wishGeneration({ db, clock: Date.now, newId: randomUUID },
    { provider: config.id, model: model!.id, operation: model!.operation, prompt, parameters: {} }, provider.capabilities.recovery, 0);
}

const failures = new Map<string, Failure[]>();
const rowOf = (id: string): StoredGeneration => generationById(db, id)!;

function noteFailure(id: string): void {
  const { failure } = rowOf(id).attempt;
  const noted = failures.get(id) ?? [];
  if (failure !== null && noted.at(-1)?.sentence !== failure.sentence) failures.set(id, [...noted, failure]);
}

/** Whether it will stay as it is: an end of any kind, or the state that is expected of it. */
function rests({ attempt }: StoredGeneration, { rests: rest }: Order): boolean {
  if (attempt.end !== null || attempt.unconfirmedAt !== null) return true;
  switch (rest) {
    // The first trouble was the submit's own, the second is that of the question what became of it.
    case 'submitting': return eventsOf(db, attempt.generationId).filter(event => event.kind === 'trouble').length > 1;
    // The word of its acceptance is not yet one of a status query.
    case 'running': return attempt.acceptedAt !== null && attempt.finishedAt === null && (attempt.failure !== null || (attempt.wordAt ?? 0) > attempt.acceptedAt);
    case 'downloading': return attempt.finishedAt !== null && attempt.failure !== null;
    default: return false;
  }
}

interface Waiting {
  readonly until: () => boolean;
  readonly done: () => void;
}
const waiting = new Set<Waiting>();
/** Rows are looked at when something was written, not all the time: this process has to answer the service too. */
let written = true;
db.onChanged(() => { written = true; });
const looking = setInterval(() => {
  if (!written) return;
  written = false;
  for (const each of waiting) {
    if (!each.until()) continue;
    waiting.delete(each);
    each.done();
  }
}, 10);

async function bringToRest(order: Order): Promise<string> {
  const id = await place(order);
  const when = (condition: () => boolean): Promise<void> => new Promise(done => { waiting.add({ until: condition, done }); written = true; });
  if (order.cancels) {
    await when(() => rowOf(id).attempt.remoteId !== null);
    await wishCancel({ db, clock: Date.now, newId: randomUUID }, id);
  }
  await when(() => {
    noteFailure(id);
    return rests(rowOf(id), order);
  });
  const { provider } = rowOf(id).generation;
  // From now on it is left alone: a job whose provider is no longer set up waits.
  providers.get(provider)?.dispose?.();
  providers.delete(provider);
  return id;
}

const seenOf = (id: string, { prompt }: Order): Seen => ({
  prompt, row: rowOf(id), attempts: attemptsOf(db, id), events: eventsOf(db, id), failures: failures.get(id) ?? [],
  files: outputAssets(db, id).map(({ path, width, height }) => ({ path, width, height })),
});

await engine.start();
await bringToRest({ prompt: warmUp, lookup: false, rests: 'completed', cancels: false, impatientAt: null });
const before = process.resourceUsage().maxRSS;

const left = [...orders];
const begun = new Map<string, Order>();
const seen: Seen[] = [];
const worker = async (): Promise<void> => {
  for (let order = left.shift(); order !== undefined; order = left.shift()) {
    begun.set(order.prompt, order);
    seen.push(seenOf(await bringToRest(order), order));
    begun.delete(order.prompt);
  }
};
const giveUp = new Promise(resolve => setTimeout(resolve, 60_000).unref());
await Promise.race([Promise.all(Array.from({ length: 60 }, worker)), giveUp]);
clearInterval(looking);
const report: Report = {
  seen, strangers, outside, rejections, logged: [...logged, ...[...begun.keys()].map(prompt => `not at rest: ${prompt}`)],
  grown: (process.resourceUsage().maxRSS - before) / 1024,
};
await engine.stop();
for (const provider of providers.values()) provider.dispose?.();
ledger.close();
db.close();
writeFileSync(reportFile!, JSON.stringify(report));
