/** What is typed into the search: asked for after a rest, and given up where the search is changed from elsewhere, never by its own echo. */
import { type ReadonlySignal, signal } from '@preact/signals';

export interface Typing {
  readonly text: ReadonlySignal<string>;
  /** @param after milliseconds of rest until it is asked for */
  readonly type: (text: string, after: number) => void;
  /** The search that holds now: another than was asked for last takes the place of what is typed. */
  readonly follow: (search: string) => void;
}

export function createTyping(first: string, ask: (search: string) => void): Typing {
  const text = signal(first);
  let asked = first;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    text,
    type(typed, after) {
      text.value = typed;
      clearTimeout(timer);
      timer = setTimeout(() => {
        asked = typed.trim();
        ask(asked);
      }, after);
    },
    follow(search) {
      if (search === asked) return;
      clearTimeout(timer);
      asked = search;
      text.value = search;
    },
  };
}
