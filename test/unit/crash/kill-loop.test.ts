/** Windows killed at random while they work, 200 times; `npm run test:soak` goes on to 10,000. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { quickFolder } from '../../soak/folder.ts';
import { runKillLoop } from '../../soak/kill-loop.ts';

describe('windows killed at random moments', function () {
  this.timeout(240_000);
  const folder = quickFolder();
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('charge nothing twice, lose no accepted id, and leave nothing without an end', async () => {
    const seed = Date.now() % 1_000_000;
    const { wrongs, ends, charges } = await runKillLoop({ folder, kills: 200, seed, settleWithin: 60_000 });
    assert.deepEqual(wrongs.slice(0, 10), [], `seed ${seed}: ${wrongs.length} promises broken`);
    // The run is worth something only where much was sent, in every mode, and came to an end.
    assert.ok(charges > 100, `seed ${seed}: only ${charges} charges`);
    for (const mode of ['client-id', 'key-replay', 'key-reject', 'lookup', 'none']) assert.ok(ends[`completed/${mode}`]! > 0, `seed ${seed}: ${JSON.stringify(ends)}`);
  });
});
