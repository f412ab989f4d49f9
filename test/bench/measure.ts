/** Figures of one run, told as multiples of a baseline measured in the same run: absolute times are the machine's. */

export interface Figure {
  readonly name: string;
  /** Milliseconds, sorted. */
  readonly times: readonly number[];
}

export function measure(name: string, times: number, act: (n: number) => unknown): Figure {
  const taken: number[] = [];
  for (let n = 0; n < times; n++) {
    const from = performance.now();
    act(n);
    taken.push(performance.now() - from);
  }
  return { name, times: taken.sort((a, b) => a - b) };
}

export async function measureAsync(name: string, times: number, act: (n: number) => Promise<unknown>): Promise<Figure> {
  const taken: number[] = [];
  for (let n = 0; n < times; n++) {
    const from = performance.now();
    await act(n);
    taken.push(performance.now() - from);
  }
  return { name, times: taken.sort((a, b) => a - b) };
}

export function quantile({ times }: Figure, part: number): number {
  return times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? NaN;
}

export function print(title: string, baseline: Figure, figures: readonly Figure[]): void {
  console.log(`\n${title}`);
  console.log(`  baseline: ${baseline.name}, median ${milliseconds(quantile(baseline, 0.5))}`);
  for (const figure of figures) {
    const ratio = (part: number): string => `${(quantile(figure, part) / quantile(baseline, 0.5)).toFixed(1)}×`;
    console.log(`  ${figure.name.padEnd(52)} median ${ratio(0.5).padStart(8)}   p95 ${ratio(0.95).padStart(8)}   (${milliseconds(quantile(figure, 0.5))})`);
  }
}

function milliseconds(time: number): string {
  return `${time.toFixed(time < 1 ? 3 : 1)} ms`;
}
