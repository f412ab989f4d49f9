/**
 * Status queries of a provider that answers about many attempts with one request. They go in step: never sooner after the last
 * one than the provider allows, and then about all that are due, or soon will be.
 */
import type { Provider } from '../providers/contract.ts';
import type { StoredAttempt } from '../store/attempts.ts';
import type { StoredGeneration } from '../store/generations.ts';

/** Troubles in a row after which an attempt is asked about by itself: the one for all may be what does not work. */
const mostTroubles = 3;

export function asksTogether(provider: Provider | undefined, { troubles }: StoredAttempt): provider is Provider {
  return provider?.pollMany !== undefined && troubles < mostTroubles;
}

export class Together {
  /** When each provider may be asked next, in epoch milliseconds. */
  private readonly nextAt = new Map<string, number>();
  private groups = new Map<string, { provider: Provider; due: StoredGeneration[]; soon: StoredGeneration[] }>();

  /** Notes one for this round. @param isDue or only soon, in less than `pollEvery` */
  add(provider: Provider, row: StoredGeneration, isDue: boolean): void {
    const group = this.groups.get(provider.spec.id) ?? { provider, due: [], soon: [] };
    this.groups.set(provider.spec.id, group);
    (isDue ? group.due : group.soon).push(row);
  }

  /**
   * What is to be asked now, and begins the next round.
   * @returns with when to look again for the sake of what is due and has to wait; `Infinity` for nothing
   */
  take(now: number): { readonly asks: readonly { readonly provider: Provider; readonly rows: readonly StoredGeneration[] }[]; readonly next: number } {
    const groups = [...this.groups.values()].filter(({ due }) => due.length > 0);
    this.groups = new Map();
    let next = Infinity;
    const asks = groups.flatMap(({ provider, due, soon }) => {
      const at = this.nextAt.get(provider.spec.id) ?? 0;
      // Further ahead than it was ever put: the clock was put back.
      if (at > now && at <= now + provider.capabilities.pollEvery) {
        next = Math.min(next, at);
        return [];
      }
      this.nextAt.set(provider.spec.id, now + provider.capabilities.pollEvery);
      return chunks([...due, ...soon], provider.capabilities.pollManyMost ?? 1).map(rows => ({ provider, rows }));
    });
    return { asks, next };
  }
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, n) => list.slice(n * size, (n + 1) * size));
}
