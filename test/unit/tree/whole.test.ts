/** What is done to all of a group reaches what no list has loaded. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Database } from '../../../src/extension/store/database.ts';
import { generationById, tally } from '../../../src/extension/store/generations.ts';
import { wishCancelAll } from '../../../src/extension/engine/wishes.ts';
import { tempFolder } from '../temp.ts';
import { now, writePast } from './past.ts';

describe('Cancel All', () => {
  it('reaches 500 that wait and run, in short transactions, and leaves alone what a cancel can\'t help', async () => {
    const db = new Database(join(tempFolder(), 'history.db'));
    try {
      const waiting = await writePast(db, Array.from({ length: 260 }, () => ({ state: 'waiting' as const })));
      const running = await writePast(db, Array.from({ length: 240 }, () => ({ state: 'running' as const })));
      const [unconfirmed, downloading, failed] = await writePast(db, [{ state: 'unconfirmed' }, { state: 'downloading' }, { state: 'failed' }]);
      let longest = 0;
      const write = db.write.bind(db);
      db.write = fn => write(tx => {
        let n = 0;
        const result = fn({ ...tx, get rev() { return tx.rev; }, run: (sql, ...values) => { if (sql.startsWith('UPDATE attempt SET')) n++; return tx.run(sql, ...values); } });
        longest = Math.max(longest, n);
        return result;
      });
      assert.equal(await wishCancelAll({ db, clock: () => now, newId: randomUUID }), 500);
      assert.equal(tally(db).cancelled, 260);
      assert.ok(waiting.every(id => generationById(db, id)!.attempt.end === 'cancelled'));
      assert.ok(running.every(id => generationById(db, id)!.attempt.cancelWishedAt === now));
      for (const id of [unconfirmed!, downloading!, failed!]) assert.equal(generationById(db, id)!.attempt.cancelWishedAt, null);
      assert.ok(longest > 0 && longest <= 50, `${longest} in one transaction`);
    } finally {
      db.close();
    }
  });
});
