/** Attempts for the tests of pure logic. */
import fc from 'fast-check';
import { recoveryModes } from '../../../src/shared/model.ts';
import type { StoredAttempt } from '../../../src/extension/store/attempts.ts';
import { firstAttempt } from '../../../src/extension/engine/transitions.ts';

export function fresh(changes: Partial<StoredAttempt> = {}): StoredAttempt {
  return { ...firstAttempt('attempt', 'generation', 1000, 'client-id', null), ...changes };
}

export const anyRecovery = fc.constantFrom(...recoveryModes);
