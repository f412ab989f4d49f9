/** The faults that every call of every adapter has to live through. To add one, add a line; to add a call, see faultMatrix.test.ts. */
import type { Fault } from '../../fakes/faults.ts';

const status = (code: number, more: Partial<Extract<Fault, { kind: 'status' }>> = {}): Fault => ({ kind: 'status', status: code, ...more });
const json = (value: unknown): Fault => ({ kind: 'json', json: value });
const text = (value: string, type = 'application/json'): Fault => ({ kind: 'bytes', type, text: value });
const wire = (value: string, then?: 'end' | 'reset' | 'stay'): Fault => ({ kind: 'wire', text: value, ...(then === undefined ? {} : { then }) });
const busy = (wait: string): Fault => status(429, { headers: { 'retry-after': wait } });

/** One or more of each kind: these meet the engine too. */
export const essentialFaults: readonly Fault[] = [
  // The connection, before and after the request, and while nobody uses it.
  { kind: 'reset', when: 'before-reading' }, { kind: 'reset', when: 'before-work' }, { kind: 'reset', when: 'after-work' }, { kind: 'reset', when: 'mid-answer' }, { kind: 'idle-end', how: 'reset' },
  // Time.
  { kind: 'hang' }, { kind: 'hang', after: true }, { kind: 'trickle', everyMs: 30 },
  // Provisional answers, framing, size, encoding.
  { kind: 'provisional', lines: ['100 Continue', '103 Early Hints'] }, wire('HTTP/1.1 100 Continue\r\n\r\n'.repeat(500), 'stay'), { kind: 'length', off: 20 }, wire('HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}'),
  { kind: 'huge', bytes: 2_500_000 }, { kind: 'bomb', bytes: 20_000_000 }, { kind: 'encoded', encoding: 'rot13' },
  // Redirects.
  { kind: 'redirect', to: 'file:///etc/passwd' }, { kind: 'redirect', to: 'https://169.254.169.254/' }, { kind: 'loop' },
  // Statuses.
  status(204, { body: '' }), status(304, { body: '' }), status(400), status(401), status(402), status(404), status(408), status(429), busy('0'), status(500), status(500, { after: true }), status(503, { after: true, headers: { 'retry-after': '9' } }), status(999),
  // Bodies.
  { kind: 'html' }, { kind: 'truncated' }, text('', 'image/png'), text(`{"error":{"message":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`), json(null), json({ id: {}, status: [], jobs: {}, outputs: 7 }), text('{"id":true,"id":null,"status":"queued","status":null}'),
];

export const faults: readonly Fault[] = [
  ...essentialFaults,
  { kind: 'idle-end', how: 'end' }, wire(''), wire('', 'reset'), { kind: 'delay', ms: 5 }, wire('HTTP/1.1 200 OK\r\nX-A: ', 'stay'), { kind: 'provisional', lines: ['100 Continue'] }, { kind: 'provisional', lines: ['102 Processing', '102 Processing'] },
  wire('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'), { kind: 'length', off: -5 }, wire('HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n{}'),
  wire('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'), wire(`HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(70_000)}\r\n\r\n{}`), wire('SSH-2.0-OpenSSH_9.2\r\n'), { kind: 'encoded', encoding: 'gzip' },
  { kind: 'redirect', to: 'http://127.0.0.1:9/' }, { kind: 'redirect', to: 'http://[' }, status(301), status(206), status(403), status(405), status(407), status(409), status(410), status(413), status(418), status(422),
  busy('soon'), busy('Sat, 21 Nov 2020 10:00:00 GMT'), status(502), status(504), status(599), text('['.repeat(100_000)), text('\u0000{\u0000}', 'application/json; charset=utf-16'), text('{"status":"\\ud800","id":"\\ud800"}'),
  json([]), json(''), json(0), json({ id: [], status: { a: 1 }, jobs: [null, 7, 'x'], progress: {}, cost: [] }), json({ id: '\u0000', status: '\u0000', jobs: [{ reference: 'ours' }] }),
  json(JSON.parse('{"__proto__":{"id":"x","status":"succeeded"}}')), json({ id: '..', status: 7, jobs: [{ reference: 'ours', id: {} }] }), text('{"id":"a","id":"b","status":"queued","status":"running"}'),
];

export function nameOf(fault: Fault): string {
  return JSON.stringify(fault).slice(0, 100);
}

/** Whether its answer never comes to an end, so that a time limit has to end it. */
export function isEndless(fault: Fault): boolean {
  return fault.kind === 'hang' || fault.kind === 'trickle' || (fault.kind === 'wire' && fault.then === 'stay');
}
