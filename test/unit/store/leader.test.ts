import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { holderEnded, holderName } from '../../../src/extension/engine/holder.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { holdLease, leads, releaseLease } from '../../../src/extension/store/leader.ts';
import { tempFolder } from '../temp.ts';

describe('the leader lease', () => {
  let one: Database, two: Database;
  beforeEach(() => {
    const path = join(tempFolder(), 'history.db');
    [one, two] = [new Database(path), new Database(path)];
  });
  afterEach(() => { one.close(); two.close(); });
  const lasts = 15_000;
  const hasEnded = (): boolean => false;

  it('belongs to one window at a time', async () => {
    assert.equal(await holdLease(one, { holder: 'one', lasts, hasEnded }, 1000), 1);
    assert.equal(await holdLease(two, { holder: 'two', lasts, hasEnded }, 2000), null);
    assert.equal(await holdLease(one, { holder: 'one', lasts, hasEnded }, 9000), 1, 'renewed under the same epoch');
  });

  it('passes on when it ran out, under a higher epoch, and the old one leads no more', async () => {
    await holdLease(one, { holder: 'one', lasts, hasEnded }, 1000);
    assert.equal(await holdLease(two, { holder: 'two', lasts, hasEnded }, 16_001), 2);
    assert.equal(leads(one, 1, 16_002), false);
    assert.equal(leads(two, 2, 16_002), true);
    assert.equal(await holdLease(one, { holder: 'one', lasts, hasEnded }, 16_003), null);
  });

  it('passes on at once when the process that held it has ended', async () => {
    const ended = spawnSync(process.execPath, ['-e', '']).pid;
    const name = (pid: number): string => holderName().replace(/^\d+/u, String(pid));
    await holdLease(one, { holder: name(ended), lasts, hasEnded: holderEnded }, 1000);
    assert.equal(await holdLease(two, { holder: 'two', lasts, hasEnded: holderEnded }, 1001), 2);
    for (const holder of [name(process.pid), `${ended}@another-machine x`, `${ended}@${hostname()}/pid:[1] x`, 'two', '', '@ x', `-1@${hostname()} x`]) assert.equal(holderEnded(holder), false, holder);
  });

  it('passes on at once when it is released, and only its holder can release it', async () => {
    await holdLease(one, { holder: 'one', lasts, hasEnded }, 1000);
    await releaseLease(two, 'two');
    assert.equal(await holdLease(two, { holder: 'two', lasts, hasEnded }, 1001), null);
    await releaseLease(one, 'one');
    assert.equal(await holdLease(two, { holder: 'two', lasts, hasEnded }, 1002), 2);
  });
});
