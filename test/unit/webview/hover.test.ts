import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Box, createHover, placeBeside } from '../../../src/webview/gallery/hover/hover.ts';
import { spoken, told } from '../../../src/webview/gallery/hover/told.ts';
import { until } from '../until.ts';
import { asset, generation, item } from './items.ts';

const second = 1000;
const now = 1_000_000;

describe('when a card’s details are shown', () => {
  const card: Box = { left: 10, top: 10, width: 100, height: 100 };
  const soon = { rest: 20, leave: 20 };

  it('after the pointer has rested on it, and not where it only passes', async () => {
    const hover = createHover(soon);
    const seen: string[] = [];
    hover.shown.subscribe(shown => { if (shown !== null) seen.push(shown.key); });
    for (const key of ['a', 'b', 'c']) hover.over(key, () => card);
    await until('the last one’s are shown', () => seen.length > 0);
    assert.deepEqual(seen, ['c']);
  });

  it('not where the card is gone meanwhile', async () => {
    const hover = createHover(soon);
    const asked = Promise.withResolvers<void>();
    hover.over('a', () => { asked.resolve(); return null; });
    await asked.promise;
    assert.equal(hover.shown.value, null);
  });

  it('as long as the pointer is on the card or on them', async () => {
    const [stays, returns, goes] = [0, 1, 2].map(() => createHover(soon));
    for (const hover of [stays!, returns!, goes!]) {
      hover.toggle('a', card);
      hover.out();
    }
    stays!.stay();
    returns!.over('a', () => card);
    await until('the one that nobody looks at is gone', () => goes!.shown.value === null);
    assert.deepEqual([stays!.shown.value?.key, returns!.shown.value?.key], ['a', 'a']);
  });

  it('at once by a key, which puts them away again', () => {
    const hover = createHover(soon);
    assert.equal(hover.toggle('a', card), true);
    assert.equal(hover.toggle('b', card), true);
    assert.equal(hover.shown.value?.key, 'b');
    assert.equal(hover.toggle('b', card), false);
    assert.equal(hover.close(), false);
    hover.toggle('a', card);
    assert.equal(hover.close(), true);
    assert.equal(hover.shown.value, null);
  });
});

describe('where a card’s details are shown', () => {
  const size = fc.record({ width: fc.integer({ min: 100, max: 340 }), height: fc.integer({ min: 40, max: 400 }) });
  const page = fc.record({ width: fc.integer({ min: 300, max: 2000 }), height: fc.integer({ min: 300, max: 1500 }) });

  it('never over the card, and inside the page, at any size', () => {
    fc.assert(fc.property(size, page, fc.tuple(...Array.from({ length: 4 }, () => fc.double({ min: 0, max: 1, noNaN: true }))), (popup, room, [x = 0, y = 0, w = 0, h = 0]) => {
      const width = 60 + w * (Math.min(330, room.width - 20) - 60);
      const height = 60 + h * (Math.min(370, room.height - 20) - 60);
      const card = { width, height, left: x * (room.width - width), top: y * (room.height - height) };
      const box = placeBeside(card, popup, room);
      assert.ok(box.left >= 0 && box.top >= 0 && box.left + box.width <= room.width && box.top + box.height <= room.height);
      assert.ok(box.left >= card.left + width || box.left + box.width <= card.left || box.top >= card.top + height || box.top + box.height <= card.top);
    }));
  });

  it('below it, else above it, else beside it', () => {
    const popup = { width: 300, height: 200 };
    const room = { width: 1000, height: 800 };
    assert.deepEqual(placeBeside({ left: 100, top: 100, width: 160, height: 200 }, popup, room), { left: 100, top: 304, ...popup });
    assert.deepEqual(placeBeside({ left: 900, top: 500, width: 90, height: 200 }, popup, room), { left: 696, top: 296, ...popup });
    assert.deepEqual(placeBeside({ left: 100, top: 150, width: 160, height: 500 }, popup, room), { left: 264, top: 150, ...popup });
  });
});

describe('what a card’s details tell', () => {
  const rows = (...known: Parameters<typeof told>): Record<string, string> => Object.fromEntries(told(...known).rows.map(({ what, says }) => [what, says]));
  const job = (facts: Parameters<typeof generation>[1], timing = { stalledAfter: 3_600_000, usual: 70 * second as number | null, runs: 34 }) => ({ key: 'g', at: 1, asset: null, generation: { ...generation('g', facts), timing } });
  const sent = { sentAt: now - 90 * second, acceptedAt: now - 85 * second, remoteId: 'r' };

  it('the provider’s last word and its age, what is usual, what comes next and when, and what it costs', () => {
    const running = job({ ...sent, word: 'generating', wordAt: now - 38 * second, dueAt: now + 40 * second, estimate: 0.4 });
    assert.deepEqual(rows(running, now, 'en'), {
      'Made by': 'fal · flux', 'Last word': 'fal: “generating”, 38 s ago', Usual: '1 min 10 s, from 34 runs of flux', Next: 'asks fal again in 40 s', Cost: 'about $0.40, also if canceled now',
    });
    assert.equal(told(running, now).state, 'Processing · 1 min 25 s');
    assert.match(spoken(told(running, now, 'en')), /^a keep at dusk, g\. Processing · 1 min 25 s\. Made by: fal · flux\. Last word: .*\. Cost: about/u);
    assert.equal(rows(job({}, { stalledAfter: 1, usual: null, runs: 0 }), now).Usual, 'not known, no runs of flux so far');
  });

  it('why it waits, and what is left to do', () => {
    assert.equal(rows(job({ notBefore: now + 12 * second, ordinal: 2, failure: { class: 'rate', sentence: 'Too many requests.', at: now - second } }), now).Next, 'attempt 2 in 12 s');
    assert.match(rows(job({ heldBecause: 'credit' }), now).Next ?? '', /No credit at fal/u);
    assert.match(rows(job({ ...sent, unconfirmedAt: now, estimate: 0.05 }), now, 'en').Cost ?? '', /^about \$0\.05, if it arrived$/u);
    const refused = rows(job({ ...sent, end: 'failed', endedAt: now, failure: { class: 'moderation', sentence: 'Refused.', at: now - 60 * second, charged: false }, estimate: 0.4 }), now, 'en');
    assert.deepEqual([refused['Last word'], refused.Cost, refused.Usual], ['Refused. 1 min ago', 'not charged', undefined]);
  });

  it('of a file its name, its folder, its size, its dimensions and what made it', () => {
    assert.equal(told(item('dunes'), now).title, 'dunes.png');
    assert.deepEqual(rows(item('dunes'), now, 'en'), { Folder: 'assets', Size: '1.2 kB', Dimensions: '512 × 512', 'Made by': 'not made here' });
    const made = { key: 'g', at: 1, asset: asset('g.png'), generation: generation('g', { ...sent, end: 'completed', endedAt: now, charge: 0.03 }) };
    assert.deepEqual(rows(made, now, 'en'), { Name: 'g.png', Folder: 'assets', Size: '1.2 kB', Dimensions: '512 × 512', 'Made by': 'fal · flux', Cost: '$0.03' });
  });

  it('each thing once, in every state', () => {
    for (const facts of [{}, { paused: true }, { uploadingAt: now }, sent, { ...sent, finishedAt: now }, { ...sent, cancelWishedAt: now }, { ...sent, end: 'cancelled' as const, endedAt: now }]) {
      const found = told({ ...job(facts), asset: asset('g.png') }, now).rows;
      assert.equal(new Set(found.map(({ what }) => what)).size, found.length, JSON.stringify(found));
      assert.ok(found.every(({ says }) => says !== ''));
    }
  });
});
