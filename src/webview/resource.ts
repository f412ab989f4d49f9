import { type ReadonlySignal, batch, signal } from '@preact/signals';

/** Something fetched from the host: the host owns it, this is the last copy. */
export interface Resource<A extends readonly unknown[], T> {
  readonly value: ReadonlySignal<T | undefined>;
  readonly loading: ReadonlySignal<boolean>;
  /** The sentence of the last failure; the value from before it stays. */
  readonly error: ReadonlySignal<string | null>;
  /** Resolves to `true` when this call's answer became the value: an answer that a later call overtook is dropped. */
  readonly load: (...args: A) => Promise<boolean>;
  /** Drops answers that are still on their way. */
  readonly cancel: () => void;
}

export function resource<A extends readonly unknown[], T>(fetch: (...args: A) => Promise<T>): Resource<A, T> {
  const value = signal<T | undefined>(undefined);
  const loading = signal(false);
  const error = signal<string | null>(null);
  let latest = 0;

  return {
    value, loading, error,
    async load(...args) {
      const mine = ++latest;
      loading.value = true;
      const outcome = await fetch(...args).then(fetched => ({ fetched }), (reason: unknown) => ({ sentence: sentenceOf(reason) }));
      if (mine !== latest) return false;
      batch(() => {
        loading.value = false;
        error.value = 'sentence' in outcome ? outcome.sentence : null;
        if ('fetched' in outcome) value.value = outcome.fetched;
      });
      return 'fetched' in outcome;
    },
    cancel() {
      latest++;
      loading.value = false;
    },
  };
}

export function sentenceOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
