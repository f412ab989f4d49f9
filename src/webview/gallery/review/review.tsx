import * as l10n from '@vscode/l10n';
import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { GalleryItem } from '../../../shared/protocol.ts';
import { statusOf } from '../../../shared/status.ts';
import { count } from '../../../shared/text.ts';
import { Blank } from '../../components/blank.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { type CardActions, Media } from '../../components/card.tsx';
import { Icon } from '../../components/icons.tsx';
import { Ring } from '../../components/ring.tsx';
import { StateIcon } from '../../components/state-icon.tsx';
import { nameOf, progressOf } from '../../describe.ts';
import { locale } from '../../page.ts';
import type { Thumbs } from '../../thumbs/thumbs.ts';
import type { About } from '../large/about.ts';
import { Details, type DetailsActions } from '../large/details.tsx';
import type { Fulls } from '../large/fulls.ts';
import { Stage } from '../large/stage.tsx';
import type { Size, Zoom } from '../large/zoom.ts';
import type { Review } from './review.ts';

export interface ReviewProps {
  readonly review: Review;
  readonly about: About;
  readonly details: Signal<boolean>;
  readonly thumbs: Thumbs;
  readonly fulls: Fulls;
  readonly actions: CardActions & DetailsActions;
  readonly say: (sentence: string) => void;
  readonly onLeave: () => void;
}

/** The latest results, one after the other: accept, reject, and on. */
export function ReviewView({ review, about, details, thumbs, fulls, actions, say, onLeave }: ReviewProps): JSX.Element {
  const root = useRef<HTMLDivElement>(null);
  const zoom = useSignal<Zoom>('fit');
  const sizes = useSignal<{ readonly picture: Size; readonly room: Size } | null>(null);
  const compares = useSignal(false);
  const items = review.items.value;
  const index = review.index.value;
  const item = items?.[index];
  const { accepted, rejected, open } = review.tally.value;
  const total = items?.length ?? 0;
  const beside = compares.value && review.accepted.value !== null && review.accepted.value.key !== item?.key ? review.accepted.value : null;

  useLayoutEffect(() => { (root.current?.querySelector<HTMLElement>('[data-stage]') ?? root.current)?.focus({ preventScroll: true }); }, [items === null]);
  useEffect(() => { zoom.value = 'fit'; }, [item?.key]);
  useEffect(() => {
    if (items !== null) say(l10n.t('{0} of {1} decided', count(accepted + rejected, locale.peek()), count(total, locale.peek())));
  }, [accepted + rejected, total]);
  useEffect(() => {
    const next = items?.[index + 1]?.asset;
    if (next?.kind === 'image' && next.url !== '') fulls.of(next);
  }, [item?.key]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.shiftKey) return;
    const on = event.target instanceof HTMLElement ? event.target : null;
    const control = event.ctrlKey || event.metaKey;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === 'Escape') onLeave();
    else if (key === 'z' && control) review.undo();
    else if (control) return;
    else if (key === 'a') review.decide('favourite');
    else if (key === 'x') review.decide('discarded');
    else if (key === 'u') review.undo();
    else if (key === 'c') compares.value = !compares.value;
    else if (key === 'i') details.value = !details.value;
    else if (key === '0') zoom.value = 'fit';
    else if ((key === 'ArrowLeft' || key === 'ArrowRight') && !(on instanceof HTMLMediaElement)) review.step(key === 'ArrowLeft' ? -1 : 1);
    else if (key === ' ' && on?.closest('button, video, audio') === null) {
      const media = root.current?.querySelector<HTMLMediaElement>('video, audio');
      if (!media) return;
      if (media.paused) media.play().catch(() => undefined);
      else media.pause();
    } else return;
    event.preventDefault();
  };

  return (
    <div class={`large-view review ${details.value ? 'with-details' : ''}`} ref={root} tabIndex={-1} role="region" aria-label={l10n.t('Review')} onKeyDown={onKeyDown}>
      <div class="toolbar" role="toolbar" aria-label={l10n.t('Review')}>
        <strong class="decided">{l10n.t('{0} of {1} decided', count(accepted + rejected, locale.value), count(total, locale.value))}</strong>
        <Progress accepted={accepted} rejected={rejected} open={open} running={review.running.value.length} />
        <span class="rest" />
        <IconButton icon="split-horizontal" pressed={compares.value} label={l10n.t('Compare with Last Accepted (C)')} onClick={() => { compares.value = !compares.value; }} />
        <IconButton icon="info" pressed={details.value} label={l10n.t('Details (I)')} onClick={() => { details.value = !details.value; }} />
        <Button onClick={onLeave}>{open === 0 ? l10n.t('Finish') : l10n.t('Finish Later')}</Button>
      </div>
      <div class="large-body">
        <div class="looked-at">
          {items !== null && total === 0 ? (
            <Blank icon="pass" title={l10n.t('Nothing to review')} why={review.running.value.length > 0 ? l10n.t('What is running appears here when it is done.') : l10n.t('Every result has its verdict. New ones appear here.')}>
              <Button main onClick={onLeave}>{l10n.t('Back to the Gallery')}</Button>
            </Blank>
          ) : (
            <>
              <div class={`stage-frame ${beside === null ? '' : 'two'}`}>
                <Stage item={item} thumbs={thumbs} fulls={fulls} actions={actions} zoom={zoom} sizes={sizes} silent={about.details.value?.silent === true && about.details.value.asset.id === item?.asset?.id} />
                {beside !== null && <Beside item={beside} thumbs={thumbs} fulls={fulls} />}
              </div>
              <Caption item={item} about={about} />
              <Decide review={review} item={item} />
              <Strip review={review} thumbs={thumbs} />
            </>
          )}
          {review.error.value !== null && <p class="review-error" role="alert">{review.error.value}</p>}
        </div>
        {details.value && total > 0 && <Details item={item} about={about} thumbs={thumbs} actions={actions} leads={false} />}
      </div>
    </div>
  );
}

function Progress({ accepted, rejected, open, running }: { readonly accepted: number; readonly rejected: number; readonly open: number; readonly running: number }): JSX.Element {
  const n = (value: number): string => count(value, locale.value);
  const words = [l10n.t('{0} accepted', n(accepted)), l10n.t('{0} rejected', n(rejected)), l10n.t('{0} to decide', n(open)), ...running > 0 ? [l10n.t('{0} still running', n(running))] : []];
  return (
    <>
      <span class="bar" role="img" aria-label={words.join(', ')}>
        <i class="done" style={{ flexGrow: accepted }} /><i class="fail" style={{ flexGrow: rejected }} /><i style={{ flexGrow: open }} />
      </span>
      <span class="legend" aria-hidden="true">
        <span><Icon name="check" look="tone-done" />{words[0]}</span><span><Icon name="close" look="tone-fail" />{words[1]}</span><span class="second">{words[2]}</span>
        {running > 0 && <span><Icon name="sync" look="tone-work" />{words[3]}</span>}
      </span>
    </>
  );
}

/** The one that was accepted last, as large as it fits. */
function Beside({ item, thumbs, fulls }: { readonly item: GalleryItem; readonly thumbs: Thumbs; readonly fulls: Fulls }): JSX.Element {
  const asset = item.asset!;
  const full = asset.kind === 'image' && asset.url !== '' ? fulls.of(asset).value : null;
  return (
    <figure class="beside">
      <div class="beside-picture">{full !== null && 'url' in full ? <img src={full.url} alt={nameOf(item)} /> : <Media asset={asset} thumbs={thumbs} />}</div>
      <figcaption>{l10n.t('Last accepted')}</figcaption>
    </figure>
  );
}

function Caption({ item, about }: { readonly item: GalleryItem | undefined; readonly about: About }): JSX.Element {
  const details = about.details.value;
  const made = details !== null && details.asset.id === item?.asset?.id ? details.made : null;
  const facts = made === null ? [] : [
    ...made.parameters.filter(({ name }) => /seed/iu.test(name)).map(({ name, value }) => `${name.toLocaleLowerCase()} ${value}`), `${made.provider} ${made.model}`.trim(), ...made.cost === null ? [] : [made.cost],
  ];
  return (
    <div class="said">
      <p class="cut">{item === undefined ? '' : nameOf(item)}</p>
      <p class="second number">{facts.length === 0 ? '\u00a0' : facts.join(' · ')}</p>
    </div>
  );
}

function Decide({ review, item }: { readonly review: Review; readonly item: GalleryItem | undefined }): JSX.Element {
  const verdict = item === undefined ? null : review.verdictOf(item);
  const button = (look: string, pressed: boolean, icon: 'check' | 'close' | 'discard', label: string, key: string, act: () => void, disabled = false): JSX.Element => (
    <button type="button" class={`button ${look}`} aria-pressed={look === 'undo second' ? undefined : pressed} aria-keyshortcuts={key} aria-disabled={disabled} onClick={act}>
      <Icon name={icon} />{label}<kbd>{key}</kbd>
    </button>
  );
  return (
    <div class="decide" role="group" aria-label={l10n.t('Verdict')}>
      {button('second', verdict === 'discarded', 'close', l10n.t('Reject'), 'X', () => review.decide('discarded'))}
      {button('undo second', false, 'discard', l10n.t('Undo'), 'U', review.undo, !review.canUndo.value)}
      {button('main', verdict === 'favourite', 'check', l10n.t('Accept'), 'A', () => review.decide('favourite'))}
    </div>
  );
}

function Strip({ review, thumbs }: { readonly review: Review; readonly thumbs: Thumbs }): JSX.Element {
  const strip = useRef<HTMLDivElement>(null);
  const index = review.index.value;
  const running = review.running.value;
  useLayoutEffect(() => {
    const { current } = strip;
    const chosen = current?.querySelector<HTMLElement>('[aria-selected=true]');
    if (!current || !chosen) return;
    current.scrollLeft = chosen.offsetLeft - (current.clientWidth - chosen.offsetWidth) / 2;
    if (current.contains(document.activeElement)) chosen.focus({ preventScroll: true });
  }, [index, review.items.value?.length]);
  return (
    <div class="filmstrip" ref={strip}>
      <div class="frames" role="listbox" aria-orientation="horizontal" aria-label={l10n.t('Results in order')}>
        {(review.items.value ?? []).map((item, at) => {
          const verdict = review.verdictOf(item);
          const state = verdict === 'favourite' ? l10n.t('accepted') : verdict === 'discarded' ? l10n.t('rejected') : l10n.t('to decide');
          return (
            <div
              key={item.key} class={`frame ${verdict ?? ''}`} role="option" aria-selected={at === index} tabIndex={at === index ? 0 : -1} title={nameOf(item)}
              aria-label={l10n.t('{0}, {1}', nameOf(item), state)} onClick={() => review.go(item.key)}
            >
              {item.asset !== null && <Media asset={item.asset} thumbs={thumbs} />}
              {verdict !== null && <span class="mark"><Icon name={verdict === 'favourite' ? 'check' : 'close'} look={verdict === 'favourite' ? 'tone-done' : 'tone-fail'} /></span>}
            </div>
          );
        })}
      </div>
      {running.length > 0 && (
        <div class="waiting" role="group" aria-label={l10n.t('Still running')}>
          <span class="second">{l10n.t('{0} still running', count(running.length, locale.value))}</span>
          {running.map(({ key, generation }) => generation === null ? null : <Running key={key} name={generation.prompt} generation={generation} />)}
        </div>
      )}
    </div>
  );
}

function Running({ name, generation }: { readonly name: string; readonly generation: NonNullable<GalleryItem['generation']> }): JSX.Element {
  const phase = statusOf(generation.facts, Date.now(), generation.timing);
  const progress = progressOf(phase, generation.facts);
  return <span class="frame" title={name}>{progress === null ? <StateIcon phase={phase} turns={false} large /> : <Ring progress={progress} />}</span>;
}
