/** The walk through earlier prompts: from what was being typed to older ones, and back to it. */

/** `shown` stands in the field; the walk is where that stands, so that a list that grew or shrank does not lead astray. */
export interface Walk {
  readonly typed: string;
  readonly shown: string;
}

export type Direction = 'older' | 'newer';

/** Goes on with the walk while its prompt stands in the field; what was changed by hand is the beginning of another one. */
export function walkFrom(walk: Walk | null, prompt: string): Walk {
  return walk !== null && walk.shown === prompt ? walk : { typed: prompt, shown: prompt };
}

/**
 * @param list earlier prompts, each once, the newest first
 * @param complete whether there are no more
 * @returns what is shown next, which is the same again at an end; `null` where the list has to go on first
 */
export function step({ typed, shown }: Walk, list: readonly string[], complete: boolean, direction: Direction): string | null {
  // What was typed is no step of its own: after Generate it still stands in the field.
  const earlier = list.filter(prompt => prompt !== typed.trim());
  const at = shown === typed ? -1 : earlier.indexOf(shown);
  if (at === -1 && shown !== typed && !complete) return null;
  if (direction === 'newer') return earlier[at - 1] ?? typed;
  return earlier[at + 1] ?? (complete ? shown : null);
}
