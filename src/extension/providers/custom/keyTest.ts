/** What the outcome of a key's test means: only a success and a refusal say anything of the key. */
import * as l10n from '@vscode/l10n';
import { ProviderError } from '../contract.ts';
import { ReplyError } from '../http/failures.ts';
import { Trouble } from '../http/trouble.ts';

/** @param error how the test's request ended */
export function keyTestJudged(error: unknown, label: string): unknown {
  if (!(error instanceof ProviderError) || error.failure.class === 'auth') return error;
  const sentence = sentenceOf(error, label);
  return sentence === null ? error : new ProviderError({ ...error.failure, class: 'provider', sentence }, error.certainty, { cause: error });
}

/** `null` where the error's own sentence says it already. */
function sentenceOf(error: ProviderError, label: string): string | null {
  // A sign-in page or another server that says yes would say nothing of the key, and it goes to no other server.
  if (error.cause instanceof Trouble && error.cause.kind === 'redirect') {
    return l10n.t('{0} redirects the test of its key, and a key is sent to no other address. Name the final address as “keyTest” in the settings.', label);
  }
  if (!(error instanceof ReplyError) || error.status < 300) return null;
  if (error.status === 429 || error.status >= 500) return l10n.t('{0} could not answer just now (status {1}). Test the key later.', label, error.status);
  return l10n.t('{0} answered with status {1}, which says nothing of the key. Check the path of “keyTest” in the settings.', label, error.status);
}
