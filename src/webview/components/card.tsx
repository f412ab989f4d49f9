import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Verdict } from '../../shared/model.ts';
import type { AssetView, GalleryItem, GenerationView, SelectionAct, ThumbTrouble } from '../../shared/protocol.ts';
import { type Phase, canCancel, canRetry, isEnded, statusOf } from '../../shared/status.ts';
import { cardReason, stateSpoken, stateTitle } from '../../shared/text.ts';
import { type UploadView, canCancelUpload, canRetryUpload } from '../../shared/uploads.ts';
import { halfMinutes, now } from '../clock.ts';
import { nameParts, originOf, progressOf, spokenOf } from '../describe.ts';
import { locale } from '../page.ts';
import type { Thumb, Thumbs } from '../thumbs/thumbs.ts';
import { Button, IconButton } from './button.tsx';
import { Icon, type IconName } from './icons.tsx';
import { Ring } from './ring.tsx';
import { StateIcon } from './state-icon.tsx';
import { Tag } from './tag.tsx';
import { UploadBadge } from './upload-badge.tsx';

/** What is known of a file's transfer; `view` is `null` where it is not uploaded. */
export interface ShownUpload {
  readonly provider: string;
  readonly view: UploadView | null;
}

/** What can be done with a card. */
export interface CardActions {
  readonly open: (asset: AssetView) => void;
  readonly retry: (generation: GenerationView) => void;
  readonly cancel: (generation: GenerationView) => void;
  /** Shows the job in the Generations view. */
  readonly reveal: (generation: GenerationView) => void;
  /** Opens the file with the program that the system has for it. */
  readonly outside: (asset: AssetView) => void;
  readonly judge: (asset: AssetView, verdict: Verdict) => void;
  readonly act: (asset: AssetView, act: 'rename' | 'trash') => void;
  /** What is known of its transfer to the provider whose uploads are shown; `undefined` where none are. */
  readonly uploadOf: (asset: AssetView) => ShownUpload | undefined;
  readonly upload: (asset: AssetView, act: 'uploadCard' | 'cancelUpload') => void;
  /** Does it with the cards that are chosen. */
  readonly actOnAll: (act: SelectionAct) => void;
}

export interface CardProps {
  readonly item: GalleryItem;
  readonly thumbs: Thumbs;
  readonly actions: CardActions;
  /** Whether pictures carry their status tag. */
  readonly badges: boolean;
  readonly turns: boolean;
  /** -1 keeps the buttons out of the way of Tab. */
  readonly tabIndex: number;
}

/**
 * An item with a picture, or with its state as the picture, and what it is called. To assistive technology it is one
 * sentence and its buttons; the words on it, which tick, are for the eye.
 */
export function Card({ item, thumbs, actions, badges, turns, tabIndex }: CardProps): JSX.Element {
  const { asset, generation } = item;
  const time = now('halfMinute');
  const uploaded = asset === null ? undefined : actions.uploadOf(asset);
  const [name, extension] = nameParts(item);
  const [origin, age] = originOf(item, time, locale.value);
  return (
    <>
      <span class="unseen">{useSlowly(() => spokenOf(item, time, locale.value), [name, generation?.facts.end, asset?.verdict])}</span>
      <div class={`picture ${asset?.verdict ?? ''}`}>
        {asset !== null && <Media key={asset.id} asset={asset} thumbs={thumbs} />}
        {asset === null && generation !== null && <State generation={generation} actions={actions} turns={turns} tabIndex={tabIndex} />}
        {uploaded !== undefined && uploaded.view !== null && <UploadBadge view={uploaded.view} provider={uploaded.provider} turns={turns} />}
        {asset !== null && uploaded === undefined && generation !== null && <Corner generation={generation} actions={actions} always={badges} turns={turns} tabIndex={tabIndex} />}
        {asset?.verdict && <Icon name={asset.verdict === 'favourite' ? 'star-full' : 'archive'} look={`verdict ${asset.verdict === 'favourite' ? 'full' : ''}`} />}
        <Actions item={item} actions={actions} tabIndex={tabIndex} />
      </div>
      <div class="caption" aria-hidden="true">
        <div class="name"><span class="cut">{name}</span>{extension !== '' && <span>{extension}</span>}</div>
        <div class="origin"><span class="cut">{origin}</span>{age !== '' && <span> · {age}</span>}</div>
      </div>
    </>
  );
}

/** A small picture of the file, never the file itself; or why there is none. */
export function Media({ asset, thumbs }: { readonly asset: AssetView; readonly thumbs: Thumbs }): JSX.Element | null {
  const thumb = thumbs.of(asset).value;
  if (thumb === null) return null;
  if ('why' in thumb) return <NoPicture thumb={thumb} />;
  if (thumb.kind === 'audio') return <span class="wave" style={{ maskImage: `url("${thumb.url}")` }} />;
  return (
    <>
      <img key={thumb.url} class={thumb.pixels ? 'pixels' : ''} src={thumb.url} alt="" decoding="async" draggable={false} />
      {thumb.kind === 'video' && <Icon name="device-camera-video" look="kind corner-kind" />}
    </>
  );
}

export function NoPicture({ thumb: { kind, why } }: { readonly thumb: Extract<Thumb, { why: unknown }> }): JSX.Element {
  return (
    <div class="state">
      <span class="state-badge"><Icon name={kindIcon[kind]} look="large" /></span>
      <div class="why">{noPictureWords(kind, why)}</div>
    </div>
  );
}

function noPictureWords(kind: AssetView['kind'], why: ThumbTrouble): string {
  switch (why) {
    case 'missing': return l10n.t('This file is no longer there.');
    case 'unreadable': return l10n.t('This file can’t be read.');
    case 'empty': return l10n.t('This file is empty.');
    case 'drawing': return l10n.t('SVG drawing, opened outside the gallery');
    case 'large': return l10n.t('Too large to be shown here');
    case 'unknown':
    case 'broken': return kind === 'image' ? l10n.t('This picture can’t be shown.') : kind === 'video' ? l10n.t('This video can’t be shown.') : l10n.t('This sound can’t be shown.');
  }
}

const kindIcon: Readonly<Record<AssetView['kind'], IconName>> = { image: 'file-media', video: 'device-camera-video', audio: 'unmute' };

interface StateProps {
  readonly generation: GenerationView;
  readonly actions: CardActions;
  readonly turns: boolean;
  readonly tabIndex: number;
}

/** A generation without a file yet: its state is the picture. */
export function State({ generation, actions, turns, tabIndex }: StateProps): JSX.Element {
  const { facts, provider } = generation;
  const time = now(facts.end === null ? 'second' : 'halfMinute');
  const phase = statusOf(facts, time, generation.timing);
  const reason = cardReason(phase, facts, provider, time);
  const progress = progressOf(phase, facts);
  return (
    <div class="state">
      <button type="button" class="state-badge" tabIndex={tabIndex} onClick={() => actions.reveal(generation)} {...useRevealWords(generation, phase)}>
        {progress !== null ? <Ring progress={progress} /> : <StateIcon phase={phase} turns={turns} large />}
      </button>
      <div class="title" aria-hidden="true">{stateTitle(phase, facts, time)}</div>
      {reason !== '' && <div class="why" aria-hidden="true">{reason}</div>}
      {retriesInPlace(phase) && <Button small look="retry" tabIndex={tabIndex} onClick={() => actions.retry(generation)}>{phase === 'unconfirmed' ? l10n.t('Send Again…') : l10n.t('Retry')}</Button>}
    </div>
  );
}

function retriesInPlace(phase: Phase): boolean {
  return phase === 'failed' || phase === 'cancelled' || phase === 'unconfirmed';
}

/** Words for screen readers, which read out each change of what has the focus: made anew when `causes` change, else every half minute. */
function useSlowly(words: () => string, causes: readonly unknown[]): string {
  return useMemo(words, [...causes, halfMinutes.value]);
}

function useRevealWords(generation: GenerationView, phase: Phase): { title: string; 'aria-label': string } {
  const spoken = useSlowly(() => stateSpoken(phase, generation.facts, generation.provider, Date.now()), [generation.id, phase]);
  return { title: l10n.t('Show in Generations'), 'aria-label': l10n.t('{0}. Show in Generations', spoken) };
}

/** The state of a generation whose picture is here. Completed is the absence of a tag: that one waits for the pointer or the focus. */
function Corner({ generation, actions, always, turns, tabIndex }: StateProps & { readonly always: boolean }): JSX.Element {
  const { facts } = generation;
  const time = now(facts.end === null ? 'second' : 'halfMinute');
  const phase = statusOf(facts, time, generation.timing);
  return (
    <Tag
      look={`corner ${phase === 'completed' || !always ? 'approached' : ''}`} phase={phase} turns={turns} tabIndex={tabIndex}
      progress={progressOf(phase, facts)} words={stateTitle(phase, facts, time)}
      onClick={() => actions.reveal(generation)} {...useRevealWords(generation, phase)}
    />
  );
}

/** What can be done at once; shown while the pointer or the focus is on the card. */
function Actions({ item: { asset, generation }, actions, tabIndex }: Pick<CardProps, 'item' | 'actions' | 'tabIndex'>): JSX.Element {
  const retry = generation !== null && canRetry(generation.facts);
  const uploaded = asset === null ? undefined : actions.uploadOf(asset);
  const inPlace = retry && asset === null && isEnded(statusOf(generation.facts, 0, generation.timing));
  return (
    <div class="actions approached">
      {asset !== null && <IconButton icon={asset.verdict === 'favourite' ? 'star-full' : 'star-empty'} look={asset.verdict === 'favourite' ? 'full' : ''} label={asset.verdict === 'favourite' ? l10n.t('Not a Favorite (Ctrl+D)') : l10n.t('Favorite (Ctrl+D)')} tabIndex={tabIndex} onClick={() => actions.judge(asset, asset.verdict === 'favourite' ? null : 'favourite')} />}
      {asset !== null && <IconButton icon="link-external" label={l10n.t('Open in Editor (Ctrl+Enter)')} tabIndex={tabIndex} onClick={() => actions.open(asset)} />}
      {asset !== null && uploaded !== undefined && <UploadAction view={uploaded.view} tabIndex={tabIndex} onAct={act => actions.upload(asset, act)} />}
      {retry && <IconButton icon="refresh" label={l10n.t('Retry (Shift+Enter)')} look={inPlace ? 'where-tiny' : ''} tabIndex={tabIndex} onClick={() => actions.retry(generation)} />}
      {generation !== null && canCancel(generation.facts) && <IconButton icon="stop-circle" label={l10n.t('Cancel')} tabIndex={tabIndex} onClick={() => actions.cancel(generation)} />}
    </div>
  );
}

/** What can be done with its transfer to the provider whose uploads are shown. */
function UploadAction({ view, tabIndex, onAct }: { readonly view: UploadView | null; readonly tabIndex: number; readonly onAct: (act: 'uploadCard' | 'cancelUpload') => void }): JSX.Element | null {
  if (canCancelUpload(view)) return <IconButton icon="stop-circle" label={l10n.t('Cancel Upload')} tabIndex={tabIndex} onClick={() => onAct('cancelUpload')} />;
  if (canRetryUpload(view)) return <IconButton icon="cloud-upload" label={l10n.t('Retry Upload')} tabIndex={tabIndex} onClick={() => onAct('uploadCard')} />;
  return view === null ? <IconButton icon="cloud-upload" label={l10n.t('Upload')} tabIndex={tabIndex} onClick={() => onAct('uploadCard')} /> : null;
}
