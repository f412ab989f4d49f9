import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import { Database, type Writer } from '../../../src/extension/store/database.ts';
import { currentRev } from '../../../src/extension/store/generations.ts';
import { promptsPage } from '../../../src/extension/store/prompts.ts';
import { mostPresets, presetBody, presets, removePreset, savePreset } from '../../../src/extension/store/presets.ts';
import type { PromptCursor } from '../../../src/shared/protocol.ts';
import { tempFolder } from '../temp.ts';
import { writePast } from '../tree/past.ts';

async function inDatabase(use: (db: Database) => Promise<void>): Promise<void> {
  const db = new Database(join(tempFolder(), 'history.db'));
  try {
    await use(db);
  } finally {
    db.close();
  }
}

const write = (db: Database, prompts: readonly string[]): Promise<string[]> => writePast(db, prompts.map(prompt => ({ state: 'completed', prompt })));

describe('earlier prompts', () => {
  it('are all there, the newest first, whatever the length of the pages', async () => {
    const made = ['a', 'b', 'a', 'c', 'c', 'd', 'b', 'e', 'a'];
    await inDatabase(async db => {
      await write(db, made);
      fc.assert(fc.property(fc.record({ prompts: fc.integer({ min: 1, max: 6 }), rows: fc.integer({ min: 1, max: 12 }), characters: fc.integer({ min: 1, max: 9 }) }), bounds => {
        const found: string[] = [];
        let after: PromptCursor | null = null;
        do {
          const { prompts, next } = promptsPage(db, after, bounds);
          assert.equal(new Set(prompts).size, prompts.length);
          assert.ok(prompts.length <= bounds.prompts);
          found.push(...prompts);
          after = next;
        } while (after !== null);
        assert.deepEqual([...new Set(found)], [...new Set(made.toReversed())]);
      }));
    });
  });

  it('are looked at up to a number of generations at once, where all were made with the same words', () => inDatabase(async db => {
    await write(db, ['old', ...Array.from({ length: 120 }, () => 'same')]);
    const { prompts, next } = promptsPage(db, null, { prompts: 50, rows: 100, characters: 1000 });
    assert.deepEqual(prompts, ['same']);
    assert.deepEqual(promptsPage(db, next, { prompts: 50, rows: 100, characters: 1000 }), { prompts: ['same', 'old'], next: null });
  }));
});

describe('presets', () => {
  it('are listed by name, replaced by name, and removed; each time there is something new to be shown', () => inDatabase(async db => {
    const changes: boolean[] = [];
    const write = async (fn: (tx: Writer) => void): Promise<void> => {
      const before = currentRev(db);
      await db.write(fn);
      changes.push(currentRev(db) > before);
    };
    await write(tx => { savePreset(tx, { id: '1', name: 'Night 10' }, { a: 1 }, 1); savePreset(tx, { id: '2', name: 'night 2' }, { a: 2 }, 2); });
    assert.deepEqual(presets(db), [{ id: '2', name: 'night 2' }, { id: '1', name: 'Night 10' }]);
    await write(tx => savePreset(tx, { id: '3', name: 'Night 10' }, { a: 3 }, 3));
    assert.deepEqual([presets(db).length, presetBody(db, '1'), presetBody(db, '3')], [2, { a: 3 }, undefined], 'it keeps its id');
    await write(tx => removePreset(tx, '1'));
    await write(tx => removePreset(tx, 'nobody'));
    assert.deepEqual([presets(db), presetBody(db, '1'), changes], [[{ id: '2', name: 'night 2' }], undefined, [true, true, true, false]]);
  }));

  it('are listed up to a number', () => inDatabase(async db => {
    await db.write(tx => { for (let n = 0; n < mostPresets + 5; n++) savePreset(tx, { id: `${n}`, name: `${n}` }, {}, n); });
    assert.equal(presets(db).length, mostPresets);
  }));
});
