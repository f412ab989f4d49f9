/** The gallery's page: puts its parts together. */
import * as l10n from '@vscode/l10n';
import { computed, effect, untracked } from '@preact/signals';
import { type JSX, render } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Counts } from '../../shared/model.ts';
import { count } from '../../shared/text.ts';
import { asLongAsItTakes } from '../bridge.ts';
import { createAnnouncer } from '../components/announcer.tsx';
import type { CardActions } from '../components/card.tsx';
import { createNotices } from '../components/notice.tsx';
import { equal } from '../equal.ts';
import { greet, keepFocus, locale, openPage, setPageState } from '../page.ts';
import { persisted } from '../persisted.ts';
import { createMake, whole } from '../thumbs/make.ts';
import { createThumbs } from '../thumbs/thumbs.ts';
import { activeAt } from './active.ts';
import { copyImage } from './copy-image.ts';
import { assetOf, letCardsBeDragged } from './drag.ts';
import { cardAt } from './feed.ts';
import { Gallery } from './gallery.tsx';
import { keptSchema, keptVersion, nothingKept } from './kept.ts';
import { createAbout } from './large/about.ts';
import type { DetailsActions } from './large/details.tsx';
import { createFulls } from './large/fulls.ts';
import { Large } from './large/large.tsx';
import { grouped } from './narrowing.tsx';
import { createReview } from './review/review.ts';
import { ReviewView } from './review/review.tsx';
import { showCard } from './show.ts';
import { tabStop } from './tab-stop.ts';
import { createTypeAhead } from './type-ahead.ts';
import { createUploads } from './uploads.ts';
import { createView } from './view.ts';
import { wantedOf } from './wanted.ts';
import '../theme.css';
import './gallery.css';
import './hover/hover.css';
import './large/large.css';
import './review/review.css';

/** Milliseconds: scrolling changes what is kept with every row. */
const keepAfter = 200;

const { bridge, keep } = openPage();
const { restored, save } = persisted(keep, keptVersion, keptSchema, nothingKept);
// Days are those of where one is now.
const view = createView(bridge, { ...restored, narrow: { ...restored.narrow, ...grouped(restored.narrow.group) } });
const { feed } = view;
const thumbs = createThumbs({
  bridge, make: createMake(),
  address: bytes => URL.createObjectURL(new Blob([bytes], { type: 'image/webp' })),
  release: url => URL.revokeObjectURL(url),
});
const notices = createNotices();
const uploads = createUploads({ bridge, provider: view.uploads, wanted: () => wantedOf(view).assets });
const announcer = createAnnouncer();

const actions: CardActions & DetailsActions = {
  open: asset => notices.watch(bridge.request('asset.open', { id: asset.id })),
  // The host may have to ask the person first.
  retry: generation => notices.watch(bridge.request('generation.retry', { id: generation.id }, asLongAsItTakes)),
  cancel: generation => notices.watch(bridge.request('generation.cancel', { id: generation.id }, asLongAsItTakes)),
  reveal: generation => notices.watch(bridge.request('generation.reveal', { id: generation.id })),
  outside: asset => notices.watch(bridge.request('asset.outside', { id: asset.id })),
  act: (asset, act) => notices.watch(bridge.request('asset.act', { id: asset.id, act }, asLongAsItTakes)),
  actOnAll: act => notices.watch(bridge.request('gallery.act', { act, uploads: view.uploads.peek() }, asLongAsItTakes)),
  uploadOf: uploads.of,
  upload: (asset, act) => {
    const provider = view.uploads.peek();
    if (provider !== null) notices.watch(bridge.request('asset.upload', { id: asset.id, provider, act }, asLongAsItTakes));
  },
  judge: (asset, verdict) => notices.watch(bridge.request('asset.judge', { ids: [asset.id], verdict })),
  useAsInput: asset => notices.watch(bridge.request('asset.useAsInput', { id: asset.id }, asLongAsItTakes)),
  again: (generation, how) => {
    const asked = bridge.request('generation.again', { id: generation.id, how }, asLongAsItTakes);
    notices.watch(asked);
    return asked.then(answer => answer.generation);
  },
  copy: text => notices.watch(navigator.clipboard.writeText(text)),
  goToAsset: id => notices.watch(showCard(bridge, view, { asset: id })),
  goToGeneration: id => notices.watch(showCard(bridge, view, { generation: id })),
};

/** The one way through the latest results while they are judged. */
const review = computed(() => {
  const since = view.review.value;
  return since === null ? null : createReview(bridge, since, async (id, verdict) => {
    const written = bridge.request('asset.judge', { ids: [id], verdict });
    notices.watch(written);
    await written;
  });
});

/** What is looked at alone. */
const looked = computed(() => {
  const judged = review.value;
  if (judged !== null) return judged.items.value?.[judged.index.value] ?? null;
  const shown = feed.shown.value;
  return view.large.value && shown !== null ? cardAt(shown, view.active.value.index) ?? null : null;
});
const about = createAbout(bridge, looked);
const fulls = createFulls({
  fetch: async (url, signal) => (await whole(url, signal)).blob(),
  address: blob => URL.createObjectURL(blob), release: url => URL.revokeObjectURL(url),
});

const typing = createTypeAhead((name, stays) => {
  const { index } = view.active.peek();
  const held = feed.shown.peek()?.held ?? 0;
  const { filter, narrow } = feed.query.peek();
  void bridge.request('gallery.seek', { filter, narrow, name, from: index + held + (stays ? 0 : 1) }).then(({ offset }) => {
    if (offset !== null && offset >= held) view.goTo(activeAt(feed.shown.peek(), offset - held));
  }, () => undefined);
});

document.addEventListener('keydown', event => {
  if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  if (view.large.peek()) return;
  event.preventDefault();
  document.querySelector<HTMLInputElement>('[data-search]')?.select();
});
letCardsBeDragged();
document.addEventListener('keydown', event => {
  if (event.key.toLowerCase() !== 'c' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  // Text that is selected is copied as ever.
  if (document.getSelection()?.isCollapsed === false || event.target instanceof HTMLInputElement) return;
  const asset = focusedAsset();
  if (asset === null) return;
  event.preventDefault();
  copyToClipboard(asset);
});
keepFocus(() => document.querySelector<HTMLElement>('[data-stage]') ?? tabStop());
void start();

async function start(): Promise<void> {
  const begun = greet(bridge).then(() => {
    draw();
    return feed.refresh();
  });
  bridge.on('changed', () => void review.peek()?.refresh());
  bridge.on('review', () => void begun.then(() => { view.review.value ??= Date.now(); }));
  bridge.on('judge', ({ verdict }) => {
    const shown = feed.shown.peek();
    const judged = review.peek();
    if (judged !== null) return verdict === 'favourite' ? judged.decide(verdict) : undefined;
    const asset = shown === null ? undefined : cardAt(shown, view.active.peek().index)?.asset;
    if (asset) actions.judge(asset, asset.verdict === verdict ? null : verdict);
  });
  bridge.on('show', ({ generation }) => notices.watch(begun.then(() => showCard(bridge, view, { generation }))));
  bridge.on('copyImage', ({ asset }) => {
    const wanted = asset ?? focusedAsset();
    if (wanted !== null) copyToClipboard(wanted);
  });
  await begun;
  keepState();
  tellSelection();
  announceCounts();
}

/** The file of the card that the focus is on, or was on last. */
function focusedAsset(): string | null {
  const alone = looked.peek();
  if (alone !== null) return alone.asset?.id ?? null;
  const card = document.activeElement?.closest('[role=gridcell]') ?? document.querySelector('[role=gridcell][tabindex="0"]');
  return assetOf(card?.getAttribute('data-vscode-context') ?? null);
}

function copyToClipboard(asset: string): void {
  notices.watch(copyImage(bridge, asset).then(() => announcer.say(l10n.t('Picture copied'))));
}

function draw(): void {
  effect(() => {
    const { assets, seen } = wantedOf(view);
    const kin = [about.details.value].flatMap(details => details === null ? [] : [...details.inputs, ...details.siblings, ...details.children].flatMap(file => file.asset ?? []));
    const judged = review.value?.items.value?.flatMap(item => item.asset ?? []) ?? [];
    // The cards look at what this changes.
    untracked(() => thumbs.want([...judged, ...assets, ...kin], judged.length + seen));
  });
  const root = document.getElementById('root') ?? document.body;
  render(
    <>
      <Gallery
        view={view} thumbs={thumbs} actions={actions} typing={typing} say={announcer.say} onGenerate={() => notices.watch(bridge.request('studio.open', {}))}
        onSelectAll={() => notices.watch(view.selection.all())}
        choices={folder => bridge.request('gallery.choices', { folder })}
        onShowIgnored={show => {
          const asked = bridge.request('gallery.showIgnored', { show });
          notices.watch(asked);
          return asked.catch(() => undefined);
        }}
      />
      <LargeView />
      <notices.Strip />
      <announcer.Region />
    </>,
    root,
  );
  effect(() => {
    const state = feed.shown.value !== null ? 'ready' : feed.error.value !== null ? 'error' : 'loading';
    // Two frames: the cards are in the document after the first, and their pictures asked for with the second.
    requestAnimationFrame(() => requestAnimationFrame(() => setPageState(state)));
  });
  // Before the first snapshot the page itself says what is wrong.
  effect(() => {
    const sentence = feed.error.value;
    if (sentence === null || feed.shown.value === null) return undefined;
    notices.show(sentence);
    return () => notices.withdraw(sentence);
  });
}

/** There while somebody looks at one card alone. */
function LargeView(): JSX.Element | null {
  const judged = review.value;
  const isOpen = judged !== null || view.large.value && feed.shown.value !== null;
  useEffect(() => { if (!isOpen) fulls.clear(); }, [isOpen]);
  useEffect(() => { void judged?.refresh(); }, [judged]);
  if (judged !== null) return <ReviewView review={judged} about={about} details={view.details} thumbs={thumbs} fulls={fulls} actions={actions} say={announcer.say} onLeave={leaveReview} />;
  return isOpen ? <Large view={view} item={looked} about={about} thumbs={thumbs} fulls={fulls} actions={actions} say={announcer.say} /> : null;
}

function leaveReview(): void {
  view.review.value = null;
  if (!view.large.peek()) view.goTo(view.active.peek());
}

/** What a command on a chosen card means. */
function tellSelection(): void {
  effect(() => {
    const chosen = [...view.selection.cards.value.values()];
    const assets = chosen.flatMap(({ asset }) => asset ?? []);
    const generations = chosen.flatMap(({ generation }) => generation ?? []);
    void bridge.request('gallery.selected', { assets, generations }).catch(() => undefined);
    if (chosen.length > 0) announcer.say(l10n.t('{0} selected', count(chosen.length, locale.peek())));
  });
}

function keepState(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let kept = view.kept.peek();
  effect(() => {
    const state = view.kept.value;
    clearTimeout(timer);
    // The page may be gone in the next moment: only where one is in the list can wait.
    if (equal({ ...state, anchor: null }, { ...kept, anchor: null })) timer = setTimeout(() => save(state), keepAfter);
    else save(state);
    kept = state;
  });
}

function announceCounts(): void {
  let last: Counts | null = feed.counts.peek();
  effect(() => {
    const counts = feed.counts.value;
    if (counts === null || equal(counts, last)) return;
    last = counts;
    const [active, failed, completed] = [counts.active, counts.failed, counts.completed].map(n => count(n, locale.peek()));
    announcer.say(l10n.t('{0} active, {1} failed, {2} completed', active ?? '', failed ?? '', completed ?? ''));
  });
}
