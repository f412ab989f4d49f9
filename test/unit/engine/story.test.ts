import assert from 'node:assert/strict';
import { join } from 'node:path';
import { withoutQueries } from '../../../src/shared/addresses.ts';
import { type Level, followStories } from '../../../src/extension/engine/story.ts';
import { Session } from '../../../src/extension/engine/session.ts';
import { type Wisher, wishCancel, wishGeneration } from '../../../src/extension/engine/wishes.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { type EventKind, addEvent, eventsOf } from '../../../src/extension/store/events.ts';
import { generationById } from '../../../src/extension/store/generations.ts';
import { addRequest, request } from '../store/history.ts';
import { tempFolder } from '../temp.ts';
import { until } from '../until.ts';
import { quiet } from './quiet.ts';

interface Told { readonly level: Level; readonly line: string }

describe('a job\'s story in the log', () => {
  const sessions: Session[] = [];
  const others: Database[] = [];
  afterEach(async () => {
    for (const session of sessions.splice(0)) await session.dispose();
    for (const db of others.splice(0)) db.close();
  });

  function follow(path: string, since = 0): { session: Session; told: Told[]; wisher: Wisher } {
    const session = new Session({ ...quiet, path, mayWork: () => false, log: { info: () => undefined, warn: () => undefined, error: () => undefined }, makeEngine: () => { throw new Error('no engine here'); } });
    sessions.push(session);
    const told: Told[] = [];
    followStories(session, (level, line) => told.push({ level, line }), since);
    return { session, told, wisher: { db: session.db, clock: Date.now, newId: () => crypto.randomUUID() } };
  }

  const add = (db: Database, generation: string, kind: EventKind, text = '', at = Date.now()): Promise<void> =>
    db.write(tx => { void tx.rev; addEvent(tx, generation, { attemptId: generationById(tx, generation)!.attempt.id, at, kind, text }); });

  it('has each event once and in its order, under the generation\'s id, with attempt and provider', async () => {
    const { session, told, wisher } = follow(join(tempFolder(), 'history.db'));
    const id = await wishGeneration(wisher, request, 'none', 0);
    await add(session.db, id, 'sent', 'Fake Service');
    await add(session.db, id, 'said', 'generating');
    await add(session.db, id, 'trouble', 'Not reachable.');
    await add(session.db, id, 'failed', 'Refused by moderation.');
    await until('all is told', () => told.length === 5);
    assert.deepEqual(told, [
      { level: 'info', line: `generation ${id} attempt 1 at embedded: created` },
      { level: 'info', line: `generation ${id} attempt 1 at embedded: sent: Fake Service` },
      { level: 'debug', line: `generation ${id} attempt 1 at embedded: said: generating` },
      { level: 'warn', line: `generation ${id} attempt 1 at embedded: trouble: Not reachable.` },
      { level: 'error', line: `generation ${id} attempt 1 at embedded: failed: Refused by moderation.` },
    ]);
  });

  it('has the wishes of another window too', async () => {
    const path = join(tempFolder(), 'history.db');
    const { session, told } = follow(path);
    const id = await addRequest(session.db, 1);
    const other = new Database(path);
    others.push(other);
    await wishCancel({ db: other, clock: Date.now, newId: () => crypto.randomUUID() }, id);
    await until('it is told', () => told.some(({ line }) => line.includes(`${id} attempt 1 at embedded: cancel-wished`)));
  });

  it('begins where this window began, and goes on after a removal gave numbers free', async () => {
    const path = join(tempFolder(), 'history.db');
    const before = new Database(path);
    const [old, gone, id] = [await addRequest(before, 1), await addRequest(before, 2), await addRequest(before, 3)];
    await add(before, old, 'sent', 'long ago', 999);
    before.close();
    const { session, told } = follow(path, 1000);
    for (let n = 0; n < 3; n++) await add(session.db, gone, 'said', `word ${n}`, 1000);
    await until('all is told', () => told.length === 3);
    await session.db.write(tx => { void tx.rev; tx.run('DELETE FROM generation WHERE id = ?', gone); });
    await new Promise(resolve => setImmediate(resolve));
    await add(session.db, id, 'sent', 'with a number that was used', 1001);
    await until('the next is told', () => told.length === 4);
    assert.deepEqual(told.map(({ line }) => line.split(': ').slice(1).join(': ')), ['said: word 0', 'said: word 1', 'said: word 2', 'sent: with a number that was used']);
  });

  it('tells a flood in parts, all of it', async () => {
    const { session, told } = follow(join(tempFolder(), 'history.db'));
    const id = await addRequest(session.db, 1);
    const { attempt } = generationById(session.db, id)!;
    await add(session.db, id, 'sent');
    await until('the first is told', () => told.length === 1);
    await session.db.write(tx => { void tx.rev; for (let n = 1; n < 1001; n++) addEvent(tx, id, { attemptId: attempt.id, at: 1, kind: 'said', text: String(n) }); });
    await until('all is told', () => told.length === 1001);
    assert.equal(told.at(-1)!.line.endsWith('said: 1000'), true);
  });

  it('holds no prompt, no file name and no signed address', async () => {
    const { session, told, wisher } = follow(join(tempFolder(), 'history.db'));
    const id = await wishGeneration(wisher, { ...request, prompt: 'canary prompt' }, 'none', 0);
    await add(session.db, id, 'saved', '/home/ann/keep/assets/generated/2026-11-21-canary-prompt-1.png');
    await add(session.db, id, 'trouble', 'It pointed to https://ann:pw@files.example/a.png?X-Amz-Signature=canary&Expires=1 and stopped.');
    await until('all is told', () => told.length === 3);
    const all = told.map(({ line }) => line).join('\n');
    assert.doesNotMatch(all, /canary|ann/u);
    assert.match(all, /files\.example\/a\.png\?… and stopped\./u);
    assert.equal(eventsOf(session.db, id).length, 3, 'the timeline keeps them');
  });

  it('addresses are told without queries and without who signs in', () => {
    assert.equal(withoutQueries('see https://x.example/a?token=1#frag, ok'), 'see https://x.example/a?… ok');
    assert.equal(withoutQueries('GET /v1/file?sig=abc failed'), 'GET /v1/file?… failed');
    assert.equal(withoutQueries('wss://key@x.example/a'), 'wss://x.example/a');
    assert.equal(withoutQueries('Did it arrive? Nobody knows.'), 'Did it arrive? Nobody knows.');
  });
});
