import * as l10n from '@vscode/l10n';
import type { Bridge } from '../bridge.ts';
import type { GalleryView } from './view.ts';

/** Brings a generation's card into view and gives it the focus; a filter that hides it gives way. Rejects where it has no card. */
export async function showGeneration(bridge: Bridge, view: GalleryView, generation: string): Promise<void> {
  const { feed } = view;
  let found = await bridge.request('gallery.find', { filter: feed.filter.peek(), generation });
  if (found.offset === null && feed.filter.peek() !== 'all') {
    await feed.choose('all');
    found = await bridge.request('gallery.find', { filter: 'all', generation });
  }
  const shown = feed.shown.peek();
  if (found.offset === null || shown === null) throw new Error(l10n.t('This generation has no card in the gallery.'));
  const { held } = shown;
  if (found.offset < held) feed.release();
  view.goTo({ index: found.offset < held ? found.offset : found.offset - held, key: found.key });
}
