/**
 * SQLite's way of testing crashes: fail at the first call, the second, the third … until a run ends without reaching
 * the point. Every port, before and after, in every recovery mode.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { outputAssets } from '../../../src/extension/store/assets.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { type StoredGeneration, recentGenerations } from '../../../src/extension/store/generations.ts';
import { type RecoveryMode, recoveryModes } from '../../../src/shared/model.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import { stripedPng } from '../../fakes/png.ts';
import { type FakeProvider, startFakeProvider } from '../../fakes/provider-server.ts';
import { bundled } from '../../soak/bundle.ts';
import { quickPlace } from '../../soak/folder.ts';
import { steps, takingFiles } from '../providers/upload-support.ts';
import { tempFolder } from '../temp.ts';
import type { Orders } from './engine-process.ts';
import { type CrashPoint, ports } from './ports.ts';

const script = bundled(new URL('engine-process.ts', import.meta.url));
const running = new Set<ChildProcess>();

/** @returns whether it was killed; a process that ends by itself has to end well */
async function run(orders: Orders): Promise<boolean> {
  const child = spawn(process.execPath, [script, JSON.stringify(orders)], { stdio: ['ignore', 'ignore', 'pipe'] });
  running.add(child);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  const [code, signal] = await once(child, 'close') as [number | null, string | null];
  running.delete(child);
  if (signal !== 'SIGKILL') assert.equal(code, 0, said);
  return signal === 'SIGKILL';
}

/** @param withFile a picture goes along, which has to be brought there first */
async function crashThenRecover(mode: RecoveryMode, crash: CrashPoint, withFile: boolean): Promise<{ killed: boolean; row: StoredGeneration | undefined; fake: FakeProvider; folder: string }> {
  const fake = await startFakeProvider({ mode, auto: 5 });
  try {
    const folder = tempFolder(quickPlace());
    const config = { ...customConfigFor(fake, mode, withFile ? takingFiles(steps.address, {}, mode) : {}), pollEvery: 0.02 };
    const file = withFile ? join(folder, 'tower.png') : undefined;
    if (file !== undefined) writeFileSync(file, stripedPng(64, 64));
    const killed = await run({ folder, config, crash, file });
    if (killed) await run({ folder, config, crash: null, file });
    if (withFile) checkUploads(fake);
    const raw = new DatabaseSync(join(folder, 'history.db'));
    assert.deepEqual({ ...raw.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
    raw.close();
    const db = new Database(join(folder, 'history.db'));
    const row = recentGenerations(db, 1)[0];
    checkFiles(db, row, folder);
    db.close();
    return { killed, row, fake, folder };
  } finally {
    await fake.close();
  }
}

/** Every request names a file that the provider has, and no more than the one transfer that a crash hid was made again. */
function checkUploads({ jobs, uploads: { files } }: FakeProvider): void {
  for (const { submitted } of jobs) assert.ok(files.some(({ reference }) => reference === submitted.image), JSON.stringify(submitted));
  assert.ok(files.length <= 2, `${files.length} uploads`);
}

/** A completed generation has its file, whole, with its sidecar, and no part is left under the name of a result. */
function checkFiles(db: Database, row: StoredGeneration | undefined, folder: string): void {
  if (row?.attempt.end !== 'completed') return;
  const files = outputAssets(db, row.generation.id);
  assert.equal(files.length, 1);
  const bytes = readFileSync(files[0]!.path);
  assert.equal(bytes.length, files[0]!.size);
  assert.ok(existsSync(`${files[0]!.path}.darkroom.json`));
  assert.equal(readdirSync(join(folder, 'generated')).filter(name => /\.png$/u.test(name)).length, 1);
}

describe('killed at any point', function () {
  this.timeout(300_000);
  after(() => { for (const child of running) child.kill('SIGKILL'); });

  for (const [mode, withFile] of [...recoveryModes.map(each => [each, false] as const), ['key-replay', true] as const]) {
    it(`a generation ends right and is charged once at most (${mode}${withFile ? ', with a file' : ''})`, async () => {
      const mayStayOpen = mode === 'none' || mode === 'lookup';
      let points = 0;
      const trail = async (port: CrashPoint['port'], when: CrashPoint['when']): Promise<void> => {
        for (let call = 1; ; call++) {
          const { killed, row, fake } = await crashThenRecover(mode, { port, when, call }, withFile);
          const where = `${when} ${port} ${call}`;
          assert.deepEqual(fake.charges.twice, [], where);
          assert.ok(row !== undefined, where);
          if (row.attempt.unconfirmedAt !== null && row.attempt.end === null) {
            assert.ok(mayStayOpen, `${where}: ${mode} can always find out`);
            assert.ok(fake.charges.total <= 1, where);
          } else {
            assert.equal(row.attempt.end, 'completed', `${where}: ${JSON.stringify(row.attempt)}`);
            assert.equal(fake.charges.total, 1, where);
          }
          if (!killed) break;
          points++;
        }
      };
      // Two at a time: one process waits for the disk or the provider while the other works.
      // What a file adds is written down and sent, and nothing else.
      const trails = ports.filter(port => !withFile || port === 'commit' || port === 'send').flatMap(port => (['before', 'after'] as const).map(when => () => trail(port, when)));
      await Promise.all([0, 1].map(async () => { for (let next = trails.shift(); next !== undefined; next = trails.shift()) await next(); }));
      assert.ok(points >= 20, `only ${points} points were reached`);
    });
  }
});
