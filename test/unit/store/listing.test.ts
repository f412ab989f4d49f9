import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { noteMedia } from '../../../src/extension/assets/index.ts';
import { failed } from '../../../src/extension/engine/transitions.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { Listings, listed } from '../../../src/extension/store/listing.ts';
import { currentRev } from '../../../src/extension/store/generations.ts';
import { cards } from '../../../src/extension/store/cards.ts';
import { everything, type Narrow } from '../../../src/shared/narrow.ts';
import { filters } from '../../../src/shared/model.ts';
import { addRequest, change, completeWith } from './history.ts';

describe('the gallery’s list', () => {
  let folder: string;
  let db: Database;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'darkroom-'));
    db = new Database(join(folder, 'history.db'));
  });
  afterEach(() => {
    db.close();
    rmSync(folder, { recursive: true });
  });

  let at = 1_000_000;
  const file = async (path: string): Promise<void> => { await noteMedia(db, [{ path: `/castle/${path}`, size: 3, modifiedAt: at++ }], randomUUID); };
  const names = async (narrow: Partial<Narrow>, filter: (typeof filters)[number] = 'all'): Promise<string[]> => {
    const found = await listed(db, filter, { ...everything, ...narrow });
    return found.map(({ assetId, generationId }) => assetId === null
      ? db.get<{ prompt: string }>('SELECT prompt FROM generation WHERE id = ?', generationId)!.prompt
      : db.get<{ path: string }>('SELECT path FROM asset WHERE id = ?', assetId)!.path.replace('/castle/', ''));
  };
  const made = async (prompt: string, path: string): Promise<void> => completeWith(db, await addRequest(db, at++, prompt), `/castle/${path}`, at);

  it('is narrowed by words of names, prompts, models and seeds, and not by the folders that a file lies in', async () => {
    await file('a/Dragon Lands.png');
    await file('dragon/tavern.png');
    await made('a dragon at dusk', 'generated/1.png');
    await addRequest(db, at++, 'rune stone');
    assert.deepEqual(await names({ search: 'DRAGON' }), ['generated/1.png', 'a/Dragon Lands.png']);
    assert.deepEqual(await names({ search: 'dusk dragon' }), ['generated/1.png']);
    assert.deepEqual(await names({ search: 'castle' }), []);
    assert.deepEqual(await names({ search: 'textur' }), ['rune stone', 'generated/1.png']);
    assert.deepEqual(await names({ search: '7' }), ['rune stone', 'generated/1.png']);
    assert.deepEqual(await names({ search: 'rune' }, 'active'), ['rune stone']);
    assert.deepEqual(await names({ search: 'rune' }, 'completed'), []);
  });

  it('takes the signs of a pattern for themselves', async () => {
    for (const path of ['100%.png', '100x.png', 'a_b.png', 'axb.png', 'back[1].png']) await file(path);
    assert.deepEqual(await names({ search: '100%' }), ['100%.png']);
    assert.deepEqual(await names({ search: 'a_b' }), ['a_b.png']);
    assert.deepEqual(await names({ search: '[1]' }), ['back[1].png']);
  });

  it('is narrowed to kinds, to what was generated and to a provider', async () => {
    for (const path of ['walk.mp4', 'coin.wav', 'wall.png']) await file(path);
    await made('mossy', 'moss.png');
    assert.deepEqual(await names({ kinds: ['video'] }), ['walk.mp4']);
    assert.deepEqual(await names({ kinds: ['audio', 'video'] }), ['coin.wav', 'walk.mp4']);
    assert.deepEqual(await names({ made: true }), ['moss.png']);
    assert.deepEqual(await names({ provider: 'embedded' }), ['moss.png']);
    assert.deepEqual(await names({ provider: 'fal' }), []);
  });

  it('is ordered by name, numbers as numbers, or by kind', async () => {
    for (const path of ['z/tile 10.png', 'y/Tile 9.png', 'coin.wav', 'walk.mp4']) await file(path);
    assert.deepEqual(await names({ sort: 'name' }), ['coin.wav', 'y/Tile 9.png', 'z/tile 10.png', 'walk.mp4']);
    assert.deepEqual(await names({ sort: 'kind' }), ['y/Tile 9.png', 'z/tile 10.png', 'walk.mp4', 'coin.wav']);
  });

  it('holds the same cards as the list that is not narrowed, in the same order, however it came about', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom('file', 'made', 'waits', 'failed'), { maxLength: 12 }), async steps => {
      for (const step of steps) {
        if (step === 'file') await file(`${randomUUID()}.png`);
        if (step === 'made') await made('x', `${randomUUID()}.png`);
        if (step === 'waits') await addRequest(db, at++);
        if (step === 'failed') await change(db, await addRequest(db, at++), facts => failed(facts, at, { class: 'provider', sentence: 'no' }));
      }
      for (const filter of filters) assert.deepEqual((await listed(db, filter, everything)).map(({ shown: _shown, ...card }) => card), cards(db, filter, 0, 10_000).map(card => ({ ...card })));
    }), { numRuns: 25 });
  });

  it('leads to the next card whose name begins so, from a place on and from the beginning again', async () => {
    for (const name of ['Cellar ghost.png', 'cellar key.png', 'moss.png']) await file(name);
    await made('a cellar door', 'door.png');
    const listings = new Listings();
    const names = async (from: number, name: string): Promise<string | null> => {
      const place = await listings.seek(db, 'all', everything, name, from);
      return place === null ? null : (await listed(db, 'all', everything))[place]!.shown;
    };
    assert.deepEqual([await names(0, 'cell'), await names(3, 'cell'), await names(4, 'CELL')], ['cellar key.png', 'Cellar ghost.png', 'cellar key.png']);
    assert.equal(await names(0, 'a cellar'), 'a cellar door', 'what was asked for goes by its prompt');
    assert.deepEqual([await names(0, 'door'), await names(0, 'ellar'), await names(0, '%')], [null, null, null]);
  });

  it('is cut into pages, read again when something changes, and walked through whole where there is more than one part', async () => {
    await noteMedia(db, Array.from({ length: 2345 }, (_, n) => ({ path: `/castle/${n}.png`, size: 3, modifiedAt: at + n })), randomUUID);
    const listings = new Listings();
    const narrow: Narrow = { ...everything, search: 'png' };
    const { total, cards: some } = await listings.page(db, 'all', narrow, 2300, 100);
    assert.deepEqual([total, some.length], [2345, 45]);
    assert.equal((await listings.page(db, 'all', narrow, 0, 10)).cards.length, 10);
    const before = currentRev(db);
    const slow = listings.page(db, 'all', { ...narrow, sort: 'name' }, 0, 10);
    await addRequest(db, 1, 'asked for while the list is walked through');
    assert.equal((await slow).rev, before, 'a list is no newer than its beginning, so that it is asked for again');
    const id = await addRequest(db, at + 5000, 'a png of a keep');
    assert.equal((await listings.page(db, 'all', narrow, 0, 10)).total, 2346);
    assert.deepEqual(await listings.placeOf(db, 'all', narrow, { generation: id }), { key: id, offset: 0 });
    assert.equal(await listings.placeOf(db, 'all', { ...narrow, made: false, kinds: ['audio'] }, { generation: id }), undefined);
    assert.deepEqual(await listings.placeOf(db, 'all', everything, { generation: id }), { key: id, offset: 0 });
  });
});
