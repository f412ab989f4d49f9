/** The files whose thumbnails the grid needs, the most urgent first. */
import type { AssetView } from '../../shared/protocol.ts';
import { cardAt } from './feed.ts';
import { rangesOf } from './layout.ts';
import { neighbours } from './large/neighbours.ts';
import type { GalleryView } from './view.ts';

export interface Wanted {
  readonly assets: readonly AssetView[];
  /** So many of them are in view. */
  readonly seen: number;
}

/** In view from the top, then what stands ready, then a screen below, then one above. */
export function wantedOf(view: Pick<GalleryView, 'feed' | 'layout' | 'window' | 'active' | 'hasFocus' | 'large'>): Wanted {
  const [shown, layout, window] = [view.feed.shown.value, view.layout.value, view.window.value];
  if (shown === null || layout === null || window === null) return { assets: [], seen: 0 };
  const inRows = (from: number, to: number): AssetView[] => {
    return rangesOf(layout, from, to).flatMap(([first, end]) => Array.from({ length: end - first }, (_, n) => cardAt(shown, first + n)?.asset ?? []).flat());
  };
  if (view.large.value) {
    // The one that is looked at, then those beside it, the nearest first.
    const { index } = view.active.value;
    const nearest = Array.from({ length: 2 * neighbours + 1 }, (_, n) => index + (n % 2 === 0 ? n / 2 : -(n + 1) / 2));
    const assets = nearest.flatMap(at => at < 0 ? [] : cardAt(shown, at)?.asset ?? []);
    return { seen: assets.length, assets };
  }
  const screen = window.to - window.from;
  const seen = inRows(window.from, window.to);
  // The card with the focus stays in the document, wherever it is.
  const focused = view.hasFocus.value ? cardAt(shown, view.active.value.index)?.asset ?? [] : [];
  return { seen: seen.length, assets: [seen, focused, inRows(window.to, window.end + screen), inRows(window.first - screen, window.from)].flat() };
}
