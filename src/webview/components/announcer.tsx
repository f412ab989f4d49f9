import { signal } from '@preact/signals';
import type { JSX } from 'preact';

/** Screen readers hear at most one sentence in this many milliseconds. */
const quiet = 5000;

export interface Announcer {
  /** Says it as soon as it may; a newer sentence takes the place of one that still waits. */
  readonly say: (sentence: string) => void;
  readonly Region: () => JSX.Element;
}

export function createAnnouncer(): Announcer {
  const spoken = signal('');
  let waiting: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function speak(): void {
    timer = undefined;
    if (waiting === null) return;
    spoken.value = waiting;
    waiting = null;
    timer = setTimeout(speak, quiet);
  }
  return {
    say(sentence) {
      waiting = sentence;
      if (timer === undefined) speak();
    },
    Region: () => <div class="unseen" role="status">{spoken.value}</div>,
  };
}
