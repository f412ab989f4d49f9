/** Reads a prompt: what to draw, in which colours, in which mood. Words it does not know still count, as chance. */
import type { Tint } from './colour.ts';
import {
  coatWords, colourWords, featureWords, materialWords, type Mood, moodWords, negatingWords, patternWords, prepositions, silentWords, subjectWords,
} from './lexicon.ts';
import type { CoatName, FeatureName, PatternName, SubjectName } from './names.ts';
import { lookUp, wordsOf } from './prompt.ts';
import { combine, hashOf } from './random.ts';

export interface Reading {
  /** The pattern the words ask for, if any. */
  readonly pattern: PatternName | null;
  readonly subject: SubjectName | null;
  readonly features: ReadonlySet<FeatureName>;
  /** Colour words, as they came. */
  readonly colours: readonly Tint[];
  /** What substances lend, as they came. */
  readonly materials: readonly Tint[];
  readonly coats: ReadonlySet<CoatName>;
  readonly mood: Mood;
  /** A hash of the words that mean nothing here; 0 when there are none. */
  readonly strange: number;
  /** A hash of the things named, which mean little to a texture. */
  readonly things: number;
}

interface Meaning {
  readonly pattern?: { readonly name: PatternName; readonly weight: number };
  readonly subject?: SubjectName;
  readonly features?: readonly FeatureName[];
  readonly colour?: Tint;
  readonly material?: Tint;
  readonly coat?: CoatName;
  readonly mood?: Partial<Mood>;
}

const meanings = collect();
const negating = new Set(negatingWords.split(' '));
const attaching = new Set(prepositions.split(' '));

function collect(): ReadonlyMap<string, Meaning> {
  const all = new Map<string, Meaning>();
  const add = (words: string, meaning: Meaning): void => {
    for (const word of words.split(' ')) all.set(word, { ...meaning, ...all.get(word) });
  };
  add(silentWords, {});
  for (const [name, weight, words] of patternWords) add(words, { pattern: { name, weight } });
  for (const [subject, words] of subjectWords) add(words, { subject });
  for (const [words, hue, chroma, light] of colourWords) add(words, { colour: { hue, chroma, light } });
  for (const [words, hue, chroma, light] of materialWords) add(words, { material: { hue, chroma, light } });
  for (const [coat, words] of coatWords) add(words, { coat });
  for (const [words, mood] of moodWords) add(words, { mood });
  for (const [words, features] of featureWords) {
    for (const word of words.split(' ')) all.set(word, { ...all.get(word), features: [...(all.get(word)?.features ?? []), ...features] });
  }
  return all;
}

const plain: Mood = { light: 0, chroma: 1, rough: 0.5, scale: 1, glow: 0, age: 0 };

export function read(prompt: string): Reading {
  let pattern: Meaning['pattern'];
  let subject: SubjectName | null = null;
  const features = new Set<FeatureName>();
  const colours: Tint[] = [];
  const materials: Tint[] = [];
  const coats = new Set<CoatName>();
  let mood = plain;
  let strange = 0;
  let things = 0;
  let skip = false;
  let settled = false;
  for (const word of wordsOf(prompt)) {
    if (negating.has(word)) {
      skip = true;
      continue;
    }
    // The last thing named is the one meant ("ghost ship", "skeleton key"), up to where something is attached to it.
    if (attaching.has(word) && subject) settled = true;
    const meaning = lookUp(meanings, word);
    const unwanted = skip && meaning !== undefined;
    skip = false;
    if (!meaning) strange = combine(strange, hashOf(word));
    if (!meaning || unwanted) continue;
    if (meaning.pattern && (!pattern || meaning.pattern.weight > pattern.weight)) pattern = meaning.pattern;
    if (meaning.subject) things = combine(things, hashOf(meaning.subject));
    if (meaning.subject && !settled) subject = meaning.subject;
    for (const feature of meaning.features ?? []) features.add(feature);
    if (meaning.colour) colours.push(meaning.colour);
    // "Frozen ice" is one substance.
    if (meaning.material && !materials.includes(meaning.material)) materials.push(meaning.material);
    if (meaning.coat) coats.add(meaning.coat);
    if (meaning.mood) mood = { ...mood, ...meaning.mood };
  }
  return { pattern: pattern?.name ?? null, subject, features, colours, materials, coats, mood, strange, things };
}
