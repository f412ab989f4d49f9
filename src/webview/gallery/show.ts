import * as l10n from '@vscode/l10n';
import type { Params } from '../../shared/protocol.ts';
import type { Bridge } from '../bridge.ts';
import { unhidden } from '../../shared/narrow.ts';
import { type Query, isSame } from './feed.ts';
import type { GalleryView } from './view.ts';

/** Brings the card of a generation or of a file into view and makes it the active one, with the focus; a filter that hides it gives way. Rejects where it has no card. */
export async function showCard(bridge: Bridge, view: GalleryView, wanted: Params<'gallery.find'>['wanted']): Promise<void> {
  const { feed } = view;
  let found = await bridge.request('gallery.find', { ...feed.query.peek(), wanted });
  const whole: Query = { filter: 'all', narrow: unhidden(feed.query.peek().narrow) };
  if (found.offset === null && !isSame(feed.query.peek(), whole)) {
    await feed.choose(whole);
    found = await bridge.request('gallery.find', { ...whole, wanted });
  }
  const shown = feed.shown.peek();
  if (found.offset === null || shown === null) throw new Error('asset' in wanted ? l10n.t('This file is not in the gallery.') : l10n.t('This generation has no card in the gallery.'));
  const { held } = shown;
  if (found.offset < held) feed.release();
  const card = { index: found.offset < held ? found.offset : found.offset - held, key: found.key };
  // The large view keeps the focus, and shows what is active.
  if (view.large.peek()) view.step(card.index - view.active.peek().index);
  else view.goTo(card);
}
