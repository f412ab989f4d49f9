/**
 * What has to hold after any number of crashes, checked on what is left: the history, the ledger, the folder of results,
 * and the books of the services.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sidecarPath } from '../../src/extension/assets/sidecar.ts';
import { outputAssets } from '../../src/extension/store/assets.ts';
import { type StoredAttempt, attemptById, attemptsOf } from '../../src/extension/store/attempts.ts';
import { Database } from '../../src/extension/store/database.ts';
import { eventsOf } from '../../src/extension/store/events.ts';
import { generationById } from '../../src/extension/store/generations.ts';
import type { FakeJob } from '../fakes/jobs.ts';
import type { RecordedRequest } from '../fakes/provider-server.ts';
import { stripedPng } from '../fakes/png.ts';
import type { Crew } from './crew.ts';
import type { Asked } from './kill-loop.ts';
import type { Service } from './services.ts';

export interface Findings {
  /** One sentence for each promise that was broken: has to stay empty. */
  readonly wrongs: readonly string[];
  /** How many came to which end. */
  readonly ends: Readonly<Record<string, number>>;
  readonly generations: number;
  readonly charges: number;
  /** Submits that a service saw again. */
  readonly repeated: number;
}

export interface Scene {
  readonly folder: string;
  readonly services: readonly Service[];
  readonly crew: Crew;
  readonly asked: Asked;
}

export function findWrongs({ folder, services, crew, asked }: Scene): Findings {
  const wrongs: string[] = [...crew.troubles];
  for (const name of ['history.db', 'ledger.db']) wrongs.push(...brokenFile(join(folder, name)));
  const db = new Database(join(folder, 'history.db'));
  const ledger = new DatabaseSync(join(folder, 'ledger.db'));
  const ends: Record<string, number> = {};
  const files = new Set<string>();
  try {
    const generations = db.all<{ id: string }>('SELECT id FROM generation').map(row => row.id);
    for (const id of generations) {
      const { generation, attempt } = generationById(db, id)!;
      const service = services.find(each => each.id === generation.provider)!;
      const attempts = attemptsOf(db, id);
      const end = attempt.end ?? (attempt.unconfirmedAt === null ? 'open' : 'unconfirmed');
      const name = `${end}/${service.mode}`;
      ends[name] = (ends[name] ?? 0) + 1;
      const charged = attempts.map(each => service.fake.charges.of(each.id));
      const sum = charged.reduce((all, each) => all + each, 0);
      if (charged.some(each => each > 1)) wrongs.push(`${id} (${service.mode}): one attempt was charged ${Math.max(...charged)} times; ${story(db, id, service, crew)}`);
      if (sum > 1 + (asked.retries.get(id) ?? 0)) wrongs.push(`${id}: charged ${sum} times, sent again by the person at most ${asked.retries.get(id) ?? 0} times`);
      for (const each of attempts) wrongs.push(...wrongsOf(each, each.id === attempt.id, service, crew, asked).map(what => `${each.id} (${service.mode}): ${what}; ${JSON.stringify(each)}`));
      if (attempt.end === 'completed') wrongs.push(...wrongFiles(db, attempt, Number(generation.parameters.seed), files));
    }
    // Every intent is older than its first byte, and no id that a service gave is forgotten.
    for (const { fake, mode } of services) {
      for (const job of fake.jobs) {
        const attempt = attemptById(db, job.reference ?? '');
        if (attempt === undefined || attempt.sentAt === null) wrongs.push(`${job.id} (${mode}) was sent without an intent`);
        if (ledger.prepare('SELECT 1 FROM spend WHERE attempt_id = ?').get(job.reference) === undefined) wrongs.push(`${job.id} (${mode}) is not in the ledger`);
      }
    }
    wrongs.push(...strayFiles(folder, files));
    return {
      wrongs, ends, generations: generations.length, charges: services.reduce((sum, { fake }) => sum + fake.charges.total, 0),
      repeated: services.reduce((sum, { fake }) => sum + repeated(fake.requests), 0),
    };
  } finally {
    ledger.close();
    db.close();
  }
}

/** What happened, in order, for whoever has to find out why. */
function story(db: Database, id: string, { fake }: Service, crew: Crew): string {
  const references = attemptsOf(db, id).map(each => each.id);
  const told = eventsOf(db, id).map(({ at, kind, text }) => ({ at, what: `${kind} ${text}`.trim() }));
  const asked = fake.requests.filter(({ path, body, headers }) => references.some(reference => [path, body, headers['x-client-reference'], headers['idempotency-key']].some(part => part?.includes(reference))))
    .map(({ at, method, path, headers }) => ({ at, what: `<${method} ${path} ${headers['x-hand'] ?? ''}>` }));
  const deaths = [...crew.byName.values()].map(({ name, killedAt }) => ({ at: killedAt ?? Infinity, what: `[${name} killed]` }));
  const all = [...told, ...asked, ...deaths].sort((a, b) => a.at - b.at);
  const from = Math.min(...told.map(({ at }) => at));
  return all.filter(({ at }) => at >= from && at < Math.max(...told.map(each => each.at))).map(({ at, what }) => `${at - from} ${what}`).join(', ');
}

function brokenFile(path: string): string[] {
  const raw = new DatabaseSync(path);
  try {
    const found = [...raw.prepare('PRAGMA integrity_check').all(), ...raw.prepare('PRAGMA foreign_key_check').all()];
    return found.length === 1 && found[0]!.integrity_check === 'ok' ? [] : found.map(row => `${path}: ${JSON.stringify(row)}`);
  } finally {
    raw.close();
  }
}

function wrongsOf(attempt: StoredAttempt, isCurrent: boolean, service: Service, crew: Crew, asked: Asked): string[] {
  const { fake, mode } = service;
  const charged = fake.charges.of(attempt.id) > 0;
  const own = fake.jobs.find(job => job.reference === attempt.id);
  const job: FakeJob | undefined = attempt.remoteId === null ? own : fake.jobs.find(each => each.id === attempt.remoteId);
  const givenUp = asked.dismissed.has(attempt.generationId) || asked.retries.has(attempt.generationId);
  const wrongs: string[] = [];

  if (charged && attempt.remoteId === null) {
    if (mode !== 'none') wrongs.push('accepted, and its id is not in the history');
    else if (!mayBeUnknown(attempt, fake.requests, crew)) wrongs.push('its id reached a process that lived on, and is not in the history');
  }
  switch (attempt.end) {
    case null:
      if (!isCurrent) wrongs.push('superseded without an end');
      if (attempt.unconfirmedAt === null) wrongs.push('has come to no end');
      else if (mode !== 'none' && mode !== 'lookup') wrongs.push('is unconfirmed although its service can always tell');
      break;
    case 'completed':
      if (job?.word !== 'succeeded') wrongs.push(`completed, but its service says ${job?.word}`);
      if (attempt.charge !== 0.04) wrongs.push(`completed with a charge of ${attempt.charge}`);
      break;
    case 'cancelled':
      if (attempt.cancelWishedAt === null) wrongs.push('cancelled by nobody');
      if (charged && job?.word !== 'cancelled') wrongs.push(`cancelled, but its service says ${job?.word}`);
      break;
    case 'failed':
      switch (attempt.failure?.class) {
        case 'provider': if (job?.word !== 'failed') wrongs.push(`failed, but its service says ${job?.word}`); break;
        case 'invalid': case 'rate': if (charged) wrongs.push('refused, and charged'); break;
        case 'lost': if (!givenUp) wrongs.push('lost, and nobody gave it up'); break;
        default: wrongs.push('failed for no good reason');
      }
  }
  return wrongs;
}

/** Where nothing can be asked: the answer was lost on the way, or its process died with it. */
function mayBeUnknown(attempt: StoredAttempt, requests: readonly RecordedRequest[], crew: Crew): boolean {
  if (attempt.failure !== null && attempt.failure.class !== 'lost') return true;
  const request = requests.find(({ route, headers }) => route === 'submit' && headers['x-client-reference'] === attempt.id);
  const sender = crew.byName.get(request?.headers['x-hand'] ?? '');
  return request !== undefined && sender !== undefined && sender.killedAt !== null && sender.killedAt - request.at < 2000;
}

/** Its file is there, whole, as the service made it, with its sidecar. */
function wrongFiles(db: Database, attempt: StoredAttempt, seed: number, files: Set<string>): string[] {
  const wrongs: string[] = [];
  const assets = outputAssets(db, attempt.generationId);
  if (assets.length !== 1) wrongs.push(`${attempt.id}: completed with ${assets.length} files`);
  for (const { path, size } of assets) {
    files.add(path);
    files.add(sidecarPath(path));
    if (!existsSync(path)) wrongs.push(`${path} is not there`);
    else if (!readFileSync(path).equals(stripedPng(64, 64, (seed % 1000) + 1))) wrongs.push(`${path} is not what the service made (${size} bytes)`);
    if (!existsSync(sidecarPath(path))) wrongs.push(`${path} has no sidecar`);
    else if ((JSON.parse(readFileSync(sidecarPath(path), 'utf8')) as { generation: string }).generation !== attempt.generationId) wrongs.push(`${path} has another one's sidecar`);
  }
  return wrongs;
}

function strayFiles(folder: string, files: ReadonlySet<string>): string[] {
  return readdirSync(join(folder, 'generated')).map(name => join(folder, 'generated', name)).filter(path => !files.has(path)).map(path => `${path} belongs to nothing`);
}

function repeated(requests: readonly RecordedRequest[]): number {
  const references = requests.filter(({ route }) => route === 'submit').map(({ headers, body }) => headers['idempotency-key'] ?? headers['x-client-reference'] ?? body);
  return references.length - new Set(references).size;
}
