import * as l10n from '@vscode/l10n';
import { type ReadonlySignal, type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Verdict } from '../../../shared/model.ts';
import type { GalleryItem } from '../../../shared/protocol.ts';
import { count, percent } from '../../../shared/text.ts';
import { IconButton } from '../../components/button.tsx';
import type { CardActions } from '../../components/card.tsx';
import { nameOf, nameParts } from '../../describe.ts';
import { locale } from '../../page.ts';
import type { Thumbs } from '../../thumbs/thumbs.ts';
import { menuContext } from '../cell.tsx';
import { cardAt, cardCount } from '../feed.ts';
import type { GalleryView } from '../view.ts';
import type { About } from './about.ts';
import { Details, type DetailsActions } from './details.tsx';
import { Filmstrip } from './filmstrip.tsx';
import type { Fulls } from './fulls.ts';
import { Stage } from './stage.tsx';
import { type Size, type Zoom, isBeyond, scaleOf, stepped } from './zoom.ts';

export interface LargeProps {
  readonly view: GalleryView;
  readonly item: ReadonlySignal<GalleryItem | null>;
  readonly about: About;
  readonly thumbs: Thumbs;
  readonly fulls: Fulls;
  readonly actions: CardActions & DetailsActions;
  /** Tells a screen reader what came into view. */
  readonly say: (sentence: string) => void;
}

/** Where they lie over the picture they are what Esc closes first; large.css has the same widths. */
const detailsOverlie = '(max-width: 720px) and (min-width: 521px)';
/** Pixels that an arrow key pans, and seconds of a frame. */
const pan = 80;
const frame = 1 / 30;

/** One card alone, over the grid: the picture, what is beside it, and what made it. */
export function Large({ view, item: shownItem, about, thumbs, fulls, actions, say }: LargeProps): JSX.Element {
  const root = useRef<HTMLDivElement>(null);
  const zoom = useSignal<Zoom>('fit');
  const sizes = useSignal<{ readonly picture: Size; readonly room: Size } | null>(null);
  const item = shownItem.value ?? undefined;
  const asset = item?.asset ?? null;
  const shown = view.feed.shown.value;
  const { index } = view.active.value;
  const total = shown === null ? 0 : cardCount(shown);
  const details = about.details.value;
  const stage = (): HTMLElement | null => root.current?.querySelector<HTMLElement>('[data-stage]') ?? null;

  useLayoutEffect(() => { stage()?.focus({ preventScroll: true }); }, []);
  useLayoutEffect(() => { zoom.value = 'fit'; }, [asset?.id]);
  useEffect(() => {
    if (item !== undefined) say(l10n.t('{0}, {1} of {2}', nameOf(item), count(index + 1, locale.peek()), count(total, locale.peek())));
    // The neighbours are there when somebody goes on.
    const near = shown === null ? [] : [cardAt(shown, index + 1), cardAt(shown, index - 1)].flatMap(each => each?.asset ?? []);
    const timer = setTimeout(() => near.forEach(each => { if (each.kind === 'image' && each.url !== '' && each.size < prefetched) fulls.of(each); }), 150);
    return () => clearTimeout(timer);
  }, [item?.key]);

  const zoomBy = (direction: 1 | -1): void => { if (sizes.value !== null) zoom.value = stepped(zoom.value, sizes.value.picture, sizes.value.room, direction); };
  const judge = (verdict: NonNullable<Verdict>): void => { if (asset !== null) actions.judge(asset, asset.verdict === verdict ? null : verdict); };

  /** The focus does not go with them. */
  const closeDetails = (): void => {
    view.details.value = false;
    if (root.current?.querySelector('.details')?.contains(document.activeElement) === true) stage()?.focus({ preventScroll: true });
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey) return;
    const on = event.target instanceof HTMLElement ? event.target : null;
    const control = event.ctrlKey || event.metaKey;
    const media = root.current?.querySelector<HTMLMediaElement>('video, audio') ?? null;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === 'Escape') {
      if (view.details.peek() && matchMedia(detailsOverlie).matches) closeDetails();
      else view.shrink();
    }
    else if (on?.closest('input, select, textarea, [role=option]')) return;
    else if (key === 'ArrowLeft' || key === 'ArrowRight' || key === 'ArrowUp' || key === 'ArrowDown') {
      if (on instanceof HTMLMediaElement && !control) return;
      const beyond = sizes.value !== null && isBeyond(zoom.value, sizes.value.picture, sizes.value.room);
      if (beyond && !control) stage()?.scrollBy({ left: key === 'ArrowLeft' ? -pan : key === 'ArrowRight' ? pan : 0, top: key === 'ArrowUp' ? -pan : key === 'ArrowDown' ? pan : 0 });
      else if (key === 'ArrowLeft' || key === 'ArrowRight') view.step(key === 'ArrowLeft' ? -1 : 1);
      else return;
    } else if (control) return;
    else if (key === 'f') judge('favourite');
    else if (key === 'd') judge('discarded');
    else if (key === 'i') {
      if (view.details.peek()) closeDetails();
      else view.details.value = true;
    }
    else if (key === 'Delete' && asset !== null) actions.act(asset, 'trash');
    else if (key === 'F2' && asset !== null) actions.act(asset, 'rename');
    else if (key === '+' || key === '=' || key === '-') zoomBy(key === '-' ? -1 : 1);
    else if (key === '0') zoom.value = 'fit';
    else if (key === 'z') zoom.value = 1;
    else if (key === ' ' && media !== null && !(on instanceof HTMLMediaElement) && on?.closest('button, a') === null) toggle(media);
    else if ((key === ',' || key === '.') && media instanceof HTMLVideoElement) {
      media.pause();
      media.currentTime = Math.max(0, media.currentTime + (key === ',' ? -frame : frame));
    } else return;
    event.preventDefault();
  };

  const [name, extension] = item === undefined ? ['', ''] : nameParts(item);
  return (
    <div class={`large-view ${view.details.value ? 'with-details' : ''}`} ref={root} role="region" aria-label={l10n.t('Large view')} onKeyDown={onKeyDown} data-vscode-context={item === undefined ? undefined : menuContext(item)}>
      <div class="toolbar" role="toolbar" aria-label={l10n.t('Large view')}>
        <IconButton icon="arrow-left" label={l10n.t('Back to the grid (Esc)')} onClick={view.shrink} />
        <span class="what"><span class="cut">{asset !== null && asset.folder !== '' && <span class="second">{asset.folder} / </span>}{name}</span><span>{extension}</span></span>
        <span class="second number place">{l10n.t('{0} of {1}', count(index + 1, locale.value), count(total, locale.value))}</span>
        <span class="rest" />
        {sizes.value !== null && <ZoomButtons zoom={zoom} sizes={sizes.value} onStep={zoomBy} />}
        {asset !== null && (
          <>
            <IconButton icon={asset.verdict === 'favourite' ? 'star-full' : 'star-empty'} look={asset.verdict === 'favourite' ? 'full' : ''} pressed={asset.verdict === 'favourite'} label={l10n.t('Favorite (F)')} onClick={() => judge('favourite')} />
            <IconButton icon="archive" pressed={asset.verdict === 'discarded'} label={l10n.t('Discard (D)')} onClick={() => judge('discarded')} />
            <IconButton icon="link-external" label={l10n.t('Open in Editor')} onClick={() => actions.open(asset)} />
          </>
        )}
        <IconButton icon="info" pressed={view.details.value} label={l10n.t('Details (I)')} onClick={() => { view.details.value = !view.details.value; }} />
      </div>
      <div class="large-body">
        <div class="looked-at">
          <div class="stage-frame">
            <Stage item={item} thumbs={thumbs} fulls={fulls} actions={actions} zoom={zoom} sizes={sizes} silent={details !== null && details.silent && details.asset.id === asset?.id} />
            {index > 0 && <IconButton icon="chevron-left" look="nav back" label={l10n.t('Previous (Left)')} onClick={() => view.step(-1)} />}
            {index < total - 1 && <IconButton icon="chevron-right" look="nav on" label={l10n.t('Next (Right)')} onClick={() => view.step(1)} />}
          </div>
          <Filmstrip view={view} thumbs={thumbs} />
        </div>
        {view.details.value && <Details item={item} about={about} thumbs={thumbs} actions={actions} leads />}
      </div>
    </div>
  );
}

/** Bytes of a picture that is fetched before anybody looks at it, at most. */
const prefetched = 24 * 1024 * 1024;

function ZoomButtons({ zoom, sizes: { picture, room }, onStep }: { readonly zoom: Signal<Zoom>; readonly sizes: { readonly picture: Size; readonly room: Size }; readonly onStep: (direction: 1 | -1) => void }): JSX.Element {
  const shown = Math.round(scaleOf(zoom.value, picture, room) * 100);
  return (
    <span class="cluster zoom">
      <IconButton icon="zoom-out" label={l10n.t('Zoom Out (-)')} onClick={() => onStep(-1)} />
      <button type="button" class="icon-button wide number" title={l10n.t('Actual size (Z)')} aria-label={l10n.t('{0} %. Actual size (Z)', shown)} onClick={() => { zoom.value = 1; }}>{zoomWords(shown)}</button>
      <IconButton icon="zoom-in" label={l10n.t('Zoom In (+)')} onClick={() => onStep(1)} />
      <IconButton icon="screen-full" pressed={zoom.value === 'fit'} label={l10n.t('Fit (0)')} onClick={() => { zoom.value = 'fit'; }} />
    </span>
  );
}

function zoomWords(hundredths: number): string {
  return hundredths <= 100 ? percent(hundredths / 100) : l10n.t('{0} %', hundredths);
}

function toggle(media: HTMLMediaElement): void {
  // What can't be played says so itself.
  if (media.paused) media.play().catch(() => undefined);
  else media.pause();
}

