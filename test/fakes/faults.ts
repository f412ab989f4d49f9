/** The ways in which a provider can misbehave, as data, so that a test in another process can ask for them too. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as zlib from 'node:zlib';

export type Fault =
  /** Answers with a status. `after`: first does the work (and charges for it). */
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string; readonly after?: boolean }
  /** Breaks the connection: before it read the request, before or after it did the work, or in the middle of its answer. */
  | { readonly kind: 'reset'; readonly when: 'before-reading' | 'before-work' | 'after-work' | 'mid-answer' }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang'; readonly after?: boolean }
  /** Answers rightly, after so many milliseconds. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** A web page with 200. */
  | { readonly kind: 'html' }
  /** The first half of the right answer, as if it were all. */
  | { readonly kind: 'truncated' }
  /** Any other JSON with 200, after the work was done: wrong types, missing fields. */
  | { readonly kind: 'json'; readonly json: unknown }
  /** Any bytes, after the work was done: media that is not what it says. */
  | { readonly kind: 'bytes'; readonly text: string; readonly type: string }
  /** So many bytes of JSON. */
  | { readonly kind: 'huge'; readonly bytes: number }
  /** So many bytes of JSON, gzipped to almost nothing. */
  | { readonly kind: 'bomb'; readonly bytes: number }
  /** The right answer, one byte at a time. */
  | { readonly kind: 'trickle'; readonly everyMs: number }
  | { readonly kind: 'redirect'; readonly to: string; readonly status?: number }
  /** Redirects to itself, for ever. */
  | { readonly kind: 'loop' }
  /** The right answer with a content-length that is off by so much. */
  | { readonly kind: 'length'; readonly off: number }
  /** These bytes instead of an answer, status line and all, after the work was done; then the connection ends, breaks, or stays. */
  | { readonly kind: 'wire'; readonly text: string; readonly then?: 'end' | 'reset' | 'stay' }
  /** Provisional answers (100, 102, 103) first, then the right one. */
  | { readonly kind: 'provisional'; readonly lines: readonly string[] }
  /** The right answer; then the connection, which it said it keeps, is closed or broken while it is idle. */
  | { readonly kind: 'idle-end'; readonly how: 'end' | 'reset' }
  /** The right answer, encoded although nobody asked. */
  | { readonly kind: 'encoded'; readonly encoding: 'gzip' | 'deflate' | 'br' | 'zstd' | 'rot13' };

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Whether the provider does its work (and charges) although it misbehaves. */
export function worksDespite(fault: Fault): boolean {
  switch (fault.kind) {
    case 'status':
    case 'hang': return fault.after ?? false;
    case 'reset': return fault.when === 'after-work' || fault.when === 'mid-answer';
    case 'html':
    case 'huge':
    case 'bomb':
    case 'redirect':
    case 'loop': return false;
    default: return true;
  }
}

export function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { 'content-type': answer.type, 'content-length': answer.body.length, ...answer.headers });
  response.end(answer.body);
}

/** Sends what the fault makes of the right answer. */
export function misbehave(fault: Fault, request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  switch (fault.kind) {
    case 'status': return send(response, { status: fault.status, type: 'application/json', body: Buffer.from(fault.body ?? '{"error":{"message":"no"}}'), headers: fault.headers });
    case 'reset':
      if (fault.when !== 'mid-answer') return reset(request);
      response.writeHead(answer.status, { 'content-type': answer.type, 'content-length': answer.body.length });
      response.write(answer.body.subarray(0, answer.body.length >> 1), () => reset(request));
      return;
    case 'hang': return;
    case 'delay': return void setTimeout(() => send(response, answer), fault.ms);
    case 'html': return send(response, { status: 200, type: 'text/html', body: Buffer.from('<!doctype html><title>Welcome</title><p>Sign in') });
    case 'truncated': return send(response, { ...answer, body: answer.body.subarray(0, answer.body.length >> 1) });
    case 'json': return send(response, { status: 200, type: 'application/json', body: Buffer.from(JSON.stringify(fault.json)) });
    case 'bytes': return send(response, { status: 200, type: fault.type, body: Buffer.from(fault.text) });
    case 'huge': return flood(response, fault.bytes);
    case 'bomb': return bomb(response, fault.bytes);
    case 'trickle': return trickle(response, answer, fault.everyMs);
    case 'redirect': return send(response, { status: fault.status ?? 302, type: 'text/plain', body: Buffer.alloc(0), headers: { location: fault.to } });
    case 'loop': return send(response, { status: 302, type: 'text/plain', body: Buffer.alloc(0), headers: { location: request.url ?? '/' } });
    case 'length':
      response.writeHead(answer.status, { 'content-type': answer.type, 'content-length': answer.body.length + fault.off, connection: 'close' });
      // The headers are out by now; the rest goes past Node's own count.
      response.flushHeaders();
      request.socket.end(answer.body);
      return;
    case 'wire':
      request.socket.write(Buffer.from(fault.text, 'latin1'), () => {
        if (fault.then === 'reset') reset(request);
        else if (fault.then !== 'stay') request.socket.end();
      });
      return;
    case 'provisional':
      for (const line of fault.lines) request.socket.write(`HTTP/1.1 ${line}\r\n\r\n`);
      return send(response, answer);
    case 'idle-end':
      response.on('finish', () => setImmediate(() => fault.how === 'reset' ? reset(request) : request.socket.end()));
      return send(response, answer);
    case 'encoded': return send(response, { ...answer, body: encode(answer.body, fault.encoding), headers: { 'content-encoding': fault.encoding } });
  }
}

function reset(request: IncomingMessage): void {
  request.socket.resetAndDestroy();
}

/** Chunked, so that the length is no warning. */
function flood(response: ServerResponse, bytes: number): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(`{"id":"${'a'.repeat(bytes)}"}`);
}

/** Gzip may be made of members one after the other: one megabyte is packed once and sent again and again. */
function bomb(response: ServerResponse, bytes: number): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
  const megabyte = zlib.gzipSync(Buffer.alloc(1_000_000, 'a'), { level: 9 });
  response.write(zlib.gzipSync('{"id":"'));
  for (let sent = 0; sent < bytes; sent += 1_000_000) response.write(megabyte);
  response.end(zlib.gzipSync('"}'));
}

function trickle(response: ServerResponse, answer: Answer, everyMs: number): void {
  response.writeHead(answer.status, { 'content-type': answer.type, 'content-length': answer.body.length });
  response.flushHeaders();
  let at = 0;
  const drip = setInterval(() => {
    response.write(answer.body.subarray(at, ++at));
    if (at >= answer.body.length) {
      clearInterval(drip);
      response.end();
    }
  }, everyMs);
  response.on('close', () => clearInterval(drip));
}

function encode(body: Buffer, encoding: string): Buffer {
  switch (encoding) {
    case 'gzip': return zlib.gzipSync(body);
    case 'deflate': return zlib.deflateSync(body);
    case 'br': return zlib.brotliCompressSync(body);
    case 'zstd': return zlib.zstdCompressSync(body);
    default: return body;
  }
}
