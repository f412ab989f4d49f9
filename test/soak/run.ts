/**
 * `npm run test:soak`: what takes too long for every test run.
 *   --kills 10000    windows killed at random moments, in runs of 200 on a history of their own
 *   --hours 24       of four windows at work, with the clock of the product compressed
 *   --compress 200   how many times as fast these hours pass
 *   --seed N         chance's choices again
 * 0 kills or hours leave that part out.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { quickFolder } from './folder.ts';
import { runGrowth } from './growth.ts';
import { runKillLoop } from './kill-loop.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '10000' },
    hours: { type: 'string', default: '24' },
    compress: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const [kills, hours, compress, seed] = [values.kills, values.hours, values.compress, values.seed].map(Number) as [number, number, number, number];
const runKills = 200;
let broken = 0;

console.log(`seed ${seed}`);
for (let killed = 0, run = 1; killed < kills; killed += runKills, run++) {
  await inFolder(async folder => {
    const report = await runKillLoop({ folder, kills: Math.min(runKills, kills - killed), seed: seed + run, settleWithin: 60_000 });
    note(report.wrongs.map(what => `seed ${seed + run}: ${what}`));
    const { generations, charges, repeated, leadersKilled, milliseconds } = report;
    console.log(`  ${killed + report.kills} kills (${leadersKilled} of the leader here): ${generations} generations, ${charges} charges, ${repeated} sent again, `
      + `${report.wrongs.length} promises broken, ${Math.round(milliseconds / 1000)} s; ${summary(report.ends)}`);
  });
}
if (hours > 0) {
  await inFolder(async folder => {
    console.log(`${hours} hours of four windows, ${compress} times as fast`);
    const report = await runGrowth({ folder, hours, compress, seed, say: line => console.log(line) });
    note(report.wrongs);
    console.log(`  ${report.jobs} jobs, ${report.wrongs.length} things grew`);
  });
}
console.log(broken === 0 ? 'nothing broken' : `${broken} broken`);
process.exitCode = broken === 0 ? 0 : 1;

function note(wrongs: readonly string[]): void {
  broken += wrongs.length;
  for (const wrong of wrongs) console.error(wrong);
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = quickFolder();
  try {
    await work(folder);
  } catch (error) {
    note([error instanceof Error ? error.message : String(error)]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function summary(ends: Readonly<Record<string, number>>): string {
  const sums = new Map<string, number>();
  for (const [name, n] of Object.entries(ends)) {
    const end = name.split('/')[0]!;
    sums.set(end, (sums.get(end) ?? 0) + n);
  }
  return [...sums].map(([end, n]) => `${n} ${end}`).join(', ');
}
