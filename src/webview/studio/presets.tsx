import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { PresetView } from '../../shared/protocol.ts';
import { Icon } from '../components/icons.tsx';

export interface PresetsProps {
  readonly presets: readonly PresetView[];
  readonly onApply: (preset: PresetView) => void;
  readonly onSave: () => void;
  readonly onDelete: () => void;
}

/** The forms that were kept under a name, as a menu. */
export function Presets({ presets, onApply, onSave, onDelete }: PresetsProps): JSX.Element {
  return (
    <div class="head">
      <button type="button" class="presets" popovertarget="presets" aria-haspopup="menu">
        <Icon name="list-unordered" />
        {l10n.t('Presets')}
      </button>
      <div
        id="presets" class="popup menu" popover="auto" role="menu" aria-label={l10n.t('Presets')} onKeyDown={byKey}
        onToggle={event => { if (event.newState === 'open') items(event.currentTarget)[0]?.focus(); }}
      >
        {presets.map(preset => <Item key={preset.id} onChoose={() => onApply(preset)}>{preset.name}</Item>)}
        {presets.length > 0 && <div role="separator" />}
        <Item onChoose={onSave}>{l10n.t('Save as Preset…')}</Item>
        {presets.length > 0 && <Item onChoose={onDelete}>{l10n.t('Delete Preset…')}</Item>}
      </div>
    </div>
  );
}

function Item({ onChoose, children }: { readonly onChoose: () => void; readonly children: string }): JSX.Element {
  return (
    <button
      type="button" role="menuitem" tabIndex={-1} class="cut" title={children}
      // One is marked, by the pointer or by the keys.
      onPointerMove={event => event.currentTarget.focus()}
      onClick={event => {
        // The button that opened it takes the focus back.
        event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover();
        onChoose();
      }}
    >
      {children}
    </button>
  );
}

function items(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
}

function byKey(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const all = items(event.currentTarget);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const ways: Readonly<Record<string, number>> = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length, Home: 0, End: all.length - 1 };
  const to = ways[event.key];
  if (event.key === 'Tab') event.currentTarget.hidePopover();
  if (to === undefined) return;
  event.preventDefault();
  all[to]?.focus();
}
