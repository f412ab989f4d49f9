/** How late "stalled" is said and how often wrongly, over simulated histories: log-normal runs, as services have them. */
import { timingFrom } from '../../src/shared/timing.ts';

interface Figures { readonly name: string; readonly delay: number; readonly falseAlarms: number }

/** @returns delay of the word "stalled" over the model's true p95, and the share of healthy runs that were called stalled */
export function stalledFigures(rounds = 400): Figures[] {
  return [
    { name: 'pictures, 8 s, even', middle: 8_000, spread: 0.2 },
    { name: 'pictures, 20 s, uneven', middle: 20_000, spread: 0.5 },
    { name: 'videos, 3 min, uneven', middle: 180_000, spread: 0.5 },
    { name: 'videos, 3 min, wild', middle: 180_000, spread: 0.9 },
  ].flatMap(({ name, middle, spread }) => [0, 3, 8, 50].map(runs => {
    const random = seeded(runs + middle);
    let delay = 0;
    let alarms = 0;
    for (let round = 0; round < rounds; round++) {
      const take = (): number => middle * Math.exp(spread * normal(random));
      const { stalledAfter } = timingFrom(Array.from({ length: runs }, take), middle > 60_000 ? 'text-to-video' : 'text-to-image');
      delay += stalledAfter / (middle * Math.exp(spread * 1.645)) / rounds;
      for (let n = 0; n < 50; n++) if (take() > stalledAfter) alarms++;
    }
    return { name: `${name}, ${runs} runs known`, delay, falseAlarms: alarms / rounds / 50 };
  }));
}

function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export function benchStalled(): void {
  console.log('\nstalled: how late it is said, as a multiple of the model\'s true p95, and healthy runs called stalled');
  for (const { name, delay, falseAlarms } of stalledFigures()) {
    console.log(`  ${name.padEnd(42)} ${delay.toFixed(2).padStart(6)} × p95   ${(falseAlarms * 100).toFixed(1).padStart(5)} % false`);
  }
}
