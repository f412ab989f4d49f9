/** The newest of many that come in any order, without keeping the rest: a list that is drawn while they come stays quick. */

export interface Newest<T> {
  /** @param make called for what is not known yet */
  note(key: string, at: number, make: () => T): void;
  /** The newest first. */
  list(): T[];
  /** How many are kept now. */
  readonly size: number;
}

/** @param most how many are wanted */
export function newest<T>(most: number): Newest<T> {
  let known = new Map<string, { readonly at: number; readonly item: T }>();
  return {
    note: (key, at, make) => { known.set(key, { at, item: known.get(key)?.item ?? make() }); },
    list: () => {
      // What is not among the newest now never will be.
      known = new Map([...known].sort(([, one], [, other]) => other.at - one.at).slice(0, most));
      return [...known.values()].map(({ item }) => item);
    },
    get size() { return known.size; },
  };
}
