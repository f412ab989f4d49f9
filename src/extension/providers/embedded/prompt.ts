/** A prompt as words, and words as entries of a lexicon. */

/** Letters, digits and everything beyond ASCII make words; only ASCII letters are folded, because engines differ on the rest. */
export function wordsOf(prompt: string): string[] {
  return prompt
    .replace(/[A-Z]/g, letter => String.fromCharCode(letter.charCodeAt(0) + 32))
    .split(/[\0-,./:-`{-\u00a0\u2000-\u206f\u3000-\u3003]+/)
    .map(word => word.replace(/^-+|-+$/g, ''))
    .filter(word => word !== '');
}

/** What a lexicon has for a word or, where it has only that, for its singular. */
export function lookUp<Meaning>(lexicon: ReadonlyMap<string, Meaning>, word: string): Meaning | undefined {
  const known = lexicon.get(word);
  if (known || word.length < 4) return known;
  if (word.endsWith('ies')) return lexicon.get(`${word.slice(0, -3)}y`);
  if (word.endsWith('es')) return lexicon.get(word.slice(0, -2)) ?? lexicon.get(word.slice(0, -1));
  return word.endsWith('s') ? lexicon.get(word.slice(0, -1)) : undefined;
}
