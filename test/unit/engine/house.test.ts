/** What is done for a history besides the work: in its time, by one window, and ended when the window closes. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noteMedia } from '../../../src/extension/assets/index.ts';
import { moveToTrash } from '../../../src/extension/assets/trash.ts';
import { House, type HouseOptions, type OfferAnswer } from '../../../src/extension/engine/house.ts';
import type { Notice } from '../../../src/extension/engine/session.ts';
import { backupsOf } from '../../../src/extension/store/backup.ts';
import { addOutputs, assetByPath } from '../../../src/extension/store/assets.ts';
import { Database, type Writer } from '../../../src/extension/store/database.ts';
import { addGeneration, endedGenerations, tally } from '../../../src/extension/store/generations.ts';
import type { EarlierHistory } from '../../../src/extension/store/location.ts';
import { keyFile } from '../../../src/extension/store/outputs.ts';
import { firstAttempt } from '../../../src/extension/engine/transitions.ts';
import { care } from '../store/care.ts';
import { request } from '../store/history.ts';
import { addHistory } from '../store/realistic.ts';
import { tempFolder } from '../temp.ts';
import { until } from '../until.ts';

const open: { db: Database; house: House }[] = [];

interface Kept { readonly db: Database; readonly house: House; readonly told: Notice[]; readonly offered: EarlierHistory[]; readonly output: string; readonly path: string }

function keep(folder: string, project: string, more: Partial<HouseOptions> & { readonly answer?: OfferAnswer } = {}): Kept {
  const storage = join(folder, 'storage', project);
  const path = join(storage, 'history.db');
  const output = join(folder, project, 'assets', 'generated');
  const told: Notice[] = [];
  const offered: EarlierHistory[] = [];
  const say = (): void => undefined;
  const db = new Database(path, { watchEvery: 5 });
  const house = new House({
    db, place: () => ({ root: join(folder, project), output, storage }), folders: () => [output, join(storage, 'results')], trashRoots: () => [join(folder, project), join(storage, 'results')], register: join(folder, 'global', 'workspaces'),
    offer: earlier => { offered.push(earlier); return Promise.resolve(more.answer ?? 'later'); },
    limits: () => ({ maxGenerations: 1e6, maxBytes: 1e12 }), leads: () => true, tell: notice => told.push(notice), log: { info: say, warn: say, error: say },
    clock: Date.now, newId: randomUUID, care, ...more,
  });
  open.push({ db, house });
  return { db, house, told, offered, output, path };
}

function addPlain(tx: Writer, at: number): string {
  const id = randomUUID();
  addGeneration(tx, id, request, { ...firstAttempt(randomUUID(), id, at, 'none', 0), sentAt: at, end: 'completed', endedAt: at });
  return id;
}

async function shut({ db, house }: { db: Database; house: House }): Promise<void> {
  await house.stop();
  db.close();
}

describe('the house', () => {
  afterEach(async () => { for (const each of open.splice(0)) await shut(each); });

  it('lays the project\'s key with the first result, and offers the history at the new place', async () => {
    const folder = tempFolder();
    const first = keep(folder, 'here');
    const key = join(first.output, keyFile);
    assert.equal(existsSync(key), false);
    const truth = await addHistory(first.db, first.output, 13);
    await until('the key is there', () => existsSync(key));
    await shut(first);
    renameSync(join(folder, 'here'), join(folder, 'there'));

    const later = keep(folder, 'there');
    await until('it was offered', () => later.offered.length === 1);
    assert.deepEqual([later.offered[0]!.root, later.offered[0]!.generations], [join(folder, 'here'), truth.length]);
    await shut(later);
    assert.equal(endedGenerations(new Database(later.path), 'completed').length, 0, 'nobody said yes');

    const taken = keep(folder, 'there', { answer: 'take-over' });
    await until('it is told', () => taken.told.length === 1);
    assert.match(taken.told[0]!.sentence, /Taken over from .*here, .*Generations: 13/u);
    assert.equal(tally(taken.db).completed, 4);
    await shut(taken);
    const again = keep(folder, 'there', { answer: 'take-over' });
    await again.house.round();
    assert.deepEqual([again.offered, again.told], [[], []]);
  });

  it('asks once only where the answer is no', async () => {
    const folder = tempFolder();
    const first = keep(folder, 'here');
    await addHistory(first.db, first.output, 13);
    await until('the key is there', () => existsSync(join(first.output, keyFile)));
    await shut(first);
    renameSync(join(folder, 'here'), join(folder, 'there'));
    const asked = keep(folder, 'there', { answer: 'decline' });
    await until('it was offered', () => asked.offered.length === 1);
    await shut(asked);
    const again = keep(folder, 'there');
    await again.house.round();
    assert.deepEqual(again.offered, []);
  });

  it('makes the history whole from the results after a damage, once', async () => {
    const folder = tempFolder();
    const first = keep(folder, 'here');
    await addHistory(first.db, first.output, 13);
    await shut(first);
    for (const side of ['', '.seal']) rmSync(first.path + side);
    writeFileSync(`${first.path}.rebuild`, '');
    const after = keep(folder, 'here');
    await until('it is told', () => after.told.length === 1);
    assert.match(after.told[0]!.sentence, /found again by their files: 4/u);
    assert.equal(tally(after.db).completed, 4);
    await until('the mark is gone', () => !existsSync(`${first.path}.rebuild`));
    after.house.begin();
    await after.house.round();
    assert.equal(after.told.length, 1);
  });

  it('looks for the folders of results in parts: a large history keeps nobody waiting', async () => {
    const folder = tempFolder();
    const { db, house, path } = keep(folder, 'here');
    await house.round();
    for (let from = 0; from < 1200; from += 100) {
      await db.write(tx => {
        for (let n = from; n < from + 100; n++) addOutputs(tx, addPlain(tx, n), n, [{ path: join(folder, 'results', `${n}.png`), hash: 'h', size: 1, modifiedAt: 1, kind: 'image', width: 1, height: 1 }], randomUUID);
      });
    }
    let most = 0;
    const all = db.all.bind(db);
    db.all = <T>(...asked: Parameters<Database['all']>): T[] => {
      const rows = all<T>(...asked);
      most = Math.max(most, rows.length);
      return rows;
    };
    writeFileSync(`${path}.rebuild`, '');
    house.begin();
    await until('the mark is gone', () => !existsSync(`${path}.rebuild`));
    assert.ok(most <= 500, String(most));
  });

  it('backs up, clears away and keeps the limits where this window does the work, and nowhere else', async () => {
    const folder = tempFolder();
    let leads = false;
    const { db, house, output, path } = keep(folder, 'here', { leads: () => leads, limits: () => ({ maxGenerations: 10, maxBytes: 1e12 }) });
    await addHistory(db, output, 26);
    const part = '20261101-mossy-wall-00000000-1.0f0f0f0f.part';
    writeFileSync(join(output, part), 'x');
    utimesSync(join(output, part), 1, 1);
    const state = (): unknown[] => [backupsOf(path).length, readdirSync(output).includes(part), tally(db).completed];
    await house.round();
    assert.deepEqual(state(), [0, true, 8]);
    leads = true;
    await house.round();
    // What has not ended stays, whatever the limit says.
    assert.deepEqual(state(), [1, false, 0]);
    assert.equal(tally(db).unsent + tally(db).sent, 14);
    await house.round();
    assert.equal(backupsOf(path).length, 1, 'one a day');
  });

  it('empties the trash of what lay in it for thirty days, as the window that leads', async () => {
    const folder = tempFolder();
    let [now, leads] = [Date.now(), false];
    const { db, house, output } = keep(folder, 'here', { clock: () => now, leads: () => leads });
    mkdirSync(output, { recursive: true });
    const file = join(output, 'door.png');
    writeFileSync(file, 'door');
    await noteMedia(db, [{ path: file, size: 4, modifiedAt: 1 }], randomUUID);
    await moveToTrash({ db, roots: () => [join(folder, 'here')], clock: () => now, newId: randomUUID }, assetByPath(db, file)!, now);
    const left = (): number => readdirSync(join(folder, 'here', '.darkroom-trash')).length;
    leads = true;
    now += 29 * 24 * 3_600_000;
    await house.round();
    assert.equal(left(), 2);
    [now, leads] = [now + 2 * 24 * 3_600_000, false];
    await house.round();
    assert.equal(left(), 2);
    leads = true;
    await house.round();
    assert.equal(left(), 1);
  });

  it('begins by itself after a while, and goes on', async () => {
    const { db, output, path } = keep(tempFolder(), 'here', { times: { after: 5, every: 5, backupEvery: 1, partsOlderThan: 1e9, trashOlderThan: 1e12 } });
    await addHistory(db, output, 1);
    await until('it was backed up', () => backupsOf(path).length > 0);
  });
});
