import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { Filter } from '../../shared/model.ts';
import { type Narrow, hides, unhidden } from '../../shared/narrow.ts';
import { count } from '../../shared/text.ts';
import { Blank } from '../components/blank.tsx';
import { Button } from '../components/button.tsx';
import type { CardActions } from '../components/card.tsx';
import { locale } from '../page.ts';
import type { Thumbs } from '../thumbs/thumbs.ts';
import { cardCount } from './feed.ts';
import { Grid } from './grid.tsx';
import { createHover } from './hover/hover.ts';
import { Popup } from './hover/popup.tsx';
import { tileSize } from './layout.ts';
import { type Choice, type Choices, Chips } from './narrowing.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { Toolbar } from './toolbar.tsx';
import type { TypeAhead } from './type-ahead.ts';
import { UploadsChip } from './uploads-choice.tsx';
import type { GalleryView } from './view.ts';

export interface GalleryProps {
  readonly view: GalleryView;
  readonly thumbs: Thumbs;
  readonly actions: CardActions;
  readonly onGenerate: () => void;
  readonly onSelectAll: () => void;
  readonly typing: TypeAhead;
  readonly say: (sentence: string) => void;
  /** Asks for the providers and the folders that there is anything of. @param folder is told of in any case */
  readonly choices: (folder: string | null) => Promise<Choices>;
  readonly onShowIgnored: (show: boolean) => Promise<unknown>;
}

export function Gallery({ view, thumbs, actions, onGenerate, onSelectAll, typing, say, choices, onShowIgnored }: GalleryProps): JSX.Element {
  const { feed } = view;
  const { filter, narrow } = feed.query.value;
  const known = useSignal<Choices>({ providers: [], folders: null, showsIgnored: null, uploaders: [] });
  const learn = (): void => { choices(feed.query.peek().narrow.folder).then(all => { known.value = all; }, () => undefined); };
  const nothing = feed.shown.value?.pages.total === 0;
  // One that was kept over a reload is called by its name, and a folder may be gone.
  useEffect(() => { if (narrow.provider !== null || narrow.folder !== null || view.uploads.value !== null) learn(); }, [nothing]);
  const onNarrow = (change: Partial<Narrow>): void => { void feed.choose({ narrow: { ...feed.query.peek().narrow, ...change } }); };
  const [hover] = useState(() => createHover());
  const shown = feed.shown.value;
  const empty = shown !== null && shown.filter === 'all' && !hides(shown.narrow) && shown.pages.total === 0 && !shown.indexing;
  const resize = (step: number): void => {
    const tile = (view.tile.peek() ?? tileSize.usual) + step * tileSize.step;
    view.tile.value = Math.min(tileSize.max, Math.max(tileSize.min, tile));
  };
  return (
    <main class="gallery" inert={view.large.value || view.review.value !== null}>
      <h1 class="unseen">{l10n.t('Gallery')}</h1>
      <Toolbar
        filter={filter} counts={feed.counts.value} tile={view.tile} badges={view.badges} generates={!empty}
        onFilter={chosen => void feed.choose({ filter: chosen })} onGenerate={onGenerate}
        narrow={narrow} onNarrow={onNarrow} choices={known.value} onOpen={learn} uploads={view.uploads}
        onShowIgnored={show => { known.value = { ...known.peek(), showsIgnored: show }; void onShowIgnored(show).finally(learn); }}
      />
      <Chips narrow={narrow} onNarrow={onNarrow} choices={known.value} />
      <Header view={view} uploaders={known.value.uploaders} />
      <Grid view={view} thumbs={thumbs} actions={actions} onResize={resize} onSelectAll={onSelectAll} typing={typing} hover={hover} say={say}>
        <Nothing view={view} empty={empty} folders={known.value.folders} onGenerate={onGenerate} />
      </Grid>
      <Popup view={view} hover={hover} />
      <SelectionBar selection={view.selection} onAct={actions.actOnAll} uploads={view.uploads.value !== null} />
    </main>
  );
}

/** One line above the grid that is always there, so that what it says pushes nothing away. */
function Header({ view, uploaders }: { readonly view: GalleryView; readonly uploaders: readonly Choice[] }): JSX.Element {
  const shown = view.feed.shown.value;
  const counts = view.feed.counts.value;
  if (shown === null) return <div class="header" />;
  const total = count(shown.pages.total, locale.value);
  return (
    <div class="header">
      {shown.pages.total > 0 && (
        <span>{(shown.filter === 'all' && !hides(shown.narrow)) || counts === null ? (shown.pages.total === 1 ? l10n.t('1 item') : l10n.t('{0} items', total)) : l10n.t('{0} of {1} items', total, count(counts.all, locale.value))}</span>
      )}
      {shown.held > 0 && <Button small look="pill" icon="arrow-up" onClick={view.toTop}>{l10n.t('{0} new', count(shown.held, locale.value))}</Button>}
      <span class="rest" />
      <UploadsChip uploads={view.uploads} uploaders={uploaders} />
      {shown.indexing && <span>{l10n.t('looking through the project')}</span>}
    </div>
  );
}

const emptyTitle: Readonly<Record<Exclude<Filter, 'all'>, () => string>> = {
  active: () => l10n.t('No active generations'),
  failed: () => l10n.t('No failed generations'),
  completed: () => l10n.t('No completed generations'),
};

/** What stands where cards would be, when there are none. */
function Nothing({ view, empty, folders, onGenerate }: { readonly view: GalleryView; readonly empty: boolean; readonly folders: Choices['folders']; readonly onGenerate: () => void }): JSX.Element | null {
  const { feed } = view;
  const shown = feed.shown.value;
  if (shown === null) {
    if (feed.error.value === null) return <p class="loading">{l10n.t('Loading')}</p>;
    return (
      <Blank icon="error" title={l10n.t('The gallery could not be loaded')} why={feed.error.value}>
        <Button main onClick={() => void feed.refresh()}>{l10n.t('Try Again')}</Button>
      </Blank>
    );
  }
  if (empty) {
    return (
      <Blank icon="file-media" title={l10n.t('No media in this project yet')} why={l10n.t('Pictures, video and audio of this project appear here, and every generation from the moment you start it.')}>
        <Button main onClick={onGenerate}>{l10n.t('Generate')}</Button>
      </Blank>
    );
  }
  if (cardCount(shown) > 0 || shown.held > 0) return null;
  if (hides(shown.narrow)) {
    const { folder } = shown.narrow;
    const gone = folder !== null && folders !== null && !folders.some(({ id }) => id === folder);
    const why = l10n.t('The filters hide all {0} items.', count(feed.counts.value?.all ?? 0, locale.value));
    return (
      <Blank icon="filter" title={l10n.t('Nothing matches')} why={gone ? l10n.t('The chosen folder is no longer there. {0}', why) : why}>
        <Button onClick={() => void feed.choose({ filter: 'all', narrow: unhidden(shown.narrow) })}>{l10n.t('Show All')}</Button>
      </Blank>
    );
  }
  if (shown.filter === 'all') return <Blank icon="file-media" title={l10n.t('Nothing found so far')} why={l10n.t('Darkroom looks through the project for pictures, video and audio.')} />;
  return (
    <Blank icon="filter" title={emptyTitle[shown.filter]()} why={l10n.t('The filter hides all {0} items.', count(feed.counts.value?.all ?? 0, locale.value))}>
      <Button onClick={() => void feed.choose({ filter: 'all' })}>{l10n.t('Show All')}</Button>
    </Blank>
  );
}
