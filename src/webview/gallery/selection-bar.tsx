import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { SelectionAct } from '../../shared/protocol.ts';
import { count } from '../../shared/text.ts';
import { Button, IconButton } from '../components/button.tsx';
import type { IconName } from '../components/icons.tsx';
import { locale } from '../page.ts';
import { type Selection, mostSelected } from './selection.ts';

const acts: readonly { readonly act: SelectionAct; readonly icon: IconName; readonly label: () => string }[] = [
  { act: 'favorite', icon: 'star-empty', label: () => l10n.t('Favorite') },
  { act: 'discard', icon: 'archive', label: () => l10n.t('Discard') },
  { act: 'insertPath', icon: 'insert', label: () => l10n.t('Insert') },
  { act: 'copyToFolder', icon: 'copy', label: () => l10n.t('Copy to Folder…') },
  { act: 'moveToFolder', icon: 'move', label: () => l10n.t('Move to Folder…') },
  { act: 'trash', icon: 'trash', label: () => l10n.t('Move to Trash') },
];

/** What can be done with the chosen cards; nothing while there are none. */
export function SelectionBar({ selection, onAct, uploads }: { readonly selection: Selection; readonly onAct: (act: SelectionAct) => void; readonly uploads: boolean }): JSX.Element | null {
  const chosen = [...selection.cards.value.values()];
  if (chosen.length === 0) return null;
  const files = chosen.some(({ asset }) => asset !== null);
  return (
    <div class="selection" role="toolbar" aria-label={l10n.t('Selection')}>
      <strong class="number">{chosen.length === mostSelected ? l10n.t('{0} selected, no more at once', count(chosen.length, locale.value)) : l10n.t('{0} selected', count(chosen.length, locale.value))}</strong>
      <span class="rest" />
      {files && acts.map(({ act, icon, label }) => <Button key={act} small icon={icon} onClick={() => onAct(act)}><span class="act-words">{label()}</span></Button>)}
      {files && uploads && <Button small icon="cloud-upload" onClick={() => onAct('uploadCard')}><span class="act-words">{l10n.t('Upload')}</span></Button>}
      {files && uploads && <Button small icon="stop-circle" onClick={() => onAct('cancelUpload')}><span class="act-words">{l10n.t('Cancel Upload')}</span></Button>}
      {chosen.some(({ generation, asset }) => generation !== null && asset === null) && <Button small icon="refresh" onClick={() => onAct('retry')}><span class="act-words">{l10n.t('Retry')}</span></Button>}
      <IconButton icon="close" label={l10n.t('Clear Selection (Esc)')} onClick={selection.clear} />
    </div>
  );
}
