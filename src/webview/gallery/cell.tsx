import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { GalleryItem } from '../../shared/protocol.ts';
import { canCancel, canFetchAgain, canRetry, isHeld, isUnconfirmed } from '../../shared/status.ts';
import { canCancelUpload, canRetryUpload } from '../../shared/uploads.ts';
import { menuToken } from '../page.ts';
import { Icon } from '../components/icons.tsx';
import { Card, type CardActions, type ShownUpload } from '../components/card.tsx';
import type { Thumbs } from '../thumbs/thumbs.ts';

export interface CellProps {
  readonly id: string;
  readonly item: GalleryItem | undefined;
  readonly index: number;
  readonly column: number;
  readonly left: number;
  readonly top: number;
  readonly active: boolean;
  /** The focus is on this card or inside it. */
  readonly focused: boolean;
  readonly turns: boolean;
  readonly badges: boolean;
  readonly selected: boolean;
  /** Whether any card is chosen: then each shows its box. */
  readonly choosing: boolean;
  readonly onToggle: (index: number) => void;
  readonly thumbs: Thumbs;
  readonly actions: CardActions;
  /** The provider whose uploads are shown. */
  readonly uploads: string | null;
}

/** A place in the grid with its card, or with an empty well while the card's page is on its way. */
export function Cell({ id, item, index, column, left, top, active, focused, turns, badges, selected, choosing, onToggle, thumbs, actions, uploads }: CellProps): JSX.Element {
  // Scrolling draws the grid anew with every row, and most of its cards as they were.
  const card = useMemo(
    () => item && <Card item={item} thumbs={thumbs} actions={actions} badges={badges} turns={turns} tabIndex={focused ? 0 : -1} />,
    [item, thumbs, actions, badges, turns, focused],
  );
  const common = {
    id, role: 'gridcell', 'aria-colindex': column + 1, tabIndex: active ? 0 : -1, 'data-index': index, 'aria-selected': selected,
    style: { left: `${left}px`, top: `${top}px` },
  } as const;
  if (item === undefined) {
    return <div {...common} class="card" aria-busy="true"><span class="unseen">{l10n.t('Loading')}</span><div class="picture" /></div>;
  }
  return (
    <div {...common} class={`card ${selected ? 'selected' : ''} ${choosing ? 'choosing' : ''}`} draggable={item.asset !== null} data-key={item.key} data-vscode-context={menuContext(item, selected, uploads, item.asset === null ? undefined : actions.uploadOf(item.asset))}>
      {card}
      <button type="button" class="check" tabIndex={-1} aria-hidden="true" onClick={() => onToggle(index)}>{selected && <Icon name="check" />}</button>
    </div>
  );
}

/** What the native context menu's `when` clauses and commands get; VS Code reads it from the attribute. */
/**
 * @param selected one of several that are chosen: a command means all of them
 * @param uploads the provider whose uploads are shown
 */
export function menuContext({ generation, asset }: GalleryItem, selected = false, uploads: string | null = null, uploaded?: ShownUpload): string {
  return JSON.stringify({
    webviewSection: 'card',
    generation: generation?.id,
    asset: asset?.id,
    canRetry: generation !== null && canRetry(generation.facts),
    canFetch: generation !== null && canFetchAgain(generation.facts),
    isUnconfirmed: generation !== null && isUnconfirmed(generation.facts),
    isHeld: generation !== null && isHeld(generation.facts),
    canCancel: generation !== null && canCancel(generation.facts),
    hasAsset: asset !== null,
    isImage: asset?.kind === 'image',
    hasGeneration: generation !== null,
    ...selected ? { selected } : {},
    ...uploads === null || asset === null ? {} : {
      uploads, canUpload: selected || uploaded?.view == null, canRetryUpload: canRetryUpload(uploaded?.view ?? null), canCancelUpload: selected || canCancelUpload(uploaded?.view ?? null),
    },
    menu: menuToken.peek(),
    preventDefaultContextMenuItems: true,
  });
}
