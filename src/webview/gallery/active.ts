/** Which card has the focus: a pure step for each new snapshot. */
import { type Shown, cardAt, cardCount, cardOf } from './feed.ts';

/** The card that Tab leads to. Its key is `null` while its page is not here. */
export interface Active {
  readonly index: number;
  readonly key: string | null;
}

export function activeAt(shown: Shown | null, index: number): Active {
  return { index, key: shown === null ? null : cardAt(shown, index)?.key ?? null };
}

/**
 * The active card in the next snapshot: the same card wherever it went; where it left, the one that took its place
 * (the next), else the last one (the previous). `shift` is by how much the cards in sight moved.
 */
export function follow(active: Active, after: Shown, shift: number): Active {
  if (active.key !== null) {
    const index = cardOf(after, active.key);
    if (index !== null) return { index, key: active.key };
  }
  const index = Math.max(0, Math.min(active.index + shift, cardCount(after) - 1));
  const key = cardAt(after, index)?.key;
  return { index, key: key ?? (index === active.index + shift ? active.key : null) };
}
