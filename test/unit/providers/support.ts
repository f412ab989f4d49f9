/** What the tests of providers share. */
import assert from 'node:assert/strict';
import type { ParameterValue } from '../../../src/shared/model.ts';
import { ProviderError } from '../../../src/extension/providers/contract.ts';
import type { Call } from '../../../src/extension/providers/contract.ts';
import { createHttp } from '../../../src/extension/providers/http.ts';
import type { Http, HttpOptions, HttpRequest, Limits } from '../../../src/extension/providers/http.ts';
import { startFakeProvider } from '../../fakes/provider-server.ts';
import type { FakeOptions, FakeProvider } from '../../fakes/provider-server.ts';

/** Short enough for a test that waits for them to run out, long enough for a loaded machine to stay inside. */
export const shortLimits: Partial<Limits> = { connect: 2000, headers: 2000, idle: 2000, total: 4000, mediaTotal: 4000 };

/** Ends what a test opened, whatever became of the test. */
export function cleanup(): { add<T>(end: () => unknown, value: T): T } {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  return {
    add(end, value) {
      ends.push(end);
      return value;
    },
  };
}

/** Starts fakes and clients that end with their test. */
export function opener(): {
  fake(options?: FakeOptions): Promise<FakeProvider>;
  http(fake: { readonly origin: string }, options?: Partial<HttpOptions>): Http;
} {
  const ends = cleanup();
  return {
    async fake(options) {
      const fake = await startFakeProvider(options);
      return ends.add(() => fake.close(), fake);
    },
    http(fake, options) {
      const http = createHttp({ declaredOrigins: [fake.origin], ...options, limits: { ...shortLimits, ...options?.limits } });
      return ends.add(() => http.dispose(), http);
    },
  };
}

export function get(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { who: 'Fake Service', method: 'GET', url, signal: new AbortController().signal, ...more };
}

export function post(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return get(url, { method: 'POST', body: { prompt: 'a lantern' }, ...more });
}

/** The error that a call has to end with; every one has a class, a sentence and a certainty. */
export async function caught(promise: Promise<unknown>): Promise<ProviderError> {
  const error: unknown = await promise.then(value => assert.fail(`it resolved: ${JSON.stringify(value)}`), (reason: unknown) => reason);
  assert.ok(error instanceof ProviderError, `no ProviderError: ${String(error)}`);
  assert.match(error.failure.sentence, /^\P{Ll}.*\.$/u, 'a sentence');
  return error;
}

export async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Everything of an error that could be shown, logged or stored. */
export function everythingIn(error: unknown): string {
  const parts: string[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    parts.push(String(at), at.stack ?? '', JSON.stringify(at, Object.getOwnPropertyNames(at)));
    if (at instanceof ProviderError) parts.push(JSON.stringify(at.failure));
  }
  return parts.join('\n');
}

/** One attempt, as the engine makes it. */
export function callFor(reference: string, parameters: Readonly<Record<string, ParameterValue>> = {}, prompt = 'a paper lantern', signal = new AbortController().signal): Call {
  return {
    reference,
    signal,
    request: { provider: 'fake', model: 'picture-1', operation: 'text-to-image', prompt, parameters: { width: 64, height: 64, ...parameters } },
  };
}
