import type { JSX } from 'preact';
import type { Phase } from '../../shared/status.ts';
import { percent } from '../../shared/text.ts';
import { StateIcon } from './state-icon.tsx';

export interface TagProps {
  readonly phase: Phase;
  readonly words: string;
  /** From 0 to 1; where it is known it says more than the words. */
  readonly progress: number | null;
  readonly turns: boolean;
  readonly look: string;
  readonly tabIndex: number;
  readonly title: string;
  readonly 'aria-label': string;
  readonly onClick: () => void;
}

/** A state on ground of its own, in the corner of a picture; a click leads to the job. */
export function Tag({ phase, words, progress, turns, look, ...button }: TagProps): JSX.Element {
  return (
    <button type="button" class={`tag ${look}`} {...button}>
      <span class="tag-face">
        <StateIcon phase={phase} turns={turns} />
        <span class="tag-words">{progress === null ? words : percent(progress)}</span>
      </span>
    </button>
  );
}
