/** The upload step of a described service: the bytes alone, a form, or an address to ask for and then the bytes to there. */
import { randomBytes, randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type { Reference } from '../../../shared/model.ts';
import { oneLine } from '../../../shared/legible.ts';
import { type InputFile, ProviderError, type UploadReply } from '../contract.ts';
import type { Http, HttpRequest, Limits } from '../http.ts';
import { ReplyError } from '../http/failures.ts';
import { holdsKey } from '../http/redact.ts';
import type { BodyStream } from '../http/sending.ts';
import type { CustomHttpConfig } from './config.ts';
import { textAt, timeAt, valueAt } from './pointer.ts';
import { type Reading, complains, failureOf, sharpened, unreadable } from './reply.ts';
import { type Unsigned, requestOf } from './request.ts';
import { type Values, fillText } from './template.ts';

type Step = NonNullable<CustomHttpConfig['upload']>;

/** What it takes of the provider to talk to its service. */
export interface Line {
  readonly http: Http;
  readonly config: CustomHttpConfig;
  readonly keyHeaders: () => Promise<{ readonly headers: Record<string, string>; readonly secrets: readonly string[] }>;
  /** One call to the service's own origin, with its key. */
  readonly ask: (request: Unsigned & Pick<HttpRequest, 'stream'>, limits: Partial<Limits>, signal: AbortSignal) => Promise<Reading>;
}

const longestReference = 8192;

/** @throws what reading the file throws, and {@link ProviderError} for everything else */
export async function upload(line: Line, step: Step, file: InputFile, onSent: (bytes: number) => void, signal: AbortSignal): Promise<UploadReply> {
  const values: Values = new Map<string, string | number>([
    ['fileName', file.name], ['contentType', file.type], ['size', file.size], ['sha256', file.hash], ['uploadId', randomUUID()],
  ]);
  const limits = limitsOf(step);
  const source = sourceOf(file, onSent);
  try {
    const asked = requestOf({ ...step, body: step.as === 'address' ? step.body : undefined }, line.config, values);
    if (step.as === 'address') {
      const { headers } = requestOf({ ...step.put, path: '/' }, line.config, values);
      const reading = await ask(line, step, asked, limits, signal);
      const reply = replyOf(reading, step);
      await put(line, step, reading, { headers, stream: { length: file.size, type: file.type, read: source.read }, limits, signal });
      return reply;
    }
    const stream = step.as === 'raw' ? { length: file.size, type: file.type, read: source.read } : formOf(step, values, file, source.read);
    return replyOf(await ask(line, step, { ...asked, stream }, limits, signal), step);
  } catch (error) {
    // The connection says only that it was broken off; what reading said is the reason.
    throw source.broken() ?? error;
  }
}

function limitsOf({ timeout }: Step): Partial<Limits> {
  return timeout === undefined ? {} : { headers: timeout * 1000 };
}

async function ask(line: Line, step: Step, request: Unsigned & Pick<HttpRequest, 'stream'>, limits: Partial<Limits>, signal: AbortSignal): Promise<Reading> {
  try {
    return await line.ask(request, limits, signal);
  } catch (error) {
    throw sharpened(error, line.config, step.reply);
  }
}

/** The file, counted as it goes, and why reading it broke off. */
function sourceOf(file: InputFile, onSent: (bytes: number) => void): { readonly read: () => AsyncIterable<Uint8Array>; readonly broken: () => unknown } {
  let broken: unknown;
  async function* read(): AsyncGenerator<Uint8Array, void, undefined> {
    let sent = 0;
    try {
      for await (const piece of file.read()) {
        yield piece;
        // Asked for the next one: this one has left.
        sent += piece.length;
        onSent(sent);
      }
    } catch (error) {
      broken = error;
      throw error;
    }
  }
  return { read, broken: () => broken };
}

/** A form with the file as its last field, as browsers send it. */
function formOf(step: Step, values: Values, file: InputFile, read: () => AsyncIterable<Uint8Array>): BodyStream {
  const boundary = `darkroom-${randomBytes(18).toString('hex')}`;
  const part = (name: string, more: string): string => `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${more}\r\n\r\n`;
  const fields = Object.entries(step.fields).flatMap(([name, template]) => {
    const value = fillText(template, values);
    return value === undefined ? [] : [`${part(name, '')}${value}\r\n`];
  });
  const head = Buffer.from(`${fields.join('')}${part(step.field, `; filename="${quoted(file.name)}"\r\nContent-Type: ${file.type}`)}`);
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    length: head.length + file.size + tail.length,
    type: `multipart/form-data; boundary=${boundary}`,
    async *read() {
      yield head;
      yield* read();
      yield tail;
    },
  };
}

/** A name inside quotes, escaped as browsers do. */
function quoted(name: string): string {
  return oneLine(name).replaceAll('"', '%22');
}

function replyOf(reading: Reading, { reply, keepsFor }: Step): UploadReply {
  const reference = referenceAt(reading, reply.reference);
  if (reference === undefined) throw complains(reading, reply) ? new ProviderError(failureOf(reading, reply, undefined), 'refused') : unreadable(reading, reply.reference);
  const told = timeAt(reading.json, reply.expiresAt);
  const expiresAt = told !== undefined ? told + reading.skew : keepsFor === undefined ? null : Math.round(reading.now + keepsFor * 1000);
  return { reference, expiresAt };
}

/** What can be sent back and kept as it is: an address or an id, in one line, without the key in it. */
function referenceAt({ json, secrets }: Reading, pointer: string): Reference | undefined {
  const value = valueAt(json, pointer);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  const fit = typeof value === 'string' && value !== '' && value.length <= longestReference && value === oneLine(value) && !holdsKey(value, secrets);
  return fit ? value : undefined;
}

interface Put {
  readonly headers: HttpRequest['headers'];
  readonly stream: BodyStream;
  readonly limits: Partial<Limits>;
  readonly signal: AbortSignal;
}

/** Sends the bytes to the address that the service named. To another origin no key goes. */
async function put({ http, config, keyHeaders }: Line, step: Step, reading: Reading, { headers, stream, limits, signal }: Put): Promise<void> {
  const address = textAt(reading.json, step.reply.url);
  const url = address === undefined ? null : URL.parse(address, config.origin);
  if (url === null || holdsKey(url.href, reading.secrets)) throw unreadable(reading, step.reply.url ?? '');
  const isOwn = url.origin === config.origin;
  const { headers: own, secrets } = await keyHeaders();
  try {
    await http.json({
      who: config.label, method: step.put.method, url: url.href, headers: { ...headers, ...(isOwn ? own : {}) }, secrets, stream, limits, signal,
    });
  } catch (error) {
    // A store answers "done" in whatever form it likes, but a web page is none.
    if (error instanceof ReplyError && error.status >= 200 && error.status < 300 && !/\n\s*<(?:!doctype html|html)\b/iu.test(error.failure.raw ?? '')) return;
    throw isOwn ? error : ofStore(error, config.label);
  }
}

/** What another server says is not about the key or the account, and that it is away does not mean that the service is. */
function ofStore(error: unknown, label: string): unknown {
  if (!(error instanceof ProviderError) || !['auth', 'credit', 'network'].includes(error.failure.class)) return error;
  const sentence = error.failure.class === 'network' ? error.failure.sentence : l10n.t('The place that {0} named for the file did not take it. Darkroom asks for another.', label);
  return new ProviderError({ ...error.failure, class: 'provider', sentence }, 'ambiguous', { retryAfter: error.retryAfter, cause: error });
}
