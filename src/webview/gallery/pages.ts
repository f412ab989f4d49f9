/** What is known of a long list of which only pages are fetched. Values are never changed, each step makes a new one. */
import type { GalleryItem } from '../../shared/protocol.ts';
import { equal } from '../equal.ts';

/** Items a page holds; below the 200 that the host gives at once. */
export const pageSize = 100;

/** Pages kept; those far from what is looked at go first. */
export const pagesKept = 40;

export interface Page {
  readonly rev: number;
  readonly items: readonly GalleryItem[];
}

export interface Pages {
  readonly total: number;
  readonly pages: ReadonlyMap<number, Page>;
}

/** An answer to `gallery.page` for the page that starts at `offset`. */
export interface PageReply {
  readonly rev: number;
  readonly total: number;
  readonly offset: number;
  readonly items: readonly GalleryItem[];
}

export const noPages: Pages = { total: 0, pages: new Map() };

export function itemAt(pages: Pages, index: number): GalleryItem | undefined {
  return pages.pages.get(Math.floor(index / pageSize))?.items[index % pageSize];
}

/** Where a card stands among the pages that are here; `null` when it is on none of them. */
export function indexOf(pages: Pages, key: string): number | null {
  for (const [number, page] of pages.pages) {
    const at = page.items.findIndex(item => item.key === key);
    if (at !== -1) return number * pageSize + at;
  }
  return null;
}

/** The numbers of the pages that hold `from` to before `to`. */
export function pageNumbers(from: number, to: number, total: number): number[] {
  const first = Math.floor(Math.max(0, from) / pageSize);
  const last = Math.floor((Math.min(to, total) - 1) / pageSize);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

/** Those of them that are not here, or older than `rev`. */
export function pagesMissing(pages: Pages, from: number, to: number, rev: number): number[] {
  return pageNumbers(from, to, pages.total).filter(number => {
    const page = pages.pages.get(number);
    return page === undefined || page.rev < rev;
  });
}

/**
 * Takes in replies that belong together. When they say another length, the pages that were not asked again
 * hold other places now and are dropped. An item that did not change stays the same object.
 */
export function withReplies(before: Pages, replies: readonly PageReply[]): Pages {
  const newest = replies.reduce((newer, reply) => (reply.rev > newer.rev ? reply : newer));
  const known = new Map<string, GalleryItem>();
  for (const page of before.pages.values()) for (const item of page.items) known.set(item.key, item);
  const pages = new Map(newest.total === before.total ? before.pages : []);
  for (const reply of replies) {
    pages.set(reply.offset / pageSize, { rev: reply.rev, items: reply.items.map(item => sameOr(known.get(item.key), item)) });
  }
  return { total: newest.total, pages };
}

function sameOr(known: GalleryItem | undefined, item: GalleryItem): GalleryItem {
  return known !== undefined && equal(known, item) ? known : item;
}

/** Forgets the pages farthest from `index` beyond {@link pagesKept}; the page of `pinned` stays. */
export function near(pages: Pages, index: number, pinned: number | null): Pages {
  if (pages.pages.size <= pagesKept) return pages;
  const centre = Math.floor(index / pageSize);
  const pin = pinned === null ? -1 : Math.floor(pinned / pageSize);
  const distance = (number: number): number => (number === pin ? -1 : Math.abs(number - centre));
  const kept = [...pages.pages].sort(([a], [b]) => distance(a) - distance(b)).slice(0, pagesKept);
  return { total: pages.total, pages: new Map(kept) };
}

/** How far the first of these cards that is still here has moved down the list; `null` when none of them is. */
export function shiftOf(cards: readonly { readonly key: string; readonly index: number }[], after: Pages): number | null {
  for (const card of cards) {
    const index = indexOf(after, card.key);
    if (index !== null) return index - card.index;
  }
  return null;
}
