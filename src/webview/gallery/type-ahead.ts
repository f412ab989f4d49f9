/** Letters typed on a card lead to the next one whose name begins with them; after a rest a new word begins. */
export interface TypeAhead {
  readonly type: (letter: string) => void;
  /** Whether no word is begun: a space belongs to one. */
  readonly isEmpty: () => boolean;
}

/** Milliseconds. */
const rest = 500;

/** @param seek goes to the next card whose name begins so; `on` is whether the one at hand may stay */
export function createTypeAhead(seek: (name: string, stays: boolean) => void, after = rest): TypeAhead {
  let word = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    isEmpty: () => word === '',
    type(letter) {
      clearTimeout(timer);
      timer = setTimeout(() => { word = ''; }, after);
      // The same letter again goes on from one to the next.
      const again = word === letter;
      word = again ? word : word + letter;
      seek(word, word.length > 1);
    },
  };
}
