import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { GalleryItem } from '../../shared/protocol.ts';
import { canRetry, phaseTable, statusOf } from '../../shared/status.ts';
import type { CardActions } from '../components/card.tsx';
import type { Thumbs } from '../thumbs/thumbs.ts';
import { Cell } from './cell.tsx';
import { cardAt } from './feed.ts';
import { type Layout, type Window, rowOf } from './layout.ts';
import { moveOf } from './moves.ts';
import type { TypeAhead } from './type-ahead.ts';
import type { GalleryView } from './view.ts';

export interface GridProps {
  readonly view: GalleryView;
  readonly thumbs: Thumbs;
  readonly actions: CardActions;
  /** Steps of the tile size: 1 or -1. */
  readonly onResize: (step: number) => void;
  readonly onSelectAll: () => void;
  /** Letters lead to the next card whose name begins so. */
  readonly typing: TypeAhead;
  readonly children?: JSX.Element | false | null;
}

/** Icons that turn at once, at most; more would be a flicker. */
const turningAtOnce = 12;
/** Rows farther than this from those in view are drawn at this distance: only one that keeps the focus is. */
const farAway = 2000;

interface Place {
  readonly index: number;
  readonly id: string;
  readonly item: GalleryItem | undefined;
}

/**
 * The windowed grid: only the cards in view and a few rows around them are in the document. They all have one parent
 * and stand in the order of the list, so that a card that moves to another row stays the same element with its
 * picture and its focus; to assistive technology each row owns its cells.
 */
export function Grid({ view, thumbs, actions, onResize, onSelectAll, typing, children }: GridProps): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const layout = view.layout.value;
  const window = view.window.value;
  const active = view.active.value;
  const jump = view.jump.value;
  const calls = view.focusCalls.value;
  const inside = view.hasFocus.value;
  const hadFocus = scroller.current?.contains(document.activeElement) ?? false;

  useLayoutEffect(() => measure(scroller.current, view), [view]);
  useLayoutEffect(() => {
    if (jump !== null && scroller.current !== null) scroller.current.scrollTop = jump.to;
  }, [jump]);
  useLayoutEffect(() => {
    if (calls > 0) focusActive(scroller.current);
  }, [calls]);
  useLayoutEffect(() => {
    if (hadFocus && !scroller.current?.contains(document.activeElement)) focusActive(scroller.current);
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    const cell = cellOf(event.target);
    if (cell === null || event.altKey) return;
    const control = isMac ? event.metaKey : event.ctrlKey;
    const atCell = event.target === cell;
    const item = itemOf(view, cell);
    if (event.key === 'Escape' && !atCell) cell.focus({ preventScroll: true });
    else if (event.key === 'Escape' && view.selection.cards.peek().size > 0) view.selection.clear();
    else if (event.key === ' ' && atCell && typing.isEmpty()) view.selection.toggle(Number(cell.dataset.index));
    else if (event.key.toLowerCase() === 'a' && control && !event.shiftKey) onSelectAll();
    else if (event.key === 'Delete' && atCell) remove(view, item, actions);
    else if (event.key === 'F2' && atCell && item?.asset) actions.act(item.asset, 'rename');
    else if (event.key === 'Enter' && event.shiftKey) retry(item, actions);
    else if (event.key === 'Enter' && atCell) open(view, cell, actions, control);
    else if ((event.key === '+' || event.key === '-') && !control) onResize(event.key === '+' ? 1 : -1);
    else {
      const move = moveOf(event.key, control);
      if (move !== null && event.shiftKey) view.extend(move);
      else if (move !== null) view.move(move);
      else if (atCell && !control && [...event.key].length === 1) typing.type(event.key);
      else return;
    }
    event.preventDefault();
  };

  const tabStop = window === null || layout === null ? -1 : stopFor(active.index, inside, window, layout);
  const places = placesOf(view, inside ? active.index : null);
  const turning = turningIn(places, window, layout);
  const selected = view.selection.cards.value;
  return (
    <div
      class="scroller" ref={scroller} onScroll={event => view.scrolled(event.currentTarget.scrollTop)} onKeyDown={onKeyDown}
      onFocusIn={event => {
        view.hasFocus.value = true;
        const cell = cellOf(event.target);
        if (cell !== null && Number(cell.dataset.index) !== view.active.peek().index) view.activate(Number(cell.dataset.index));
      }}
      onFocusOut={event => {
        // Nobody has the focus for a moment, also when another window takes it and leaves our element the active one.
        if (event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)) return;
        setTimeout(() => { view.hasFocus.value = scroller.current?.contains(document.activeElement) ?? false; });
      }}
      onClick={event => {
        const cell = cellOf(event.target);
        if (cell === null || (event.target as Element).closest('button')) return;
        const index = Number(cell.dataset.index);
        if (event.shiftKey) view.selection.extend(index, index).catch(() => undefined);
        else if (event.ctrlKey || event.metaKey) view.selection.toggle(index);
        else view.selection.clear();
      }}
      onDblClick={event => {
        const cell = cellOf(event.target);
        if (cell !== null && !(event.target as Element).closest('button')) open(view, cell, actions, event.ctrlKey || event.metaKey);
      }}
    >
      {layout !== null && window !== null && layout.total > 0 && (
        <div class="ground" style={{ height: `${layout.scrollHeight}px`, '--card': `${layout.card}px`, '--picture': `${layout.picture}px` }}>
          <div class="layer" style={{ transform: `translateY(${window.top}px)` }}>
            <div role="grid" aria-multiselectable="true" aria-label={l10n.t('Pictures and generations')} aria-rowcount={layout.rows} aria-colcount={layout.columns}>
              {rowsOf(places, layout).map(({ row, ids }) => (
                <div key={row} role="row" class="row" aria-rowindex={row + 1} aria-owns={ids.join(' ')} style={{ top: `${topOf(row, window, layout)}px`, height: `${layout.row}px` }} />
              ))}
            </div>
            {places.map(({ index, id, item }) => (
              <Cell
                key={id} id={id} item={item} index={index} column={index % layout.columns} left={layout.lefts[index % layout.columns] ?? 0}
                top={topOf(rowOf(layout, index), window, layout)} active={index === tabStop} focused={inside && index === active.index}
                turns={turning.has(index)} badges={view.badges.value} selected={item !== undefined && selected.has(item.key)} choosing={selected.size > 0} onToggle={view.selection.toggle} thumbs={thumbs} actions={actions} uploads={view.uploads.value}
              />
            ))}
          </div>
        </div>
      )}
      {children}
    </div>
  );
}

const isMac = navigator.platform.startsWith('Mac');

function measure(element: HTMLDivElement | null, view: GalleryView): (() => void) | undefined {
  if (element === null) return undefined;
  const take = (): void => {
    view.room.value = { width: element.offsetWidth, height: element.clientHeight, scrollbar: element.offsetWidth - element.clientWidth };
  };
  take();
  const observer = new ResizeObserver(take);
  observer.observe(element);
  return () => observer.disconnect();
}

/**
 * Where the last card left, what stands in its place has a way out. A page that does not have the window's focus takes none:
 * a quick pick or a form that somebody is in would lose it. It waits until somebody comes back.
 */
function focusActive(scroller: HTMLDivElement | null): void {
  if (!document.hasFocus()) {
    window.addEventListener('focus', () => focusWaiting(scroller), { once: true });
    return;
  }
  const heir = scroller?.querySelector<HTMLElement>('[role=gridcell][tabindex="0"]') ?? scroller?.querySelector('button');
  heir?.focus({ preventScroll: true });
}

/** Unless the one who came back has chosen a place already. */
function focusWaiting(scroller: HTMLDivElement | null): void {
  if (document.activeElement === null || document.activeElement === document.body) focusActive(scroller);
}

function cellOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[role=gridcell]') : null;
}

function itemOf(view: GalleryView, cell: HTMLElement): GalleryItem | undefined {
  const shown = view.feed.shown.peek();
  return shown === null ? undefined : cardAt(shown, Number(cell.dataset.index));
}

/** A file in the large view, or in an editor of its own; what has none yet in the list of jobs. */
function open(view: GalleryView, cell: HTMLElement, actions: CardActions, inEditor: boolean): void {
  const item = itemOf(view, cell);
  if (item?.asset && inEditor) actions.open(item.asset);
  else if (item?.asset) view.enlarge(Number(cell.dataset.index));
  else if (item?.generation) actions.reveal(item.generation);
}

/** The chosen ones where this is one of them. */
function remove(view: GalleryView, item: GalleryItem | undefined, actions: CardActions): void {
  if (item !== undefined && view.selection.cards.peek().has(item.key)) actions.actOnAll('trash');
  else if (item?.asset) actions.act(item.asset, 'trash');
}

function retry(item: GalleryItem | undefined, actions: CardActions): void {
  if (item?.generation && canRetry(item.generation.facts)) actions.retry(item.generation);
}

/** Tab leads to the active card; while the focus is elsewhere and that card is out of sight, to the first one in view. */
function stopFor(active: number, inside: boolean, window: Window, layout: Layout): number {
  const row = rowOf(layout, active);
  return inside || (row >= window.from && row < window.to) ? active : window.from * layout.columns;
}

/** The cards to draw, in the order of the list; `kept` stays in the document wherever it is. */
function placesOf(view: GalleryView, kept: number | null): Place[] {
  const shown = view.feed.shown.value;
  const layout = view.layout.value;
  const window = view.window.value;
  if (shown === null || layout === null || window === null) return [];
  const from = window.first * layout.columns;
  const to = Math.min(window.end * layout.columns, layout.total);
  const indexes = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
  if (kept !== null && kept < from) indexes.unshift(kept);
  if (kept !== null && kept >= to && kept < layout.total) indexes.push(kept);
  const seen = new Set<string>();
  return indexes.map(index => {
    const item = cardAt(shown, index);
    // Pages of different age may hold the same card twice for a moment.
    if (item === undefined || seen.has(item.key)) return { index, id: `place-${index}`, item: undefined };
    seen.add(item.key);
    return { index, id: `card-${encodeURIComponent(item.key)}`, item };
  });
}

function rowsOf(places: readonly Place[], layout: Layout): { row: number; ids: string[] }[] {
  const rows = new Map<number, string[]>();
  for (const { index, id } of places) {
    const row = rowOf(layout, index);
    const ids = rows.get(row);
    if (ids === undefined) rows.set(row, [id]);
    else ids.push(id);
  }
  return [...rows].map(([row, ids]) => ({ row, ids }));
}

function topOf(row: number, window: Window, layout: Layout): number {
  return Math.max(-farAway, Math.min(farAway, row - window.base)) * layout.row;
}

/** The first cards in view whose icon may turn. */
function turningIn(places: readonly Place[], window: Window | null, layout: Layout | null): ReadonlySet<number> {
  if (window === null || layout === null) return new Set();
  const now = Date.now();
  const candidates = places.filter(({ index, item }) => {
    const row = rowOf(layout, index);
    return row >= window.from && row < window.to && item?.generation
      && phaseTable[statusOf(item.generation.facts, now, item.generation.timing)].icon.endsWith('~spin');
  });
  return new Set(candidates.slice(0, turningAtOnce).map(({ index }) => index));
}
