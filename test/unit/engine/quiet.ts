/** What a session needs besides what a test is about: nobody to tell, nothing to keep. */
import { care } from '../store/care.ts';
import type { SessionOptions } from '../../../src/extension/engine/session.ts';

export const quiet: Pick<SessionOptions, 'care' | 'clock' | 'hasEarlier' | 'makeHouse' | 'tell'> = {
  care,
  clock: Date.now,
  hasEarlier: () => Promise.resolve(false),
  makeHouse: () => ({ begin: () => undefined, stop: () => Promise.resolve() }),
  tell: () => undefined,
};
