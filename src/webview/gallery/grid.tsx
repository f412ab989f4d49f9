import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { GalleryItem } from '../../shared/protocol.ts';
import { canRetry, phaseTable, statusOf } from '../../shared/status.ts';
import type { CardActions } from '../components/card.tsx';
import type { Thumbs } from '../thumbs/thumbs.ts';
import { Cell } from './cell.tsx';
import { cardAt } from './feed.ts';
import { locale } from '../page.ts';
import { GroupHead } from './group-head.tsx';
import type { Hover } from './hover/hover.ts';
import { spoken, told } from './hover/told.ts';
import { type Layout, type Section, type Window, cardFrom, cardsOf, columnOf, heightOf, isHead, rowOf, sectionOf, sectionOfRow, topOf } from './layout.ts';
import { moveOf } from './moves.ts';
import { tabStop } from './tab-stop.ts';
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
  /** What tells of the card that the pointer rests on. */
  readonly hover: Hover;
  readonly say: (sentence: string) => void;
  readonly children?: JSX.Element | false | null;
}

/** Icons that turn at once, at most; more would be a flicker. */
const turningAtOnce = 12;
/** Rows farther than this from those in view are drawn at this distance: only one that keeps the focus is. */
const farAway = 2000;

interface Place {
  readonly row: number;
  readonly index: number;
  readonly id: string;
  readonly item: GalleryItem | undefined;
}

/** A group's header. */
interface Head {
  readonly row: number;
  readonly id: string;
  readonly section: Section;
}

/**
 * The windowed grid: only the cards in view and a few rows around them are in the document. They all have one parent
 * and stand in the order of the list, so that a card that moves to another row stays the same element with its
 * picture and its focus; to assistive technology each row owns its cells. The header of the group at the top of the
 * view stands apart, where it stays there.
 */
export function Grid({ view, thumbs, actions, onResize, onSelectAll, typing, hover, say, children }: GridProps): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const layout = view.layout.value;
  const window = view.window.value;
  const active = view.active.value;
  const head = view.head.value;
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
    const group = headOf(event.target);
    if (group !== null) return void onHeadKey(event, view, group, onSelectAll);
    const cell = cellOf(event.target);
    if (cell !== null && event.altKey && event.key === 'Enter') {
      event.preventDefault();
      return tell(cell);
    }
    if (cell === null || event.altKey) return;
    if (!['Control', 'Shift', 'Meta'].includes(event.key)) hover.close();
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

  /** The card's details at once, also for who hears them. */
  const tell = (cell: HTMLElement): void => {
    const item = itemOf(view, cell);
    if (item !== undefined && hover.toggle(item.key, cell.getBoundingClientRect())) say(spoken(told(item, Date.now(), locale.peek())));
  };

  const stop = window === null || layout === null ? -1 : stopFor(active.index, inside, window, layout);
  const headStop = window === null || layout === null ? null : headStopFor(head, active.index, inside, stop, window, layout);
  const places = placesOf(view, inside && headStop === null ? active.index : null);
  const heads = headsOf(view, inside ? headStop : null);
  const stuck = layout === null || window === null || layout.head === 0 ? null : sectionOfRow(layout, window.from);
  const turning = turningIn(places, window, layout);
  const selected = view.selection.cards.value;
  return (
    <div
      class="scroller" ref={scroller} onKeyDown={onKeyDown}
      onScroll={event => {
        hover.close();
        view.scrolled(event.currentTarget.scrollTop);
      }}
      onPointerOver={event => {
        const cell = cellOf(event.target);
        const key = cell?.dataset.key;
        if (cell === null || key === undefined || event.pointerType === 'touch' || event.buttons > 0) return hover.out();
        hover.over(key, () => (cell.isConnected && cell.dataset.key === key ? cell.getBoundingClientRect() : null));
      }}
      onPointerLeave={hover.out} onPointerDown={hover.close} onContextMenu={hover.close}
      onFocusIn={event => {
        view.hasFocus.value = true;
        const cell = cellOf(event.target);
        if (cell !== null && (Number(cell.dataset.index) !== view.active.peek().index || view.head.peek() !== null)) view.activate(Number(cell.dataset.index));
        const group = headOf(event.target);
        if (group !== null) view.activateHead(group);
      }}
      onFocusOut={event => {
        hover.close();
        // Nobody has the focus for a moment, also when another window takes it and leaves our element the active one.
        if (event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)) return;
        setTimeout(() => { view.hasFocus.value = scroller.current?.contains(document.activeElement) ?? false; });
      }}
      onClick={event => {
        const group = headOf(event.target);
        if (group !== null) return view.fold(group);
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
          {stuck !== null && <div class="stuck">{heads.filter(({ section }) => section.id === stuck.id).map(({ id, section }) => <GroupHead key={id} id={id} section={section} stop={section.id === headStop} top={0} />)}</div>}
          <div class="layer" style={{ transform: `translateY(${window.top}px)` }}>
            <div role="grid" aria-multiselectable="true" aria-label={l10n.t('Pictures and generations')} aria-rowcount={layout.rows} aria-colcount={layout.columns}>
              {rowsOf([...places, ...heads]).map(({ row, ids }) => (
                <div key={row} role="row" class="row" aria-rowindex={row + 1} aria-owns={ids.join(' ')} style={{ top: `${drawnAt(row, window, layout)}px`, height: `${heightOf(layout, row)}px` }} />
              ))}
            </div>
            {heads.filter(({ section }) => section.id !== stuck?.id).map(({ id, row, section }) => (
              <GroupHead key={id} id={id} section={section} stop={section.id === headStop} top={drawnAt(row, window, layout)} />
            ))}
            {places.map(({ row, index, id, item }) => (
              <Cell
                key={id} id={id} item={item} index={index} column={columnOf(layout, index)} left={layout.lefts[columnOf(layout, index)] ?? 0}
                top={drawnAt(row, window, layout)} active={headStop === null && index === stop} focused={inside && headStop === null && index === active.index}
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
  const heir = tabStop(scroller) ?? scroller?.querySelector('button');
  heir?.focus({ preventScroll: true });
}

/** Unless the one who came back has chosen a place already. */
function focusWaiting(scroller: HTMLDivElement | null): void {
  if (document.activeElement === null || document.activeElement === document.body) focusActive(scroller);
}

function cellOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[role=gridcell]') : null;
}

/** The group whose header this is. */
function headOf(target: EventTarget | null): string | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-group]')?.dataset.group ?? null : null;
}

/** On a header Left and Right fold and unfold, as in a tree; the others are the grid's. */
function onHeadKey(event: KeyboardEvent, view: GalleryView, group: string, onSelectAll: () => void): void {
  if (event.altKey) return;
  const control = isMac ? event.metaKey : event.ctrlKey;
  const move = moveOf(event.key, control);
  if (event.key === 'Enter' || event.key === ' ') view.fold(group);
  else if (event.key === 'Escape' && view.selection.cards.peek().size > 0) view.selection.clear();
  else if (event.key.toLowerCase() === 'a' && control && !event.shiftKey) onSelectAll();
  else if (move === 'left' || move === 'right') view.fold(group, move === 'left');
  else if (move !== null && event.shiftKey) view.extend(move);
  else if (move !== null) view.move(move);
  else return;
  event.preventDefault();
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
  return inside || (row >= window.from && row < window.to) ? active : cardFrom(layout, window.from) ?? active;
}

/** The group whose header Tab leads to, where it is not a card: one that has the focus, or that the card is folded under. */
function headStopFor(head: string | null, active: number, inside: boolean, stop: number, window: Window, layout: Layout): string | null {
  if (layout.head === 0 || layout.total === 0) return null;
  const section = sectionOf(layout, stop);
  if (head === null) return section.folded ? section.id : rowOf(layout, stop) < window.to || inside ? null : sectionOfRow(layout, window.from).id;
  const row = layout.sections.find(({ id }) => id === head)?.row ?? rowOf(layout, active);
  return inside || (row >= window.from && row < window.to) ? head : section.folded ? section.id : null;
}

/** The cards to draw, in the order of the list; `kept` stays in the document wherever it is. */
function placesOf(view: GalleryView, kept: number | null): Place[] {
  const shown = view.feed.shown.value;
  const layout = view.layout.value;
  const window = view.window.value;
  if (shown === null || layout === null || window === null) return [];
  const rows = Array.from({ length: Math.max(0, window.end - window.first) }, (_, n) => window.first + n);
  const drawn = rows.flatMap(row => {
    const [from, to] = cardsOf(layout, row);
    return Array.from({ length: to - from }, (_, n) => ({ row, index: from + n }));
  });
  if (kept !== null && kept < layout.total) {
    const row = rowOf(layout, kept);
    if (row < window.first) drawn.unshift({ row, index: kept });
    if (row >= window.end) drawn.push({ row, index: kept });
  }
  const seen = new Set<string>();
  return drawn.map(({ row, index }) => {
    const item = cardAt(shown, index);
    // Pages of different age may hold the same card twice for a moment.
    if (item === undefined || seen.has(item.key)) return { row, index, id: `place-${index}`, item: undefined };
    seen.add(item.key);
    return { row, index, id: `card-${encodeURIComponent(item.key)}`, item };
  });
}

/** The headers to draw: those of the rows, that of the group at the top of the view, and the one that has the focus. */
function headsOf(view: GalleryView, kept: string | null): Head[] {
  const layout = view.layout.value;
  const window = view.window.value;
  if (layout === null || window === null || layout.head === 0 || layout.total === 0) return [];
  const rows = new Set([sectionOfRow(layout, window.from).row]);
  for (let row = window.first; row < window.end; row++) if (isHead(layout, row)) rows.add(row);
  const focused = kept === null ? undefined : layout.sections.find(({ id }) => id === kept);
  if (focused !== undefined) rows.add(focused.row);
  return [...rows].sort((a, b) => a - b).map(row => {
    const section = sectionOfRow(layout, row);
    return { row, section, id: `group-${encodeURIComponent(section.id)}` };
  });
}

function rowsOf(drawn: readonly { readonly row: number; readonly id: string }[]): { row: number; ids: string[] }[] {
  const rows = new Map<number, string[]>();
  for (const { row, id } of drawn) {
    const ids = rows.get(row);
    if (ids === undefined) rows.set(row, [id]);
    else ids.push(id);
  }
  return [...rows].sort(([a], [b]) => a - b).map(([row, ids]) => ({ row, ids }));
}

function drawnAt(row: number, window: Window, layout: Layout): number {
  const far = farAway * layout.row;
  return Math.max(-far, Math.min(far, topOf(layout, row) - topOf(layout, window.base)));
}

/** The first cards in view whose icon may turn. */
function turningIn(places: readonly Place[], window: Window | null, layout: Layout | null): ReadonlySet<number> {
  if (window === null || layout === null) return new Set();
  const now = Date.now();
  const candidates = places.filter(({ row, item }) => {
    return row >= window.from && row < window.to && item?.generation
      && phaseTable[statusOf(item.generation.facts, now, item.generation.timing)].icon.endsWith('~spin');
  });
  return new Set(candidates.slice(0, turningAtOnce).map(({ index }) => index));
}
