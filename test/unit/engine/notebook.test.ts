import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Notebook } from '../../../src/extension/engine/notebook.ts';
import { Database, type Writer } from '../../../src/extension/store/database.ts';
import { currentRev } from '../../../src/extension/store/generations.ts';
import { tempFolder } from '../temp.ts';

describe('the notebook', () => {
  let db: Database;
  beforeEach(() => { db = new Database(join(tempFolder(), 'history.db')); });
  afterEach(() => db.close());
  const note = (body: string) => (tx: Writer): void => { tx.run('INSERT INTO tombstone (id, rev) VALUES (?, ?)', body, tx.rev); };
  const written = (): string[] => db.all<{ id: string }>('SELECT id FROM tombstone ORDER BY id').map(row => row.id);

  it('writes what comes at about the same time in one transaction', async () => {
    const notebook = new Notebook(db);
    const before = currentRev(db);
    await Promise.all(['a', 'b', 'c'].map(body => notebook.write(note(body))));
    assert.deepEqual([written(), currentRev(db)], [['a', 'b', 'c'], before + 1]);
    await notebook.write(note('d'));
    assert.deepEqual(written(), ['a', 'b', 'c', 'd'], 'and goes on');
  });

  it('loses none for the sake of one that can\'t be written', async () => {
    const notebook = new Notebook(db);
    const results = await Promise.allSettled([notebook.write(note('a')), notebook.write(() => { throw new Error('no'); }), notebook.write(note('c'))]);
    assert.deepEqual([results.map(({ status }) => status), written()], [['fulfilled', 'rejected', 'fulfilled'], ['a', 'c']]);
  });
});
