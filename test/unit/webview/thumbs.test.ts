import assert from 'node:assert/strict';
import { pack, unpack } from '../../../src/shared/pack.ts';
import { type AssetView, type ThumbEntry, requests, thumbsAtOnce } from '../../../src/shared/protocol.ts';
import type { Method } from '../../../src/shared/protocol.ts';
import { connect } from '../../../src/webview/bridge.ts';
import { type Job, createQueue } from '../../../src/webview/thumbs/queue.ts';
import { type Make, weightOf } from '../../../src/webview/thumbs/make.ts';
import { type Thumb, createThumbs } from '../../../src/webview/thumbs/thumbs.ts';
import { loudness } from '../../../src/webview/thumbs/waveform.ts';
import * as v from 'valibot';
import { webp } from '../../fakes/media.ts';
import { until } from '../until.ts';
import { asset } from './items.ts';

type Kind = 'here' | 'make' | 'drawing';

interface Put { readonly made: { readonly id: string; readonly version: string; readonly length: number }[]; readonly pack: ArrayBuffer; readonly broken: { readonly id: string }[] }

/** A host that has some thumbnails; what it says goes through the page's own checks. */
function hostOf(kindOf: (id: string) => Kind | null, { slow = false, failing = 0 } = {}) {
  let receive: (message: unknown) => void = () => undefined;
  const asked: string[][] = [];
  const puts: Put[] = [];
  const waiting: (() => void)[] = [];
  const state = { failing, version: '1000-1234' };
  const bridge = connect({
    listen: listener => { receive = listener; },
    post(message) {
      const { id, method, params } = structuredClone(message) as { id: number; method: Method; params: { ids: string[] } & Put };
      v.parse(requests[method].params, params);
      const answer = (reply: object): void => {
        const send = (): void => receive(structuredClone({ reply: id, ...reply }));
        if (slow) waiting.push(send);
        else queueMicrotask(send);
      };
      if (method === 'thumbs.put') {
        puts.push(params);
        return answer({ ok: true, result: {} });
      }
      asked.push(params.ids);
      if (state.failing-- > 0) return answer({ ok: false, error: 'The disk is full.' });
      const pieces: Uint8Array[] = [];
      const thumbs = params.ids.flatMap((one): ThumbEntry[] => {
        const common = { id: one, version: state.version, kind: 'image' as const };
        switch (kindOf(one)) {
          case 'here':
            pieces.push(new Uint8Array(webp(30, 20, 100 + pieces.length)));
            return [{ ...common, state: 'here', pixels: false, length: 99 + pieces.length }];
          case 'make': return [{ ...common, state: 'make', url: `/${one}`, size: 1, width: 1000, height: 1000 }];
          case 'drawing': return [{ ...common, state: 'none', why: 'drawing' }];
          case null: return [];
        }
      });
      answer({ ok: true, result: { thumbs, pack: pack(pieces) } });
    },
  });
  return { bridge, asked, puts, state, deliver: () => { for (const send of waiting.splice(0)) send(); } };
}

/** Makes thumbnails when the test says so. One that is `deaf` goes on when it is told to stop, as a decoder does. */
function hand(deaf: boolean) {
  const at = new Map<string, { readonly end: (bytes: ArrayBuffer | null) => void; readonly fail: () => void; readonly signal: AbortSignal }>();
  const begun: string[] = [];
  const make: Make = ({ id }, signal) => new Promise((resolve, reject) => {
    begun.push(id);
    const fail = (): void => reject(new Error('gone'));
    if (!deaf) signal.addEventListener('abort', fail);
    at.set(id, { signal, fail, end: resolve });
  });
  return { make, at, begun, done: (id: string) => at.get(id)!.end(new Uint8Array(webp(320, 320)).buffer) };
}

function page(kindOf: (id: string) => Kind | null, options: Parameters<typeof hostOf>[1] & { kept?: number; deaf?: boolean } = {}) {
  const host = hostOf(kindOf, options);
  const maker = hand(options.deaf ?? false);
  const live = new Map<string, ArrayBuffer>();
  let last = 0;
  const thumbs = createThumbs({
    bridge: host.bridge, make: maker.make, kept: options.kept ?? 600, collectFor: 20, askAgainAfter: 20,
    address: bytes => { live.set(`blob:${++last}`, bytes); return `blob:${last}`; },
    release: url => assert.ok(live.delete(url), `${url} was released twice`),
  });
  const thumb = (one: AssetView): Thumb | null => thumbs.of(one).peek();
  const url = (one: AssetView): string | undefined => { const now = thumb(one); return now !== null && 'url' in now ? now.url : undefined; };
  return { host, maker, live, thumbs, thumb, url };
}

const assets = (prefix: string, length: number): AssetView[] => Array.from({ length }, (_, n) => asset(`${prefix}${n}`));
const ids = (list: readonly AssetView[]): string[] => list.map(({ id }) => id);
const settled = async (): Promise<void> => { for (let n = 0; n < 8; n++) await new Promise(resolve => setImmediate(resolve)); };

describe('thumbnails in the page', () => {
  it('come in packs: what is in view first, then what is around it, a hundred at most', async () => {
    const { host, thumbs, url, live } = page(() => 'here');
    const list = assets('a', 250);
    thumbs.want(list, 30);
    await settled();
    assert.deepEqual(host.asked[0], ids(list.slice(0, 30)));
    assert.deepEqual(host.asked.slice(1).map(some => some.length), [thumbsAtOnce, thumbsAtOnce, 20]);
    assert.equal(list.every(one => url(one) !== undefined), true);
    // Each has its own bytes: the fake makes every one a byte longer than the one before.
    assert.equal(live.get(url(list[7]!)!)?.byteLength, 107);
  });

  it('are not asked for when they scrolled away before it was their turn', async () => {
    const { host, thumbs } = page(() => 'here', { slow: true });
    const [near, ahead, far] = [assets('near', 20), assets('ahead', 150), assets('far', 20)];
    thumbs.want([...near, ...ahead], 20);
    thumbs.want(far, 20);
    host.deliver();
    await settled();
    host.deliver();
    await settled();
    assert.deepEqual(host.asked.map(some => some[0]), ['asset-near0', 'asset-ahead0', 'asset-far0']);
    assert.equal(host.asked.flat().length, 20 + 100 + 20);
  });

  it('that are missing are made in the order in which they are looked at, few at once, and stopped when they scroll away', async () => {
    const { maker, thumbs, url } = page(() => 'make');
    const list = assets('a', 10);
    thumbs.want(list, 10);
    await settled();
    assert.deepEqual(maker.begun, ids(list.slice(0, 4)));
    const others = assets('b', 3);
    thumbs.want([...others, list[1]!], 3);
    await settled();
    assert.deepEqual(ids(list).slice(0, 4).map(id => maker.at.get(id)!.signal.aborted), [true, false, true, true]);
    assert.deepEqual(maker.begun.slice(4), ids(others));
    maker.done('asset-a1');
    await settled();
    assert.notEqual(url(list[1]!), undefined);
    thumbs.want([list[0]!], 1);
    await settled();
    assert.equal(maker.begun.filter(id => id === 'asset-a0').length, 2, 'a stopped one begins again');
  });

  it('that were made are kept by the host: one buffer for many', async () => {
    const { host, maker, thumbs } = page(() => 'make');
    const list = assets('a', 4);
    thumbs.want(list, 4);
    await settled();
    for (const { id } of list) maker.done(id);
    await until('they were brought', () => host.puts.length > 0, 5000);
    assert.equal(host.puts.length, 1);
    const [put] = host.puts;
    assert.deepEqual(put!.made.map(({ id, version }) => `${id} ${version}`), ids(list).map(id => `${id} 1000-1234`));
    assert.deepEqual(unpack(put!.made, put!.pack)?.map(bytes => Buffer.from(bytes)), list.map(() => webp(320, 320)));
  });

  it('say why there is none, and what can’t be decoded is told to the host', async () => {
    const { host, maker, thumbs, thumb } = page(id => id.includes('logo') ? 'drawing' : id.includes('gone') ? null : 'make');
    const [logo, gone, bad, unread] = [asset('logo'), asset('gone'), asset('bad'), asset('unread')];
    thumbs.want([logo, gone, bad, unread], 4);
    await settled();
    maker.at.get(bad.id)!.end(null);
    maker.at.get(unread.id)!.fail();
    await until('it was told', () => host.puts.length > 0, 5000);
    assert.deepEqual(host.puts[0]!.broken.map(({ id }) => id), [bad.id]);
    assert.deepEqual([logo, bad, unread, gone].map(one => { const now = thumb(one); return now && 'why' in now ? now.why : now; }), ['drawing', 'broken', 'unreadable', null]);
  });

  it('follow their files: the old picture stays until there is a new one', async () => {
    const { host, maker, thumbs, url, live } = page(() => 'make');
    const [before, after] = [asset('a'), { ...asset('a'), modifiedAt: 2000 }];
    thumbs.want([before], 1);
    await settled();
    maker.done(before.id);
    await settled();
    const old = url(before);
    host.state.version = '2000-1234';
    thumbs.want([after], 1);
    await settled();
    assert.equal(url(after), old);
    maker.done(before.id);
    await settled();
    assert.notEqual(url(after), old);
    assert.equal(live.size, 1, 'the old one was released');
    thumbs.want([after], 1);
    await settled();
    assert.equal(host.asked.length, 2, 'what did not change is not asked for again');
  });

  it('of a file that changed while its picture was made are not shown as the new one’s, which is made as well', async () => {
    const { host, maker, thumbs, url, live } = page(() => 'make', { deaf: true });
    const [before, after] = [asset('a'), { ...asset('a'), modifiedAt: 2000 }];
    thumbs.want([before], 1);
    await settled();
    const old = maker.at.get(before.id)!;
    host.state.version = '2000-1234';
    thumbs.want([after], 1);
    await settled();
    assert.equal(maker.begun.length, 2);
    old.end(new Uint8Array(webp(320, 320, 111)).buffer);
    await settled();
    assert.equal(url(after), undefined);
    maker.done(after.id);
    await settled();
    assert.equal(live.get(url(after)!)?.byteLength, 200);
    await until('both were brought', () => host.puts.flatMap(({ made }) => made).length === 2, 5000);
    assert.deepEqual(host.puts.flatMap(({ made }) => made.map(({ version }) => version)), ['1000-1234', '2000-1234']);
  });

  it('stay few: those that nobody looked at for longest are released, those in view never', async () => {
    const { thumbs, live, url } = page(() => 'here', { kept: 50 });
    const [first, second, third] = [assets('a', 30), assets('b', 30), assets('c', 70)];
    for (const list of [first, second]) { thumbs.want(list, 30); await settled(); }
    assert.equal(live.size, 50);
    assert.deepEqual(second.every(one => url(one) !== undefined), true);
    thumbs.want(third, 70);
    await settled();
    assert.equal(third.every(one => url(one) !== undefined), true);
    assert.equal(live.size, 70);
    thumbs.want(third.slice(0, 10), 10);
    assert.equal(live.size, 50);
  });

  it('go in the order in which they were looked at, not in which they came', async () => {
    const { thumbs, url } = page(() => 'here', { kept: 50 });
    const [first, second, third] = [assets('a', 30), assets('b', 20), assets('c', 20)];
    for (const list of [first, second, first, third]) { thumbs.want(list, list.length); await settled(); }
    assert.deepEqual([first, third].map(list => list.every(one => url(one) !== undefined)), [true, true]);
  });

  it('are asked for again when the host could not answer', async () => {
    const { host, thumbs, url } = page(() => 'here', { failing: 2 });
    const [one] = assets('a', 1);
    thumbs.want([one!], 1);
    await until('it came', () => url(one!) !== undefined, 5000);
    assert.equal(host.asked.length, 3);
  });

  it('weigh what they take to decode', () => {
    const entry = { state: 'make', id: 'a', version: '1', kind: 'image', url: '', size: 1, width: 10_000, height: 5_000 } as const;
    assert.equal(weightOf(entry), 50);
    assert.equal(weightOf({ ...entry, kind: 'video', width: null, height: null }) > 0, true);
  });
});

describe('the queue', () => {
  function queueOf(limits: { atOnce: number; together: number }) {
    const running = new Map<string, () => void>();
    const begun: string[] = [];
    const queue = createQueue<Job>(limits, ({ key }, signal) => new Promise(resolve => {
      begun.push(key);
      const end = (): void => { running.delete(key); resolve(); };
      running.set(key, end);
      signal.addEventListener('abort', end);
    }));
    return { queue, running, begun };
  }
  const jobs = (...weights: number[]): Job[] => weights.map((weight, n) => ({ key: String(n), weight }));

  it('never takes on more than its limits, and a heavy one alone', async () => {
    const { queue, running, begun } = queueOf({ atOnce: 3, together: 10 });
    queue.set(jobs(4, 4, 4, 100, 1, 1));
    assert.deepEqual([...running.keys()], ['0', '1']);
    running.get('0')!();
    await settled();
    assert.deepEqual([...running.keys()], ['1', '2']);
    running.get('1')!();
    await settled();
    assert.deepEqual([...running.keys()], ['2'], 'the heavy one waits for its room, and nobody overtakes it');
    running.get('2')!();
    await settled();
    assert.deepEqual([...running.keys()], ['3']);
    running.get('3')!();
    await settled();
    assert.deepEqual(begun, ['0', '1', '2', '3', '4', '5']);
  });

  it('begins anew what was stopped and is wanted again, once', async () => {
    const { queue, begun } = queueOf({ atOnce: 1, together: 10 });
    queue.set(jobs(1));
    queue.set([]);
    queue.set(jobs(1));
    await settled();
    assert.deepEqual(begun, ['0', '0']);
    queue.set(jobs(1));
    await settled();
    assert.deepEqual(begun, ['0', '0']);
  });
});

describe('a pack', () => {
  it('gives back what was put in, and nothing where its lengths are wrong', () => {
    const pieces = [Buffer.from('one'), Buffer.alloc(0), Buffer.from('three')].map(bytes => new Uint8Array(bytes));
    const entries = pieces.map(({ length }) => ({ length }));
    assert.deepEqual(unpack(entries, pack(pieces))?.map(bytes => Buffer.from(bytes).toString()), ['one', '', 'three']);
    assert.equal(unpack(entries.slice(1), pack(pieces)), null);
    assert.equal(unpack([...entries, { length: 1 }], pack(pieces)), null);
  });

  it('holds thousands as one buffer', () => {
    const pieces = Array.from({ length: 5000 }, (_, n) => new Uint8Array([n & 255, n >> 8]));
    assert.deepEqual(unpack(pieces, pack(pieces))?.every((bytes, n) => bytes[0] === (n & 255) && bytes[1] === n >> 8), true);
  });
});

describe('the shape of a sound', () => {
  it('is how loud each part of it is, by its loudest channel', () => {
    const left = Float32Array.from({ length: 100 }, (_, n) => n < 50 ? 0.25 : 0);
    const right = Float32Array.from({ length: 100 }, (_, n) => n < 50 ? 0 : -0.5);
    assert.deepEqual(loudness([left, right], 4), [0.5, 0.5, 1, 1]);
    assert.deepEqual(loudness([new Float32Array(100)], 4), [0, 0, 0, 0]);
    assert.equal(loudness([new Float32Array(3)]).length, 46);
  });
});
