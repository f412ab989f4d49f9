import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { statusOf } from '../../../shared/status.ts';
import { Media } from '../../components/card.tsx';
import { StateIcon } from '../../components/state-icon.tsx';
import { nameOf } from '../../describe.ts';
import type { Thumbs } from '../../thumbs/thumbs.ts';
import { cardAt, cardCount } from '../feed.ts';
import type { GalleryView } from '../view.ts';
import { neighbours } from './neighbours.ts';

/** What stands before and after. One stop for Tab; the arrow keys go on from card to card. */
export function Filmstrip({ view, thumbs }: { readonly view: GalleryView; readonly thumbs: Thumbs }): JSX.Element | null {
  const strip = useRef<HTMLDivElement>(null);
  const shown = view.feed.shown.value;
  const { index } = view.active.value;
  useLayoutEffect(() => {
    const { current } = strip;
    const chosen = current?.querySelector<HTMLElement>('[aria-selected=true]');
    if (!current || !chosen) return;
    current.scrollLeft = chosen.offsetLeft - (current.clientWidth - chosen.offsetWidth) / 2;
    // Where the focus was on the one before, it goes along.
    if (current.contains(document.activeElement)) chosen.focus({ preventScroll: true });
  }, [index]);
  if (shown === null || cardCount(shown) < 2) return null;
  const from = Math.max(0, index - neighbours);
  const to = Math.min(cardCount(shown), index + neighbours + 1);
  return (
    <div
      class="filmstrip" ref={strip} role="listbox" aria-orientation="horizontal" aria-label={l10n.t('Neighbors')}
      onKeyDown={event => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
        view.step(event.key === 'ArrowLeft' ? -1 : 1);
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {Array.from({ length: to - from }, (_, n) => from + n).map(at => {
        const item = cardAt(shown, at);
        const chosen = at === index;
        return (
          <div
            key={item?.key ?? `place-${at}`} class={`frame ${item?.asset?.verdict ?? ''}`} role="option" aria-selected={chosen} tabIndex={chosen ? 0 : -1}
            aria-label={item === undefined ? l10n.t('Loading') : nameOf(item)} title={item === undefined ? '' : nameOf(item)} onClick={() => view.step(at - view.active.peek().index)}
          >
            {item?.asset && <Media asset={item.asset} thumbs={thumbs} />}
            {item && item.asset === null && item.generation !== null && <StateIcon phase={statusOf(item.generation.facts, Date.now(), item.generation.timing)} turns={false} />}
          </div>
        );
      })}
    </div>
  );
}
