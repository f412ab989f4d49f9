/** Eight windows let go at the same moment, 200 times. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { quickFolder } from '../../soak/folder.ts';
import { runBarrier } from '../../soak/barrier.ts';

describe('eight windows that begin at the same moment', function () {
  this.timeout(240_000);
  const folder = quickFolder();
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('have one leader at a time and send each job once, also when the leader dies or freezes', async () => {
    const { sent, killed, frozen, leaders } = await runBarrier({ folder, rounds: 200, jobs: 50, hands: 8, killEvery: 10, freezeEvery: 15, seed: Date.now() % 1_000_000 });
    assert.ok(sent > 200 * 50 * 0.95, `${sent} of 10,000 were sent: only what died with its process is not`);
    assert.deepEqual([killed, frozen], [20, 7]);
    assert.ok(leaders > 1, 'not always the same one');
  });
});
