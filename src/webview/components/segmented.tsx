import { useRef } from 'preact/hooks';
import type { JSX } from 'preact';

export interface Segment<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly count: string;
  /** Its count gives way first where there is little room. */
  readonly minor: boolean;
}

export interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly segments: readonly Segment<T>[];
  readonly value: T;
  readonly onChoose: (value: T) => void;
}

/** One choice out of a few, as radio buttons in a row: one stop for Tab, the arrow keys choose. */
export function Segmented<T extends string>({ label, segments, value, onChoose }: SegmentedProps<T>): JSX.Element {
  const group = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = segments.findIndex(segment => segment.value === value);
    const to = target(event.key, at, segments.length);
    const chosen = to === null ? undefined : segments[to];
    if (to === null || chosen === undefined) return;
    event.preventDefault();
    onChoose(chosen.value);
    group.current?.querySelectorAll('button')[to]?.focus();
  };
  return (
    <div class="segmented" role="radiogroup" aria-label={label} ref={group} onKeyDown={onKeyDown}>
      {segments.map(segment => (
        <button
          key={segment.value} type="button" role="radio" aria-checked={segment.value === value}
          tabIndex={segment.value === value ? 0 : -1} onClick={() => onChoose(segment.value)}
        >
          {segment.label} <span class={`number ${segment.minor ? 'minor' : ''}`}>{segment.count}</span>
        </button>
      ))}
    </div>
  );
}

function target(key: string, at: number, length: number): number | null {
  switch (key) {
    case 'ArrowLeft': case 'ArrowUp': return (at + length - 1) % length;
    case 'ArrowRight': case 'ArrowDown': return (at + 1) % length;
    case 'Home': return 0;
    case 'End': return length - 1;
    default: return null;
  }
}
