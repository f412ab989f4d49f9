/**
 * The guarded HTTP client, the only way to a provider. It reaches the origins that the owner declared
 * and the public internet, follows redirects by hand and never those of a paid request, keeps to limits of
 * time and size, and says how sure it is that a request did not arrive. It never sends anything twice.
 */
import * as dns from 'node:dns';
import * as http from 'node:http';
import * as https from 'node:https';
import type { LookupFunction } from 'node:net';
import { ProviderError } from './contract.ts';
import { checkTarget } from './http/address.ts';
import { openBody, plainLength, readAll } from './http/body.ts';
import { exchange } from './http/exchange.ts';
import { failureOfNoJson, failureOfStatus, failureOfTrouble } from './http/failures.ts';
import type { Subject } from './http/failures.ts';
import { httpDate, parseJson, retryAfter } from './http/json.ts';
import { excerpt, holdsKey, redact } from './http/redact.ts';
import type { BodyStream } from './http/sending.ts';
import { Trouble, troubleOf } from './http/trouble.ts';

/** Times in milliseconds. */
export interface Limits {
  /** Until the connection stands: name, TCP, TLS. */
  readonly connect: number;
  /** From then to the head of the answer. */
  readonly headers: number;
  /** Between two pieces of a body. */
  readonly idle: number;
  /** A whole JSON call; of a stream, everything before its body. */
  readonly total: number;
  /** A whole body of media, in either direction. */
  readonly mediaTotal: number;
  /** Decoded bytes of a JSON body. */
  readonly jsonBytes: number;
  /** Decoded bytes of media. No limit by default: whoever keeps the bytes counts them, and says so better. */
  readonly mediaBytes: number;
  /** Characters of a reply that are kept for people. */
  readonly excerpt: number;
}

export const defaultLimits: Limits = {
  connect: 10_000, headers: 30_000, idle: 30_000, total: 120_000, mediaTotal: 1_800_000,
  jsonBytes: 2_000_000, mediaBytes: Infinity, excerpt: 2_000,
};

export interface HttpOptions {
  /** Origins of this one provider that its owner declared in machine scope; these may be private and plain http. */
  readonly declaredOrigins: readonly string[];
  readonly limits?: Partial<Limits>;
  /** How names are resolved; `dns.lookup` when absent. */
  readonly lookup?: LookupFunction;
}

export interface HttpRequest {
  /** The provider's label, for sentences. */
  readonly who: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** Headers for the origin of `url` only; a redirect elsewhere goes without them. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent instead, as it is read. */
  readonly stream?: BodyStream;
  /** What must appear in no error. */
  readonly secrets?: readonly string[];
  readonly signal: AbortSignal;
  readonly limits?: Partial<Limits>;
  /** Whether a GET follows redirects; yes when absent. */
  readonly follow?: boolean;
}

export interface JsonReply {
  readonly status: number;
  /** Parsed, of unknown shape; `undefined` for an empty body. */
  readonly json: unknown;
  /** The beginning of the body, redacted. */
  readonly raw: string;
  /** The provider's clock when it answered (epoch milliseconds). */
  readonly date: number | null;
}

export interface StreamReply {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Bytes, where the answer says how many. */
  readonly length: number | null;
}

export interface Http {
  /**
   * @throws {ReplyError} for a status that is no success, and for a body that is no JSON
   * @throws {ProviderError} for everything else
   */
  json(request: HttpRequest): Promise<JsonReply>;
  /**
   * Resolves at the head of the answer; the bytes are to be read at once. Reading throws `ProviderError` too.
   * @throws {ReplyError} {ProviderError}
   */
  stream(request: HttpRequest): Promise<StreamReply>;
  /** Closes the connections that nobody uses. Calls under way go on: to break off a submit would leave it ambiguous. */
  dispose(): void;
}

const mostRedirects = 3;
const mostErrorBytes = 65_536;
const redirects = new Set([301, 302, 303, 307, 308]);
/** Characters of an address in details; those of results may be endless. */
const longestPlace = 300;
/** A kept connection that nobody used for so long (ms) is closed; servers close theirs, and a race is lost for nothing. */
const keptFor = 15_000;

export function createHttp(options: HttpOptions): Http {
  const declaredOrigins = new Set(options.declaredOrigins.map(each => new URL(each).origin));
  const lookup: LookupFunction = options.lookup ?? dns.lookup;
  const plain = new http.Agent({ keepAlive: true, timeout: keptFor });
  const secure = new https.Agent({ keepAlive: true, timeout: keptFor });

  /** Sends, follows what may be followed, and returns the last answer. */
  async function open(request: HttpRequest, limits: Limits, signal: AbortSignal, left: () => number): Promise<http.IncomingMessage> {
    let url = parseUrl(request.url, undefined);
    const own = ownHeaders(request);
    const body = request.stream ?? (request.body === undefined ? null : Buffer.from(JSON.stringify(request.body)));
    let headers: Readonly<Record<string, string>> = { ...common, ...own };
    for (let hops = 0; ; hops++) {
      let message;
      try {
        const declared = checkTarget(url, declaredOrigins);
        const agent = url.protocol === 'https:' ? secure : plain;
        const times = { connect: Math.min(limits.connect, left()), headers: Math.min(limits.headers, left()) };
        message = await exchange({ url, declared, method: request.method, headers, body, agent, lookup, limits: times, signal });
      } catch (error) {
        throw troubleOf(error, hops > 0, originOf(url));
      }
      const { location } = message.headers;
      if (!redirects.has(message.statusCode ?? 0) || location === undefined) return message;
      message.destroy();
      if (request.method !== 'GET' || request.follow === false) throw new Trouble('redirect', true);
      if (hops === mostRedirects) throw new Trouble('redirects', true);
      const next = parseUrl(location, url);
      // A key goes to no other origin, not even where the service itself sends it.
      if (next.origin !== url.origin && holdsKey(next.href, request.secrets ?? [])) throw new Trouble('address', true, undefined, originOf(next));
      if (next.origin !== url.origin) headers = common;
      url = next;
    }
  }

  async function call<T>(request: HttpRequest, isFine: (status: number) => boolean, read: (message: http.IncomingMessage, call: Reading) => Promise<T>): Promise<T> {
    const limits: Limits = { ...defaultLimits, ...options.limits, ...request.limits };
    // The time of a transfer is that of media; nobody else watches over its whole.
    const total = request.stream === undefined ? limits.total : limits.mediaTotal;
    const signal = request.stream === undefined ? request.signal : AbortSignal.any([request.signal, AbortSignal.timeout(total)]);
    const subject = subjectOf(request);
    const began = performance.now();
    const left = () => total - (performance.now() - began);
    // Redacted before it is cut, so that no half of a key is left.
    const place = `${request.method} ${redact(placeOf(request.url), subject.secrets).slice(0, longestPlace)}`;
    const failed = (error: unknown) => {
      if (error instanceof ProviderError) return error;
      return failureOfTrouble(timely(error instanceof Trouble ? error : troubleOf(error, true), signal), subject, place);
    };
    try {
      const message = await open(request, limits, signal, left);
      const status = message.statusCode ?? 0;
      if (!isFine(status)) throw await refusal(message, status, { limits, signal, subject, place, left, failed });
      return await read(message, { limits, signal, subject, place, left, failed });
    } catch (error) {
      throw failed(error);
    }
  }

  return {
    json: request => call(request, isSuccess, async (message, reading) => {
      const { limits, signal, subject, place, left } = reading;
      const body = await readAll(openBody(message, { idle: limits.idle, total: left(), bytes: limits.jsonBytes }, signal));
      const text = new TextDecoder().decode(body);
      const status = message.statusCode ?? 0;
      const raw = excerpt(text, subject.secrets, limits.excerpt);
      const json = parseJson(text);
      if (json === undefined && text.trim() !== '') throw failureOfNoJson(status, excerpt(`${place}: ${status}\n${text}`, subject.secrets, limits.excerpt), subject);
      return { status, json, raw, date: httpDate(message.headers.date) };
    }),
    stream: request => call(request, isWhole, async (message, { limits, signal, failed }) => {
      const body = openBody(message, { idle: limits.idle, total: limits.mediaTotal, bytes: limits.mediaBytes }, signal);
      return { bytes: translated(body, failed), length: plainLength(message) };
    }),
    dispose() {
      for (const agent of [plain, secure]) {
        for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy();
      }
    },
  };
}

function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}

/** Of the successes those that bring all bytes: not "accepted", not "no content", not a part that nobody asked for. */
function isWhole(status: number): boolean {
  return status === 200 || status === 203;
}

interface Reading {
  readonly limits: Limits;
  readonly signal: AbortSignal;
  readonly subject: Subject;
  readonly place: string;
  /** Milliseconds that the whole call still has. */
  readonly left: () => number;
  readonly failed: (error: unknown) => unknown;
}

/** Sent to every origin. */
const common: Readonly<Record<string, string>> = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'Darkroom' };

function ownHeaders(request: HttpRequest): Record<string, string> {
  const own = Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  const type = request.stream?.type ?? (request.body === undefined ? undefined : 'application/json');
  return { ...(type === undefined ? {} : { 'content-type': type }), ...Object.fromEntries(own) };
}

async function refusal(message: http.IncomingMessage, status: number, reading: Reading): Promise<Error> {
  const { limits, signal, subject, place, left } = reading;
  const pieces: Uint8Array[] = [];
  let complete = false;
  try {
    let bytes = 0;
    for await (const piece of openBody(message, { idle: limits.idle, total: left(), bytes: Infinity }, signal)) {
      pieces.push(piece);
      bytes += piece.length;
      if (bytes > mostErrorBytes) break;
    }
    complete = bytes <= mostErrorBytes;
  } catch (error) {
    if (signal.aborted) throw error;
    // The status is known and says enough; what came of the body is kept.
  }
  const text = new TextDecoder().decode(Buffer.concat(pieces));
  const raw = excerpt(`${place}: ${status}\n${text}`, subject.secrets, limits.excerpt, complete);
  const wait = retryAfter(message.headers['retry-after'], httpDate(message.headers.date) ?? Date.now());
  return failureOfStatus(status, complete ? parseJson(text) : undefined, raw, subject, wait);
}

async function* translated(body: AsyncIterable<Uint8Array>, failed: (error: unknown) => unknown): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* body;
  } catch (error) {
    throw failed(error);
  }
}

function parseUrl(text: string, base: URL | undefined): URL {
  const url = URL.parse(text, base?.href);
  if (url === null) throw new Trouble('address', base !== undefined);
  return url;
}

/** A caller that gives up because its time is over means a time limit. */
function timely(trouble: Trouble, signal: AbortSignal): Trouble {
  const reason: unknown = signal.reason;
  const late = trouble.kind === 'aborted' && reason instanceof DOMException && reason.name === 'TimeoutError';
  return late ? new Trouble(trouble.sent ? 'headers-time' : 'connect-time', trouble.sent) : trouble;
}

function subjectOf(request: HttpRequest): Subject {
  const url = URL.parse(request.url);
  return { who: request.who, origin: url === null ? '' : originOf(url), secrets: request.secrets ?? [] };
}

/** What details name: no query, no credentials. */
function placeOf(text: string): string {
  const url = URL.parse(text);
  return url === null ? '' : `${originOf(url)}${url.pathname}`;
}

function originOf(url: URL): string {
  return url.origin === 'null' ? url.protocol : url.origin;
}
