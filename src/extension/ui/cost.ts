/** What one attempt cost, or may cost, in a word or two. */
import * as l10n from '@vscode/l10n';
import { money, price } from '../../shared/text.ts';
import type { StoredAttempt } from '../store/attempts.ts';

export function costOf(attempt: StoredAttempt, locale?: string): string {
  const { charge, estimate, end, failure, sentAt, unconfirmedAt } = attempt;
  if (charge !== null && charge > 0) return money(charge, locale);
  if (estimate === 0) return price(0);
  const without = end === 'failed' || end === 'cancelled';
  if (charge === 0 || failure?.charged === false || without && (sentAt === null || neverTaken(attempt))) return l10n.t('not charged');
  // Nobody said what a failed, canceled or lost one cost.
  return without || unconfirmedAt !== null ? l10n.t('may be charged') : price(estimate, locale);
}

/** The provider refused it at once: it gave no id, and nobody doubts its answer. */
function neverTaken({ acceptedAt, remoteId, finishedAt, unconfirmedAt }: StoredAttempt): boolean {
  return acceptedAt === null && remoteId === null && finishedAt === null && unconfirmedAt === null;
}
