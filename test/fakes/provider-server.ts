/**
 * A provider that lives in the test's process: a real HTTP server with a plain job API, which counts what it
 * charged per client reference, does what the test tells it, and survives every crash of the engine under test.
 *
 *   POST /v1/jobs                 submits            GET /v1/jobs/:id           status
 *   POST /v1/jobs/:id/cancel      asks to stop       GET /v1/jobs?reference=…   looks up (mode `lookup` and `key-reject`)
 *   GET  /v1/status?ids=a,b       status of many     POST /v1/status { ids }     the same
 *   GET  /files/:name?v=…         the bytes of a result; uploads: see uploads.ts
 */
import { EventEmitter, once } from 'node:events';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RecoveryMode } from '../../src/shared/model.ts';
import { control } from './control.ts';
import { misbehave, send, worksDespite } from './faults.ts';
import type { Answer, Fault } from './faults.ts';
import { createJobBook } from './jobs.ts';
import type { Charges, FakeJob, JobBook } from './jobs.ts';
import { stripedPng } from './png.ts';
import { type UploadBook, type UploadRoute, createUploadBook, takeFile, uploadRouteOf } from './uploads.ts';

export type Route = 'submit' | 'poll' | 'statusAll' | 'cancel' | 'find' | 'file' | UploadRoute;

export interface RecordedRequest {
  readonly route: Route | null;
  readonly method: string;
  /** With query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** A number for each connection, to tell kept ones. */
  readonly connection: number;
  /** When it was read, in epoch milliseconds. */
  readonly at: number;
}

export interface FakeOptions {
  /** How it treats a submit that comes twice; `none` when absent: it charges again. */
  readonly mode?: RecoveryMode;
  /** Every request but those for files has to carry it as a bearer token. */
  readonly key?: string;
  /** Answers a submit with the finished result. */
  readonly sync?: boolean;
  /** Milliseconds a job takes by itself; without it jobs wait for the test. */
  readonly auto?: number;
  readonly port?: number;
  /** Dollars a job costs; 0.04 when absent. */
  readonly price?: number;
  /** Whether a rejected key names the job it stands for; yes when absent. */
  readonly tellsDuplicate?: boolean;
  /** The fault that a request meets, by what it is about: a client reference (submit, find) or the id of a job (the others). */
  readonly faultFor?: (route: Route, about: string) => Fault | undefined;
  /** What a cancel does: `obeys` at once when absent; `ignores` leaves the end to the test. */
  readonly cancel?: 'obeys' | 'ignores';
}

export interface FakeProvider {
  /** "http://127.0.0.1:41234" */
  readonly origin: string;
  readonly options: FakeOptions;
  readonly requests: readonly RecordedRequest[];
  readonly charges: Charges;
  readonly jobs: readonly FakeJob[];
  readonly uploads: UploadBook;
  /** Milliseconds new jobs take by themselves; `null` waits for the test. */
  auto: number | null;
  /** The job with this id or client reference; the latest without one. Throws when there is none. */
  job(idOrReference?: string): FakeJob;
  /** The next request of this kind meets this fault; several queue up. */
  next(route: Route, ...faults: readonly Fault[]): void;
  /** Every request of this kind meets this fault, until `null`. */
  always(route: Route, fault: Fault | null): void;
  /** The next request of this kind is read and then held until `release`; then it does its work and answers. */
  hold(route: Route): Held;
  /** Resolves when so many requests of this kind have come in all. */
  arrived(route: Route, times?: number): Promise<readonly RecordedRequest[]>;
  close(): Promise<void>;
}

export interface Held {
  readonly arrived: Promise<RecordedRequest>;
  release(): void;
}

export async function startFakeProvider(options: FakeOptions = {}): Promise<FakeProvider> {
  const book = createJobBook(options.price ?? 0.04);
  book.auto = options.auto ?? null;
  const uploads = createUploadBook();
  const requests: RecordedRequest[] = [];
  const news = new EventEmitter().setMaxListeners(0);
  const queued = new Map<Route, (Fault | Gate)[]>();
  const standing = new Map<Route, Fault>();
  const connections = new WeakMap<object, number>();
  let connected = 0;

  async function handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    const route = routeOf(request.method ?? '', url);
    const plan = route === null ? undefined : queued.get(route)?.shift() ?? standing.get(route) ?? options.faultFor?.(route, aboutOf(route, url, request));
    const unread = plan?.kind === 'reset' && plan.when === 'before-reading';
    const bytes = unread ? Buffer.alloc(0) : await bytesOf(request);
    // A file is no text: what was uploaded stands in the book of uploads.
    const body = route === 'upload' || route === 'put' ? `${bytes.length} bytes` : bytes.toString('utf8');
    if (url.pathname.startsWith('/__control/')) return control(fake, url.pathname, request.method ?? '', body, response);
    const record: RecordedRequest = {
      route, method: request.method ?? '', path: request.url ?? '', body, connection: connections.get(request.socket) ?? 0, at: Date.now(),
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    };
    requests.push(record);
    news.emit('request', record);
    if (unread) return void request.socket.resetAndDestroy();
    if (plan?.kind === 'gate') {
      plan.open(record);
      await plan.released;
    }
    const fault = plan?.kind === 'gate' ? undefined : plan;
    const works = fault === undefined || worksDespite(fault);
    const answer = !works ? nothing : route === 'upload' || route === 'address' || route === 'put'
      ? keyRefusal(options, route, record) ?? takeFile(uploads, route, record, bytes, fake.origin)
      : serve(book, options, route, url, record, fake.origin);
    if (fault !== undefined) return misbehave(fault, request, response, answer);
    if (options.sync && route === 'submit' && book.auto !== null) await new Promise(resolve => setTimeout(resolve, book.auto ?? 0));
    send(response, answer);
  }

  const server = http.createServer((request, response) => void handle(request, response).catch((error: unknown) => response.destroy(error as Error)));
  server.on('connection', socket => {
    connections.set(socket, ++connected);
    socket.on('error', () => {});
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');

  const fake: FakeProvider = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    options,
    requests,
    charges: book.charges,
    uploads,
    get jobs() { return book.jobs; },
    get auto() { return book.auto; },
    set auto(ms) { book.auto = ms; },
    job(wanted) {
      const found = wanted === undefined ? book.jobs.at(-1) : book.find(wanted) ?? book.byReference(wanted).at(-1);
      if (found === undefined) throw new Error(`the fake provider has no job ${wanted ?? ''}`);
      return found;
    },
    next(route, ...faults) {
      queued.set(route, [...queued.get(route) ?? [], ...faults]);
    },
    always(route, fault) {
      if (fault === null) standing.delete(route);
      else standing.set(route, fault);
    },
    hold(route) {
      const gate = createGate();
      queued.set(route, [...queued.get(route) ?? [], gate]);
      return { arrived: gate.arrived, release: gate.release };
    },
    async arrived(route, times = 1) {
      const matching = () => requests.filter(each => each.route === route);
      while (matching().length < times) await once(news, 'request');
      return matching();
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close').catch(() => {});
    },
  };
  return fake;
}

interface Gate {
  readonly kind: 'gate';
  readonly arrived: Promise<RecordedRequest>;
  readonly released: Promise<void>;
  readonly open: (record: RecordedRequest) => void;
  readonly release: () => void;
}

function createGate(): Gate {
  const arrival = Promise.withResolvers<RecordedRequest>();
  const way = Promise.withResolvers<void>();
  return { kind: 'gate', arrived: arrival.promise, released: way.promise, open: arrival.resolve, release: way.resolve };
}

const nothing: Answer = { status: 200, type: 'application/json', body: Buffer.from('{}') };

function routeOf(method: string, url: URL): Route | null {
  const path = url.pathname;
  const upload = uploadRouteOf(method, path);
  if (upload !== null) return upload;
  if (path === '/v1/status') return 'statusAll';
  if (path === '/v1/jobs') return method === 'POST' ? 'submit' : 'find';
  if (/^\/v1\/jobs\/[^/]+\/cancel$/u.test(path)) return 'cancel';
  if (/^\/v1\/jobs\/[^/]+$/u.test(path)) return 'poll';
  return path.startsWith('/files/') ? 'file' : null;
}

/** Known before the body is read, so that a request can meet its fault before that. */
export function aboutOf(route: Route, url: URL, { headers }: Pick<http.IncomingMessage, 'headers'>): string {
  const name = decodeURIComponent(url.pathname.split('/')[route === 'file' ? 2 : 3] ?? '');
  switch (route) {
    case 'submit': return String(headers['idempotency-key'] ?? headers['x-client-reference'] ?? '');
    case 'find': return url.searchParams.get('reference') ?? '';
    case 'file': return name.replace(/-\d+\.png$/u, '');
    default: return name;
  }
}

/** What the provider does when nothing goes wrong. */
function serve(book: JobBook, options: FakeOptions, route: Route | null, url: URL, request: RecordedRequest, origin: string): Answer {
  const refusal = keyRefusal(options, route, request);
  if (refusal !== null) return refusal;
  const id = decodeURIComponent(url.pathname.split('/')[3] ?? '');
  switch (route) {
    case 'submit': return submit(book, options, request, origin);
    case 'poll': {
      const job = book.find(id);
      return job === undefined ? refuse(404, 'not_found', 'No such job.') : json(200, book.describe(job, origin));
    }
    case 'cancel': {
      const job = book.find(id);
      if (job === undefined) return refuse(404, 'not_found', 'No such job.');
      if (job.ended) return refuse(409, 'ended', 'The job has ended.');
      if (options.cancel !== 'ignores') job.cancelled();
      return json(202, book.describe(job, origin));
    }
    case 'statusAll': {
      const ids = url.searchParams.get('ids')?.split(',') ?? (JSON.parse(request.body) as { ids: string[] }).ids;
      return json(200, { jobs: ids.flatMap(each => book.find(each) ?? []).map(job => book.describe(job, origin)) });
    }
    case 'upload':
    case 'address':
    case 'put': throw new Error('files have their own book');
    case 'find': return json(200, { jobs: book.byReference(url.searchParams.get('reference') ?? '').map(job => book.describe(job, origin)) });
    case 'file': return file(book, url);
    case null: return refuse(404, 'not_found', 'No such address.');
  }
}

function keyRefusal(options: FakeOptions, route: Route | null, request: RecordedRequest): Answer | null {
  const keyed = route !== null && route !== 'file' && options.key !== undefined;
  return keyed && request.headers.authorization !== `Bearer ${options.key}` ? refuse(401, 'unauthorized', 'Unknown key.') : null;
}

function submit(book: JobBook, options: FakeOptions, request: RecordedRequest, origin: string): Answer {
  let body: Record<string, unknown>;
  try {
    body = JSON.parse(request.body) as Record<string, unknown>;
  } catch {
    return refuse(400, 'bad_json', 'The body is no JSON.');
  }
  if (typeof body.prompt !== 'string' || body.prompt === '') return refuse(422, 'no_prompt', 'A prompt is needed.');
  const key = request.headers['idempotency-key'];
  const named = [key, body.reference, body.id, request.headers['x-client-reference']].find(each => typeof each === 'string');
  const reference = typeof named === 'string' ? named : null;
  const earlier = key === undefined ? undefined : book.byReference(key)[0];
  if (earlier !== undefined && options.mode === 'key-replay') return json(200, book.describe(earlier, origin));
  if (earlier !== undefined && options.mode === 'key-reject') {
    const told = options.tellsDuplicate === false ? {} : { id: earlier.id };
    return json(409, { error: { code: 'duplicate', message: 'This key was used before.', ...told } });
  }
  // With `client-id` a repeated id is no protection: like ComfyUI, it runs (and charges) again.
  const job = book.open(body, reference, options.mode === 'client-id' && typeof body.id === 'string' ? body.id : undefined);
  if (options.sync) job.finish();
  return json(options.sync ? 200 : 201, book.describe(job, origin));
}

function file(book: JobBook, url: URL): Answer {
  const [, id = '', ordinal = ''] = /^\/files\/(.+)-(\d+)\.png$/u.exec(url.pathname) ?? [];
  const job = book.find(decodeURIComponent(id));
  if (job === undefined || job.word !== 'succeeded' || Number(ordinal) > job.outputs) return refuse(404, 'not_found', 'No such file.');
  if (url.searchParams.get('v') !== String(job.version)) return refuse(403, 'expired', 'This address has expired.');
  const side = (value: unknown) => (typeof value === 'number' && value > 0 && value <= 2048 ? Math.floor(value) : 64);
  const seed = typeof job.submitted.seed === 'number' ? job.submitted.seed : 0;
  return { status: 200, type: 'image/png', body: stripedPng(side(job.submitted.width), side(job.submitted.height), (seed % 1000) + Number(ordinal)) };
}

function json(status: number, value: unknown): Answer {
  return { status, type: 'application/json', body: Buffer.from(JSON.stringify(value)) };
}

function refuse(status: number, code: string, message: string): Answer {
  return json(status, { error: { code, message } });
}

async function bytesOf(request: http.IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}
