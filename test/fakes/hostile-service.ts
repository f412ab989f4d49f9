/**
 * A service with the fake provider's job API (see provider-server.ts) that means harm. Each job is known by its prompt
 * and has its own conduct: what it answers to a submit, a status query, a look-up, a cancel, or for its file. Where a
 * conduct says nothing the service is honest, so that every job would come to a good end without it.
 */
import { once } from 'node:events';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { stripedPng } from './png.ts';

export type Call = 'submit' | 'poll' | 'find' | 'cancel' | 'file';

export interface Job {
  /** From 1; its file lies at `${origin}/files/${n}/…`. */
  readonly n: number;
  readonly prompt: string;
  /** What the service calls it, and takes in a status query. */
  id: string;
  reference: string;
  cancelled: boolean;
  /** How often it was submitted: what it cost. */
  submits: number;
  /** How often each call came. */
  readonly calls: Record<Call, number>;
}

export interface Here {
  readonly job: Job;
  /** Of this service. */
  readonly origin: string;
  /** A second service on this machine that nobody declared. */
  readonly elsewhere: string;
  /** A third one, declared as a place of files. */
  readonly storage: string;
}

/** Answers a request, badly. */
export type Misdeed = (request: http.IncomingMessage, response: http.ServerResponse, here: Here) => void;

/** For each call what is done; of several one after the other, the last from then on. */
export type Conduct = Readonly<Partial<Record<Call, Misdeed | readonly Misdeed[]>>>;

export interface Heard {
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface HostileService {
  readonly here: Omit<Here, 'job'>;
  readonly heard: readonly Heard[];
  /** What came to the service that nobody declared. */
  readonly heardElsewhere: readonly Heard[];
  readonly heardByStorage: readonly Heard[];
  job(prompt: string): Job;
  close(): Promise<void>;
}

export async function startHostileService(conducts: ReadonlyMap<string, Conduct>): Promise<HostileService> {
  const heard: Heard[] = [];
  const heardElsewhere: Heard[] = [];
  const heardByStorage: Heard[] = [];
  // Half a character is none in any request that is text; it arrives as the mark for that.
  const jobs = new Map([...conducts.keys()].map((prompt, at): [string, Job] => [prompt.toWellFormed(), {
    n: at + 1, prompt, id: `job-${at + 1}`, reference: '', cancelled: false, submits: 0, calls: { submit: 0, poll: 0, find: 0, cancel: 0, file: 0 },
  }]));
  const listed = [...jobs.values()];

  const servers = [
    http.createServer({ maxHeaderSize: 65_536 }, (request, response) => void answer(request, response)),
    ...[heardElsewhere, heardByStorage].map(list => http.createServer((request, response) => {
      list.push({ path: request.url ?? '', headers: request.headers, body: '' });
      response.writeHead(200, { 'content-type': 'image/png' }).end(stripedPng(16, 16));
    })),
  ];
  const [origin = '', elsewhere = '', storage = ''] = await Promise.all(servers.map(async server => {
    server.on('connection', socket => socket.on('error', () => undefined));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }));
  const here = { origin, elsewhere, storage };

  async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    response.on('error', () => undefined);
    const body = await textOf(request);
    heard.push({ path: request.url ?? '', headers: request.headers, body });
    const found = recognised(request, body);
    if (found === undefined) return void response.writeHead(404).end('{}');
    const { call, job } = found;
    const conduct = conducts.get(job.prompt)?.[call] ?? honest[call];
    const misdeeds: readonly Misdeed[] = typeof conduct === 'function' ? [conduct] : conduct;
    const misdeed = misdeeds[Math.min(job.calls[call]++, misdeeds.length - 1)] ?? honest[call];
    misdeed(request, response, { ...here, job });
  }

  function recognised(request: http.IncomingMessage, body: string): { call: Call; job: Job } | undefined {
    const { pathname, searchParams } = new URL(request.url ?? '/', origin);
    // Split before escapes are undone: a slash inside of an id is no step.
    const [room, what, id, action] = pathname.split('/').slice(1).map(decodeURIComponent);
    const known = (call: Call, job: Job | undefined): { call: Call; job: Job } | undefined => job && { call, job };
    if (room === 'files') return known('file', listed[Number(what) - 1]);
    if (id !== undefined) return known(action === 'cancel' ? 'cancel' : 'poll', listed.find(job => job.id === id));
    if (request.method !== 'POST') return known('find', listed.find(job => job.reference === searchParams.get('reference')));
    const job = jobs.get((JSON.parse(body) as { prompt: string }).prompt);
    if (job !== undefined) {
      job.submits++;
      job.reference = String(request.headers['x-client-reference']);
    }
    return known('submit', job);
  }

  return {
    here, heard, heardElsewhere, heardByStorage,
    job: prompt => jobs.get(prompt.toWellFormed())!,
    async close() {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
      await Promise.all(servers.map(server => once(server, 'close').catch(() => undefined)));
    },
  };
}

const honest: Readonly<Record<Call, Misdeed>> = {
  submit: (_request, response, { job }) => tell(response, 201, { id: job.id, status: 'queued' }),
  poll: (_request, response, { job, origin }) => tell(response, 200, job.cancelled
    ? { id: job.id, status: 'cancelled' }
    : { id: job.id, status: 'succeeded', progress: 1, outputs: [{ url: `${origin}/files/${job.n}/a.png` }], cost: '0.04' }),
  find: (_request, response, { job }) => tell(response, 200, { jobs: [{ reference: job.reference, id: job.id, status: 'queued' }] }),
  cancel: (_request, response, { job }) => {
    job.cancelled = true;
    tell(response, 202, { id: job.id });
  },
  file: (_request, response, { job }) => response.writeHead(200, { 'content-type': 'image/png' }).end(stripedPng(32, 32, job.n)),
};

/** The right answer after all: what a list of misdeeds may end with. */
export function honestly(call: Call): Misdeed {
  return honest[call];
}

function tell(response: http.ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

async function textOf(request: http.IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}
