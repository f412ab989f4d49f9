import type { JSX } from 'preact';
import { percent } from '../../shared/text.ts';

/** Progress as a ring around its number; `progress` runs from 0 to 1. */
export function Ring({ progress }: { readonly progress: number }): JSX.Element {
  const done = Math.min(100, Math.max(0, progress * 100));
  return (
    <span class="ring">
      <svg viewBox="0 0 40 40" aria-hidden="true">
        <circle class="track" cx="20" cy="20" r="17" />
        <circle class="arc" cx="20" cy="20" r="17" pathLength="100" stroke-dasharray={`${done} 100`} />
      </svg>
      <span class="ring-number" aria-hidden="true">{percent(progress)}</span>
    </span>
  );
}
