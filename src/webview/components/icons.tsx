/** The icons, drawn on a 16 px grid with one stroke in the current colour. Names are VS Code's own where it has the icon. */
import type { JSX } from 'preact';

interface Drawing {
  readonly line: string;
  /** Filled dots, as centre x, centre y, radius. */
  readonly dots?: readonly (readonly [number, number, number])[];
}

const circle = 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z';
const cloud = 'M4.8 11.2h-.3a2.75 2.75 0 0 1-.2-5.5A3.9 3.9 0 0 1 11.8 6.6a2.35 2.35 0 0 1 .2 4.6h-.6';
const turn = 'M13.4 8.3A5.4 5.4 0 1 1 11.7 4M12.3 1.5v3H9.2';

const drawings = {
  // states, by the names of shared/status.ts
  question: { line: `${circle}M6.2 6.4a1.85 1.85 0 1 1 2.9 1.5C8.3 8.4 8 8.8 8 9.4`, dots: [[8, 11.3, 0.8]] },
  watch: { line: 'M13.9 7A6 6 0 1 0 7.2 13.9M8 4.7V8l1.5 1.1M12.4 9v2.9', dots: [[12.4, 13.9, 0.85]] },
  cloud: { line: 'M4.8 11.2h-.3a2.75 2.75 0 0 1-.2-5.5A3.9 3.9 0 0 1 11.8 6.6a2.35 2.35 0 0 1 .2 4.6Z' },
  'debug-disconnect': { line: 'M2.6 13.4l2.2-2.2M4 8.6 7.4 12M4.7 9.3 6 8M6.7 11.3 8 10M9.6 4.7 11.4 2.9a1.2 1.2 0 0 1 1.7 1.7L11.3 6.4M8.9 4l3.1 3.1M4 8.6a1.7 1.7 0 0 0 0 2.4l1 1a1.7 1.7 0 0 0 2.4 0M3 3l10 10' },
  'cloud-upload': { line: `${cloud}M8 13.6V7.9M5.8 10 8 7.8l2.2 2.2` },
  'cloud-download': { line: `${cloud}M8 7.7v5.8M5.8 11.4 8 13.6l2.2-2.2` },
  sync: { line: 'M13.4 7.4a5.45 5.45 0 0 0-9.6-2.9M2.6 8.6a5.45 5.45 0 0 0 9.6 2.9M3.5 1.8v2.9h2.9M12.5 14.2v-2.9H9.6' },
  'circle-slash': { line: `${circle}M3.8 12.2l8.4-8.4` },
  history: { line: `${turn}M7.9 5.2v3l2 1.1` },
  clockface: { line: `${circle}M8 4.6V8l2.4 1.6` },
  lock: { line: 'M3.6 7.2h8.8v6.2H3.6ZM5.4 7V5a2.6 2.6 0 0 1 5.2 0v2', dots: [[8, 10.3, 0.95]] },
  'debug-pause': { line: `${circle}M6.4 5.7v4.6M9.6 5.7v4.6` },
  error: { line: `${circle}M5.9 5.9l4.2 4.2M10.1 5.9l-4.2 4.2` },
  pass: { line: `${circle}M5.2 8.2l2 2 3.6-4.2` },
  // actions
  add: { line: 'M8 3v10M3 8h10' },
  close: { line: 'M4.2 4.2l7.6 7.6M11.8 4.2l-7.6 7.6' },
  refresh: { line: turn },
  'stop-circle': { line: `${circle}M6.1 6.1h3.8v3.8H6.1Z` },
  'link-external': { line: 'M6.8 3.2H3.2v9.6h9.6V9.2M9.4 2.7h3.9v3.9M13 3 7.9 8.1' },
  ellipsis: { line: '', dots: [[3.5, 8, 1.05], [8, 8, 1.05], [12.5, 8, 1.05]] },
  badge: { line: 'M8.2 2.6H2.6v10.8h10.8V7.8M13.9 4.1a1.9 1.9 0 1 1-3.8 0 1.9 1.9 0 0 1 3.8 0Z' },
  'arrow-up': { line: 'M8 13.2V3M3.9 7 8 2.9 12.1 7' },
  dice: { line: 'M4.4 2.6h7.2a1.8 1.8 0 0 1 1.8 1.8v7.2a1.8 1.8 0 0 1-1.8 1.8H4.4a1.8 1.8 0 0 1-1.8-1.8V4.4a1.8 1.8 0 0 1 1.8-1.8Z', dots: [[5.7, 5.7, 0.95], [8, 8, 0.95], [10.3, 10.3, 0.95]] },
  'star-full': { line: 'M8 2.2 9.8 6l4.1.5-3 2.8.8 4.1L8 11.4l-3.7 2 .8-4.1-3-2.8L6.2 6Z' },
  'star-empty': { line: 'M8 2.2 9.8 6l4.1.5-3 2.8.8 4.1L8 11.4l-3.7 2 .8-4.1-3-2.8L6.2 6Z' },
  archive: { line: 'M2.2 3.2h11.6v2.9H2.2ZM3.2 6.1v6.7h9.6V6.1M6.3 8.7h3.4' },
  'zoom-in': { line: 'M10.7 6.7a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM9.6 9.6l3.9 3.9M4.9 6.7h3.6M6.7 4.9v3.6' },
  'zoom-out': { line: 'M10.7 6.7a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM9.6 9.6l3.9 3.9M4.9 6.7h3.6' },
  'screen-full': { line: 'M6 2.7H2.7V6M10 2.7h3.3V6M6 13.3H2.7V10M10 13.3h3.3V10' },
  info: { line: `${circle}M8 7.4v3.8`, dots: [[8, 5, 0.85]] },
  'arrow-left': { line: 'M13 8H3M6.9 4.1 3 8l3.9 3.9' },
  'arrow-right': { line: 'M3 8h10M9.1 4.1 13 8l-3.9 3.9' },
  'chevron-left': { line: 'M9.8 3.2 5.2 8l4.6 4.8' },
  'chevron-right': { line: 'M6.2 3.2 10.8 8l-4.6 4.8' },
  copy: { line: 'M5.4 5.4h7.9v7.9H5.4ZM10.6 5.4V2.7H2.7v7.9h2.7' },
  insert: { line: 'M8 2.6v7M5 6.8 8 9.8l3-3M2.6 12.8h10.8' },
  move: { line: 'M2.2 4.2h4l1.2 1.4h6.4v7.2H2.2ZM6 9.2h4.4M8.8 7.4l1.8 1.8-1.8 1.8' },
  trash: { line: 'M2.8 4.2h10.4M6.2 4.2V2.7h3.6v1.5M4 4.2l.7 9.1h6.6l.7-9.1M6.6 6.8v4M9.4 6.8v4' },
  'split-horizontal': { line: 'M2.4 3h11.2v10H2.4ZM8 3v10' },
  check: { line: 'M3 8.6l3.2 3.2L13 4.6' },
  discard: { line: 'M5.9 3 2.8 6.1l3.1 3.1M2.8 6.1h6.6a3.6 3.6 0 0 1 0 7.2H6.2' },
  'chevron-down': { line: 'M3.6 6 8 10.4 12.4 6' },
  'list-unordered': { line: 'M5.5 4h8M5.5 8h8M5.5 12h8', dots: [[2.9, 4, 0.85], [2.8, 8, 0.85], [2.7, 12, 0.85]] },
  // things
  'file-media': { line: 'M2.8 3h10.4a.9.9 0 0 1 .9.9v8.2a.9.9 0 0 1-.9.9H2.8a.9.9 0 0 1-.9-.9V3.9a.9.9 0 0 1 .9-.9ZM2.2 12.2l4-3.9 2.2 2.1 2.3-2.5 3.2 3.2M6.6 6.1a1.1 1.1 0 1 1-2.2 0 1.1 1.1 0 0 1 2.2 0Z' },
  'device-camera-video': { line: 'M2.7 4.2h6.7a.8.8 0 0 1 .8.8v6a.8.8 0 0 1-.8.8H2.7a.8.8 0 0 1-.8-.8V5a.8.8 0 0 1 .8-.8ZM10.2 7l3.9-2.1v6.2L10.2 9' },
  unmute: { line: 'M2.4 6.1h2.3L8 3.3v9.4L4.7 9.9H2.4ZM10.3 6.1a3 3 0 0 1 0 3.8M12 4.3a5.4 5.4 0 0 1 0 7.4' },
  search: { line: 'M10.7 6.7a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM9.6 9.6l3.9 3.9' },
  filter: { line: 'M2.2 3.4h11.6L9.4 8.9v4.3l-2.8-1.5V8.9Z' },
} satisfies Record<string, Drawing>;

export type IconName = keyof typeof drawings;

export interface IconProps {
  readonly name: IconName;
  /** More classes: a tone, `large`, `turning`. */
  readonly look?: string | undefined;
}

export function Icon({ name, look = '' }: IconProps): JSX.Element {
  const drawing: Drawing = drawings[name];
  return (
    <svg class={`icon ${look}`} viewBox="0 0 16 16" aria-hidden="true">
      {drawing.line !== '' && <path d={drawing.line} />}
      {drawing.dots?.map(([x, y, r]) => <circle key={x} class="dot" cx={x} cy={y} r={r} />)}
    </svg>
  );
}

export function isIconName(name: string): name is IconName {
  return Object.hasOwn(drawings, name);
}
