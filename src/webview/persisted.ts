import * as v from 'valibot';
import type { Keep } from './bridge.ts';

/** What a page keeps over a reload. State of another version, or damaged, counts as none. */
export interface Persisted<T> {
  readonly restored: T;
  readonly save: (state: T) => void;
}

export function persisted<T>(keep: Keep, version: number, schema: v.GenericSchema<unknown, T>, initial: T): Persisted<T> {
  const kept = v.safeParse(v.object({ version: v.literal(version), state: schema }), keep.getState());
  return {
    restored: kept.success ? kept.output.state : initial,
    save: state => keep.setState({ version, state }),
  };
}
