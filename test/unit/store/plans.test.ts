/** What is asked at every look at the rows, at every start and for every card is answered by indexes, however large the history is (lists: search.test.ts). */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { atProviders, completedSince, failedCount, failedOnes, hasFailedOnes, unconfirmedCount, unconfirmedOnes } from '../../../src/extension/store/attention.ts';
import { generationOfRemote } from '../../../src/extension/store/attempts.ts';
import { cards } from '../../../src/extension/store/cards.ts';
import { Database, type Reader } from '../../../src/extension/store/database.ts';
import {
  atWork, cancellable, changesSince, endedGenerations, generationById, hasUnfinished, providersWaitedFor, queueOf, recentGenerations, slotsTaken, uploadingCount,
} from '../../../src/extension/store/generations.ts';
import { inputsOf } from '../../../src/extension/store/inputs.ts';
import { Timings } from '../../../src/extension/store/timings.ts';
import { promptsPage } from '../../../src/extension/store/prompts.ts';
import { uploadsOfContent } from '../../../src/extension/store/uploads.ts';
import { filters } from '../../../src/shared/model.ts';
import { tempFolder } from '../temp.ts';
import { addHistory } from './realistic.ts';

describe('a hot query', () => {
  it('reads no table from its beginning to its end', async () => {
    const folder = tempFolder();
    const db = new Database(join(folder, 'history.db'));
    try {
      await addHistory(db, folder, 26);
      const asked: { sql: string; values: unknown[] }[] = [];
      const seen: Reader = {
        get: (sql, ...values) => { asked.push({ sql, values }); return db.get(sql, ...values); },
        all: (sql, ...values) => { asked.push({ sql, values }); return db.all(sql, ...values); },
      };
      for (const ask of [atWork, slotsTaken, providersWaitedFor, cancellable, hasUnfinished, uploadingCount, failedCount, failedOnes, hasFailedOnes,
        unconfirmedCount, unconfirmedOnes, atProviders]) ask(seen);
      for (const hold of ['key', null] as const) queueOf(seen, 'embedded', hold, 1, 50);
      for (const end of ['completed', 'failed', 'cancelled'] as const) endedGenerations(seen, end);
      for (const filter of filters) cards(seen, filter, 0, 50);
      completedSince(seen, 0);
      changesSince(seen, 1);
      recentGenerations(seen, 20);
      promptsPage(seen, { at: 1e15, id: 'x' });
      generationById(seen, 'x');
      generationOfRemote(seen, 'p', 'r');
      inputsOf(seen, 'x');
      uploadsOfContent(seen, 'p', 'h');
      new Timings().of(seen, { provider: 'p', model: 'm', operation: 'upscale' });
      const small = /SCAN (state|tally|latest|page|CONSTANT ROW|\d)/u;
      const plans = asked.flatMap(({ sql, values }) => db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values as string[])
        .filter(({ detail }) => detail.startsWith('SCAN') && !/USING (COVERING )?INDEX/u.test(detail) && !small.test(detail)).map(({ detail }) => `${detail}: ${sql}`));
      assert.deepEqual(plans, []);
    } finally {
      db.close();
    }
  });
});
