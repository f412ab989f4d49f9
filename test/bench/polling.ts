/**
 * What 50 running jobs cost while nothing happens but being asked about: processor time of the engine's process over a
 * while, as a share of one core. The baseline is a bare loop that asks as often over kept connections and parses the
 * answers, in a process of its own and in the same run.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { usualTimes } from '../../src/extension/engine/step.ts';
import { Database } from '../../src/extension/store/database.ts';
import { Ledger } from '../../src/extension/store/ledger.ts';
import { customConfigFor } from '../fakes/custom-config.ts';
import { startFakeProvider } from '../fakes/provider-server.ts';
import { type Hand, crewOf } from '../soak/crew.ts';
import { until } from '../unit/until.ts';

const jobs = 50;
/** Milliseconds that are measured. */
const lasts = 20_000;
const goal = 0.01;

export async function benchPolling(): Promise<void> {
  console.log(`\n${jobs} running jobs, asked about one by one: share of one core (goal: at most ${goal * 100} %)`);
  // As a service is declared by default, and as often as the quickest services allow.
  for (const pollEvery of [3, 1]) await benchInterval(pollEvery);
}

async function benchInterval(pollEvery: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'darkroom-bench-'));
  const fake = await startFakeProvider({ mode: 'client-id' });
  const config = customConfigFor(fake, 'client-id', { pollEvery, concurrency: jobs });
  const db = new Database(join(folder, 'history.db'));
  new Ledger(join(folder, 'ledger.db')).close();
  const crew = crewOf(() => ({ folder, configs: [config], times: usualTimes, timing: { backoff: 1000, longest: 15_000 }, watchEvery: 500 }));
  try {
    const hand = crew.hire();
    await hand.ready;
    await hand.ask({ do: 'work' });
    for (let n = 0; n < jobs; n++) await hand.ask({ do: 'place', provider: config.id, prompt: 'a lonely keep', seed: n });
    await until('all were asked about three times', () => polls() >= jobs * 3, 60_000);
    const from = polls();
    const engine = await shareOf(hand);
    const asked = polls() - from;
    const bare = await bareShare(fake.jobs.map(({ id }) => `${fake.origin}/v1/jobs/${id}`), asked);
    const each = (share: number): string => `${(share * lasts / asked).toFixed(3)} ms a query`;
    console.log(`  every ${pollEvery} s at first, ${(asked / lasts * 1000).toFixed(1)} queries a second: ${percent(engine)} (${each(engine)}), ${(engine / bare).toFixed(1)}× the bare loop's ${percent(bare)} (${each(bare)})`
      + `${engine > goal ? '   ABOVE THE GOAL' : ''}`);
  } finally {
    await crew.dismiss();
    db.close();
    await fake.close();
    rmSync(folder, { recursive: true, force: true });
  }

  function polls(): number {
    return fake.requests.filter(({ route }) => route === 'poll').length;
  }
}

async function shareOf(hand: Hand): Promise<number> {
  const before = (await hand.ask({ do: 'measure' }))!.cpu;
  await new Promise(resolve => setTimeout(resolve, lasts));
  return ((await hand.ask({ do: 'measure' }))!.cpu - before) / lasts;
}

async function bareShare(urls: readonly string[], requests: number): Promise<number> {
  const script = fileURLToPath(new URL('bare-poller.ts', import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, JSON.stringify({ urls, requests, lasts })], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  await once(child, 'close');
  return Number(said) / lasts;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
