/** The ways in which a hostile service answers, as functions to be put together; see hostile-service.ts. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable, pipeline } from 'node:stream';
import * as zlib from 'node:zlib';
import type { Here, Misdeed } from './hostile-service.ts';

type Text = string | ((here: Here) => string);
type Headers = Readonly<Record<string, string | readonly string[]>>;

/** JSON of any shape. */
export function json(value: unknown, status = 200): Misdeed {
  return body(() => JSON.stringify(value), { status });
}

/** JSON that names addresses of the service. */
export function jsonOf(make: (here: Here) => unknown): Misdeed {
  return body(here => JSON.stringify(make(here)), {});
}

/** Any body under any name. */
export function body(text: Text | Buffer, { status = 200, headers = {} }: { status?: number; headers?: Headers } = {}): Misdeed {
  return (_request, response, here) => {
    const bytes = Buffer.from(typeof text === 'function' ? text(here) : text);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(bytes);
  };
}

/** Takes the job under an id that is written in JSON as `written`, and from then on knows it as `id`. */
export function accepts(written: string, id: string, more = ''): Misdeed {
  return (_request, response, { job }) => {
    job.id = id;
    response.writeHead(201, { 'content-type': 'application/json' }).end(`{"status":"queued","id":${written}${more}}`);
  };
}

/** Succeeded, with whatever stands for its results. */
export function gives(outputs: (here: Here) => unknown, more: Readonly<Record<string, unknown>> = {}): Misdeed {
  return jsonOf(here => ({ status: 'succeeded', outputs: outputs(here), ...more }));
}

/** Succeeded, with one result at this address. */
export function givesAt(url: (here: Here) => string): Misdeed {
  return gives(here => [{ url: url(here) }]);
}

export function redirect(to: Text, status = 302): Misdeed {
  return (_request, response, here) => {
    response.writeHead(status, { location: typeof to === 'function' ? to(here) : to }).end();
  };
}

/** Redirects to itself with one more step each time. */
export function redirectOn(): Misdeed {
  return (request, response) => {
    const url = new URL(request.url ?? '/', 'http://service');
    const step = Number(url.searchParams.get('step') ?? 0) + 1;
    response.writeHead(302, { location: `${url.pathname}?step=${step}` }).end();
  };
}

/** Bytes on the wire as they are, status line and all; then the connection ends, breaks, or stays. */
export function wire(bytes: Text, then: 'end' | 'reset' | 'stay' = 'end'): Misdeed {
  return (request, _response, here) => {
    request.socket.write(Buffer.from(typeof bytes === 'function' ? bytes(here) : bytes, 'latin1'), () => {
      if (then === 'end') request.socket.end();
      if (then === 'reset') request.socket.resetAndDestroy();
    });
  };
}

export const hang: Misdeed = () => undefined;

export const reset: Misdeed = request => void request.socket.resetAndDestroy();

/** The beginning of an answer without end: `begin`, then `piece` until somebody stops it or `bytes` are out. */
export function flood(begin: string, piece: string, bytes: number, headers: Headers = {}): Misdeed {
  return stream(headers, function* () {
    yield Buffer.from(begin, 'latin1');
    const many = Buffer.from(piece.repeat(Math.ceil(65_536 / piece.length)), 'latin1');
    for (let sent = 0; sent < bytes; sent += many.length) yield many;
  });
}

const packers = {
  gzip: (bytes: Buffer) => zlib.gzipSync(bytes, { level: 1 }),
  deflate: (bytes: Buffer) => zlib.deflateSync(bytes, { level: 1 }),
  br: (bytes: Buffer) => zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } }),
  zstd: (bytes: Buffer) => zlib.zstdCompressSync(bytes),
} as const;

const packed = new Map<string, Buffer>();

/** The same, packed to almost nothing; made once. */
export function bomb(encoding: keyof typeof packers, begin: string, bytes: number, headers: Headers = {}): Misdeed {
  return (_request, response) => {
    const name = `${encoding} ${begin} ${bytes}`;
    const made = packed.get(name) ?? packers[encoding](Buffer.concat([Buffer.from(begin, 'latin1'), Buffer.alloc(bytes, 'a')]));
    packed.set(name, made);
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding, ...headers }).end(made);
  };
}

/** A body of a few bytes, one at a time. */
export function trickle(text: string, everyMs: number, headers: Headers = {}): Misdeed {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers });
    drip(response, text, everyMs);
  };
}

/** Even the head of the answer comes one byte at a time. */
export function trickleHead(everyMs: number): Misdeed {
  return (request: IncomingMessage) => drip(request.socket, `HTTP/1.1 200 OK\r\n${'X-Slow: y\r\n'.repeat(1000)}`, everyMs);
}

function drip(to: NodeJS.WritableStream, text: string, everyMs: number): void {
  let at = 0;
  const timer = setInterval(() => {
    to.write(text.slice(at, ++at) || ' ');
  }, everyMs);
  to.on('close', () => clearInterval(timer));
}

function stream(headers: Headers, make: () => Generator<Buffer>): Misdeed {
  return (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers });
    pipeline(Readable.from(make()), response, () => undefined);
  };
}
