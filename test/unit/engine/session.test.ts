import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Session } from '../../../src/extension/engine/session.ts';
import { failed, intended } from '../../../src/extension/engine/transitions.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { addRequest, change } from '../store/history.ts';
import { tempFolder } from '../temp.ts';
import { until } from '../until.ts';
import { quiet } from './quiet.ts';

describe('the session', () => {
  const sessions: Session[] = [];
  afterEach(async () => { for (const session of sessions.splice(0)) await session.dispose(); });

  function sessionOf(path: string): { session: Session; said: string[] } {
    const said: string[] = [];
    const say = (message: string): void => { said.push(message); };
    const session = new Session({ ...quiet, path, mayWork: () => false, log: { info: say, warn: say, error: say }, makeEngine: () => { throw new Error('no engine here'); } });
    sessions.push(session);
    return { session, said };
  }

  /** A history with one job that became this. */
  async function historyWith(become: Parameters<typeof change>[2]): Promise<string> {
    const path = join(tempFolder(), 'history.db');
    const db = new Database(path);
    await change(db, await addRequest(db, 1), become);
    db.close();
    return path;
  }

  const broken = (facts: Parameters<Parameters<typeof change>[2]>[0]): typeof facts => failed(intended(facts, 2, 'none', 'h'), 3, { class: 'provider', sentence: 'It broke.' });

  it('opens nothing after a start where nothing is there', () => {
    const path = join(tempFolder(), 'history.db');
    const { session } = sessionOf(path);
    session.resume();
    assert.deepEqual([session.isOpen, existsSync(path)], [false, false]);
  });

  it('opens nothing where all is done and seen', async () => {
    const { session } = sessionOf(await historyWith(facts => ({ ...broken(facts), lookedAt: 4 })));
    session.resume();
    assert.equal(session.isOpen, false);
  });

  it('opens where something is unfinished, and where something failed unseen', async () => {
    for (const become of [(facts: Parameters<typeof broken>[0]) => facts, broken]) {
      const { session } = sessionOf(await historyWith(become));
      session.resume();
      assert.equal(session.isOpen, true);
    }
  });

  it('tells that it was opened, so that whoever shows its state looks', async () => {
    const { session } = sessionOf(await historyWith(broken));
    let told = 0;
    session.onChanged(() => { told++; });
    session.resume();
    await until('it is told', () => told > 0);
  });

  it('a view that breaks down keeps the news from no other', async () => {
    const { session, said } = sessionOf(await historyWith(broken));
    let told = 0;
    session.onChanged(() => { throw new Error('out of order'); });
    session.onChanged(() => { told++; });
    session.resume();
    await until('the other hears it', () => told > 0);
    assert.deepEqual(said, ['a view broke down over a change']);
  });
});
