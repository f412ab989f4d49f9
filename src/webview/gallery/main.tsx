/** The gallery's page: puts its parts together. */
import * as l10n from '@vscode/l10n';
import { effect, untracked } from '@preact/signals';
import { render } from 'preact';
import type { Counts } from '../../shared/model.ts';
import { count } from '../../shared/text.ts';
import { asLongAsItTakes } from '../bridge.ts';
import { createAnnouncer } from '../components/announcer.tsx';
import type { CardActions } from '../components/card.tsx';
import { createNotices } from '../components/notice.tsx';
import { equal } from '../equal.ts';
import { greet, keepFocus, locale, openPage, setPageState } from '../page.ts';
import { persisted } from '../persisted.ts';
import { createMake } from '../thumbs/make.ts';
import { createThumbs } from '../thumbs/thumbs.ts';
import { copyImage } from './copy-image.ts';
import { draggedOf, letCardsBeDragged } from './drag.ts';
import { Gallery } from './gallery.tsx';
import { keptSchema, keptVersion, nothingKept } from './kept.ts';
import { showGeneration } from './show.ts';
import { createView } from './view.ts';
import { wantedOf } from './wanted.ts';
import '../theme.css';
import './gallery.css';

/** Milliseconds: scrolling changes what is kept with every row. */
const keepAfter = 200;

const { bridge, keep } = openPage();
const { restored, save } = persisted(keep, keptVersion, keptSchema, nothingKept);
const view = createView(bridge, restored);
const { feed } = view;
const thumbs = createThumbs({
  bridge, make: createMake(),
  address: bytes => URL.createObjectURL(new Blob([bytes], { type: 'image/webp' })),
  release: url => URL.revokeObjectURL(url),
});
const notices = createNotices();
const announcer = createAnnouncer();

const actions: CardActions = {
  open: asset => notices.watch(bridge.request('asset.open', { id: asset.id })),
  // The host may have to ask the person first.
  retry: generation => notices.watch(bridge.request('generation.retry', { id: generation.id }, asLongAsItTakes)),
  cancel: generation => notices.watch(bridge.request('generation.cancel', { id: generation.id }, asLongAsItTakes)),
  reveal: generation => notices.watch(bridge.request('generation.reveal', { id: generation.id })),
};

document.addEventListener('keydown', event => {
  if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
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
keepFocus(() => document.querySelector<HTMLElement>('[role=gridcell][tabindex="0"]'));
void start();

async function start(): Promise<void> {
  const begun = greet(bridge).then(() => {
    draw();
    return feed.refresh();
  });
  bridge.on('show', ({ generation }) => notices.watch(begun.then(() => showGeneration(bridge, view, generation))));
  bridge.on('copyImage', ({ asset }) => {
    const wanted = asset ?? focusedAsset();
    if (wanted !== null) copyToClipboard(wanted);
  });
  await begun;
  keepState();
  announceCounts();
}

/** The file of the card that the focus is on, or was on last. */
function focusedAsset(): string | null {
  const card = document.activeElement?.closest('[role=gridcell]') ?? document.querySelector('[role=gridcell][tabindex="0"]');
  return draggedOf(card?.getAttribute('data-vscode-context') ?? null)?.asset ?? null;
}

function copyToClipboard(asset: string): void {
  notices.watch(copyImage(bridge, asset).then(() => announcer.say(l10n.t('Picture copied'))));
}

function draw(): void {
  effect(() => {
    const { assets, seen } = wantedOf(view);
    // The cards look at what this changes.
    untracked(() => thumbs.want(assets, seen));
  });
  const root = document.getElementById('root') ?? document.body;
  render(
    <>
      <Gallery view={view} thumbs={thumbs} actions={actions} onGenerate={() => notices.watch(bridge.request('studio.open', {}))} choices={async () => (await bridge.request('gallery.choices', {})).providers} />
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

function keepState(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const state = view.kept.value;
    clearTimeout(timer);
    timer = setTimeout(() => save(state), keepAfter);
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
