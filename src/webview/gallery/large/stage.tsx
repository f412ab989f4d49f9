import * as l10n from '@vscode/l10n';
import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { AssetView, GalleryItem } from '../../../shared/protocol.ts';
import { Button } from '../../components/button.tsx';
import { type CardActions, NoPicture, State } from '../../components/card.tsx';
import { Icon } from '../../components/icons.tsx';
import { nameOf } from '../../describe.ts';
import type { Thumbs } from '../../thumbs/thumbs.ts';
import type { Fulls } from './fulls.ts';
import { type Size, type Zoom, isBeyond, isPixelArt, scaleOf } from './zoom.ts';

export interface StageProps {
  readonly item: GalleryItem | undefined;
  readonly thumbs: Thumbs;
  readonly fulls: Fulls;
  readonly actions: CardActions;
  readonly zoom: Signal<Zoom>;
  /** Of the picture that is shown and of the room it has; `null` where there is none. */
  readonly sizes: Signal<{ readonly picture: Size; readonly room: Size } | null>;
  /** The video has a sound that can't be played here. */
  readonly silent: boolean;
}

/** What is looked at, as large as there is room for it, or zoomed. */
export function Stage({ item, thumbs, fulls, actions, zoom, sizes, silent }: StageProps): JSX.Element {
  const stage = useRef<HTMLDivElement>(null);
  const asset = item?.asset ?? null;
  return (
    <div class="stage" ref={stage} tabIndex={0} role="group" aria-roledescription={l10n.t('picture')} aria-label={item === undefined ? l10n.t('Loading') : nameOf(item)} data-stage>
      {item !== undefined && asset === null && item.generation !== null && <div class="stage-state"><State generation={item.generation} actions={actions} turns tabIndex={0} /></div>}
      {asset?.kind === 'image' && <Picture key={asset.url} asset={asset} thumbs={thumbs} fulls={fulls} actions={actions} zoom={zoom} sizes={sizes} stage={stage} />}
      {asset?.kind === 'video' && <Film key={asset.url} asset={asset} thumbs={thumbs} actions={actions} silent={silent} />}
      {asset?.kind === 'audio' && <Sound key={asset.url} asset={asset} thumbs={thumbs} actions={actions} />}
    </div>
  );
}

interface MediaProps {
  readonly asset: AssetView;
  readonly thumbs: Thumbs;
  readonly actions: CardActions;
}

type PictureProps = MediaProps & Pick<StageProps, 'fulls' | 'zoom' | 'sizes'> & { readonly stage: { readonly current: HTMLDivElement | null } };

function Picture({ asset, thumbs, fulls, actions, zoom, sizes, stage }: PictureProps): JSX.Element | null {
  const thumb = thumbs.of(asset).value;
  const unshowable = thumb !== null && 'why' in thumb ? thumb : null;
  const full = asset.url === '' || unshowable !== null ? { failed: true } as const : fulls.of(asset).value;
  // What the index does not know yet, the picture itself tells.
  const natural = useSignal<Size | null>(asset.width === null || asset.height === null ? null : { width: asset.width, height: asset.height });
  const room = useRoom(stage);
  const picture = natural.value;
  useLayoutEffect(() => {
    sizes.value = picture === null || room === null ? null : { picture, room };
    return () => { sizes.value = null; };
  }, [picture, room]);
  const scale = picture === null || room === null ? null : scaleOf(zoom.value, picture, room);
  useCentred(stage, scale);
  if (unshowable !== null) return <div class="stage-state"><NoPicture thumb={unshowable} /><Outside asset={asset} actions={actions} /></div>;
  if (full !== null && 'failed' in full) {
    return (
      <div class="stage-state">
        <div class="state"><span class="state-badge"><Icon name="file-media" look="large" /></span><div class="why">{asset.url === '' ? l10n.t('Too large to be shown here') : l10n.t('This picture can’t be shown.')}</div></div>
        <Outside asset={asset} actions={actions} />
      </div>
    );
  }
  const url = full?.url ?? (thumb !== null && 'url' in thumb ? thumb.url : null);
  if (url === null) return null;
  const beyond = picture !== null && room !== null && isBeyond(zoom.value, picture, room);
  return (
    <img
      class={`whole ${picture !== null && (isPixelArt(picture) || (scale ?? 0) > 2) ? 'pixels' : ''} ${beyond ? 'beyond' : ''}`} src={url} alt="" draggable={false} decoding="async"
      style={picture === null || scale === null ? { visibility: 'hidden' } : { width: `${picture.width * scale}px`, height: `${picture.height * scale}px` }}
      onLoad={event => {
        const { naturalWidth: width, naturalHeight: height } = event.currentTarget;
        // A drawing without a size of its own has none.
        if (full !== null && width > 0 && (picture?.width !== width || picture.height !== height)) natural.value = { width, height };
      }}
    />
  );
}

function Film({ asset, thumbs, actions, silent }: MediaProps & { readonly silent: boolean }): JSX.Element {
  const failed = useSignal(false);
  const thumb = thumbs.of(asset).value;
  if (failed.value) return <Unplayable asset={asset} actions={actions} words={l10n.t('This video can’t be shown.')} />;
  return (
    <>
      <video class="film" src={asset.url} controls loop playsInline poster={thumb !== null && 'url' in thumb ? thumb.url : ''} onError={() => { failed.value = true; }} />
      {silent && (
        <div class="silent" role="note">
          <Icon name="info" /><span>{l10n.t('VS Code plays this video without its sound (AAC).')}</span>
          <Button small onClick={() => actions.outside(asset)}>{l10n.t('Open Outside')}</Button>
        </div>
      )}
    </>
  );
}

function Sound({ asset, thumbs, actions }: MediaProps): JSX.Element {
  const failed = useSignal(false);
  const thumb = thumbs.of(asset).value;
  if (failed.value) return <Unplayable asset={asset} actions={actions} words={l10n.t('This sound can’t be shown.')} />;
  return (
    <div class="sound">
      {thumb !== null && 'url' in thumb && <span class="wave" style={{ maskImage: `url("${thumb.url}")` }} />}
      <audio src={asset.url} controls onError={() => { failed.value = true; }} />
    </div>
  );
}

function Unplayable({ asset, actions, words }: Pick<MediaProps, 'asset' | 'actions'> & { readonly words: string }): JSX.Element {
  return (
    <div class="stage-state">
      <div class="state"><span class="state-badge"><Icon name={asset.kind === 'video' ? 'device-camera-video' : 'unmute'} look="large" /></span><div class="why">{words}</div></div>
      <Outside asset={asset} actions={actions} />
    </div>
  );
}

function Outside({ asset, actions }: Pick<MediaProps, 'asset' | 'actions'>): JSX.Element {
  return <div class="stage-way"><Button onClick={() => actions.outside(asset)}>{l10n.t('Open Outside')}</Button></div>;
}

/** The room inside an element, measured anew when it changes. */
function useRoom(element: { readonly current: HTMLDivElement | null }): Size | null {
  const room = useSignal<Size | null>(null);
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    // Without scroll bars: a picture that fits must not bring them on.
    const take = (): void => { room.value = { width: current.offsetWidth, height: current.offsetHeight }; };
    take();
    const observer = new ResizeObserver(take);
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return room.value;
}

/** What is in the middle stays in the middle when the scale changes. */
function useCentred(element: { readonly current: HTMLDivElement | null }, scale: number | null): void {
  const last = useRef<{ scale: number; x: number; y: number } | null>(null);
  const middle = (): void => {
    const { current } = element;
    if (current === null || scale === null) return;
    last.current = { scale, x: (current.scrollLeft + current.clientWidth / 2) / current.scrollWidth, y: (current.scrollTop + current.clientHeight / 2) / current.scrollHeight };
  };
  useEffect(() => {
    element.current?.addEventListener('scroll', middle);
    return () => element.current?.removeEventListener('scroll', middle);
  });
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null || scale === null) return;
    const { x, y } = last.current ?? { x: 0.5, y: 0.5 };
    current.scrollLeft = x * current.scrollWidth - current.clientWidth / 2;
    current.scrollTop = y * current.scrollHeight - current.clientHeight / 2;
    middle();
  }, [scale]);
}
