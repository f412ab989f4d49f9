import { type Signal, signal } from '@preact/signals';

/** A signal that changes every `period` milliseconds, only while somebody shows something made from it. */
function ticking(period: number): Signal<number> {
  let timer: ReturnType<typeof setInterval> | undefined;
  const ticks: Signal<number> = signal(0, {
    watched: () => { timer = setInterval(() => ticks.value++, period); },
    unwatched: () => { clearInterval(timer); },
  });
  return ticks;
}

export const halfMinutes = ticking(30_000);
const ticks = { second: ticking(1000), halfMinute: halfMinutes };

/** The time now; what reads it while rendering is rendered again at that pace. */
export function now(pace: keyof typeof ticks): number {
  void ticks[pace].value;
  return Date.now();
}
