/** Reads a prompt for the ear: which sounds, and in which manner. Words it does not know still count, as chance. */
import { clamp, power2 } from '../arithmetic.ts';
import type { SoundName } from '../names.ts';
import { lookUp, wordsOf } from '../prompt.ts';
import { combine, hashOf } from '../random.ts';
import { joiningWords, kindWords, materialWords, negatingWords, prepositions, type Shade, shadeWords, silentWords } from './lexicon.ts';
import type { Manner, Material } from './score.ts';

export interface Hearing {
  /** What sounds together; at least one. */
  readonly kinds: readonly SoundName[];
  readonly manner: Manner;
  /** A factor on how long it lasts. */
  readonly length: number;
  /** How often, where the words say so. */
  readonly times: number | null;
  /** More than one, but nobody said how many. */
  readonly many: boolean;
  readonly tone: number;
  readonly distance: number;
  readonly space: number;
  readonly echo: number;
  readonly grit: number;
  readonly retro: boolean;
  readonly reversed: boolean;
  /** A hash of the words that mean nothing here; 0 when there are none. */
  readonly strange: number;
}

interface Choice {
  readonly kinds: readonly SoundName[];
  readonly weight: number;
}

interface Meaning {
  readonly choice?: Choice;
  readonly material?: Material;
  readonly shade?: Shade;
}

const meanings = collect();
const joining = new Set(joiningWords.split(' '));
const negating = new Set(negatingWords.split(' '));
const attaching = new Set(prepositions.split(' '));

function collect(): ReadonlyMap<string, Meaning> {
  const all = new Map<string, Meaning>();
  const add = (words: string, meaning: Meaning): void => {
    for (const word of words.split(' ')) all.set(word, { ...meaning, ...all.get(word) });
  };
  for (const words of [silentWords, joiningWords, prepositions]) add(words, {});
  for (const [kinds, weight, words] of kindWords) add(words, { choice: { kinds, weight } });
  for (const [material, words] of materialWords) add(words, { material });
  for (const [words, shade] of shadeWords) add(words, { shade });
  return all;
}

/** "Dripping" is drip, "breaking" is break, "crackled" is crackle. */
function stemsOf(word: string): string[] {
  const stem = word.length > 5 && word.endsWith('ing') ? word.slice(0, -3) : word.length > 4 && word.endsWith('ed') ? word.slice(0, -2) : null;
  if (stem === null) return [];
  return [stem, `${stem}e`, stem.at(-1) === stem.at(-2) ? stem.slice(0, -1) : stem];
}

function meaningOf(word: string): { meaning: Meaning | undefined; plural: boolean } {
  const meaning = lookUp(meanings, word);
  if (meaning) return { meaning, plural: !meanings.has(word) };
  return { meaning: stemsOf(word).map(stem => meanings.get(stem)).find(found => found !== undefined), plural: false };
}

/** The most that sound at once. */
const together = 4;

export function hear(prompt: string): Hearing {
  const choices: Choice[] = [];
  let choice: Choice | null = null;
  let settled = false;
  let skip = false;
  let many = false;
  let material: Material | null = null;
  let shade: Shade = {};
  let octaves = 0;
  let length = 1;
  let pace = 1;
  let strange = 0;
  let all = 0;
  for (const word of wordsOf(prompt)) {
    if (negating.has(word)) {
      skip = true;
      continue;
    }
    if (joining.has(word)) {
      if (choice) choices.push(choice);
      choice = null;
      settled = false;
    } else if (attaching.has(word) && choice) {
      settled = true;
    }
    const { meaning, plural } = meaningOf(word);
    const unwanted = skip && meaning !== undefined;
    skip = false;
    if (!meaning) strange = combine(strange, hashOf(word));
    if (!meaning || unwanted) continue;
    if (meaning.choice && !(settled && meaning.choice.weight <= (choice?.weight ?? 0)) && meaning.choice.weight >= (choice?.weight ?? 0)) {
      choice = meaning.choice;
      many = plural;
    }
    if (meaning.choice) all = combine(all, hashOf(word));
    if (meaning.material) material = meaning.material;
    if (!meaning.shade) continue;
    octaves += meaning.shade.octaves ?? 0;
    length *= meaning.shade.length ?? 1;
    pace *= meaning.shade.pace ?? 1;
    shade = { ...shade, ...meaning.shade };
  }
  if (choice) choices.push(choice);
  const strongest = choices.reduce((most, { weight }) => Math.max(most, weight), 0);
  // What is merely suggested ("in a cave") does not sound beside what was named.
  const named = choices.filter(({ weight }) => weight > 1 || weight === strongest).flatMap(each => each.kinds);
  return {
    kinds: named.length > 0 ? [...new Set(named)].slice(0, together) : ['motif'],
    manner: {
      pitch: power2(clamp(octaves, -2, 2)), force: shade.force ?? 0.5, pace: clamp(pace, 0.35, 3), material, minor: shade.minor ?? false,
      action: shade.action ?? null, words: combine(strange, all),
    },
    length: clamp(length, 0.3, 3), times: shade.times ?? null, many,
    tone: shade.tone ?? 0, distance: shade.distance ?? 0, space: shade.space ?? 0, echo: shade.echo ?? 0, grit: shade.grit ?? 0,
    retro: shade.retro ?? false, reversed: shade.reversed ?? false, strange,
  };
}
