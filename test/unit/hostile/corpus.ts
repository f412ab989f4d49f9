/** The corpus: replies that lie, flood, trickle, redirect and pretend, and prompts that want to be more than text. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import type { Misdeed } from '../../fakes/hostile-service.ts';
import { honestly } from '../../fakes/hostile-service.ts';
import {
  accepts, body, bomb, flood, gives, givesAt, hang, json, jsonOf, redirect, redirectOn, reset, trickle, trickleHead, wire,
} from '../../fakes/misdeeds.ts';
import { stripedPng } from '../../fakes/png.ts';
import { type Case, type Row, casesOf, promptCase } from './cases.ts';
import type { Seen } from './orders.ts';

const png = stripedPng(24, 24);
const mega = 1_000_000;
const asJson = (status: number, json: string): string => `HTTP/1.1 ${status} OK\r\ncontent-type: application/json\r\ncontent-length: ${json.length}\r\n\r\n${json}`;
const text = (value: string | Buffer, type = 'application/json'): Misdeed => body(value, { headers: { 'content-type': type } });

const notJson = /answered with something that is no JSON/u;
const tooLarge = /larger than Darkroom takes/u;
const unreadable = /can’t be read/u;
const broke = /connection .*broke/u;
const tooSlow = /too slowly|no answer in time/u;
const noId = /without a usable “\/id”/u;
const noWord = /without a usable “\/status”/u;
const notOpened = /which Darkroom does not open/u;
const redirectSaid = /answered with a redirect/u;
const sorry = /could not finish it/u;
const noResult = /gave no result/u;
const noAddress = /no web address/u;
const notMedia = /not a picture, video or sound/u;

const attemptOf = (seen: Seen): Seen['row']['attempt'] => seen.row.attempt;
const bytesOf = (seen: Seen): Buffer => readFileSync(seen.files[0]!.path);

/** A file of the right length that has to have arrived as it is, under our name for it. */
const kept = (bytes: Buffer, extension: string) => (seen: Seen): void => {
  assert.ok(bytesOf(seen).equals(bytes), 'the bytes are not what was sent');
  assert.match(basename(seen.files[0]!.path), new RegExp(`^[a-z0-9-]+\\.${extension}$`, 'u'));
};

const askedFor = (path: string) => (_seen: Seen, _job: unknown, heard: readonly { readonly path: string }[]): void => {
  assert.ok(heard.some(each => each.path === path), `it never asked for ${path}`);
};

/** A PNG whose header claims a size that its few bytes do not have. */
function claiming(width: number, height: number, padding = 0): Buffer {
  const bytes = Buffer.concat([stripedPng(2, 2).subarray(0, -12), chunk('tEXt', Buffer.alloc(padding)), stripedPng(2, 2).subarray(-12)]);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

function chunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, data, Buffer.alloc(4)]);
}

/** What any JSON call may meet, whatever it asked. */
const replies: readonly Row[] = [
  ['a web page with 200', text('<!doctype html><title>Sign in</title><script>alert(1)</script>', 'text/html'), notJson],
  ['half of its JSON', text('{"id":"job-1","status":"succ'), notJson],
  ['JSON with something behind it', text('{"id":"a","status":"queued"}{"id":"b"}'), notJson],
  ['JSON in UTF-16', text(Buffer.from('\ufeff{"id":"a","status":"queued"}', 'utf16le'), 'application/json; charset=utf-16'), notJson],
  ['NUL bytes', text('\u0000'.repeat(500)), notJson],
  ['100,000 brackets in each other', text(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), notJson],
  ['100 MB of JSON', flood('{"id":"', 'a', 100 * mega), tooLarge],
  ['100 MB of JSON that it announces', flood('{"id":"', 'a', 100 * mega, { 'content-length': String(200 * mega) }), tooLarge],
  ['a gzip bomb', bomb('gzip', '{"id":"', 100 * mega), tooLarge],
  ['a deflate bomb', bomb('deflate', '{"id":"', 100 * mega), tooLarge],
  ['a Brotli bomb', bomb('br', '{"id":"', 100 * mega), tooLarge],
  ['a Zstandard bomb', bomb('zstd', '{"id":"', 100 * mega), tooLarge],
  ['an encoding nobody knows', body('{}', { headers: { 'content-encoding': 'rot13' } }), unreadable],
  ['two encodings', body(gzipSync(gzipSync('{}')), { headers: { 'content-encoding': 'gzip, gzip' } }), unreadable],
  ['an encoding that it does not have', body('{"id":"a","status":"queued"}', { headers: { 'content-encoding': 'gzip' } }), unreadable],
  ['half of its gzip', body(gzipSync('{"id":"a"}'.repeat(100)).subarray(0, 30), { headers: { 'content-encoding': 'gzip' } }), unreadable],
  ['one byte at a time', trickle('{"id":"a"}', 300), tooSlow, { endless: true }],
  ['a head that comes one byte at a time', trickleHead(50), tooSlow, { endless: true }],
  ['nothing at all', hang, tooSlow, { endless: true }],
  ['a broken connection', reset, broke],
  ['the end of the connection', wire(''), broke],
  ['a broken connection in the middle', wire(`HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"id":"a","st`, 'reset'), broke],
  ['less than its length', wire(`HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"id":"a","status":"queued"}`), broke],
  ['more than its length', wire(`HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{"id":"a","status":"queued"}`), notJson],
  ['a negative length', wire('HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\n{}'), unreadable],
  ['two lengths', wire('HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 40\r\n\r\n{}'), unreadable],
  ['a length and chunks', wire('HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n'), unreadable],
  ['chunks that are none', wire('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n'), /can’t be read|connection .*broke/u],
  ['a chunk longer than numbers go', wire('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}'), /can’t be read|connection .*broke/u],
  ['1 MB of headers', wire(`HTTP/1.1 200 OK\r\n${`X-A: ${'a'.repeat(1000)}\r\n`.repeat(1000)}\r\n{}`), unreadable],
  ['a header without a colon', wire('HTTP/1.1 200 OK\r\nnonsense\r\n\r\n{}'), unreadable],
  ['another protocol', wire('SSH-2.0-OpenSSH_9.2\r\n'), unreadable],
  ['a version of HTTP that is none', wire('HTTP/9.9 200 OK\r\ncontent-length: 2\r\n\r\n{}'), unreadable],
  ['provisional answers without end', wire('HTTP/1.1 102 Processing\r\n\r\n'.repeat(2000), 'stay'), tooSlow, { endless: true }],
  ['another protocol’s upgrade', wire('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'), broke],
  ['a status nobody has', wire('HTTP/1.1 999 Ouch\r\ncontent-length: 2\r\n\r\n{}'), /trouble of its own \(status 999\)/u],
  ['not modified', wire('HTTP/1.1 304 Not Modified\r\n\r\n'), /status nobody expects here \(304\)/u],
  ['an error of 1 MB', body(`{"error":{"message":"${'x'.repeat(mega)}"}}`, { status: 500 }), /trouble of its own \(status 500\)/u],
  ['an error with markup and escapes', body('<img src=x onerror=alert(1)> [x](command:workbench.action.quit) $(trash) \u001b[31mred\u001b[0m \u202eevil', { status: 503, headers: { 'content-type': 'text/html' } }), /trouble of its own/u],
];

const submits: readonly Row[] = [
  ...replies,
  ['an empty body', body(''), noId],
  ['no content', body('', { status: 204 }), noId],
  ['a redirect to another origin', redirect(here => `${here.elsewhere}/v1/jobs`), redirectSaid],
  ['a redirect that keeps the method', redirect('/v1/jobs', 307), redirectSaid, { check: (_seen, job) => assert.equal(job.submits, 1) }],
  ['a redirect to a file', redirect('file:///etc/passwd', 308), redirectSaid],
  ['a redirect to the cloud’s own address', redirect('http://169.254.169.254/latest/meta-data/', 301), redirectSaid],
  ...([
    ['no id', '{}'], ['null as id', '{"id":null}'], ['an object as id', '{"id":{"id":"a"}}'], ['a list as id', '{"id":["a"]}'], ['true as id', '{"id":true}'],
    ['an empty id', '{"id":""}'], ['a blank id', '{"id":"   "}'], ['half a number as id', '{"id":1.5}'], ['an endless number as id', '{"id":1e400}'],
    ['an id with NUL', '{"id":"job\\u0000"}'], ['an id that would begin a header', '{"id":"x\\r\\nX-Evil: 1"}'], ['an id of 1 MB', `{"id":"${'a'.repeat(mega)}"}`],
    ['an id that leads up', '{"id":".."}'], ['an id that leads nowhere', '{"id":"."}'], ['an id that reads backwards', '{"id":"job\\u202e1"}'],
    ['half a character as id', '{"id":"job\\ud800"}'], ['an id in its prototype', '{"__proto__":{"id":"a"}}'], ['an id in its constructor', '{"constructor":{"prototype":{"id":"a"}}}'],
    ['a list', '[{"id":"a"}]'], ['a string', '"a"'], ['a number', '7'], ['null', 'null'],
  ] as const).map(([name, json]): Row => [name, text(json), noId]),
  ['bytes that are no UTF-8 as id', text(Buffer.from('{"id":"job\xff\xfe"}', 'latin1')), noId],
  ['NaN', text('{"id":NaN}'), notJson],
  ['a complaint with markup', json({ error: { message: '<img src=x onerror=alert(1)>[run](command:x)', code: 'internal' } }), sorry, { rests: 'failed' }],
  ['a complaint with escapes and overrides', json({ error: { message: '\u001b[2J\u001b[31mgone\u0007\u202e\u2066', code: 'internal' } }), sorry, { rests: 'failed' }],
  ['a complaint of 1 MB', json({ error: { message: 'x'.repeat(mega) } }), sorry, { rests: 'failed', check: seen => assert.equal(attemptOf(seen).failure?.raw?.length, 2000) }],
  ['a complaint that is an object', json({ error: { message: { '<b>': ['deep', { er: 1 }] } } }), sorry, { rests: 'failed' }],
  ['a refusal with the key in it', (request, response) => void response.writeHead(422).end(JSON.stringify({ error: { message: request.headers.authorization, code: request.headers } })), /did not accept the request \(status 422\)/u, { rests: 'failed' }],
  ['a refusal that is a web page', body('<!doctype html><h1>Nope', { status: 400, headers: { 'content-type': 'text/html' } }), /did not accept the request \(status 400\)/u, { rests: 'failed' }],
  ['success without a picture in the same breath', json({ status: 'succeeded', outputs: ['file:///etc/passwd'] }), noId],
];

const accepted: readonly Row[] = [
  ['an honest reply called plain text', (request, response, here) => void response.writeHead(201, { 'content-type': 'text/plain' }).end(JSON.stringify({ id: here.job.id })), null],
  ['a byte order mark', body(here => `\ufeff{"id":"${here.job.id}"}`), null],
  ['a provisional answer first', wire(here => `HTTP/1.1 100 Continue\r\n\r\n${asJson(201, `{"id":"${here.job.id}"}`)}`), null],
  ['an id that is a path', accepts('"../../../etc/passwd"', '../../../etc/passwd'), null, { check: askedFor('/v1/jobs/..%2F..%2F..%2Fetc%2Fpasswd') }],
  ['an id with query and fragment', accepts('"a/b?c=1&d#e"', 'a/b?c=1&d#e'), null, { check: askedFor('/v1/jobs/a%2Fb%3Fc%3D1%26d%23e') }],
  ['an id that is escaped already', accepts('"%2e%2e"', '%2e%2e'), null, { check: askedFor('/v1/jobs/%252e%252e') }],
  ['an id that is a name of every object', accepts('"__proto__"', '__proto__'), null],
  ['an id with markup', accepts('"<img src=x onerror=alert(1)>"', '<img src=x onerror=alert(1)>'), null],
  ['an id of emoji', accepts('"👩‍🚀-1"', '👩‍🚀-1'), null],
  ['a number of 64 bits as id', accepts('9007199254740993123', '9007199254740993123'), null],
  ['its id twice', accepts('"first","id":"second-of-two"', 'second-of-two'), null],
  ['bytes that are no UTF-8 beside its id', (request, response, here) => void response.writeHead(201).end(Buffer.from(`{"id":"${here.job.id}","note":"\xff\xfe\xc3"}`, 'latin1')), null],
  ['a complaint beside its id', (request, response, here) => void response.writeHead(201).end(JSON.stringify({ id: here.job.id, error: { message: 'no', code: 'internal' } })), null],
  ['10,000 headers', wire(here => asJson(201, `{"id":"${here.job.id}"}`).replace('content-type', `${'x: y\r\n'.repeat(1500)}content-type`)), null],
  ['a clock of another time', wire(here => asJson(201, `{"id":"${here.job.id}"}`).replace('content-type', 'date: Thu, 01 Jan 1970 00:00:00 GMT\r\ncontent-type')), null],
];

const word = (written: string): Misdeed => text(`{"id":"x","status":${written}}`);
const shows = (expected: string) => (seen: Seen): void => assert.equal(attemptOf(seen).word, expected);
const progresses = (expected: number | null) => (seen: Seen): void => assert.equal(attemptOf(seen).progress, expected);
const running = (progress: string): Misdeed => text(`{"status":"running","progress":${progress}}`);

const polls: readonly Row[] = [
  ...replies,
  ['an empty body', body(''), noWord],
  ['no content', body('', { status: 204 }), noWord],
  ...([
    ['no word', '{}'], ['null as word', '{"status":null}'], ['an object as word', '{"status":{"succeeded":true}}'], ['a list as word', '{"status":["succeeded"]}'],
    ['a word in its prototype', '{"__proto__":{"status":"succeeded"}}'], ['a word of NULs', '{"status":"\\u0000\\u0001"}'], ['half a character as word', '{"status":"\\ud800"}'],
  ] as const).map(([name, json]): Row => [name, text(json), noWord]),
  ['a number as word', word('7'), null, { check: shows('7') }],
  ['the name of every object as word', word('"constructor"'), null, { check: shows('constructor') }],
  ['a word of 1 MB', word(`"${'w'.repeat(mega)}"`), null, { check: shows('w'.repeat(100)) }],
  ['a word in several lines', word('"going\\r\\n\\ton"'), null, { check: shows('going on') }],
  ['a word that steers a terminal', word('"\\u001b[31mred\\u001b[0m\\u0007"'), null, { check: shows('red') }],
  ['a word that reads backwards', word('"\\u202egnp.exe\\u2066"'), null, { check: shows('gnp.exe') }],
  ['a word that is markup', word('"<img src=x onerror=alert(1)>"'), null, { check: shows('<img src=x onerror=alert(1)>') }],
  ['a word that is a command', word('"[x](command:workbench.action.quit) $(trash)"'), null, { check: shows('[x](command:workbench.action.quit) $(trash)') }],
  ['progress below nothing', running('-5'), null, { check: progresses(0) }],
  ['progress beyond all', running('1e308'), null, { check: progresses(1) }],
  ['progress without end', running('1e400'), null, { check: progresses(null) }],
  ['progress that is no number', running('"NaN"'), null, { check: progresses(null) }],
  ['progress that is an object', running('{"valueOf":1}'), null, { check: progresses(null) }],
  ['success with nothing', json({ status: 'succeeded' }), noResult, { rests: 'failed' }],
  ['success with null', gives(() => null), noResult, { rests: 'failed' }],
  ['success with an empty list', gives(() => []), noResult, { rests: 'failed' }],
  ['success with a number', gives(() => 7), noAddress, { rests: 'failed' }],
  ['success with an object of another shape', gives(() => ({ href: 'https://public.test/a.png' })), noAddress, { rests: 'failed' }],
  ['success with a list in a list', gives(() => [[['https://public.test/a.png']]]), noAddress, { rests: 'failed' }],
  ['success with null, 7 and {}', gives(() => [null, 7, {}, [], true]), noAddress, { rests: 'failed' }],
  ['success with an address that is a number', gives(() => [{ url: 7 }]), noAddress, { rests: 'failed' }],
  ['success with an address in the prototype', text('{"status":"succeeded","outputs":[{"__proto__":{"url":"https://public.test/"}}]}'), noAddress, { rests: 'failed' }],
  ['success with an address of 10,000 characters', givesAt(() => `https://public.test/${'a'.repeat(10_000)}`), noAddress, { rests: 'failed' }],
  ...['file:///etc/passwd', 'data:image/png;base64,iVBORw0KGgo=', 'ftp://public.test/a.png', 'javascript:alert(1)', 'command:workbench.action.quit', 'vscode://file/etc/passwd', '\\\\evil.test\\share\\a.png\u0000:', 'https://', 'blob:https://public.test/a'].map((address): Row => [
    `success with ${JSON.stringify(address)}`, givesAt(() => address), address.startsWith('\\\\') ? /not found at https?:|which Darkroom does not open|no web address/u : noAddress, address.startsWith('\\\\') ? { rests: 'downloading' } : { rests: 'failed' },
  ]),
  ['success with 10,000 results', gives(here => Array.from({ length: 10_000 }, () => ({ url: `${here.origin}/files/${here.job.n}/a.png` }))), null, { rests: 'completed', check: seen => assert.equal(seen.files.length, 100) }],
  ['success that costs less than nothing', gives(here => [`${here.origin}/files/${here.job.n}/a.png`], { cost: -5 }), null, { rests: 'completed', check: seen => assert.equal(attemptOf(seen).charge, null) }],
  ['success that costs more than there is', gives(here => [`${here.origin}/files/${here.job.n}/a.png`], { cost: 1e308 }), null, { rests: 'completed', check: seen => assert.equal(attemptOf(seen).charge, null) }],
  ['success that costs words', gives(here => [`${here.origin}/files/${here.job.n}/a.png`], { cost: { usd: 1 } }), null, { rests: 'completed', check: seen => assert.equal(attemptOf(seen).charge, null) }],
  ['a failure in markup', json({ status: 'failed', error: { message: '<script>alert(1)</script>', code: '<b>' } }), sorry, { rests: 'failed' }],
  ['a failure of 1 MB', json({ status: 'failed', error: { message: 'é'.repeat(mega / 2), code: 'x'.repeat(mega / 2) } }), sorry, { rests: 'failed' }],
  ['a failure in lists in lists', text(`{"status":"failed","error":{"message":${'['.repeat(150)}${']'.repeat(150)}}}`), sorry, { rests: 'failed' }],
  ['a failure that costs a fortune', json({ status: 'failed', error: { message: 'no' }, cost: 1e300 }), sorry, { rests: 'failed' }],
  ['that it does not know the id, for ever', body('{}', { status: 404 }), /no longer knows/u, { rests: 'failed' }],
  ['that it does not know the id, once', [body('{}', { status: 404 }), honestly('poll')], null, { rests: 'completed' }],
  ['a redirect to itself', redirect(here => `/v1/jobs/${here.job.id}`), /redirected too often/u],
  ['redirects without end', redirectOn(), /redirected too often|redirect/u, { check: (_seen, job) => assert.ok(job.calls.poll % 4 === 0, `${job.calls.poll} requests`) }],
  ['a redirect to another origin of this machine', redirect(here => `${here.elsewhere}/v1/jobs/1`), notOpened],
  ['a redirect to a declared place of files', redirect(here => `${here.storage}/v1/jobs/1`), notJson],
  ...[
    'file:///etc/passwd', 'data:application/json,{"status":"succeeded"}', 'ftp://public.test/', 'javascript:alert(1)', 'http://public.test/', 'https://127.0.0.1/', 'https://169.254.169.254/latest/', 'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a9fe:a9fe]/', 'https://2130706433/', 'https://0x7f.1/', 'https://10.0.0.1/', 'https://[fd12::1]/', 'https://[fe80::1]/', 'https://0.0.0.0/', 'https://user:secret@public.test/', 'https://rebound.test/',
    'https://metadata.test/', 'https://intranet.test/', `https://${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}@10.0.0.1/`, `evil${'-scheme'.repeat(100)}:x`,
  ].map((to): Row => [`a redirect to ${to.slice(0, 60)}`, redirect(to), notOpened]),
  ['a redirect to no address', redirect('http://['), notOpened],
];

const downloads: readonly Row[] = [
  ['a web page as PNG', text('<!doctype html><html><script>alert(1)</script></html>', 'image/png'), /web page or drawing/u],
  ['an SVG with a script', text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'image/svg+xml'), /web page or drawing/u],
  ['XML', text('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><svg>&a;</svg>', 'image/png'), /web page or drawing/u],
  ['a program for Windows', text(Buffer.concat([Buffer.from('MZ\x90\0\x03', 'latin1'), Buffer.alloc(500)]), 'image/png'), notMedia],
  ['a program for Linux', text(Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(500)]), 'image/png'), notMedia],
  ['a ZIP archive', text(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(500)]), 'image/png'), notMedia],
  ['a PDF', text(`%PDF-1.7\n${' '.repeat(100)}`, 'image/png'), notMedia],
  ['plain text', text('Here is your picture!'.repeat(10), 'image/png'), notMedia],
  ['JSON with the key in it', (request, response) => void response.writeHead(200, { 'content-type': 'image/png' }).end(JSON.stringify({ error: `no good: ${request.headers.authorization}` })), notMedia, { check: seen => assert.match(attemptOf(seen).failure?.raw ?? '', /no good: (?:Bearer )?•••/u) }],
  ['a script with a shebang', text('#!/bin/sh\nrm -rf ~\n'.padEnd(100), 'image/png'), notMedia],
  ['no byte', body('', { headers: { 'content-type': 'image/png' } }), /is empty/u],
  ['eight bytes of PNG', text(png.subarray(0, 8), 'image/png'), /incomplete/u],
  ['half of a PNG', text(png.subarray(0, png.length >> 1), 'image/png'), /incomplete/u],
  ['a PNG without its last byte', text(png.subarray(0, -1), 'image/png'), /incomplete/u],
  ['half of a WebP', text(Buffer.concat([Buffer.from('RIFF\xff\xff\0\0WEBPVP8 ', 'latin1'), Buffer.alloc(100)]), 'image/webp'), /incomplete/u],
  ['half of an MP4', text(Buffer.concat([Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42\0\x10\0\0mdat', 'latin1'), Buffer.alloc(100)]), 'video/mp4'), /incomplete/u],
  ['HTML that calls itself MP4', text('<!--ftypisom--><script>alert(1)</script>'.padEnd(200), 'video/mp4'), /incomplete|not a picture/u],
  ['more than fits, announced', flood('\x89PNG\r\n\x1a\n', '\0', 1000, { 'content-type': 'image/png', 'content-length': '5000000000' }), /larger than 4 MB/u],
  ['more than fits, without a word', flood('\x89PNG\r\n\x1a\n', '\0', 100 * mega, { 'content-type': 'image/png' }), /larger than 4 MB/u],
  ['a bomb that begins as a PNG', bomb('gzip', '\x89PNG\r\n\x1a\n', 100 * mega, { 'content-type': 'image/png' }), /larger than 4 MB/u],
  ['that its address ran out, for ever', body('<Error><Code>ExpiredToken</Code></Error>', { status: 400 }), /no longer has the result/u],
  ['a Brotli bomb of text', bomb('br', '', 100 * mega, { 'content-type': 'image/png' }), notMedia],
  ['an encoding nobody knows', body(png, { headers: { 'content-encoding': 'rot13' } }), unreadable],
  ['redirects without end', redirectOn(), /redirected too often/u],
  ...['file:///etc/passwd', 'https://169.254.169.254/a.png', 'https://[::1]/a.png', 'https://rebound.test/a.png', 'http://public.test/a.png', 'data:image/png;base64,iVBORw0KGgo='].map((to): Row => [`a redirect to ${to}`, redirect(to), notOpened]),
  ['a redirect to another origin of this machine', redirect(here => `${here.elsewhere}/a.png`), notOpened],
];

/** What keeps a result from being fetched, but may pass: waited out, because it is paid for. */
const waitedFor: readonly Row[] = [
  ['one byte at a time', trickle('\x89PNG', 300), tooSlow, { endless: true }],
  ['nothing at all', hang, tooSlow, { endless: true }],
  ['a broken connection', reset, broke],
  ['a broken connection in the middle', wire(`HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n\x89PNG\r\n\x1a\n`, 'reset'), broke],
  ['less than its length', wire(`HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n\x89PNG\r\n\x1a\n`), broke],
  ['that it is not ready', body('{"status":"soon"}', { status: 202 }), /status nobody expects here \(202\)/u],
  ['no content', body('', { status: 204 }), /status nobody expects here \(204\)/u],
  ['a part that nobody asked for', body(png, { status: 206, headers: { 'content-range': `bytes 0-${png.length - 1}/100000` } }), /status nobody expects here \(206\)/u],
  ['not modified', body('', { status: 304 }), /status nobody expects here \(304\)/u],
  ['that it is busy', body('', { status: 503 }), /trouble of its own/u],
  ['too many requests', body('', { status: 429, headers: { 'retry-after': 'soon' } }), /no more requests right now/u],
];

const fetched: readonly Row[] = [
  ['a PNG that calls itself a web page', text(png, 'text/html'), null, { check: kept(png, 'png') }],
  ['a PNG with a ZIP behind it', text(Buffer.concat([png, Buffer.from('PK\x03\x04evil', 'latin1')]), 'image/png'), null, { check: kept(Buffer.concat([png, Buffer.from('PK\x03\x04evil', 'latin1')]), 'png') }],
  ['a PNG with a web page in its text', text(Buffer.concat([png.subarray(0, 33), chunk('tEXt', Buffer.from('<script>alert(1)</script>')), png.subarray(33)]), 'image/png'), null],
  ['a GIF that is a script too', text('GIF89a=1;alert(document.domain)//'.padEnd(64), 'image/gif'), null, { check: kept(Buffer.from('GIF89a=1;alert(document.domain)//'.padEnd(64)), 'gif') }],
  ['a PNG of 600 KB with 200 megapixels', text(claiming(20_000, 10_000, 600_000), 'image/png'), null, { check: seen => assert.deepEqual([seen.files[0]?.width, seen.files[0]?.height], [20_000, 10_000]) }],
  ['a PNG that claims 2³² pixels a side', text(claiming(0xffff_ffff, 0xffff_ffff), 'image/png'), null],
  ['a name that leads out', body(png, { headers: { 'content-disposition': 'attachment; filename="../../../evil.sh"', 'content-type': 'application/x-sh' } }), null, { check: kept(png, 'png') }],
  ['a name of Windows’ own', body(png, { headers: { 'content-disposition': 'inline; filename="CON.png"; filename*=UTF-8\'\'..%2f..%2fNUL' } }), null, { check: kept(png, 'png') }],
  ['a packed PNG', body(deflateSync(png), { headers: { 'content-encoding': 'deflate' } }), null, { check: kept(png, 'png') }],
  ['a redirect to its storage, without the key', redirect(here => `${here.storage}/a.png`), null],
  ['a broken connection, then the picture', [reset, wire('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n\x89PNG'), honestly('file')], null],
  ['an address that ran out, once', [body('<Error/>', { status: 403 }), honestly('file')], null],
];

/** Where the result is said to be: an address that is not opened will not be opened later either. */
const addresses: readonly Row[] = [
  ...[
    'http://public.test/a.png', 'https://127.0.0.1/a.png', 'https://[::ffff:127.0.0.1]/a.png', 'https://169.254.169.254/latest/meta-data/iam', 'https://10.0.0.1/a.png', 'https://100.100.100.200/', 'https://[fe80::1]/a.png',
    'https://rebound.test/a.png', 'https://metadata.test/a.png', 'https://intranet.test/a.png', 'https://user:secret@public.test/a.png', 'http://0/a.png', 'https://１２７.０.０.１/a.png',
  ].map((address): Row => [`success at ${address}`, givesAt(() => address), notOpened]),
  ['success at another port of this machine', givesAt(here => `${here.elsewhere}/a.png`), notOpened],
  ['success at an address that ends in markup', givesAt(() => 'https://10.0.0.1/<img onerror=alert(1)>'), notOpened],
];

/** An address that may come to life. */
const addressesAway: readonly Row[] = [
  ['success at a name that is not known', givesAt(() => 'https://localhost.rebound.test.:1/'), /was not found at/u],
  ['success at an address with a name of 5,000 letters', givesAt(() => `https://${'a'.repeat(5000)}.test/a.png`), /was not found/u],
  ['success at a public address nobody answers at', givesAt(() => 'https://public.test/a.png'), /Nothing answers/u],
];

const addressesFetched: readonly Row[] = [
  ['success at an address without origin', givesAt(here => `//${new URL(here.origin).host}/files/${here.job.n}/a.png`), null],
  ['success at an address that goes up and down', givesAt(here => `/x/../files/${here.job.n}/%2e%2e/${here.job.n}/a.png?../../b`), null],
  ['success at its storage, without the key', gives(here => `${here.storage}/a.png`), null],
  ['success that is kept for 10²⁹⁰ years', gives(here => [`${here.origin}/files/${here.job.n}/a.png`], { expires_at: 1e300 }), null],
];

const finds: readonly Row[] = [
  ...replies,
  ['an object instead of a list', json({ jobs: { 0: { id: 'a' } } }), /without a usable “\/jobs”/u],
  ['null instead of a list', json({ jobs: null }), /without a usable “\/jobs”/u],
  ['ours without an id', jsonOf(here => ({ jobs: [{ reference: here.job.reference, id: null }] })), noId],
  ['ours with an id that leads up', jsonOf(here => ({ jobs: [{ reference: here.job.reference, id: '..' }] })), noId],
  ['ours with an id that would begin a header', jsonOf(here => ({ jobs: [{ reference: here.job.reference, id: 'x\r\nX-Evil: 1' }] })), noId],
  ['10,000 jobs of others', json({ jobs: Array.from({ length: 10_000 }, (_, n) => ({ id: `job-${n}`, reference: `r-${n}` })) }), broke, { rests: 'unconfirmed' }],
  ['only jobs of other shapes', json({ jobs: [null, 7, 'x', [], { reference: null }, { reference: {} }, { __proto__: null }] }), broke, { rests: 'unconfirmed' }],
  ['a redirect to another origin of this machine', redirect(here => `${here.elsewhere}/v1/jobs`), notOpened],
];

const cancels: readonly Row[] = [
  ['a web page', (request, response, here) => { here.job.cancelled = true; text('<h1>ok', 'text/html')(request, response, here); }, null],
  ['100 MB of JSON', (request, response, here) => { here.job.cancelled = true; flood('{"a":"', 'a', 100 * mega)(request, response, here); }, null],
  ['nothing at all', (_request, _response, here) => { here.job.cancelled = true; }, null, { endless: true }],
  ['a broken connection', (request, _response, here) => { here.job.cancelled = true; request.socket.resetAndDestroy(); }, null],
  ['a redirect to another origin of this machine', (request, response, here) => { here.job.cancelled = true; redirect(`${here.elsewhere}/`, 307)(request, response, here); }, null],
  ['a complaint in escapes', (request, response, here) => { here.job.cancelled = true; body('\u001b[31m\u202e', { status: 500 })(request, response, here); }, null],
];

const prompts: readonly Case[] = ([
  ['a way out', '../../../../etc/passwd'], ['a way out of Windows', '..\\..\\..\\Windows\\System32\\evil.dll'], ['an absolute path', '/etc/passwd'], ['a drive', 'C:\\evil.exe:stream'],
  ['CON', 'CON'], ['NUL', 'nul.png'], ['AUX and COM1', 'aux com1 lpt9'], ['dots and spaces at its end', 'a castle. . . '], ['only dots', '...'], ['a hidden file', '.bashrc'],
  ['500 letters', 'a'.repeat(500)], ['2,000 characters of words', 'lorem ipsum '.repeat(160)], ['a word that reads backwards', 'cute \u202egnp.exe\u2066 cat'], ['emoji', '👩‍🚀 on the 🌙'], ['Chinese', '山中的孤堡'],
  ['lines', 'first\nsecond\r\nthird\u2028fourth'], ['NUL and bells', 'a\u0000b\u0007c'], ['escapes of a terminal', '\u001b[31mred\u001b[0m'], ['half a character', 'half \ud800 of it'],
  ['markup', '<img src=x onerror=alert(1)><script>alert(1)</script>'], ['a link to a command', '[x](command:workbench.action.quit) $(trash) **b**'], ['a template', '${key} ${reference} $${prompt} {{x}}'], ['quotes of SQL', `'; DROP TABLE generation; --`],
  ['a name of every object', '__proto__'], ['a query', 'a?b=c&d#e%2e%2e/%00'], ['a format', '%s%n {0} {1}'], ['invisible marks', 'in\u200bvis\u2060ible\ufeff'],
] as const).map(([what, prompt]) => promptCase(what, prompt));

export const corpus: readonly Case[] = [
  ...casesOf('submit', 'unconfirmed', submits),
  ...casesOf('submit', 'completed', accepted),
  ...casesOf('poll', 'running', polls),
  ...casesOf('poll', 'failed', addresses),
  ...casesOf('poll', 'downloading', addressesAway),
  ...casesOf('poll', 'completed', addressesFetched),
  ...casesOf('file', 'failed', downloads),
  ...casesOf('file', 'downloading', waitedFor),
  ...casesOf('file', 'completed', fetched),
  ...casesOf('find', 'submitting', finds, { lookup: true, conduct: { submit: reset } }),
  ...casesOf('cancel', 'cancelled', cancels, { cancels: true, conduct: { poll: (request, response, here) => (here.job.cancelled ? honestly('poll') : json({ status: 'running' }))(request, response, here) } }),
  ...prompts,
];
