/** What narrows and orders the gallery's list: the search, the menu with the choices, and a chip for each that holds. */
import * as l10n from '@vscode/l10n';
import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { MediaKind } from '../../shared/model.ts';
import { type Grouping, type Narrow, type Sort, type VerdictFilter, groupings, isPlain, mediaKinds, sorts, unhidden, verdictFilters } from '../../shared/narrow.ts';
import { count } from '../../shared/text.ts';
import { Icon } from '../components/icons.tsx';
import { locale } from '../page.ts';
import { tabStop } from './tab-stop.ts';
import { createTyping } from './typing.ts';
import { UploadsChoice } from './uploads-choice.tsx';

export interface Choice {
  readonly id: string;
  readonly label: string;
}

/** What there is to choose from, as far as it is known. */
export interface Choices {
  readonly providers: readonly Choice[];
  /** The one that was chosen is among them, unless it is gone. */
  readonly folders: readonly (Choice & { readonly count: number })[] | null;
  /** Whether the host lists ignored files; `null` until it is known. */
  readonly showsIgnored: boolean | null;
  /** Providers that take files by themselves. */
  readonly uploaders: readonly Choice[];
}

export interface NarrowingProps {
  readonly narrow: Narrow;
  readonly onNarrow: (change: Partial<Narrow>) => void;
}

/** Milliseconds after the last letter. */
const typedAfter = 150;

const kindLabel: Readonly<Record<MediaKind, () => string>> = {
  image: () => l10n.t('Pictures'), video: () => l10n.t('Videos'), audio: () => l10n.t('Sounds'),
};
const sortLabel: Readonly<Record<Sort, () => string>> = {
  time: () => l10n.t('Newest first'), name: () => l10n.t('By name'), kind: () => l10n.t('By kind'),
};

const groupingLabel: Readonly<Record<Grouping, () => string>> = {
  none: () => l10n.t('Not grouped'), folder: () => l10n.t('By folder'), day: () => l10n.t('By day'),
};

/** Days are those of the person, wherever the host runs. */
export function grouped(group: Grouping): Pick<Narrow, 'group' | 'zone'> {
  return { group, zone: group === 'day' ? Intl.DateTimeFormat().resolvedOptions().timeZone : '' };
}

const verdictLabel: Readonly<Record<VerdictFilter, () => string>> = {
  favourite: () => l10n.t('Favorites'), discarded: () => l10n.t('Discarded'), undecided: () => l10n.t('Undecided'),
};

/** The field keeps what is typed while the list is still on its way. */
export function Search({ narrow, onNarrow }: NarrowingProps): JSX.Element {
  const [typing] = useState(() => createTyping(narrow.search, search => onNarrow({ search })));
  useEffect(() => typing.follow(narrow.search), [narrow.search]);
  return (
    <label class="search">
      <Icon name="search" />
      <input
        type="search" data-search value={typing.text.value} maxLength={1000} placeholder={l10n.t('Search')} aria-label={l10n.t('Search names, prompts, models and seeds')}
        onInput={event => typing.type(event.currentTarget.value, typedAfter)}
        onKeyDown={event => {
          if (event.key === 'Enter') typing.type(event.currentTarget.value, 0);
          if (event.key !== 'Escape') return;
          event.preventDefault();
          if (typing.text.peek() !== '') return typing.type('', 0);
          tabStop()?.focus();
        }}
      />
    </label>
  );
}

export interface FilterMenuProps extends NarrowingProps {
  readonly choices: Choices;
  readonly onShowIgnored: (show: boolean) => void;
  readonly onOpen: () => void;
  /** The provider whose uploads the badges tell. */
  readonly uploads: Signal<string | null>;
}

export function FilterMenu({ narrow, onNarrow, choices: { providers, folders, showsIgnored, uploaders }, onShowIgnored, onOpen, uploads }: FilterMenuProps): JSX.Element {
  const name = l10n.t('Filter and sort');
  const toggle = (kind: MediaKind): readonly MediaKind[] => mediaKinds.filter(each => narrow.kinds.includes(each) !== (each === kind));
  return (
    <>
      <button type="button" class={`icon-button filter ${isPlain({ ...narrow, search: '' }) ? '' : 'on'}`} popovertarget="filter" title={name} aria-label={name}>
        <Icon name="filter" />
      </button>
      <div
        id="filter" class="popup choices" popover="auto" role="group" aria-label={name}
        onBeforeToggle={event => { if (event.newState === 'open') onOpen(); }}
      >
        <fieldset>
          <legend>{l10n.t('Kind')}</legend>
          {mediaKinds.map(kind => (
            <label key={kind}><input type="checkbox" checked={narrow.kinds.includes(kind)} onChange={() => onNarrow({ kinds: toggle(kind) })} />{kindLabel[kind]()}</label>
          ))}
        </fieldset>
        <fieldset>
          <legend>{l10n.t('Origin')}</legend>
          <label><input type="checkbox" checked={narrow.made} onChange={event => onNarrow({ made: event.currentTarget.checked })} />{l10n.t('Generated only')}</label>
          {showsIgnored !== null && <label><input type="checkbox" checked={showsIgnored} onChange={event => onShowIgnored(event.currentTarget.checked)} />{l10n.t('Ignored files too')}</label>}
          <label class="wide">
            {l10n.t('Verdict')}
            <select value={narrow.verdict ?? ''} onChange={event => onNarrow({ verdict: verdictFilters.find(each => each === event.currentTarget.value) ?? null })}>
              <option value="">{l10n.t('All')}</option>
              {verdictFilters.map(verdict => <option key={verdict} value={verdict}>{verdictLabel[verdict]()}</option>)}
            </select>
          </label>
          {(folders !== null && folders.length > 1 || narrow.folder !== null) && (
            <label class="wide">
              {l10n.t('Folder')}
              <select value={narrow.folder ?? ''} onChange={event => onNarrow({ folder: event.currentTarget.value === '' ? null : event.currentTarget.value })}>
                <option value="">{l10n.t('All')}</option>
                {narrow.folder !== null && folders?.some(({ id }) => id === narrow.folder) !== true && <option value={narrow.folder}>{folderName(narrow.folder, folders)}</option>}
                {folders?.map(({ id, label, count: files }) => <option key={id} value={id}>{l10n.t('{0} ({1})', label, count(files, locale.value))}</option>)}
              </select>
            </label>
          )}
          {providers.length > 0 && (
            <label class="wide">
              {l10n.t('Provider')}
              <select value={narrow.provider ?? ''} onChange={event => onNarrow({ provider: event.currentTarget.value === '' ? null : event.currentTarget.value })}>
                <option value="">{l10n.t('All')}</option>
                {providers.map(({ id, label }) => <option key={id} value={id}>{label}</option>)}
              </select>
            </label>
          )}
        </fieldset>
        <UploadsChoice uploads={uploads} uploaders={uploaders} />
        <fieldset>
          <legend>{l10n.t('Order')}</legend>
          {sorts.map(sort => (
            <label key={sort}><input type="radio" name="sort" checked={narrow.sort === sort} onChange={() => onNarrow({ sort })} />{sortLabel[sort]()}</label>
          ))}
        </fieldset>
        <fieldset>
          <legend>{l10n.t('Group')}</legend>
          {groupings.map(group => (
            <label key={group}><input type="radio" name="group" checked={narrow.group === group} onChange={() => onNarrow(grouped(group))} />{groupingLabel[group]()}</label>
          ))}
        </fieldset>
      </div>
    </>
  );
}

/** One that is gone says so. */
function folderName(folder: string, folders: Choices['folders']): string {
  return folders === null ? '…' : folders.find(({ id }) => id === folder)?.label ?? l10n.t('no longer there');
}

interface Chip {
  readonly what: string;
  readonly value: string;
  readonly without: Partial<Narrow>;
}

/** Nothing where nothing is narrowed. */
export function Chips({ narrow, onNarrow, choices }: NarrowingProps & { readonly choices: Choices }): JSX.Element | null {
  const chips = chipsOf(narrow, choices);
  if (chips.length === 0) return null;
  return (
    <div class="chips" role="group" aria-label={l10n.t('Filters')}>
      {chips.map(({ what, value, without }) => (
        <button
          key={what} type="button" class="chip" title={l10n.t('Remove filter')} aria-label={l10n.t('Remove filter {0} {1}', what, value)}
          onClick={event => {
            // The next chip takes its place, or the one before; without any there is the field.
            const { nextElementSibling: next, previousElementSibling: before } = event.currentTarget;
            const heir = next?.matches('.chip') === true ? next : before ?? document.querySelector('[data-search]');
            onNarrow(without);
            (heir as HTMLElement | null)?.focus();
          }}
        >
          <span class="what">{what}</span> <span class="value">{value}</span><Icon name="close" />
        </button>
      ))}
      {chips.length > 1 && (
        <button
          type="button" class="link"
          onClick={() => {
            document.querySelector<HTMLElement>('[data-search]')?.focus();
            onNarrow(unhidden(narrow));
          }}
        >
          {l10n.t('Clear All')}
        </button>
      )}
    </div>
  );
}

function chipsOf({ search, kinds, provider, made, verdict, folder }: Narrow, { providers, folders }: Choices): Chip[] {
  return [
    ...search !== '' ? [{ what: l10n.t('Search'), value: `“${search}”`, without: { search: '' } }] : [],
    ...kinds.length > 0 ? [{ what: l10n.t('Kind'), value: kinds.map(kind => kindLabel[kind]()).join(', '), without: { kinds: [] } }] : [],
    ...folder !== null ? [{ what: l10n.t('Folder'), value: folderName(folder, folders), without: { folder: null } }] : [],
    ...provider !== null ? [{ what: l10n.t('Provider'), value: providers.find(({ id }) => id === provider)?.label ?? provider, without: { provider: null } }] : [],
    ...made ? [{ what: l10n.t('Origin'), value: l10n.t('generated'), without: { made: false } }] : [],
    ...verdict !== null ? [{ what: l10n.t('Verdict'), value: verdictLabel[verdict](), without: { verdict: null } }] : [],
  ];
}
