import * as l10n from '@vscode/l10n';
import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { Icon } from '../components/icons.tsx';
import type { Choice } from './narrowing.tsx';

export interface UploadsChoiceProps {
  readonly uploads: Signal<string | null>;
  /** The providers that take files. */
  readonly uploaders: readonly Choice[];
}

/** Whether badges tell of generations, or of the files' uploads to one provider; nothing where none takes any. */
export function UploadsChoice({ uploads, uploaders }: UploadsChoiceProps): JSX.Element | null {
  const { value } = uploads;
  // One that is no longer set up can still be left.
  const choices = value === null || uploaders.some(({ id }) => id === value) ? uploaders : [...uploaders, { id: value, label: value }];
  if (choices.length === 0) return null;
  return (
    <fieldset>
      <legend>{l10n.t('Badges')}</legend>
      <label class="wide">
        {l10n.t('Uploads for')}
        <select value={value ?? ''} onChange={event => { uploads.value = event.currentTarget.value === '' ? null : event.currentTarget.value; }}>
          <option value="">{l10n.t('None')}</option>
          {choices.map(({ id, label }) => <option key={id} value={id}>{label}</option>)}
        </select>
      </label>
    </fieldset>
  );
}

/** Says that the badges tell of uploads, and leads back; nothing while they tell of generations. */
export function UploadsChip({ uploads, uploaders }: UploadsChoiceProps): JSX.Element | null {
  const { value } = uploads;
  if (value === null) return null;
  const label = uploaders.find(({ id }) => id === value)?.label ?? value;
  return (
    <button
      type="button" class="chip" title={l10n.t('Show no uploads')} aria-label={l10n.t('Uploads for {0}. Show no uploads', label)}
      onClick={() => {
        document.querySelector<HTMLElement>('[data-search]')?.focus();
        uploads.value = null;
      }}
    >
      <span>{l10n.t('Uploads for')}</span> <span class="value">{label}</span><Icon name="close" />
    </button>
  );
}
