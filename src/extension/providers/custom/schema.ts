/** The shape of a service described in the settings; whether it makes sense as a whole is in checks.ts. */
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { operations, recoveryModes } from '../../../shared/model.ts';
import { pointerSyntax } from './pointer.ts';
import type { Json } from './template.ts';

const text = (most: number) => v.pipe(
  v.string(),
  v.minLength(1, () => l10n.t('has to hold some text')),
  v.maxLength(most, () => l10n.t('is longer than {0} characters', most)),
  v.regex(/^\P{Cc}*$/u, () => l10n.t('may not hold line breaks or other control characters')),
);
const seconds = (least: number, most: number) => v.pipe(
  v.number(),
  v.minValue(least, () => l10n.t('has to be at least {0} seconds', least)),
  v.maxValue(most, () => l10n.t('can be at most {0} seconds', most)),
);
const pointer = v.pipe(v.string(), v.regex(pointerSyntax, () => l10n.t('has to be a JSON Pointer such as "/data/id", or "" for the whole reply')));
const name = v.pipe(v.string(), v.regex(/^[A-Za-z_]\w{0,39}$/u, () => l10n.t('has to be a name of letters, digits and “_”')));

/** "https://api.example.com" or "http://127.0.0.1:8188"; kept as `URL.origin` writes it. */
const origin = v.pipe(
  v.string(),
  v.check(isOrigin, () => l10n.t('has to be an address without path, such as "https://api.example.com" or "http://127.0.0.1:8188"')),
  v.transform(value => URL.parse(value)?.origin ?? value),
);

const path = v.pipe(v.string(), v.regex(/^\/[^\s#\\]*$/u, () => l10n.t('has to begin with “/” and hold no spaces, “#” or “\\”')));
const headerName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,60}$/u, () => l10n.t('has to be the name of a header')));
const headers = v.record(headerName, text(2000));

const json: v.GenericSchema<Json> = v.lazy(() => v.union([
  v.string(), v.number(), v.boolean(), v.null(), v.array(json), v.record(v.string(), json),
]));

const call = {
  path,
  headers: v.optional(headers, {}),
  body: v.optional(json),
  /** Seconds until the answer has to be there. */
  timeout: v.optional(seconds(1, 3600)),
};
const method = v.picklist(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

export const resultReply = {
  /** A string, a list of strings, or (with `url`) an object or a list of them. */
  outputs: v.optional(pointer),
  /** Inside each object of `outputs`. */
  url: v.optional(pointer),
  expiresAt: v.optional(pointer),
  cost: v.optional(pointer),
  /** What went wrong, in the service's words. Only present when something did. */
  error: v.optional(pointer),
  /** The service's code of what went wrong. */
  code: v.optional(pointer),
};

const parameter = v.strictObject({
  name,
  label: v.optional(text(60)),
  type: v.picklist(['integer', 'number', 'string', 'boolean', 'choice', 'seed']),
  help: v.optional(text(300)),
  /** Parameters of one group stand together in the form. */
  group: v.optional(v.pipe(v.string(), v.trim(), text(40))),
  minimum: v.optional(v.number()),
  maximum: v.optional(v.number()),
  step: v.optional(v.number()),
  choices: v.optional(v.array(v.union([
    v.pipe(text(100), v.transform(value => ({ value, label: value }))),
    v.strictObject({ value: text(100), label: text(100) }),
  ]))),
  default: v.optional(v.union([v.string(), v.number(), v.boolean()])),
});

/** Bytes of one file, at most, where the settings don't say. */
export const usualUploadBytes = 100_000_000;
/** Bytes of a file that stands in the request itself, at most: a third more as text, and all of it in memory. */
export const mostInlineBytes = 10_000_000;

const input = v.strictObject({
  name,
  label: v.optional(text(60)),
  kinds: v.optional(v.pipe(v.array(v.picklist(['image', 'video', 'audio'])), v.minLength(1, () => l10n.t('has to name at least one kind'))), ['image']),
  required: v.optional(v.boolean(), true),
  maxBytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000_000))),
  help: v.optional(text(300)),
});

const model = v.strictObject({
  id: text(200),
  label: v.optional(text(60)),
  operation: v.picklist(operations),
  parameters: v.optional(v.pipe(v.array(parameter), v.maxLength(40)), []),
  /** Files of the project that go along: `${input.name}` in the body of `submit`. */
  inputs: v.optional(v.pipe(v.array(input), v.maxLength(10)), []),
  promptLimit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** Dollars for one request; `null` is not known. */
  price: v.optional(v.nullable(v.pipe(v.number(), v.minValue(0, () => l10n.t('has to be dollars for one request, 0 or more')))), null),
});

/** Words come as text, number or boolean, and are compared as text without regard to case. */
const words = v.optional(v.array(v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String))), []);

export const customHttpSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/u, () => l10n.t('has to be short: small letters, digits and “-”'))),
  label: text(60),
  origin,
  /** More origins that results come from; they never get the key. */
  fileOrigins: v.optional(v.array(origin), []),
  key: v.optional(v.strictObject({ header: headerName, value: v.optional(text(200), 'Bearer ${key}') })),
  /** A GET that costs nothing and that only a good key may make. */
  keyTest: v.optional(v.strictObject({ path, headers: call.headers, timeout: call.timeout })),
  models: v.pipe(v.array(model), v.minLength(1, () => l10n.t('has to name at least one model')), v.maxLength(200)),
  /** Never GET: what may cost money is not something that a proxy may repeat or a redirect may move. */
  submit: v.strictObject({ method: v.optional(v.picklist(['POST', 'PUT', 'PATCH']), 'POST'), ...call, reply: v.strictObject({ remoteId: v.optional(pointer), word: v.optional(pointer), ...resultReply }) }),
  poll: v.optional(v.strictObject({ method: v.optional(method, 'GET'), ...call, reply: v.strictObject({ word: pointer, progress: v.optional(pointer), ...resultReply }) })),
  /** The same about many jobs: `${ids}` is a list in a body, and joined by commas in the path. */
  statusAll: v.optional(v.strictObject({
    method: v.optional(method, 'GET'), ...call,
    /** Ids in one call. */
    most: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(200)), 50),
    /** `items` leads to a list, and the others into each of its elements. */
    reply: v.strictObject({ items: pointer, remoteId: pointer, word: pointer, progress: v.optional(pointer), ...resultReply }),
  })),
  /** How files come to the service before the request names them. */
  upload: v.optional(v.strictObject({
    /** The bytes alone, a form with the file in it, or first the question for an address and then the bytes to there. */
    as: v.picklist(['raw', 'form', 'address']),
    method: v.optional(v.picklist(['POST', 'PUT']), 'POST'),
    ...call,
    /** Of the form: the name of the file's field, and other fields. */
    field: v.optional(text(60), 'file'),
    fields: v.optional(v.record(text(60), text(2000)), {}),
    /** How the bytes go to the address that was given. */
    put: v.optional(v.strictObject({ method: v.optional(v.picklist(['PUT', 'POST']), 'PUT'), headers: v.optional(headers, {}) }), {}),
    reply: v.strictObject({ reference: pointer, url: v.optional(pointer), expiresAt: v.optional(pointer), error: v.optional(pointer), code: v.optional(pointer) }),
    /** Seconds that the service keeps the file, where it does not say so itself. */
    keepsFor: v.optional(seconds(1, 31_536_000)),
  })),
  /** Files stand in the request itself, as data URLs. */
  inline: v.optional(v.boolean(), false),
  /** Where the results are, when the status does not name them itself. */
  result: v.optional(v.strictObject({ method: v.optional(method, 'GET'), ...call, reply: v.strictObject(resultReply) })),
  cancel: v.optional(v.strictObject({ method: v.optional(method, 'POST'), ...call })),
  find: v.optional(v.strictObject({
    method: v.optional(method, 'GET'), ...call,
    /** `items` leads to a list, and the others into each of its elements; without it they lead into the reply. */
    reply: v.strictObject({ items: v.optional(pointer), reference: v.optional(pointer), remoteId: pointer, word: v.optional(pointer) }),
  })),
  words: v.optional(v.strictObject({ succeeded: words, failed: words, cancelled: words, moderation: words, concurrency: words, credit: words }), {}),
  recovery: v.picklist(recoveryModes),
  /** How a key that was used before is rejected. */
  duplicate: v.optional(v.strictObject({ status: v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(499)), remoteId: v.optional(pointer) })),
  progressScale: v.optional(v.picklist([1, 100]), 1),
  /** Dollars that one unit of `cost` stands for. */
  costUnit: v.optional(v.pipe(v.number(), v.minValue(0)), 1),
  /** Seconds that the service keeps a result, where it does not say so itself. */
  keepsFor: v.optional(seconds(1, 31_536_000)),
  pollEvery: v.optional(seconds(0.1, 600), 3),
  concurrency: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)), 2),
});

function isOrigin(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:')
    && url.username === '' && url.password === '' && url.pathname === '/' && url.search === '' && url.hash === '' && !/[?#@]/u.test(value);
}
