/** One request to one address: connects, checks the connection, only then writes, and waits for the head of the answer. */
import * as http from 'node:http';
import * as https from 'node:https';
import type { LookupFunction, Socket } from 'node:net';
import { guardedLookup, hostOf, mayReach } from './address.ts';
import { type BodyStream, sendBody } from './sending.ts';
import { Trouble, troubleOf } from './trouble.ts';

/** Times in milliseconds. */
export interface ExchangeLimits {
  readonly connect: number;
  /** From the moment the connection stands to the head of the answer; sending the request counts. Of a stream: between two pieces, and after the last. */
  readonly headers: number;
}

export interface Hop {
  readonly url: URL;
  /** Whether the owner declared this origin; see address.ts. */
  readonly declared: boolean;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | BodyStream | null;
  readonly agent: http.Agent;
  readonly lookup: LookupFunction;
  readonly limits: ExchangeLimits;
  readonly signal: AbortSignal;
}

/** A request that isn't a mere question gets a connection of its own: a kept one may die under it, and leave it ambiguous. */
const mostReusedTried = 8;

/** @throws {Trouble} */
export async function exchange(hop: Hop): Promise<http.IncomingMessage> {
  for (let tried = 0; ; tried++) {
    const fresh = hop.method !== 'GET' && hop.method !== 'HEAD' && tried < mostReusedTried;
    const answer = await once(hop, fresh);
    if (answer !== 'reused') return answer;
  }
}

function once(hop: Hop, fresh: boolean): Promise<http.IncomingMessage | 'reused'> {
  const { url, signal, limits } = hop;
  const secure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new Trouble('aborted', false));
    let sent = false;
    let proxied = false;
    let answered = false;
    let whole = hop.body === null || Buffer.isBuffer(hop.body);
    // `lookup` belongs to the request, not to the agent: VS Code replaces the agent.
    const request = start(hop, secure, reject);
    if (request === null) return;

    let timer = setTimeout(() => fail(new Trouble('connect-time', false)), limits.connect);
    const onAbort = () => fail(new Trouble('aborted', sent));
    signal.addEventListener('abort', onAbort, { once: true });
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    const fail = (error: unknown) => {
      // What comes after the head (trailing bytes, a reset) is told by the body.
      if (answered) return;
      settle();
      reject(troubleOf(error, sent));
      request.destroy();
    };

    const send = () => {
      if (request.destroyed) return;
      clearTimeout(timer);
      timer = setTimeout(() => fail(new Trouble('headers-time', true)), limits.headers);
      sent = true;
      if (hop.body === null || Buffer.isBuffer(hop.body)) return void request.end(hop.body ?? undefined);
      const { length } = hop.body;
      sendBody(request, hop.body, () => !answered && !request.destroyed, bytes => {
        whole = bytes === length;
        clearTimeout(timer);
        if (!answered && !request.destroyed) timer = setTimeout(() => fail(new Trouble('headers-time', true)), limits.headers);
      }).catch(fail);
    };
    // VS Code says here which proxy its own agent took; a proxy's address is not the target's.
    request.on('proxy', (event: { readonly proxy?: unknown }) => { proxied = typeof event.proxy === 'string' && event.proxy !== 'DIRECT'; });
    request.once('socket', socket => {
      if (fresh && request.reusedSocket) {
        settle();
        request.destroy();
        return resolve('reused');
      }
      // A socket that broke already says why by an error of the request.
      if (socket.destroyed) return;
      whenConnected(socket, secure, () => {
        if (proxied) return void mayAskProxyFor(hop).then(may => may ? send() : fail(new Trouble('address', false)), fail);
        if (socket.remoteAddress === undefined) return fail(new Trouble('connection', false));
        if (mayReach(socket.remoteAddress, hop.declared)) send();
        else fail(new Trouble('address', false));
      });
    });
    request.once('response', message => {
      message.on('error', () => {});
      // "Yes" to half a file is none; a "no" is heard.
      if (!whole && (message.statusCode ?? 0) < 300) return fail(new Trouble('connection', true));
      settle();
      answered = true;
      resolve(message);
    });
    request.on('error', fail);
    request.on('close', () => { if (!answered) fail(new Trouble('connection', sent)); });
  });
}

function start(hop: Hop, secure: boolean, reject: (reason: Trouble) => void): http.ClientRequest | null {
  const options: https.RequestOptions = {
    protocol: hop.url.protocol,
    hostname: hostOf(hop.url),
    port: hop.url.port === '' ? (secure ? 443 : 80) : Number(hop.url.port),
    path: `${hop.url.pathname}${hop.url.search}`,
    method: hop.method,
    headers: { ...hop.headers, ...(hop.body === null ? {} : { 'content-length': String(hop.body.length) }) },
    agent: hop.agent,
    lookup: guardedLookup(hop.lookup, hop.declared),
  };
  try {
    return secure ? https.request(options) : http.request(options);
  } catch (error) {
    reject(troubleOf(error, false));
    return null;
  }
}

/** Calls back when bytes would really leave: after TCP, and after TLS where there is some. */
function whenConnected(socket: Socket & { readonly secureConnecting?: boolean }, secure: boolean, ready: () => void): void {
  const pending = socket.connecting || (secure && socket.secureConnecting === true);
  if (pending) socket.once(secure ? 'secureConnect' : 'connect', ready);
  else ready();
}

/** A proxy resolves names itself; where this machine knows the name as well, its addresses have to be fit too. */
function mayAskProxyFor(hop: Hop): Promise<boolean> {
  return new Promise(resolve => {
    guardedLookup(hop.lookup, hop.declared)(hostOf(hop.url), { all: true }, error => {
      resolve(!(error instanceof Trouble));
    });
  });
}
