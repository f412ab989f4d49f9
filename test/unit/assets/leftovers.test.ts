/** What a crash leaves is removed when nobody can still want it; what others named stays. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tellElsewhere } from '../../../src/extension/assets/elsewhere.ts';
import type { Files } from '../../../src/extension/assets/files.ts';
import { removeLeftovers } from '../../../src/extension/assets/leftovers.ts';
import type { OutputFile } from '../../../src/extension/store/outputs.ts';
import { tempFolder } from '../temp.ts';

const now = Date.UTC(2026, 10, 21);
const day = 86_400_000;

describe('parts that a crash left', () => {
  it('are removed when they are ours, old, and of nothing unfinished', async () => {
    const folder = tempFolder();
    const ours = ['20261101-mossy-wall-1a2b3c4d-1.0f0f0f0f.part', '20261101-1a2b3c4d-12.0f0f0f0f.part', '20261101-mossy-wall-1a2b3c4d-1.png.darkroom.json.0f0f0f0f.part'];
    const stay = [
      '20261101-mossy-wall-99999999-1.0f0f0f0f.part', '20261101-mossy-wall-1a2b3c4d-1.png', '20261101-mossy-wall-1a2b3c4d-1.png.darkroom.json',
      'film.mp4.part', 'download.part', '20261101-mossy-wall-1a2b3c4d-1.part', '20261101-Mossy-1a2b3c4d-1.0f0f0f0f.part', 'x20261101-mossy-1a2b3c4d-1.0f0f0f0f.part', '.part',
    ];
    for (const name of [...ours, ...stay]) {
      writeFileSync(join(folder, name), 'x');
      utimesSync(join(folder, name), (now - 2 * day) / 1000, (now - 2 * day) / 1000);
    }
    const young = '20261101-young-1a2b3c4d-1.0f0f0f0f.part';
    writeFileSync(join(folder, young), 'x');
    utimesSync(join(folder, young), (now - day / 2) / 1000, (now - day / 2) / 1000);
    const [nested, link] = ['20261101-folder-1a2b3c4d-1.0f0f0f0f.part', '20261101-link-1a2b3c4d-1.0f0f0f0f.part'];
    mkdirSync(join(folder, nested));
    symlinkSync('/etc/hostname', join(folder, link));
    const removed = await removeLeftovers(folder, now, day, begin => begin === '99999999');
    assert.deepEqual(removed.sort(), ours.sort());
    assert.deepEqual(readdirSync(folder).sort(), [...stay, young, nested, link].sort());
    assert.deepEqual(await removeLeftovers(join(folder, 'nowhere'), now, day, () => false), []);
  });
});

describe('results that are kept elsewhere', () => {
  it('are told of once for each folder', async () => {
    const paths = ['/project/out/a.png', '/storage/results/b.png', '/storage/results/c.png', '/project/out/d.png'];
    const files: Files = { save: () => Promise.resolve({ path: paths.shift()! } as OutputFile) };
    const told: string[] = [];
    const telling = tellElsewhere(files, () => '/project/out', folder => told.push(folder));
    for (let n = 0; n < 4; n++) await telling.save(...[] as unknown as Parameters<Files['save']>);
    assert.deepEqual(told, ['/storage/results']);
    const nowhere = tellElsewhere({ save: () => Promise.resolve({ path: '/storage/results/e.png' } as OutputFile) }, () => null, folder => told.push(folder));
    await nowhere.save(...[] as unknown as Parameters<Files['save']>);
    assert.deepEqual(told, ['/storage/results', '/storage/results'], 'without a folder open there is no place that results were wanted in');
  });
});
