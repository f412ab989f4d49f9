import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ageOf, lastUpdate, nameParts, originOf, spokenOf, stateLine } from '../../../src/webview/describe.ts';
import { fileSize } from '../../../src/shared/fileSize.ts';
import { asset, facts, generation, item } from './items.ts';

const minute = 60_000;

describe('the words of a card', () => {
  it('name the provider, the model and the time of the last update', () => {
    const card = { key: 'k', at: 1, generation: generation('g', { sentAt: 2000, acceptedAt: 2000, remoteId: 'r', word: 'running', wordAt: 5 * minute, progress: 0.62 }), asset: null };
    const now = 9 * minute;
    assert.deepEqual(originOf(card, now), ['fal · flux', '4 min']);
    assert.match(spokenOf(card, now), /^a keep at dusk, g, fal · flux, last update 4 min ago$/);
    assert.match(stateLine(card.generation, now), /^Processing, 62 percent, .*last update 4 min ago$/);
  });

  it('name folder and size of a plain file', () => {
    assert.deepEqual(originOf({ ...item('k'), asset: { ...asset('k.png'), size: 3_100_000 } }, 0, 'en'), ['assets', '3.1 MB']);
  });

  it('cut a file’s name so that its extension stays, and lose nothing', () => {
    assert.equal(nameParts({ ...item('k'), asset: asset('dunes-reference-for-the-long-walk.png') })[1], '.png');
    fc.assert(fc.property(fc.string({ minLength: 1 }), name => {
      assert.equal(nameParts({ ...item('k'), asset: asset(name) }).join(''), name);
    }));
  });

  it('give the age in minutes, because it is told anew only every half minute', () => {
    assert.equal(ageOf(0, 59_000), 'now');
    assert.equal(ageOf(0, 4 * minute + 40_000), '4 min');
    assert.equal(ageOf(0, 3 * 60 * minute), '3 h');
    assert.match(ageOf(0, 60 * 24 * 60 * minute, 'en'), /1970/);
  });

  it('take the newest thing known for the last update', () => {
    assert.equal(lastUpdate(facts()), 1000);
    assert.equal(lastUpdate(facts({ sentAt: 2000, wordAt: 9000, acceptedAt: 3000 })), 9000);
    assert.equal(lastUpdate(facts({ failure: { class: 'rate', sentence: 's', at: 12_000 } })), 12_000);
  });

  it('count bytes as file managers do', () => {
    assert.deepEqual([0, 840, 24_000, 3_100_000, 45_000_000, 2.5e9].map(bytes => fileSize(bytes, 'en')), ['0 kB', '0.8 kB', '24 kB', '3.1 MB', '45 MB', '2.5 GB']);
  });
});
