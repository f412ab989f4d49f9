import * as l10n from '@vscode/l10n';
import type { Bridge } from '../bridge.ts';
import { everything } from '../../shared/narrow.ts';
import { type Query, isSame } from './feed.ts';
import type { GalleryView } from './view.ts';

/** Brings a generation's card into view and gives it the focus; a filter that hides it gives way. Rejects where it has no card. */
export async function showGeneration(bridge: Bridge, view: GalleryView, generation: string): Promise<void> {
  const { feed } = view;
  let found = await bridge.request('gallery.find', { ...feed.query.peek(), generation });
  const whole: Query = { filter: 'all', narrow: everything };
  if (found.offset === null && !isSame(feed.query.peek(), whole)) {
    await feed.choose(whole);
    found = await bridge.request('gallery.find', { ...whole, generation });
  }
  const shown = feed.shown.peek();
  if (found.offset === null || shown === null) throw new Error(l10n.t('This generation has no card in the gallery.'));
  const { held } = shown;
  if (found.offset < held) feed.release();
  view.goTo({ index: found.offset < held ? found.offset : found.offset - held, key: found.key });
}
