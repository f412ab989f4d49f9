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
import { folderId, foldersIn, groupedBy, mostFolders } from '../../../src/extension/store/groups.ts';
import { currentRev } from '../../../src/extension/store/generations.ts';
import { cards } from '../../../src/extension/store/cards.ts';
import { everything, mostGroups, type Narrow } from '../../../src/shared/narrow.ts';
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
    const { cards: found } = await listed(db, filter, { ...everything, ...narrow });
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
      for (const filter of filters) assert.deepEqual((await listed(db, filter, everything)).cards.map(({ shown: _, ...card }) => card), cards(db, filter, 0, 10_000).map(card => ({ ...card })));
    }), { numRuns: 25 });
  });

  it('leads to the next card whose name begins so, from a place on and from the beginning again', async () => {
    for (const name of ['Cellar ghost.png', 'cellar key.png', 'moss.png']) await file(name);
    await made('a cellar door', 'door.png');
    const listings = new Listings();
    const names = async (from: number, name: string): Promise<string | null> => {
      const place = await listings.seek(db, 'all', everything, name, from);
      return place === null ? null : (await listed(db, 'all', everything)).cards[place]!.shown;
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

  const idOf = async (label: string): Promise<string> => (await foldersIn(db, nameIn, null, 2)).find(folder => folder.label === label)?.id ?? assert.fail(label);
  const nameIn = (folder: string): string | null => folder === '/castle' ? 'castle' : folder.startsWith('/castle/') ? folder.slice('/castle/'.length) : null;

  it('is narrowed to a folder with those below it, by an id that says no path and stays the same', async () => {
    for (const path of ['a/1.png', 'a/deep/2.png', 'ab/3.png', '4.png']) await file(path);
    await addRequest(db, at++, 'not a file yet');
    const a = await idOf('a');
    assert.match(a, /^[0-9a-f]{16}$/u);
    assert.equal(await idOf('a'), a);
    assert.deepEqual(await names({ folder: a }), ['a/deep/2.png', 'a/1.png']);
    assert.deepEqual(await names({ folder: await idOf('castle') }), ['4.png', 'ab/3.png', 'a/deep/2.png', 'a/1.png']);
    assert.deepEqual(await names({ folder: await idOf('a/deep'), search: '1' }), []);
    assert.deepEqual(await names({ folder: 'gone' }), []);
  });

  it('tells the folders by name with what lies in them and below, no more than can be chosen from, and the one that was chosen in any case', async () => {
    for (const path of ['a/1.png', 'a/deep/2.png', 'a10/3.png', 'a9/4.png', '5.png']) await file(path);
    const told = async (wanted: string | null) => (await foldersIn(db, nameIn, wanted)).map(({ label, count }) => `${label} ${count}`);
    assert.deepEqual(await told(null), ['a 2', 'a/deep 1', 'a9 1', 'a10 1', 'castle 5']);
    await noteMedia(db, Array.from({ length: 250 }, (_, n) => ({ path: `/castle/many/${n}/x.png`, size: 1, modifiedAt: 1 })), randomUUID);
    assert.equal((await told(null)).length, mostFolders);
    const listedOnes = new Set((await foldersIn(db, nameIn, null)).map(({ id }) => id));
    const other = Array.from({ length: 250 }, (_, n) => folderId(`/castle/many/${n}`)).find(id => !listedOnes.has(id)) ?? assert.fail();
    const withIt = await foldersIn(db, nameIn, other);
    assert.deepEqual([withIt.length, withIt.some(({ id }) => id === other)], [mostFolders + 1, true]);
  });

  it('stands in groups by folder, in the chosen order inside each', async () => {
    for (const path of ['b/1.png', 'a10/2.png', 'b/9.png', 'a9/3.png', 'b/5.png']) await file(path);
    await addRequest(db, at++, 'not a file yet');
    const { cards: found, groups } = await listed(db, 'all', { ...everything, group: 'folder', sort: 'name' }, nameIn);
    assert.deepEqual(groups?.all.map(({ label, count }) => [label, count]), [['', 1], ['a9', 1], ['a10', 1], ['b', 3]]);
    assert.deepEqual(found.map(({ shown }) => shown), ['not a file yet', '3.png', '2.png', '1.png', '5.png', '9.png']);
    assert.equal(groups.all[3]?.id, await idOf('b'));
  });

  it('stands in groups by the days of the person’s own time zone, the newest first', async () => {
    const noon = Date.UTC(2026, 0, 31, 12);
    const hour = 3_600_000;
    const rows = [noon, noon - 11 * hour, noon - 13 * hour, noon - 40 * hour].map(time => ({ at: time, folder: null }));
    const days = (zone: string) => groupedBy('day', rows, zone, nameIn).groups?.all.map(({ id, count }) => `${id} ${count}`);
    assert.deepEqual(days('UTC'), ['2026-01-31 2', '2026-01-30 1', '2026-01-29 1']);
    assert.deepEqual(days('Asia/Tokyo'), ['2026-01-31 3', '2026-01-30 1']);
    assert.deepEqual(days('America/Los_Angeles'), ['2026-01-31 1', '2026-01-30 2', '2026-01-29 1']);
    fc.assert(fc.property(fc.integer({ min: 0, max: 3e12 }), fc.constantFrom('UTC', 'Asia/Kathmandu', 'Pacific/Apia', 'America/St_Johns', 'Europe/Berlin'), (time, zone) => {
      const told = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(time);
      assert.equal(groupedBy('day', [{ at: time, folder: null }], zone, nameIn).groups?.all[0]?.id, told);
    }));
    assert.equal(days('No/Where')?.length, groupedBy('day', rows, Intl.DateTimeFormat().resolvedOptions().timeZone, nameIn).groups?.all.length);
  });

  it('loses no card to its groups, whatever they are, and makes one of what is too many', () => {
    fc.assert(fc.property(fc.array(fc.record({ at: fc.integer({ min: 0, max: 4e12 }), folder: fc.option(fc.constantFrom('/castle/', '/castle/a/', '/castle/b/c/', '/castle/b/')) })), fc.constantFrom('folder' as const, 'day' as const), (rows, by) => {
      const { cards: found, groups } = groupedBy(by, rows, 'Asia/Tokyo', nameIn);
      assert.equal(groups?.all.reduce((sum, { count }) => sum + count, 0), rows.length);
      assert.deepEqual(new Set(found), new Set(rows));
      assert.equal(new Set(groups.all.map(({ id }) => id)).size, groups.all.length);
      let from = 0;
      for (const { count } of groups.all) {
        const part = found.slice(from, from += count);
        assert.deepEqual(part, rows.filter(row => part.includes(row)), 'the order inside a group stays');
      }
    }));
    const many = Array.from({ length: mostGroups + 500 }, (_, n) => ({ at: 0, folder: `/castle/${n}/` }));
    const { cards: found, groups } = groupedBy('folder', many, '', nameIn);
    assert.deepEqual([found.length, groups?.all.length, groups?.all.at(-1)], [many.length, mostGroups, { id: 'rest', label: '', count: 501 }]);
  });

  it('has one version of its groups as long as they are the same', async () => {
    await file('a/1.png');
    const listings = new Listings(nameIn);
    const version = async () => (await listings.page(db, 'completed', { ...everything, group: 'folder' }, 0, 10)).groups?.version ?? assert.fail();
    const first = await version();
    await addRequest(db, at++, 'something else');
    assert.equal(await version(), first);
    await file('a/2.png');
    assert.notEqual(await version(), first);
    assert.equal((await listings.page(db, 'all', everything, 0, 10)).groups, undefined);
  });
});
