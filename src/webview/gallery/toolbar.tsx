import * as l10n from '@vscode/l10n';
import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { type Counts, type Filter, filters } from '../../shared/model.ts';
import { count } from '../../shared/text.ts';
import { Button, IconButton } from '../components/button.tsx';
import { Icon } from '../components/icons.tsx';
import { Segmented } from '../components/segmented.tsx';
import { locale } from '../page.ts';
import { tileSize } from './layout.ts';
import { FilterMenu, type FilterMenuProps, Search } from './narrowing.tsx';

export interface ToolbarProps extends FilterMenuProps {
  readonly filter: Filter;
  readonly counts: Counts | null;
  readonly tile: Signal<number | null>;
  readonly badges: Signal<boolean>;
  /** Left out where the page itself leads to it. */
  readonly generates: boolean;
  readonly onFilter: (filter: Filter) => void;
  readonly onGenerate: () => void;
}

const filterLabel: Readonly<Record<Filter, () => string>> = {
  all: () => l10n.t('All'), active: () => l10n.t('Active'), failed: () => l10n.t('Failed'), completed: () => l10n.t('Completed'),
};

/** Where there is little room the tile size, then Generate, move under "More actions"; the style sheet says when. */
export function Toolbar({ filter, counts, tile, badges, generates, onFilter, onGenerate, narrow, onNarrow, choices, onShowIgnored, onOpen, uploads }: ToolbarProps): JSX.Element {
  const segments = filters.map(value => ({
    value, label: filterLabel[value](), count: counts === null ? '' : count(counts[value], locale.value), minor: value === 'all' || value === 'completed',
  }));
  const generate = generates && <Button main icon="add" look="generate" onClick={onGenerate}>{l10n.t('Generate')}</Button>;
  return (
    <div class="toolbar" role="toolbar" aria-label={l10n.t('Gallery')}>
      <Segmented label={l10n.t('Status')} segments={segments} value={filter} onChoose={onFilter} />
      <Search narrow={narrow} onNarrow={onNarrow} />
      <FilterMenu narrow={narrow} onNarrow={onNarrow} choices={choices} onShowIgnored={onShowIgnored} onOpen={onOpen} uploads={uploads} />
      <span class="rest" />
      <TileSlider tile={tile} />
      <IconButton icon="badge" label={l10n.t('Status badges')} pressed={badges.value} onClick={() => { badges.value = !badges.value; }} />
      <button type="button" class="icon-button more" popovertarget="more" title={l10n.t('More actions')} aria-label={l10n.t('More actions')}>
        <Icon name="ellipsis" />
      </button>
      {generate}
      <div id="more" class="popup" popover="auto" role="group" aria-label={l10n.t('More actions')}>
        <div class="popup-row"><span>{l10n.t('Tile size')}</span><TileSlider tile={tile} /></div>
        {generate}
      </div>
    </div>
  );
}

function TileSlider({ tile }: { readonly tile: Signal<number | null> }): JSX.Element {
  const value = tile.value ?? tileSize.usual;
  return (
    <input
      class="slider" type="range" aria-label={l10n.t('Tile size')} title={l10n.t('Tile size')} aria-valuetext={l10n.t('{0} pixels', value)}
      min={tileSize.min} max={tileSize.max} step={tileSize.step} value={value} onInput={event => { tile.value = event.currentTarget.valueAsNumber; }}
    />
  );
}
