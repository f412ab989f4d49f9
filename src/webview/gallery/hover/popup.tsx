import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { now } from '../../clock.ts';
import { StateIcon } from '../../components/state-icon.tsx';
import { locale } from '../../page.ts';
import { cardAt, cardOf } from '../feed.ts';
import type { GalleryView } from '../view.ts';
import { type Hover, placeBeside } from './hover.ts';
import { told } from './told.ts';

/** What is known of the card that the pointer rests on. */
export function Popup({ view, hover }: { readonly view: GalleryView; readonly hover: Hover }): JSX.Element | null {
  const element = useRef<HTMLDivElement>(null);
  const at = hover.shown.value;
  const list = view.feed.shown.value;
  const index = at === null || list === null ? null : cardOf(list, at.key);
  const item = index === null || list === null ? undefined : cardAt(list, index);
  useLayoutEffect(() => {
    if (at === null || element.current === null) return;
    const { style } = element.current;
    style.width = style.height = '';
    const { offsetWidth: width, offsetHeight: height } = element.current;
    const box = placeBeside(at.card, { width, height }, { width: window.innerWidth, height: window.innerHeight });
    for (const side of ['left', 'top', 'width', 'height'] as const) style[side] = `${box[side]}px`;
  });
  const isOpen = at !== null && item !== undefined;
  useEffect(() => {
    if (!isOpen) return undefined;
    // Wherever the focus is, and before anybody else takes this key.
    const close = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !hover.close()) return;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener('keydown', close, true);
    return () => document.removeEventListener('keydown', close, true);
  }, [isOpen]);
  if (at === null || item === undefined) return null;
  const { title, phase, state, rows } = told(item, now('second'), locale.value);
  return (
    <div class="hover" role="tooltip" ref={element} onPointerEnter={hover.stay} onPointerLeave={hover.out}>
      <div class="hover-title">{title}</div>
      {phase !== null && <div class="hover-state"><StateIcon phase={phase} turns={false} />{state}</div>}
      <dl>{rows.map(({ what, says }) => <div key={what}><dt>{what}</dt><dd>{says}</dd></div>)}</dl>
    </div>
  );
}
