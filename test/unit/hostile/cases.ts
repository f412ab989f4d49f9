/** What a case of the corpus is: one job, what the service does to it, and how it has to come out. */
import type { Call, Conduct, Heard, Job, Misdeed } from '../../fakes/hostile-service.ts';
import type { Rest, Seen } from './orders.ts';

export interface Case {
  /** What the service does, as a test's name. */
  readonly name: string;
  readonly prompt: string;
  readonly conduct: Conduct;
  readonly lookup: boolean;
  readonly cancels: boolean;
  /** The call that would last for ever. */
  readonly impatientAt: Call | null;
  readonly rests: Rest;
  /** What the last sentence about a trouble says; `null` where there was none to the end. */
  readonly says: RegExp | null;
  /** What else has to hold. */
  readonly check?: (seen: Seen, job: Job, heard: readonly Heard[]) => void;
}

type More = Partial<Pick<Case, 'prompt' | 'lookup' | 'cancels' | 'rests' | 'check'>> & {
  readonly conduct?: Conduct;
  /** Whether the answer would not come to its end. */
  readonly endless?: boolean;
};

/** Cases that differ in one call: `[name, what the service answers to it, what is said]`, and what is different. */
export type Row = readonly [name: string, misdeed: Misdeed | readonly Misdeed[], says: RegExp | null, more?: More];

/** @param rests where they come to rest unless a row says otherwise */
export function casesOf(call: Call, rests: Rest, rows: readonly Row[], all: More = {}): Case[] {
  return rows.map(([what, misdeed, says, more = {}]) => {
    const name = `${call}: ${what}`;
    const given = { ...all, ...more };
    return {
      name, says, prompt: given.prompt ?? name, rests: given.rests ?? rests,
      lookup: given.lookup ?? false, cancels: given.cancels ?? false, impatientAt: given.endless === true ? call : null,
      conduct: { ...all.conduct, ...more.conduct, [call]: misdeed },
      ...(given.check === undefined ? {} : { check: given.check }),
    };
  });
}

/** A job that gets a strange prompt from its user, and a good picture. */
export function promptCase(what: string, prompt: string): Case {
  return { name: `prompt: ${what}`, prompt, says: null, conduct: {}, lookup: false, cancels: false, impatientAt: null, rests: 'completed' };
}
