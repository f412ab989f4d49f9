/** A project that was moved finds its history again: offered, copied, never taken away; and a key of anybody's does no harm. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { moveToTrash, restore } from '../../../src/extension/assets/trash.ts';
import { outputAssets } from '../../../src/extension/store/assets.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { endedGenerations, generationById, tally } from '../../../src/extension/store/generations.ts';
import { type Place, decline, earlierHistory, keepKey, keyOf } from '../../../src/extension/store/location.ts';
import { keyFile } from '../../../src/extension/store/outputs.ts';
import { takeOver } from '../../../src/extension/store/takeover.ts';
import { trashedPage } from '../../../src/extension/store/trash.ts';
import { tempFolder } from '../temp.ts';
import { type Truth, addHistory } from './realistic.ts';

const file = 'history.db';
const never = (): boolean => false;

interface World { readonly folder: string; readonly register: string }

function world(): World {
  const folder = tempFolder();
  return { folder, register: join(folder, 'global', 'workspaces') };
}

/** A project of a name, with storage by its path, as the editor gives it. */
function placeOf({ folder }: World, name: string): Place {
  const root = join(folder, name);
  return { root, output: join(root, 'assets', 'generated'), storage: join(folder, 'storage', name.replaceAll('/', '-')) };
}

/** A project with a history and a key. */
async function begin(at: World, place: Place): Promise<Truth[]> {
  const db = new Database(join(place.storage, file));
  const truth = await addHistory(db, place.output, 26);
  db.close();
  assert.equal(await keepKey(place, at.register, randomUUID, 1000), true);
  return truth;
}

describe('a project that was moved', () => {
  it('is known by the key that lies with its results', async () => {
    const at = world();
    const [here, there] = [placeOf(at, 'here'), placeOf(at, 'moved/there')];
    const truth = await begin(at, here);
    assert.equal(await earlierHistory(here, at.register, file), null, 'its own history is no earlier one');
    mkdirSync(join(there.root, '..'), { recursive: true });
    renameSync(here.root, there.root);
    const earlier = await earlierHistory(there, at.register, file);
    assert.deepEqual([earlier?.root, earlier?.generations, earlier?.path], [here.root, truth.length, join(here.storage, file)]);
    await decline(there);
    assert.equal(await earlierHistory(there, at.register, file), null, 'it is not offered again');
  });

  it('gets a copy: paths follow, nothing is sent from here, and the old one stays as it was', async () => {
    const at = world();
    const [here, there] = [placeOf(at, 'here'), placeOf(at, 'there')];
    const truth = await begin(at, here);
    const before = readFileSync(join(here.storage, file));
    renameSync(here.root, there.root);
    const gone = readdirSync(there.output).find(name => name.endsWith('.png'))!;
    rmSync(join(there.output, gone));
    const other = readdirSync(there.output).filter(name => name.endsWith('.png'))[1]!;
    utimesSync(join(there.output, other), 5, 5);

    const db = new Database(join(there.storage, file));
    const earlier = (await earlierHistory(there, at.register, file))!;
    assert.equal(await takeOver(db, { path: earlier.path, from: earlier.root, to: there.root }, Date.now, randomUUID, never), truth.length);
    for (const { id, state } of truth) {
      const { attempt } = generationById(db, id)!;
      const what = `${state} ${JSON.stringify(attempt)}`;
      const files = outputAssets(db, id);
      if (state === 'completed') assert.ok(files.length === 1 && files[0]!.path.startsWith(there.output), what);
      if (['waiting', 'held', 'retried'].includes(state)) assert.deepEqual([attempt.end, attempt.failure?.class], ['failed', 'local'], what);
      if (['sent', 'unconfirmed'].includes(state)) assert.notEqual(attempt.unconfirmedAt, null, what);
      if (['running', 'downloading'].includes(state)) assert.deepEqual([attempt.end, typeof attempt.remoteId], [null, 'string'], what);
    }
    const missing = db.all<{ path: string }>('SELECT path FROM asset WHERE missing = 1').map(row => row.path);
    assert.deepEqual(missing, [join(there.output, gone)]);
    assert.deepEqual(db.all<{ path: string }>('SELECT path FROM asset WHERE hash IS NULL').map(row => row.path), [join(there.output, other)], 'bytes that may be others have no hash');
    assert.ok(readFileSync(join(here.storage, file)).equals(before));
    assert.deepEqual(db.all('PRAGMA foreign_key_check'), []);
    db.close();
  });

  it('takes over what lies in the trash, so that it can be restored', async () => {
    const at = world();
    const [here, there] = [placeOf(at, 'here'), placeOf(at, 'there')];
    await begin(at, here);
    const before = new Database(join(here.storage, file));
    const [asset] = outputAssets(before, endedGenerations(before, 'completed')[0]!.generation.id);
    await moveToTrash({ db: before, roots: () => [here.root], clock: Date.now, newId: randomUUID }, asset!, 7);
    before.close();
    renameSync(here.root, there.root);
    const db = new Database(join(there.storage, file));
    await takeOver(db, { path: join(here.storage, file), from: here.root, to: there.root }, Date.now, randomUUID, never);
    const [row] = trashedPage(db, 9);
    const back = asset!.path.replace(here.root, there.root);
    assert.deepEqual([row!.from, row!.at, db.get<{ missing: number }>('SELECT missing FROM asset WHERE id = ?', row!.id)!.missing], [back, 7, 1]);
    assert.equal(await restore({ db, roots: () => [there.root], clock: Date.now, newId: randomUUID }, row!.id), back);
    db.close();
  });

  it('can be gone on with where it was interrupted, and lists nothing twice', async () => {
    const at = world();
    const [here, there] = [placeOf(at, 'here'), placeOf(at, 'there')];
    const truth = await begin(at, here);
    renameSync(here.root, there.root);
    const db = new Database(join(there.storage, file));
    const listed = join(there.output, readdirSync(there.output).find(name => name.endsWith('.png'))!);
    await db.write(tx => tx.run("INSERT INTO asset (id, path, kind, size, modified_at, card, sort_at) VALUES ('listed', ?, 'image', 1, 1, 'listed', 1)", listed));
    const move = { path: join(here.storage, file), from: here.root, to: there.root };
    let asked = 0;
    const some = await takeOver(db, move, Date.now, randomUUID, () => ++asked > 1);
    const rest = await takeOver(db, move, Date.now, randomUUID, never);
    assert.ok(some > 0 && some < truth.length, String(some));
    assert.equal(some + rest, truth.length);
    const n = tally(db);
    assert.equal(n.unsent + n.sent + n.completed + n.failed + n.cancelled, truth.length);
    assert.deepEqual(db.all('SELECT id FROM asset WHERE path = ?', listed).length, 1);
    db.close();
  });

  it('as a copy beside the first one steals nothing, and finds its own history when it is moved', async () => {
    const at = world();
    const [one, two, three] = [placeOf(at, 'one'), placeOf(at, 'two'), placeOf(at, 'three')];
    await begin(at, one);
    cpSync(one.root, two.root, { recursive: true });
    const db = new Database(join(two.storage, file));
    await addHistory(db, two.output, 1, 100);
    db.close();
    await keepKey(two, at.register, randomUUID, 2000);
    assert.equal(await keyOf(two), await keyOf(one));
    assert.equal((await earlierHistory(placeOf(at, 'one'), at.register, file))?.root, two.root, 'only ever offered');
    renameSync(two.root, three.root);
    assert.deepEqual([(await earlierHistory(three, at.register, file))?.root, existsSync(join(one.storage, file))], [two.root, true]);
  });

  it('has no use for a history that is empty or damaged', async () => {
    const at = world();
    const [here, there] = [placeOf(at, 'here'), placeOf(at, 'there')];
    await begin(at, here);
    renameSync(here.root, there.root);
    writeFileSync(join(here.storage, file), 'no database');
    assert.equal(await earlierHistory(there, at.register, file), null);
    rmSync(join(here.storage, file));
    assert.equal(await earlierHistory(there, at.register, file), null);
  });
});

describe('a key file', () => {
  it('of anybody\'s does no harm', async () => {
    const at = world();
    const place = placeOf(at, 'project');
    mkdirSync(place.output, { recursive: true });
    mkdirSync(at.register, { recursive: true });
    const secret = join(at.folder, 'secret.json');
    writeFileSync(secret, JSON.stringify({ darkroom: 1, workspace: randomUUID() }));
    const path = join(place.output, keyFile);
    const hostile: (() => void)[] = [
      ...['', '[]', 'null', '{', '"x"', '{"darkroom":1}', '{"darkroom":1,"workspace":"../../etc"}', '{"darkroom":1,"workspace":7}', `{"darkroom":1,"workspace":"${randomUUID()}/.."}`,
        `{"darkroom":2,"workspace":"${randomUUID()}"}`, `{"darkroom":1,"workspace":"${randomUUID().toUpperCase()}"}`].map(text => () => writeFileSync(path, text)),
      () => writeFileSync(path, `{"darkroom":1,"workspace":"${randomUUID()}"}${' '.repeat(20_000)}`),
      () => symlinkSync(secret, path),
      () => symlinkSync('/dev/zero', path),
      () => mkdirSync(path),
    ];
    for (const make of hostile) {
      rmSync(path, { recursive: true, force: true });
      make();
      assert.equal(await keyOf(place), null, make.toString());
      assert.equal(await earlierHistory(place, at.register, file), null);
      // What is there stays as it is, and no other is laid.
      assert.equal(await keepKey(place, at.register, randomUUID, 1), false, make.toString());
    }
    assert.deepEqual(readdirSync(at.register), []);
  });

  it('that nobody here knows leads nowhere', async () => {
    const at = world();
    const place = placeOf(at, 'project');
    mkdirSync(place.output, { recursive: true });
    writeFileSync(join(place.output, keyFile), JSON.stringify({ darkroom: 1, workspace: randomUUID() }));
    assert.notEqual(await keyOf(place), null);
    assert.equal(await earlierHistory(place, at.register, file), null);
  });

  it('is laid only where results are, and never behind a link that leads out of the project', async () => {
    const at = world();
    const place = placeOf(at, 'project');
    assert.equal(await keepKey(place, at.register, randomUUID, 1), false);
    const outside = join(at.folder, 'outside');
    mkdirSync(outside);
    mkdirSync(join(place.root, 'assets'), { recursive: true });
    symlinkSync(outside, place.output);
    assert.equal(await keepKey(place, at.register, randomUUID, 1), false);
    assert.deepEqual(readdirSync(outside), []);
  });
});
